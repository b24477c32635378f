"""A folder as a hub and a folder as one artefact."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path

import pytest

from provenance.errors import (
    DisabledError,
    HubError,
    MalformedError,
    NotFoundError,
    TooLargeError,
    UsageError,
)
from provenance.hubs import open_hub, parse_reference, read_refs
from provenance.hubs.fence import lies_within
from provenance.hubs.folder import FolderArtifact, guess_kind
from provenance.model.artifact import Kind

COMMIT = "0123456789abcdef0123456789abcdef01234567"
REF = parse_reference("acme/tiny")


@pytest.fixture
def model(tmp_path: Path) -> Path:
    folder = tmp_path / "models" / "acme" / "tiny"
    folder.mkdir(parents=True)
    (folder / "README.md").write_text("# Tiny\n", "utf-8")
    (folder / "config.json").write_text("{}", "utf-8")
    return folder


def describe(model: Path, **fields: object) -> None:
    (model / "_meta.json").write_text(json.dumps(fields), "utf-8")


def test_files_have_sizes_and_digests(model: Path, tmp_path: Path) -> None:
    snapshot = open_hub(str(tmp_path)).snapshot(REF)
    card = snapshot.file("README.md")
    assert card is not None
    assert card.sha256 == hashlib.sha256(b"# Tiny\n").hexdigest()
    assert card.size == 7
    assert str(snapshot.ref.revision).startswith("sha256:")


def test_the_revision_follows_the_content_alone(model: Path, tmp_path: Path) -> None:
    hub = open_hub(str(tmp_path))
    before = hub.snapshot(REF).ref.revision
    shutil.copytree(tmp_path, tmp_path / "copy")
    assert open_hub(str(tmp_path / "copy")).snapshot(REF).ref.revision == before
    (model / "config.json").write_text("[]", "utf-8")
    assert hub.snapshot(REF).ref.revision != before


def test_a_stored_answer_names_commit_and_files_that_are_not_stored(
    model: Path, tmp_path: Path
) -> None:
    describe(
        model, sha=COMMIT, gated="auto", siblings=[{"rfilename": "model.safetensors", "size": 9}]
    )
    hub = open_hub(str(tmp_path))
    snapshot = hub.snapshot(REF)
    assert snapshot.ref.revision == COMMIT
    assert snapshot.metadata["gated"] == "auto"
    assert [entry.path for entry in snapshot.files] == [
        "README.md",
        "config.json",
        "model.safetensors",
    ]
    with pytest.raises(NotFoundError, match="does not have it"):
        hub.read(snapshot, "model.safetensors", 100)


@pytest.mark.parametrize("text", ["[]", "{", "[" * 100_000, "\udcff"])
def test_a_stored_answer_that_is_none(model: Path, tmp_path: Path, text: str) -> None:
    (model / "_meta.json").write_text(text, "utf-8", errors="surrogateescape")
    with pytest.raises(MalformedError):
        open_hub(str(tmp_path)).snapshot(REF)


def test_other_revisions_are_not_here(model: Path, tmp_path: Path) -> None:
    describe(model, sha=COMMIT)
    hub = open_hub(str(tmp_path))
    assert hub.snapshot(REF.at(COMMIT)).ref.revision == COMMIT
    with pytest.raises(NotFoundError, match="has only revision"):
        hub.snapshot(REF.at("v2"))


def test_links_that_leave_the_folder_are_not_followed(model: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("token", "utf-8")
    (model / "LICENSE").symlink_to(secret)
    describe(model, siblings=[{"rfilename": "LICENSE"}, {"rfilename": "../../secret"}])
    hub = open_hub(str(tmp_path))
    snapshot = hub.snapshot(REF)
    for path in ("LICENSE", "../../secret", "/etc/hostname"):
        with pytest.raises(HubError):
            hub.read(snapshot, path, 100)
    assert snapshot.gaps


def test_hub_cache_links_are_followed(tmp_path: Path) -> None:
    repository = tmp_path / "models--acme--tiny"
    snapshot = repository / "snapshots" / COMMIT
    snapshot.mkdir(parents=True)
    (repository / "blobs").mkdir()
    (repository / "blobs" / "abc").write_text("{}", "utf-8")
    (snapshot / "config.json").symlink_to("../../blobs/abc")
    hub = open_hub(str(tmp_path))
    [(_, ref)] = read_refs([str(snapshot)])
    assert hub.read(hub.snapshot(ref), "config.json", 10) == b"{}"


def test_git_lfs_pointers_tell_size_and_digest(model: Path, tmp_path: Path) -> None:
    digest = "ab" * 32
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize 123456\n"
    (model / "model.safetensors").write_text(pointer, "utf-8")
    hub = open_hub(str(tmp_path))
    snapshot = hub.snapshot(REF)
    entry = snapshot.file("model.safetensors")
    assert entry is not None
    assert (entry.size, entry.sha256) == (123456, digest)
    with pytest.raises(NotFoundError, match="Git LFS pointer"):
        hub.read(snapshot, "model.safetensors", 1000, prefix=True)


def test_limits(model: Path, tmp_path: Path) -> None:
    hub = open_hub(str(tmp_path))
    snapshot = hub.snapshot(REF)
    with pytest.raises(TooLargeError):
        hub.read(snapshot, "README.md", 3)
    assert hub.read(snapshot, "README.md", 3, prefix=True) == b"# T"


def test_version_control_is_left_out(model: Path, tmp_path: Path) -> None:
    (model / ".git").mkdir()
    (model / ".git" / "config").write_text("x", "utf-8")
    assert len(open_hub(str(tmp_path)).snapshot(REF).files) == 2


def test_a_missing_artefact(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="not in this hub folder"):
        open_hub(str(tmp_path)).snapshot(REF)


def test_a_hub_that_is_nowhere() -> None:
    with pytest.raises(UsageError, match="neither a URL nor a folder"):
        open_hub("no/such/folder")


def test_a_folder_as_one_artefact(model: Path) -> None:
    [(_, ref)] = read_refs([str(model)])
    snapshot = open_hub(str(model.parent)).snapshot(ref)
    assert snapshot.ref.kind is Kind.MODEL
    assert snapshot.ref.purl.startswith("pkg:generic/tiny@sha256")


def test_a_stored_answer_in_a_single_folder_is_a_file_like_any_other(model: Path) -> None:
    describe(model, sha=COMMIT, tags=["license:mit"])
    [(_, ref)] = read_refs([str(model)])
    snapshot = open_hub(str(model.parent)).snapshot(ref)
    assert snapshot.metadata == {}
    assert snapshot.ref.revision != COMMIT


def test_dot_is_named_by_its_folder(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(model)
    [(_, ref)] = read_refs(["."])
    hub = open_hub(str(model.parent))
    snapshot = hub.snapshot(ref)
    assert snapshot.ref.purl.startswith("pkg:generic/tiny@")
    assert hub.read(snapshot, "config.json", 10) == b"{}"


def test_kind_is_told_by_files_or_by_the_user(tmp_path: Path) -> None:
    for name in ("data.csv", "README.md"):
        (tmp_path / name.partition(".")[0]).mkdir()
        (tmp_path / name.partition(".")[0] / name).write_text("x", "utf-8")
    assert read_refs([str(tmp_path / "data")])[0][1].kind is Kind.DATASET
    with pytest.raises(UsageError, match="do not show"):
        read_refs([str(tmp_path / "README")])
    assert read_refs([str(tmp_path / "README")], "dataset")[0][1].kind is Kind.DATASET


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    refs = read_refs([str(tmp_path / "nothing")])
    with pytest.raises(NotFoundError, match="is not a folder"):
        open_hub(str(tmp_path)).snapshot(refs[0][1])


def test_a_file_as_one_artefact(tmp_path: Path) -> None:
    file = tmp_path / "chat.gguf"
    file.write_bytes(b"GGUF and more")
    (tmp_path / "other.txt").write_text("not part of it")
    hub = open_hub()
    snapshot = hub.snapshot(parse_reference(str(file)))
    assert [entry.path for entry in snapshot.files] == ["chat.gguf"]
    assert hub.read(snapshot, "chat.gguf", 4, prefix=True) == b"GGUF"
    assert hub.read_range(snapshot, "chat.gguf", 5, 3) == b"and"


def test_what_a_folder_holds_and_nobody_follows_is_a_gap(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    (folder / "sub").mkdir(parents=True)
    (folder / "README.md").write_text("---\nlicense: mit\n---\n# X\n", "utf-8")
    (folder / "LICENSE").symlink_to(tmp_path / "elsewhere")
    (folder / "up").symlink_to("..")
    os.mkfifo(folder / "config.json")
    snapshot = FolderArtifact().snapshot(parse_reference(str(folder)))
    assert [entry.path for entry in snapshot.files] == ["README.md"]
    [gap] = snapshot.gaps
    assert gap.reason == "forbidden"
    for name in ("LICENSE", "up", "config.json"):
        assert name in gap.detail


def test_names_that_no_repository_has_are_counted(tmp_path: Path) -> None:
    (tmp_path / "a\nb.bin").write_bytes(b"x")
    (tmp_path / "c\x1b[2J.bin").write_bytes(b"x")
    snapshot = FolderArtifact().snapshot(parse_reference(str(tmp_path)))
    assert snapshot.files == ()
    [gap] = snapshot.gaps
    assert gap.reason == "malformed"
    assert "2" in gap.detail


def test_a_link_inside_the_folder_is_read_like_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x")
    (tmp_path / "b.txt").symlink_to("a.txt")
    snapshot = FolderArtifact().snapshot(parse_reference(str(tmp_path)))
    assert [entry.path for entry in snapshot.files] == ["a.txt", "b.txt"]
    assert snapshot.gaps == ()


def test_a_link_that_may_not_be_read_lies_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "exe").symlink_to(tmp_path)

    def refuse(path: object) -> str:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(os, "readlink", refuse)
    assert not lies_within(tmp_path / "exe", tmp_path)
    assert guess_kind(tmp_path) is None


def test_a_stored_answer_that_is_disabled_holds_nothing(model: Path, tmp_path: Path) -> None:
    describe(model, disabled=True)
    with pytest.raises(DisabledError):
        open_hub(str(tmp_path)).snapshot(REF)
    describe(model, disabled=False)
    assert open_hub(str(tmp_path)).snapshot(REF).file("README.md")
