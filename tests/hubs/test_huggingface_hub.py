"""Our hub client against the test hub: what it asks for, what it refuses, and what each failure
tells the user."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hub_server import HubServer

from provenance.errors import (
    DisabledError,
    ForbiddenError,
    GatedError,
    HubError,
    MalformedError,
    NotFoundError,
    QuotaError,
    TooLargeError,
    UnreachableError,
)
from provenance.hubs import HUGGING_FACE, http, parse_reference
from provenance.hubs.huggingface import HuggingFaceHub
from provenance.model.artifact import ArtifactRef, Kind, Snapshot

COMMIT = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b"
CARD = "---\nlicense: mit\n---\n# Tiny\n"
REF = parse_reference("acme/tiny")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A hub folder with a model, a gated model, a private one, a disabled one and a dataset."""
    for name, meta in {
        "tiny": {"sha": COMMIT},
        "gated": {"gated": "manual"},
        "private": {"private": True},
        "disabled": {"disabled": True},
    }.items():
        repository = tmp_path / "models" / "acme" / name
        repository.mkdir(parents=True)
        (repository / "README.md").write_text(CARD, "utf-8")
        (repository / "_meta.json").write_text(json.dumps(meta), "utf-8")
    (tmp_path / "models/acme/tiny/model.safetensors").write_bytes(b"x" * 5000)
    dataset = tmp_path / "datasets" / "acme" / "tickets"
    dataset.mkdir(parents=True)
    (dataset / "README.md").write_text(CARD, "utf-8")
    return tmp_path


@pytest.fixture
def server(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HubServer]:
    monkeypatch.setattr(http, "SILENCE_SECONDS", 0.5)
    monkeypatch.setattr(http, "LONGEST_WAIT", 0.6)
    with HubServer(folder) as hub:
        yield hub


def client(server: HubServer, token: str | None = "hf_valid") -> HuggingFaceHub:
    hub = HuggingFaceHub(server.url, token)
    assert hub._authorization == (f"Bearer {token}" if token else "")
    return hub


def test_snapshot_is_pinned_and_listed_in_one_request(server: HubServer) -> None:
    snapshot = client(server).snapshot(REF)
    assert snapshot.ref == ArtifactRef(
        hub=HUGGING_FACE, kind=Kind.MODEL, name="acme/tiny", revision=COMMIT
    )
    assert snapshot.ref.purl == f"pkg:huggingface/acme/tiny@{COMMIT}"
    assert [entry.path for entry in snapshot.files] == ["README.md", "model.safetensors"]
    weights = snapshot.file("model.safetensors")
    assert weights is not None
    assert weights.size == 5000
    assert weights.sha256 == hashlib.sha256(b"x" * 5000).hexdigest()
    assert [record.path for record in server.requests] == ["/api/models/acme/tiny/revision/main"]


def test_what_scanners_flag_is_known_by_file(folder: Path) -> None:
    describe = folder / "models/acme/tiny/_meta.json"
    unsafe = {"rfilename": "model.safetensors", "securityFileStatus": {"status": "unsafe"}}
    describe.write_text(
        json.dumps({"sha": COMMIT, "siblings": [{"rfilename": "README.md"}, unsafe]}), "utf-8"
    )
    with HubServer(folder) as server:
        snapshot = client(server).snapshot(REF)
    assert {entry.path: entry.scan for entry in snapshot.files} == {
        "README.md": None,
        "model.safetensors": "unsafe",
    }


@pytest.mark.parametrize("tells", [False, True])
def test_a_disabled_repository_is_refused_however_it_is_told(folder: Path, tells: bool) -> None:
    with HubServer(folder, tells_disabled=tells) as server, pytest.raises(DisabledError):
        client(server).snapshot(parse_reference("acme/disabled"))


def test_dataset(server: HubServer) -> None:
    snapshot = client(server).snapshot(parse_reference("hf:datasets/acme/tickets"))
    assert snapshot.ref.purl.endswith("?type=dataset")
    assert client(server).read(snapshot, "README.md", 1000).decode() == CARD


