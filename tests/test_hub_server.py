"""The test hub, proved by the real client: huggingface_hub reads everything that it reads of the live hub."""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from hub_server import HubServer
from huggingface_hub import HfApi, ModelCard, constants
from huggingface_hub.errors import (
    BadRequestError,
    DisabledRepoError,
    GatedRepoError,
    HfHubHTTPError,
    NotASafetensorsRepoError,
    RemoteEntryNotFoundError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)
from huggingface_hub.hf_api import RepoFile, RepoFolder
from huggingface_hub.utils._http import parse_ratelimit_headers

CARD = """---
license: apache-2.0
language: [en, ko]
library_name: transformers
pipeline_tag: text-generation
base_model: acme/base
datasets: [acme/tickets]
tags: [support]
---
# Tiny

A card written for this test.
"""


def safetensors(**shapes: list[int]) -> bytes:
    """A file of half-precision tensors: header and zeros."""
    header, end = {}, 0
    for name, (rows, columns) in shapes.items():
        start, end = end, end + 2 * rows * columns
        header[name] = {"dtype": "F16", "shape": [rows, columns], "data_offsets": [start, end]}
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + bytes(end)


WEIGHTS = safetensors(embed=[4, 8])
MODEL_FILES: dict[str, str | bytes] = {
    "README.md": CARD,
    "config.json": "{}",
    "model.safetensors": WEIGHTS,
    "onnx/model.onnx": b"\x08\x07",
}


