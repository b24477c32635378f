// Reads a test hub with @huggingface/hub, an implementation of the wire format that shares no code with
// huggingface_hub. Usage: PROVENANCE_NPM=FOLDER_WITH_NODE_MODULES node check.mjs HUB_URL
// The repositories are those of tests/test_hub_server_npm.py.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const load = createRequire(resolve(process.env.PROVENANCE_NPM, "package.json"));
const hub = load("@huggingface/hub");

const hubUrl = process.argv[2];
const accessToken = "hf_valid";
const at = { hubUrl, accessToken };
const tiny = { ...at, repo: "acme/tiny" };

const collect = async (items) => {
  const found = [];
  for await (const item of items) found.push(item);
  return found;
};

const refused = async (promise, statusCode, message) =>
  assert.rejects(promise, (error) => {
    assert.equal(error.constructor.name, "HubApiError");
    assert.equal(error.statusCode, statusCode);
    assert.match(error.message, message);
    return true;
  });

const checks = {
  async modelInfo() {
    const info = await hub.modelInfo({ ...at, name: "acme/tiny", additionalFields: ["tags", "sha", "cardData", "filePaths"] });
    assert.equal(info.name, "acme/tiny");
    assert.equal(info.gated, false);
    assert.equal(info.task, "text-generation");
    assert.match(info.id, /^[0-9a-f]{24}$/);
    assert.match(info.sha, /^[0-9a-f]{40}$/);
    assert.ok(!Number.isNaN(info.updatedAt.getTime()));
    assert.ok(info.tags.includes("license:mit"));
    assert.deepEqual(info.filePaths, ["README.md", "config.json", "model.safetensors", "onnx/model.onnx"]);
  },

  async datasetInfo() {
    const info = await hub.datasetInfo({ ...at, name: "acme/tickets", additionalFields: ["author", "cardData"] });
    assert.equal(info.author, "acme");
    assert.deepEqual(info.cardData, { license: "mit" });
  },

  async listFiles() {
    const files = await collect(hub.listFiles({ ...tiny, recursive: true, expand: true }));
    assert.deepEqual(files.map((file) => file.path), ["README.md", "config.json", "model.safetensors", "onnx", "onnx/model.onnx"]);
    assert.equal(files[3].type, "directory");
    assert.match(files[2].lfs.oid, /^[0-9a-f]{64}$/);
    assert.equal(files[0].securityFileStatus.status, "safe");
    const many = await collect(hub.listFiles({ ...at, repo: "datasets/acme/many", expand: true }));
    assert.equal(many.length, 120);
  },

  async listModels() {
    const models = await collect(hub.listModels({ ...at, search: { owner: "acme" }, additionalFields: ["tags"] }));
    assert.deepEqual(models.map((model) => model.name), ["acme/gated", "acme/tiny"]);
    const tagged = await collect(hub.listModels({ ...at, search: { tags: ["license:mit"], task: "text-generation" } }));
    assert.deepEqual(tagged.map((model) => model.name), ["acme/tiny"]);
    const datasets = await collect(hub.listDatasets({ ...at, search: { query: "TICK" } }));
    assert.deepEqual(datasets.map((dataset) => dataset.name), ["acme/tickets"]);
  },

  async pathsInfo() {
    const found = await hub.pathsInfo({ ...tiny, paths: ["config.json", "onnx", "missing"], expand: true });
    assert.deepEqual(found.map((path) => [path.path, path.type, path.size]), [["config.json", "file", 2], ["onnx", "directory", 0]]);
    assert.ok(found[0].lastCommit.date instanceof Date);
  },

  async fileExists() {
    assert.equal(await hub.fileExists({ ...tiny, path: "onnx/model.onnx" }), true);
    assert.equal(await hub.fileExists({ ...tiny, path: "missing" }), false);
  },

  async downloadFile() {
    const card = await hub.downloadFile({ ...tiny, path: "README.md" });
    assert.match(await card.text(), /# Tiny/);
    assert.match(await (await card.slice(4, 11)).text(), /^license$/);
    const weights = await hub.downloadFile({ ...tiny, path: "model.safetensors" });
    assert.equal((await weights.arrayBuffer()).byteLength, weights.size);
    const pointer = await hub.downloadFile({ ...tiny, path: "model.safetensors", raw: true });
    assert.match(await pointer.text(), /^version https:\/\/git-lfs/);
    assert.equal(await hub.downloadFile({ ...tiny, path: "missing" }), null);
  },

  async parseSafetensorsMetadata() {
    const parsed = await hub.parseSafetensorsMetadata({ ...tiny, computeParametersCount: true });
    assert.deepEqual(parsed.parameterCount, { F16: 32 });
  },

  async whoAmI() {
    assert.equal((await hub.whoAmI(at)).name, "tester");
  },

  async errors() {
    await refused(hub.modelInfo({ hubUrl, name: "acme/missing" }), 401, /Invalid username or password/);
    await refused(hub.modelInfo({ ...at, name: "acme/missing" }), 404, /Repository not found/);
    await refused(hub.modelInfo({ ...at, accessToken: "hf_unknown", name: "acme/tiny" }), 401, /Invalid credentials/);
    await refused(hub.modelInfo({ ...at, name: "acme/tiny", revision: "no-such" }), 404, /Invalid rev id/);
    await refused(hub.downloadFile({ hubUrl, repo: "acme/gated", path: "README.md" }), 401, /restricted/);
    await refused(hub.downloadFile({ ...at, accessToken: "hf_stranger", repo: "acme/gated", path: "README.md" }), 403, /authorized list/);
    assert.equal((await hub.modelInfo({ hubUrl, name: "acme/gated" })).gated, "auto");
  },
};

for (const [name, check] of Object.entries(checks)) {
  await check();
  console.log(name);
}
