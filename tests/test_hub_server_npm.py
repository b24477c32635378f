"""The test hub, proved by a second client: @huggingface/hub on Node (tests/npm)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hub_server import HubServer
from hub_server_samples import WEIGHTS, put

NPM = Path(__file__).with_name("npm")
CHECKED = (
    "modelInfo datasetInfo listFiles listModels pathsInfo fileExists downloadFile"
    " parseSafetensorsMetadata whoAmI"
)


@pytest.fixture
def modules() -> Path:
    """The folder that holds node_modules with the pinned client."""
    if not shutil.which("node"):
        pytest.skip("node is not installed")
    folder = Path(os.environ.get("PROVENANCE_NPM", NPM))
    package = folder / "node_modules/@huggingface/hub/package.json"
    if not package.is_file():
        pytest.skip(
            "@huggingface/hub is not installed: see tests/npm/package.json, set PROVENANCE_NPM"
        )
    pinned = json.loads((NPM / "package.json").read_text())["dependencies"]["@huggingface/hub"]
    assert json.loads(package.read_text())["version"] == pinned
    return folder


@pytest.mark.parametrize("cdn", [False, True])
def test_the_javascript_client_reads_the_hub(modules: Path, tmp_path: Path, cdn: bool) -> None:
    card = "---\nlicense: mit\npipeline_tag: text-generation\n---\n# Tiny\n"
    files: dict[str, str | bytes] = {
        "README.md": card,
        "config.json": "{}",
        "onnx/model.onnx": b"\x08\x07",
    }
    put(tmp_path / "models/acme/tiny", {**files, "model.safetensors": WEIGHTS})
    put(tmp_path / "models/acme/gated", {"README.md": "# Gated\n"}, gated="auto")
    put(tmp_path / "datasets/acme/tickets", {"README.md": "---\nlicense: mit\n---\n"})
    put(tmp_path / "datasets/acme/many", {f"{number:03}.txt": "" for number in range(120)})
    with HubServer(tmp_path, cdn=cdn) as hub:
        command = ["node", str(NPM / "check.mjs"), hub.url]
        environment = {**os.environ, "PROVENANCE_NPM": str(modules)}
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=60, check=False
        )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [*CHECKED.split(), "errors"]
    assert any(record.range == "bytes=4-10" for record in hub.requests)
    assert not any(record.authorized for record in hub.requests if record.host == "cdn")