def put(folder: Path, files: dict[str, str | bytes], **meta: object) -> None:
    """Write a repository; `meta` becomes its `_meta.json`."""
    if meta:
        files = {**files, "_meta.json": json.dumps(meta)}
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A hub of seven repositories."""
    root = tmp_path / "hub"
    put(root / "models/acme/tiny", MODEL_FILES)
    put(root / "models/acme/gated", {"README.md": "# Gated\n"}, gated="manual", sha="a" * 40)
    put(root / "models/acme/secret", {"README.md": "# Secret\n"}, private=True)
    put(root / "models/acme/gone", {"README.md": "# Gone\n"}, disabled=True)
    index = {"metadata": {}, "weight_map": {"embed": "model-1.safetensors", "head": "model-2.safetensors"}}
    shards = {"model-1.safetensors": WEIGHTS, "model-2.safetensors": safetensors(head=[2, 2])}
    put(root / "models/acme/sharded", {"model.safetensors.index.json": json.dumps(index), **shards})
    put(root / "models/solo", {"README.md": "# One of the few without a namespace\n"})
    put(root / "datasets/acme/tickets", {"README.md": "---\nlicense: mit\n---\n", "data/train.csv": "a,b\n1,2\n"})
    return root


@pytest.fixture
def hub(folder: Path) -> Iterator[HubServer]:
    with HubServer(folder) as server:
        yield server


def api(hub: HubServer, token: str | bool = "hf_valid") -> HfApi:
    return HfApi(endpoint=hub.url, token=token)


class TestInfo:
    def test_model_with_files_and_security(self, hub: HubServer) -> None:
        info = api(hub).model_info("acme/tiny", files_metadata=True, securityStatus=True)
        assert info.sha and len(info.sha) == 40
        assert (info.author, info.pipeline_tag, info.library_name) == ("acme", "text-generation", "transformers")
        assert info.card_data and info.card_data["base_model"] == "acme/base"
        assert info.security_repo_status == {"scansDone": True, "filesWithIssues": []}
        files = {sibling.rfilename: sibling for sibling in info.siblings or ()}
        assert list(files) == sorted(MODEL_FILES)
        assert files["README.md"].lfs is None
        assert files["README.md"].blob_id == hashlib.sha1(b"blob %d\0" % len(CARD) + CARD.encode()).hexdigest()
        weights = files["model.safetensors"]
        assert weights.size == len(WEIGHTS)
        assert weights.lfs and weights.lfs.sha256 == hashlib.sha256(WEIGHTS).hexdigest()

    def test_tags_tell_the_lineage(self, hub: HubServer) -> None:
        tags = api(hub).model_info("acme/tiny").tags or []
        assert {"license:apache-2.0", "dataset:acme/tickets", "en", "ko", "support", "safetensors"} <= {*tags}
        assert {"base_model:acme/base", "base_model:finetune:acme/base"} <= {*tags}

    @pytest.mark.parametrize(
        ("files", "card", "relation"),
        [
            ({"adapter_config.json": "{}"}, "base_model: a/b", "adapter"),
            ({"model.gguf": b"GGUF\0"}, "base_model: a/b", "quantized"),
            ({}, "base_model: [a/b, a/c]", "merge"),
            ({"model.gguf": b"GGUF\0"}, "base_model: a/b\nbase_model_relation: finetune", "finetune"),
        ],
    )
    def test_relation(
        self, folder: Path, hub: HubServer, files: dict[str, str | bytes], card: str, relation: str
    ) -> None:
        put(folder / "models/acme/child", {"README.md": f"---\n{card}\n---\n", **files})
        assert f"base_model:{relation}:a/b" in (api(hub).model_info("acme/child").tags or [])

    def test_without_files_metadata_only_names(self, hub: HubServer) -> None:
        info = api(hub).model_info("acme/tiny")
        assert info.siblings and all(sibling.size is None for sibling in info.siblings)
        assert info.security_repo_status is None

    def test_expand_answers_the_named_fields_alone(self, hub: HubServer) -> None:
        info = api(hub).model_info("acme/tiny", expand=["tags", "sha"])
        assert info.tags and info.sha
        assert (info.siblings, info.card_data, info.author) == (None, None, None)
        with pytest.raises(BadRequestError, match="nonsense"):
            api(hub).model_info("acme/tiny", expand=["nonsense"])  # type: ignore[list-item]

    def test_base_models_must_be_asked_for(self, folder: Path, hub: HubServer) -> None:
        bases: object = {"relation": "finetune", "models": [{"_id": "0" * 24, "id": "acme/base"}]}
        put(folder / "models/acme/child", {"README.md": ""}, baseModels=bases)
        assert api(hub).model_info("acme/child").base_models is None
        assert api(hub).model_info("acme/child", expand=["baseModels"]).base_models == bases

    @pytest.mark.parametrize("revision", ["main", "HEAD", "refs/heads/main", "v1.0", "refs/tags/v1.0", "b" * 40])
    def test_revisions(self, folder: Path, hub: HubServer, revision: str) -> None:
        tag = {"name": "v1.0", "ref": "refs/tags/v1.0", "targetCommit": "b" * 40}
        put(folder / "models/acme/tagged", {"README.md": ""}, sha="b" * 40, refs={"tags": [tag]})
        assert api(hub).model_info("acme/tagged", revision=revision).sha == "b" * 40
        assert [found.name for found in api(hub).list_repo_refs("acme/tagged").tags] == ["v1.0"]

    def test_dataset_and_a_name_without_namespace(self, hub: HubServer) -> None:
        info = api(hub).dataset_info("acme/tickets", files_metadata=True)
        assert info.tags == ["license:mit", "region:us"]
        assert [sibling.size for sibling in info.siblings or ()] == [21, 8]
        assert api(hub).model_info("solo").author is None

    def test_meta_overlays_what_the_files_tell(self, folder: Path, hub: HubServer) -> None:
        lfs = {"sha256": "c" * 64, "size": 5, "pointerSize": 126}
        flawed = {"rfilename": "bad.pkl", "securityFileStatus": {"status": "unsafe"}}
        siblings = [{"rfilename": "huge.bin", "size": 5, "lfs": lfs}, flawed]
        more = {"cardData": {"license": "mit"}, "lastModified": "2025-01-13 01:57:16+00:00"}
        put(folder / "models/acme/meta", {"README.md": CARD}, sha="d" * 40, siblings=siblings, **more)
        info = api(hub).model_info("acme/meta", files_metadata=True, securityStatus=True)
        assert info.sha == "d" * 40
        assert info.card_data and info.card_data.license == "mit"
        assert info.last_modified and info.last_modified.year == 2025
        assert [sibling.rfilename for sibling in info.siblings or ()] == ["README.md", "bad.pkl", "huge.bin"]
        assert info.security_repo_status == {
            "scansDone": True,
            "filesWithIssues": [{"path": "bad.pkl", "level": "unsafe"}],
        }
        with pytest.raises(RemoteEntryNotFoundError):
            api(hub).hf_hub_download("acme/meta", "huge.bin", cache_dir=folder)

    def test_a_change_of_the_folder_is_a_new_commit(self, folder: Path, hub: HubServer) -> None:
        before = api(hub).model_info("acme/tiny").sha
        put(folder / "models/acme/tiny", {"README.md": CARD + "more"})
        assert api(hub).model_info("acme/tiny").sha != before
        with pytest.raises(RevisionNotFoundError):
            api(hub).model_info("acme/tiny", revision=before)

    def test_shape_of_real_answers(self, hub: HubServer, corpus: Path) -> None:
        bodies = [json.loads(path.read_bytes()) for path in sorted((corpus / "api/models").glob("*.json"))]
        seen: dict[str, set[type]] = {}
        for body in bodies:
            for key, value in body.items():
                seen.setdefault(key, set()).add(type(value))
        answer = httpx2.get(f"{hub.url}/api/models/acme/tiny").json()
        assert {*answer} - {*seen} == {"usedStorage"}  # of later date than the corpus
        everywhere = {key for key in seen if all(key in body for body in bodies)}
        assert everywhere - {*answer} == {"inferenceStatus"}  # gone since
        assert all(type(value) in seen[key] for key, value in answer.items() if key in seen)


class TestTree:
    def test_recursive_and_expanded(self, hub: HubServer) -> None:
        entries = list(api(hub).list_repo_tree("acme/tiny", recursive=True, expand=True))
        assert [entry.path for entry in entries] == sorted([*MODEL_FILES, "onnx"])
        folders = [entry for entry in entries if isinstance(entry, RepoFolder)]
        files = {entry.path: entry for entry in entries if isinstance(entry, RepoFile)}
        assert [entry.path for entry in folders] == ["onnx"]
        weights = files["model.safetensors"]
        assert weights.lfs and weights.lfs.sha256 == hashlib.sha256(WEIGHTS).hexdigest()
        assert weights.security and weights.security.safe
        assert weights.last_commit and weights.last_commit.oid == api(hub).model_info("acme/tiny").sha

    def test_one_level_and_one_folder(self, hub: HubServer) -> None:
        top = [entry.path for entry in api(hub).list_repo_tree("acme/tiny")]
        assert top == ["README.md", "config.json", "model.safetensors", "onnx"]
        assert [entry.path for entry in api(hub).list_repo_tree("acme/tiny", "onnx")] == ["onnx/model.onnx"]
        with pytest.raises(RemoteEntryNotFoundError):
            list(api(hub).list_repo_tree("acme/tiny", "no/such"))

    def test_pages(self, folder: Path, hub: HubServer) -> None:
        put(folder / "datasets/acme/many", {f"{number:03}.txt": "" for number in range(120)})
        found = list(api(hub).list_repo_tree("acme/many", repo_type="dataset", expand=True))
        assert len(found) == len({entry.path for entry in found}) == 120
        assert len(hub.requests) == 3

    def test_paths_info_leaves_out_what_is_missing(self, hub: HubServer) -> None:
        found = api(hub).get_paths_info("acme/tiny", ["README.md", "onnx", "missing.txt"], expand=True)
        assert [entry.path for entry in found] == ["README.md", "onnx"]
        assert isinstance(found[0], RepoFile) and found[0].security
        assert isinstance(found[1], RepoFolder)

    def test_refs(self, hub: HubServer) -> None:
        refs = api(hub).list_repo_refs("acme/tickets", repo_type="dataset", include_pull_requests=True)
        assert [branch.ref for branch in refs.branches] == ["refs/heads/main"]
        assert refs.tags == refs.pull_requests == []


class TestList:
    def test_filters(self, hub: HubServer) -> None:
        names = ["acme/gated", "acme/gone", "acme/secret", "acme/sharded", "acme/tiny", "solo"]
        assert [model.id for model in api(hub).list_models()] == names
        assert [model.id for model in api(hub, token=False).list_models(author="acme", search="S")] == ["acme/sharded"]
        assert [model.id for model in api(hub).list_models(filter=["license:apache-2.0"])] == ["acme/tiny"]
        assert [model.id for model in api(hub).list_models(pipeline_tag="text-generation")] == ["acme/tiny"]
        assert [dataset.id for dataset in api(hub).list_datasets(author="acme")] == ["acme/tickets"]

    def test_pages(self, hub: HubServer) -> None:
        url: str | None = f"{hub.url}/api/models?author=acme&limit=2"
        names: list[str] = []
        while url:
            page = httpx2.get(url, headers={"authorization": "Bearer hf_valid"})
            names += [row["id"] for row in page.json()]
            url = page.links.get("next", {}).get("url")
        assert names == ["acme/gated", "acme/gone", "acme/secret", "acme/sharded", "acme/tiny"]
        assert len(hub.requests) == 3

    def test_more_fields(self, hub: HubServer) -> None:
        full = next(iter(api(hub).list_models(search="tiny", full=True, cardData=True)))
        assert full.sha and full.siblings and full.card_data
        named = next(iter(api(hub).list_models(search="tiny", expand=["gated"])))
        assert named.gated is False
        assert named.tags is None

    def test_sorted(self, folder: Path, hub: HubServer) -> None:
        put(folder / "models/acme/liked", {"README.md": ""}, downloads=9)
        assert next(iter(api(hub).list_models(sort="downloads"))).id == "acme/liked"

    def test_a_hub_of_real_cards(self, corpus: Path) -> None:
        with HubServer(corpus / "hub") as hub:
            models = list(api(hub).list_models(full=True))
            assert len(models) == len(list((corpus / "hub/models").glob("*/*")))
            info = api(hub).model_info("google/gemma-7b", files_metadata=True)
        assert info.gated == "manual"
        assert info.siblings and info.siblings[0].rfilename == ".gitattributes"


class TestContent:
    @pytest.mark.parametrize("cdn", [False, True])
    def test_download(self, folder: Path, tmp_path: Path, cdn: bool) -> None:
        with HubServer(folder, cdn=cdn) as hub:
            weights = api(hub).hf_hub_download("acme/tiny", "model.safetensors", cache_dir=tmp_path)
            card = api(hub).hf_hub_download("acme/tickets", "README.md", repo_type="dataset", cache_dir=tmp_path)
        assert Path(weights).read_bytes() == WEIGHTS
        assert "license: mit" in Path(card).read_text()
        assert all(record.authorized for record in hub.requests if record.host == "hub")
        assert [record.authorized for record in hub.requests if record.host == "cdn"] == [False] * cdn

    def test_snapshot_download(self, hub: HubServer, tmp_path: Path) -> None:
        path = Path(api(hub).snapshot_download("acme/tiny", cache_dir=tmp_path))
        assert path.name == api(hub).model_info("acme/tiny").sha
        found = {file.relative_to(path).as_posix(): file for file in path.rglob("*") if file.is_file()}
        assert {*found} == {*MODEL_FILES}
        assert found["onnx/model.onnx"].read_bytes() == b"\x08\x07"

    def test_model_card(self, hub: HubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(
            constants, "HUGGINGFACE_CO_URL_TEMPLATE", hub.url + "/{repo_id}/resolve/{revision}/{filename}"
        )
        monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
        assert ModelCard.load("acme/tiny").data.get("base_model") == "acme/base"

    def test_safetensors_metadata(self, hub: HubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
        assert api(hub).get_safetensors_metadata("acme/tiny").parameter_count == {"F16": 32}
        assert [record.range for record in hub.requests if record.range] == ["bytes=0-100000"] * 2
        assert api(hub).get_safetensors_metadata("acme/sharded").parameter_count == {"F16": 36}
        with pytest.raises(NotASafetensorsRepoError):
            api(hub).get_safetensors_metadata("solo")

    def test_file_exists(self, hub: HubServer) -> None:
        assert api(hub).file_exists("acme/tiny", "onnx/model.onnx")
        assert not api(hub).file_exists("acme/tiny", "missing.txt")
        assert not api(hub).file_exists("acme/missing", "README.md")

    def test_head_tells_commit_and_digest(self, hub: HubServer) -> None:
        head = httpx2.head(f"{hub.url}/acme/tiny/resolve/main/model.safetensors")
        assert head.status_code == 302
        assert head.headers["x-repo-commit"] == api(hub).model_info("acme/tiny").sha
        assert head.headers["x-linked-etag"] == f'"{hashlib.sha256(WEIGHTS).hexdigest()}"'
        assert head.headers["x-linked-size"] == str(len(WEIGHTS))

    @pytest.mark.parametrize(
        ("asked", "status", "body", "told"),
        [
            ("bytes=0-4", 206, "a,b\n1", "bytes 0-4/8"),
            ("bytes=4-", 206, "1,2\n", "bytes 4-7/8"),
            ("bytes=-2", 206, "2\n", "bytes 6-7/8"),
            ("bytes=6-99", 206, "2\n", "bytes 6-7/8"),
            ("bytes=-99", 206, "a,b\n1,2\n", "bytes 0-7/8"),
            ("bytes=0-0,2-3", 200, "a,b\n1,2\n", None),
            ("nonsense", 200, "a,b\n1,2\n", None),
            ("bytes=8-", 416, "Range Not Satisfiable", "bytes */8"),
        ],
    )
    def test_range(self, hub: HubServer, asked: str, status: int, body: str, told: str | None) -> None:
        url = f"{hub.url}/datasets/acme/tickets/resolve/main/data%2Ftrain.csv"
        answer = httpx2.get(url, headers={"range": asked})
        assert (answer.status_code, answer.text, answer.headers.get("content-range")) == (status, body, told)
        assert hub.requests[-1].sent == len(body)

    def test_raw_is_what_git_holds(self, hub: HubServer) -> None:
        pointer = httpx2.get(f"{hub.url}/acme/tiny/raw/main/model.safetensors").text
        assert pointer.splitlines()[2] == f"size {len(WEIGHTS)}"
        assert httpx2.get(f"{hub.url}/acme/tiny/raw/main/README.md").text == CARD


class TestRefusals:
    @pytest.mark.parametrize("name", ["acme/missing", "acme/secret", "no-such", "acme"])
    def test_missing_and_private_look_alike(self, hub: HubServer, name: str) -> None:
        with pytest.raises(RepositoryNotFoundError):
            api(hub, "hf_stranger").model_info(name)
        anonymous = httpx2.get(f"{hub.url}/api/models/{name}")
        assert (anonymous.status_code, anonymous.headers.get("x-error-code")) == (401, None)
        assert anonymous.json() == {"error": "Invalid username or password."}

    def test_private_with_access(self, hub: HubServer) -> None:
        assert api(hub).model_info("acme/secret").private

    @pytest.mark.parametrize("path", ["api/models/%2e%2e/models", "acme/tiny/resolve/main/%2e%2e/gone/README.md", "x"])
    def test_nothing_outside_the_repositories_is_served(self, hub: HubServer, path: str) -> None:
        assert httpx2.get(f"{hub.url}/{path}").status_code in (401, 404)

    def test_gated(self, hub: HubServer, tmp_path: Path) -> None:
        for token, status in ((False, 401), ("hf_stranger", 403)):
            assert api(hub, token).model_info("acme/gated").gated == "manual"
            with pytest.raises(GatedRepoError, match="is restricted") as refused:
                api(hub, token).file_exists("acme/gated", "README.md")
            assert refused.value.response.status_code == status
            with pytest.raises(GatedRepoError):
                api(hub, token).auth_check("acme/gated")
        api(hub).auth_check("acme/gated")
        assert api(hub).file_exists("acme/gated", "README.md")

    def test_a_token_without_the_permission(self, hub: HubServer) -> None:
        with pytest.raises(HfHubHTTPError, match="fine-grained token settings") as refused:
            api(hub, "hf_restricted").auth_check("acme/gated")
        assert refused.value.response.status_code == 403
        assert not isinstance(refused.value, GatedRepoError)

    def test_revision_and_entry(self, hub: HubServer, tmp_path: Path) -> None:
        with pytest.raises(RevisionNotFoundError):
            api(hub).model_info("acme/tiny", revision="no-such")
        with pytest.raises(RevisionNotFoundError):
            api(hub).hf_hub_download("acme/tiny", "README.md", revision="no-such", cache_dir=tmp_path)
        with pytest.raises(RemoteEntryNotFoundError) as refused:
            api(hub).hf_hub_download("acme/tiny", "no-such.md", cache_dir=tmp_path)
        assert refused.value.response.headers["x-repo-commit"] == api(hub).model_info("acme/tiny").sha

    def test_disabled(self, folder: Path, hub: HubServer, tmp_path: Path) -> None:
        with pytest.raises(DisabledRepoError):
            api(hub).model_info("acme/gone")
        with HubServer(folder, tells_disabled=True) as teller:
            assert api(teller).model_info("acme/gone").disabled is True
            with pytest.raises(DisabledRepoError):
                api(teller).file_exists("acme/gone", "README.md")

    def test_unknown_token(self, hub: HubServer) -> None:
        with pytest.raises(HfHubHTTPError, match="Invalid credentials") as refused:
            api(hub, "hf_unknown").model_info("acme/tiny")
        assert refused.value.response.status_code == 401
        assert not isinstance(refused.value, RepositoryNotFoundError)
        with pytest.raises(HfHubHTTPError, match="Invalid user token"):
            api(hub, "hf_unknown").whoami()
        assert api(hub).whoami()["name"] == "tester"

    def test_renamed(self, folder: Path, tmp_path: Path) -> None:
        with HubServer(folder, renames={"acme/old": "acme/tiny", "old": "solo"}) as hub:
            assert api(hub).model_info("acme/old", files_metadata=True).id == "acme/tiny"
            assert api(hub).model_info("old").id == "solo"
            assert Path(api(hub).hf_hub_download("acme/old", "README.md", cache_dir=tmp_path)).read_text() == CARD
        first, second = hub.requests[:2]
        assert (first.status, second.status) == (307, 200)
        assert first.query == second.query == {"blobs": ["true"]}

    def test_quota(self, folder: Path) -> None:
        with HubServer(folder, quota=2, window=300) as hub:
            answers = [httpx2.get(f"{hub.url}/api/models/acme/tiny") for _ in range(3)]
            with pytest.raises(HfHubHTTPError, match=r"reached your 'api' rate limit"):
                api(hub).model_info("acme/tiny")
            file = httpx2.get(f"{hub.url}/acme/tiny/resolve/main/README.md")
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        limits = [parse_ratelimit_headers(answer.headers) for answer in answers]
        assert [limit and limit.remaining for limit in limits] == [1, 0, 0]
        assert int(answers[2].headers["retry-after"]) > 200
        assert file.status_code == 200
        assert file.headers["ratelimit-policy"] == '"fixed window";"resolvers";q=3000;w=300'
