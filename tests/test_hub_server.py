"""The test hub, proved by the real client: huggingface_hub reads everything that it reads of the
live hub."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from hub_server import HubServer
from hub_server_samples import CARD, MODEL_FILES, WEIGHTS, api, put, put_hub
from huggingface_hub.errors import (
    BadRequestError,
    RemoteEntryNotFoundError,
    RevisionNotFoundError,
)
from huggingface_hub.hf_api import RepoFile, RepoFolder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return put_hub(tmp_path / "hub")


@pytest.fixture
def hub(folder: Path) -> Iterator[HubServer]:
    with HubServer(folder) as server:
        yield server


class TestInfo:
    def test_model_with_files_and_security(self, hub: HubServer) -> None:
        info = api(hub).model_info("acme/tiny", files_metadata=True, securityStatus=True)
        assert info.sha and len(info.sha) == 40
        assert (info.author, info.pipeline_tag, info.library_name) == (
            "acme",
            "text-generation",
            "transformers",
        )
        assert info.card_data and info.card_data["base_model"] == "acme/base"
        assert info.security_repo_status == {"scansDone": True, "filesWithIssues": []}
        files = {sibling.rfilename: sibling for sibling in info.siblings or ()}
        assert list(files) == sorted(MODEL_FILES)
        assert files["README.md"].lfs is None
        assert (
            files["README.md"].blob_id
            == hashlib.sha1(b"blob %d\0" % len(CARD) + CARD.encode()).hexdigest()
        )
        weights = files["model.safetensors"]
        assert weights.size == len(WEIGHTS)
        assert weights.lfs and weights.lfs.sha256 == hashlib.sha256(WEIGHTS).hexdigest()

    def test_tags_tell_the_lineage(self, hub: HubServer) -> None:
        tags = api(hub).model_info("acme/tiny").tags or []
        assert {
            "license:apache-2.0",
            "dataset:acme/tickets",
            "en",
            "ko",
            "support",
            "safetensors",
        } <= {*tags}
        assert {"base_model:acme/base", "base_model:finetune:acme/base"} <= {*tags}

    @pytest.mark.parametrize(
        ("files", "card", "relation"),
        [
            ({"adapter_config.json": "{}"}, "base_model: a/b", "adapter"),
            ({"model.gguf": b"GGUF\0"}, "base_model: a/b", "quantized"),
            ({}, "base_model: [a/b, a/c]", "merge"),
            (
                {"model.gguf": b"GGUF\0"},
                "base_model: a/b\nbase_model_relation: finetune",
                "finetune",
            ),
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

    @pytest.mark.parametrize(
        "revision", ["main", "HEAD", "refs/heads/main", "v1.0", "refs/tags/v1.0", "b" * 40]
    )
    def test_revisions(self, folder: Path, hub: HubServer, revision: str) -> None:
        tag = {"name": "v1.0", "ref": "refs/tags/v1.0", "targetCommit": "b" * 40}
        put(folder / "models/acme/tagged", {"README.md": ""}, sha="b" * 40, refs={"tags": [tag]})
        assert api(hub).model_info("acme/tagged", revision=revision).sha == "b" * 40
        assert [tag.name for tag in api(hub).list_repo_refs("acme/tagged").tags] == ["v1.0"]

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
        put(
            folder / "models/acme/meta",
            {"README.md": CARD},
            sha="d" * 40,
            siblings=siblings,
            **more,
        )
        info = api(hub).model_info("acme/meta", files_metadata=True, securityStatus=True)
        assert info.sha == "d" * 40
        assert info.card_data and info.card_data.license == "mit"
        assert info.last_modified and info.last_modified.year == 2025
        assert [sibling.rfilename for sibling in info.siblings or ()] == [
            "README.md",
            "bad.pkl",
            "huge.bin",
        ]
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
        bodies = [
            json.loads(path.read_bytes()) for path in sorted((corpus / "api/models").glob("*.json"))
        ]
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
        assert (
            weights.last_commit and weights.last_commit.oid == api(hub).model_info("acme/tiny").sha
        )

    def test_one_level_and_one_folder(self, hub: HubServer) -> None:
        top = [entry.path for entry in api(hub).list_repo_tree("acme/tiny")]
        assert top == ["README.md", "config.json", "model.safetensors", "onnx"]
        assert [entry.path for entry in api(hub).list_repo_tree("acme/tiny", "onnx")] == [
            "onnx/model.onnx"
        ]
        with pytest.raises(RemoteEntryNotFoundError):
            list(api(hub).list_repo_tree("acme/tiny", "no/such"))

    def test_pages(self, folder: Path, hub: HubServer) -> None:
        put(folder / "datasets/acme/many", {f"{number:03}.txt": "" for number in range(120)})
        entries = list(api(hub).list_repo_tree("acme/many", repo_type="dataset", expand=True))
        assert len(entries) == len({entry.path for entry in entries}) == 120
        assert len(hub.requests) == 3

    def test_paths_info_leaves_out_what_is_missing(self, hub: HubServer) -> None:
        entries = api(hub).get_paths_info(
            "acme/tiny", ["README.md", "onnx", "missing.txt"], expand=True
        )
        assert [entry.path for entry in entries] == ["README.md", "onnx"]
        assert isinstance(entries[0], RepoFile) and entries[0].security
        assert isinstance(entries[1], RepoFolder)

    def test_refs(self, hub: HubServer) -> None:
        refs = api(hub).list_repo_refs(
            "acme/tickets", repo_type="dataset", include_pull_requests=True
        )
        assert [branch.ref for branch in refs.branches] == ["refs/heads/main"]
        assert refs.tags == refs.pull_requests == []


class TestList:
    def test_filters(self, hub: HubServer) -> None:
        names = ["acme/gated", "acme/gone", "acme/secret", "acme/sharded", "acme/tiny", "solo"]
        assert [model.id for model in api(hub).list_models()] == names
        assert [
            model.id for model in api(hub, token=False).list_models(author="acme", search="S")
        ] == ["acme/sharded"]
        assert [model.id for model in api(hub).list_models(filter=["license:apache-2.0"])] == [
            "acme/tiny"
        ]
        assert [model.id for model in api(hub).list_models(pipeline_tag="text-generation")] == [
            "acme/tiny"
        ]
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