def test_read_is_one_get_at_the_commit(server: HubServer) -> None:
    hub = client(server)
    snapshot = hub.snapshot(REF)
    server.requests.clear()
    assert hub.read(snapshot, "README.md", 1000).decode() == CARD
    assert [(r.method, r.path) for r in server.requests] == [
        ("GET", f"/acme/tiny/resolve/{COMMIT}/README.md")
    ]


def test_prefix_asks_for_a_range_and_survives_a_hub_that_ignores_it(server: HubServer) -> None:
    hub = client(server)
    snapshot = hub.snapshot(REF)
    assert hub.read(snapshot, "model.safetensors", 100, prefix=True) == b"x" * 100
    assert server.requests[-1].range == "bytes=0-99"
    server.fault("no-range")
    assert hub.read(snapshot, "model.safetensors", 100, prefix=True) == b"x" * 100


def test_a_body_over_the_limit_is_refused(server: HubServer) -> None:
    hub = client(server)
    with pytest.raises(TooLargeError):
        hub.read(hub.snapshot(REF), "model.safetensors", 100)


def test_a_hub_that_ignores_blobs_is_still_read(server: HubServer) -> None:
    server.fault("plain")
    assert [entry.size for entry in client(server).snapshot(REF).files] == [None, None]


REFUSALS = [
    ("acme/nothing", None, NotFoundError, "hf auth login"),
    ("acme/nothing", "hf_valid", NotFoundError, "spelling"),
    ("acme/tiny@nothing", "hf_valid", NotFoundError, "branch"),
    ("acme/private", None, NotFoundError, "private"),
    ("acme/private", "hf_stranger", NotFoundError, "spelling"),
    ("acme/disabled", "hf_valid", DisabledError, "withdrawn"),
    ("acme/tiny", "hf_invalid", ForbiddenError, "HF_TOKEN"),
]


@pytest.mark.parametrize(("ref", "token", "kind", "hint"), REFUSALS)
def test_refusals_say_what_to_do(
    server: HubServer, ref: str, token: str | None, kind: type[HubError], hint: str
) -> None:
    with pytest.raises(kind) as caught:
        client(server, token).snapshot(parse_reference(ref))
    assert hint in caught.value.hint
    assert "hf_" not in caught.value.message


@pytest.mark.parametrize(
    ("token", "kind"),
    [(None, GatedError), ("hf_stranger", GatedError), ("hf_restricted", ForbiddenError)],
)
def test_gated_files_are_refused_while_the_listing_is_open(
    server: HubServer, token: str | None, kind: type[HubError]
) -> None:
    hub = client(server, token)
    snapshot = hub.snapshot(parse_reference("acme/gated"))
    with pytest.raises(kind) as caught:
        hub.read(snapshot, "README.md", 1000)
    assert caught.value.hint


def test_a_passing_fault_is_retried(server: HubServer) -> None:
    server.fault("status", "/api/*", status=503, times=1)
    assert client(server).snapshot(REF).ref.revision == COMMIT
    assert [record.status for record in server.requests] == [503, 200]


def test_a_lasting_fault_ends_after_three_attempts(
    server: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "LONGEST_WAIT", 5)
    server.fault("status", "/api/*", status=503)
    with pytest.raises(UnreachableError):
        http.get(
            http.HttpRequest(url=f"{server.url}/api/models/acme/tiny", subject="x", limit=100),
            sleep=lambda seconds: None,
        )
    assert len(server.requests) == http.ATTEMPTS


def test_quota_used_up(folder: Path) -> None:
    with HubServer(folder, quota=1) as server:
        client(server).snapshot(REF)
        with pytest.raises(QuotaError, match=r"used up for another \d+ s"):
            client(server).snapshot(REF)


@pytest.mark.parametrize("fault", ["stall", "reset", "truncate", "redirect-loop", "trickle"])
def test_broken_connections_are_told(server: HubServer, fault: str) -> None:
    hub = client(server)
    snapshot = hub.snapshot(REF)
    server.fault(fault, "*/README.md", seconds=0.6)  # type: ignore[arg-type]
    with pytest.raises((UnreachableError, MalformedError)):
        hub.read(snapshot, "README.md", 1000)


