"""A folder in a store or behind a web server: the same reader as for a folder of this machine."""

from __future__ import annotations

import functools
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem
from serving import serving
from weight_files import safetensors

import provenance
from provenance.errors import (
    ForbiddenError,
    HubError,
    NotFoundError,
    OfflineError,
    UnreachableError,
    UsageError,
)
from provenance.formats import render
from provenance.hubs import open_hub, parse_reference, remote
from provenance.hubs.remote import RemoteFolder
from provenance.model.artifact import Kind

FILES = {
    "README.md": b"---\nlicense: mit\n---\n# Bear\n",
    "model.safetensors": safetensors({"weight": ("BF16", [2, 3])}),
    "folder/config.json": b"{}",
}


@pytest.fixture
def memory() -> Iterator[str]:
    """A folder of fsspec's own memory."""
    system = fsspec.filesystem("memory")
    for path, data in FILES.items():
        system.pipe_file(f"/bear/{path}", data)
    yield "memory://bear"
    system.rm("/bear", recursive=True)


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """A folder behind the web server of Python, which knows no ranges."""
    requested: list[str] = []

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            requested.append(self.path)

    handler = functools.partial(Handler, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    with serving(server):
        yield f"http://127.0.0.1:{server.server_port}/", requested


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path, data in FILES.items():
        target = tmp_path / "bear" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return tmp_path


def test_a_store_is_read_like_a_folder(memory: str) -> None:
    report = provenance.audit(memory)
    [artifact] = report.artifacts
    assert {file.path: file.size for file in artifact.files} == {
        path: len(data) for path, data in FILES.items()
    }
    assert (artifact.parameters, artifact.dtypes) == (6, ("BF16",))
    assert report.licences[0].declared == "MIT"
    assert artifact.revision.startswith("listing-")
    assert "no SHA-256" in "".join(gap.detail for gap in report.gaps)
    assert json.loads(render(report, "json"))["artifacts"][0]["purl"].startswith(
        "pkg:generic/bear@"
    )


def test_a_changed_file_is_another_revision(memory: str) -> None:
    hub = open_hub()
    ref = parse_reference(memory, typed=True)
    first = hub.snapshot(ref).ref.revision
    fsspec.filesystem("memory").pipe_file("/bear/README.md", b"# Other\n")
    assert hub.snapshot(ref).ref.revision != first


def test_an_index_page_is_a_folder(folder: Path) -> None:
    with served(folder) as (url, requested):
        report = provenance.audit(f"{url}bear/")
    [artifact] = report.artifacts
    assert {file.path: file.size for file in artifact.files} == {
        path: len(data) for path, data in FILES.items()
    }
    assert artifact.parameters == 6
    assert not [path for path in requested if ".." in path]


def test_links_that_leave_the_folder_are_not_followed(folder: Path) -> None:
    page = (
        '<a href="../secret.txt">up</a><a href="/other">root</a><a href="https://x.example/">x</a>'
        '<a href="?C=N">sort</a><a href="README.md">card</a><a href="%2e%2e/">dots</a>'
    )
    (folder / "bear/index.html").write_text(page)
    (folder / "secret.txt").write_text("secret")
    with served(folder) as (url, _):
        snapshot = open_hub().snapshot(parse_reference(f"{url}bear/", typed=True))
    assert [file.path for file in snapshot.files] == ["README.md"]


@pytest.mark.parametrize("text", ["s3://bucket/model", "gs://b/m", "abfs://c/m", "az://c/m"])
def test_addresses_of_stores(text: str) -> None:
    ref = parse_reference(text, typed=True)
    assert (ref.hub, ref.name, ref.kind) == ("remote", text, Kind.MODEL)
    assert "download_url=" in ref.purl


@pytest.mark.parametrize(
    "text", ["https://host.example/folder/", "s3://bucket/model", "memory://bear"]
)
def test_nobody_but_a_user_names_them(text: str) -> None:
    with pytest.raises(UsageError):
        parse_reference(text)


def test_a_password_in_an_address_is_not_taken() -> None:
    with pytest.raises(UsageError):
        parse_reference("https://me:secret@host.example/folder/", typed=True)


def test_without_the_library_it_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "find_spec", lambda name: name if name == "fsspec" else None)
    with pytest.raises(UsageError) as refused:
        open_hub().snapshot(parse_reference("s3://bucket/model", typed=True))
    assert "s3fs" in refused.value.hint
    monkeypatch.setattr(remote, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match="extra `fsspec`"):
        open_hub().snapshot(parse_reference("memory://bear", typed=True))


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        (FileNotFoundError(), NotFoundError),
        (PermissionError(), ForbiddenError),
        (ValueError("what a library says"), UnreachableError),
    ],
)
def test_bad_weather(
    memory: str, monkeypatch: pytest.MonkeyPatch, raised: Exception, expected: type[HubError]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise raised

    monkeypatch.setattr(MemoryFileSystem, "ls", fail)
    with pytest.raises(expected) as refused:
        open_hub().snapshot(parse_reference(memory, typed=True))
    assert refused.value.hint


def test_a_store_that_never_answers(memory: str, monkeypatch: pytest.MonkeyPatch) -> None:
    never = threading.Event()
    monkeypatch.setattr(remote, "SECONDS", 0.2)
    monkeypatch.setattr(MemoryFileSystem, "ls", lambda *_, **__: never.wait(20))
    with pytest.raises(UnreachableError):
        open_hub().snapshot(parse_reference(memory, typed=True))
    never.set()


def test_what_is_not_there_and_what_is_too_much(
    memory: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NotFoundError):
        open_hub().snapshot(parse_reference("memory://nothing-here", typed=True))
    with pytest.raises(OfflineError):
        RemoteFolder(offline=True).snapshot(parse_reference(memory, typed=True))
    monkeypatch.setattr(remote, "MOST_FILES", 2)
    with pytest.raises(HubError, match="2"):
        open_hub().snapshot(parse_reference(memory, typed=True))


def test_a_state_that_is_no_more(memory: str) -> None:
    hub = open_hub()
    ref = hub.snapshot(parse_reference(memory, typed=True)).ref
    again = parse_reference(str(ref), typed=True)
    assert again == ref
    assert hub.snapshot(again).ref == ref
    fsspec.filesystem("memory").pipe_file("/bear/README.md", b"# Another bear\n")
    with pytest.raises(NotFoundError, match="revision"):
        hub.snapshot(again)
