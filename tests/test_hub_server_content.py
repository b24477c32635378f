"""File content and refusals of the test hub, proved by the real client."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from hub_server import HubServer
from hub_server_samples import CARD, MODEL_FILES, WEIGHTS, api, put_hub
from huggingface_hub import ModelCard, constants
from huggingface_hub.errors import (
    DisabledRepoError,
    GatedRepoError,
    HfHubHTTPError,
    NotASafetensorsRepoError,
    RemoteEntryNotFoundError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)
from huggingface_hub.utils._http import parse_ratelimit_headers


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return put_hub(tmp_path / "hub")


@pytest.fixture
def hub(folder: Path) -> Iterator[HubServer]:
    with HubServer(folder) as server:
        yield server


class TestContent:
    @pytest.mark.parametrize("cdn", [False, True])
    def test_download(self, folder: Path, tmp_path: Path, cdn: bool) -> None:
        with HubServer(folder, cdn=cdn) as hub:
            weights = api(hub).hf_hub_download("acme/tiny", "model.safetensors", cache_dir=tmp_path)
            card = api(hub).hf_hub_download(
                "acme/tickets", "README.md", repo_type="dataset", cache_dir=tmp_path
            )
        assert Path(weights).read_bytes() == WEIGHTS
        assert "license: mit" in Path(card).read_text()
        assert all(record.authorized for record in hub.requests if record.host == "hub")
        assert [record.authorized for record in hub.requests if record.host == "cdn"] == [
            False
        ] * cdn

    def test_snapshot_download(self, hub: HubServer, tmp_path: Path) -> None:
        path = Path(api(hub).snapshot_download("acme/tiny", cache_dir=tmp_path))
        assert path.name == api(hub).model_info("acme/tiny").sha
        files = {
            file.relative_to(path).as_posix(): file for file in path.rglob("*") if file.is_file()
        }
        assert {*files} == {*MODEL_FILES}
        assert files["onnx/model.onnx"].read_bytes() == b"\x08\x07"

    def test_model_card(
        self, hub: HubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(
            constants,
            "HUGGINGFACE_CO_URL_TEMPLATE",
            hub.url + "/{repo_id}/resolve/{revision}/{filename}",
        )
        monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
        assert ModelCard.load("acme/tiny").data.get("base_model") == "acme/base"

    def test_safetensors_metadata(
        self, hub: HubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
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
        ("requested", "status", "body", "expected"),
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
    def test_range(
        self, hub: HubServer, requested: str, status: int, body: str, expected: str | None
    ) -> None:
        url = f"{hub.url}/datasets/acme/tickets/resolve/main/data%2Ftrain.csv"
        answer = httpx2.get(url, headers={"range": requested})
        assert (answer.status_code, answer.text, answer.headers.get("content-range")) == (
            status,
            body,
            expected,
        )
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

    @pytest.mark.parametrize(
        "path", ["api/models/%2e%2e/models", "acme/tiny/resolve/main/%2e%2e/gone/README.md", "x"]
    )
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
            api(hub).hf_hub_download(
                "acme/tiny", "README.md", revision="no-such", cache_dir=tmp_path
            )
        with pytest.raises(RemoteEntryNotFoundError) as refused:
            api(hub).hf_hub_download("acme/tiny", "no-such.md", cache_dir=tmp_path)
        assert (
            refused.value.response.headers["x-repo-commit"] == api(hub).model_info("acme/tiny").sha
        )

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
            assert (
                Path(
                    api(hub).hf_hub_download("acme/old", "README.md", cache_dir=tmp_path)
                ).read_text()
                == CARD
            )
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