def test_a_body_that_trickles_ends_at_the_deadline(server: HubServer) -> None:
    server.fault("trickle", "*/README.md", seconds=0.05)
    request = http.HttpRequest(
        url=f"{server.url}/acme/tiny/resolve/{COMMIT}/README.md",
        subject="acme/tiny",
        limit=1000,
        deadline=0.4,
    )
    with pytest.raises(UnreachableError, match="did not end within"):
        http.get(request)


@pytest.mark.alone
def test_a_head_that_trickles_ends_at_the_deadline(server: HubServer) -> None:
    server.fault("slow-head", "*/README.md", seconds=0.05)
    request = http.HttpRequest(
        url=f"{server.url}/acme/tiny/resolve/{COMMIT}/README.md",
        subject="acme/tiny",
        limit=1000,
        deadline=0.4,
    )
    started = time.monotonic()
    with pytest.raises(UnreachableError, match="did not begin within"):
        http.get(request)
    assert time.monotonic() - started < 10


def test_an_endless_body_ends_at_the_limit(server: HubServer) -> None:
    hub = client(server)
    snapshot = hub.snapshot(REF)
    server.fault("endless", "*/README.md")
    with pytest.raises(TooLargeError):
        hub.read(snapshot, "README.md", 100_000)


def test_a_gzip_bomb_ends_at_the_limit(server: HubServer) -> None:
    hub = client(server)
    snapshot = hub.snapshot(REF)
    server.fault("gzip-bomb", "*/README.md", count=64)
    with pytest.raises(TooLargeError):
        hub.read(snapshot, "README.md", 100_000)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"sha": null}', b'{"sha": "../../x"}', b"[" * 100_000, b"\xff\xfe"]
)
def test_answers_that_are_no_answer(server: HubServer, body: bytes) -> None:
    server.fault("body", "/api/*", body=body)
    with pytest.raises(MalformedError):
        client(server).snapshot(REF)


def test_a_listing_that_leaves_the_repository_is_a_gap(server: HubServer) -> None:
    names = ["../../etc/passwd", "/etc/passwd", "a\\b", "a\x1b[31m", "", "a//b", "README.md", 7]
    body = json.dumps(
        {"sha": COMMIT, "id": "acme/tiny", "siblings": [{"rfilename": name} for name in names]}
    )
    server.fault("body", "/api/*", body=body.encode())
    snapshot = client(server).snapshot(REF)
    assert [entry.path for entry in snapshot.files] == ["README.md"]
    assert snapshot.gaps[0].reason == "malformed"
    assert "7 listed names" in snapshot.gaps[0].detail


def test_a_token_never_follows_a_redirect_to_another_host(folder: Path) -> None:
    with HubServer(folder, cdn=True) as server:
        hub = client(server)
        hub.read(hub.snapshot(REF), "model.safetensors", 5000)
        seen = {record.host: record.authorized for record in server.requests}
        assert seen == {"hub": True, "cdn": False}


def test_a_renamed_repository_is_known_by_its_present_name(folder: Path) -> None:
    with HubServer(folder, renames={"acme/old": "acme/tiny"}) as server:
        assert client(server).snapshot(parse_reference("acme/old")).ref.name == "acme/tiny"


def test_nobody_listens() -> None:
    hub = HuggingFaceHub("http://127.0.0.1:9")
    with pytest.raises(UnreachableError, match="no connection"):
        hub.snapshot(REF)


def test_environment_and_stored_token(
    server: HubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_valid")
    HuggingFaceHub(server.url).snapshot(REF)
    assert server.requests[-1].authorized


def test_snapshots_are_frozen(server: HubServer) -> None:
    snapshot = client(server).snapshot(REF)
    assert isinstance(snapshot, Snapshot)
    with pytest.raises(AttributeError):
        snapshot.url = "x"  # type: ignore[misc]
