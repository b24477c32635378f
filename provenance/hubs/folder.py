"""Read a folder as a hub (`models/org/name`, `datasets/org/name`), or as a single artefact."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from functools import partial
from itertools import islice
from pathlib import Path
from urllib.parse import unquote

from provenance.errors import (
    DisabledError,
    ForbiddenError,
    MalformedError,
    NotFoundError,
    TooLargeError,
)
from provenance.files.safe_json import JsonError, LoadedJson, load_json
from provenance.files.safe_yaml import load_yaml
from provenance.files.yaml_errors import YamlError
from provenance.hubs.azure import stated_in
from provenance.hubs.base import Hub, HubSettings, HubType, Listed, Space
from provenance.hubs.fence import lies_within, real
from provenance.hubs.listing import (
    MOST_FILES,
    is_plain_path,
    known_keys,
    lost_numbers,
    read_listing,
)
from provenance.messages import message
from provenance.model.artifact import ArtifactRef, FileEntry, Gap, HubName, Kind, Snapshot

META = "_meta.json"
# The layout of https://github.com/Azure/azureml-assets.
_ASSET, SPECIFICATION = "asset.yaml", "spec.yaml"
META_LIMIT = 16 * 1024 * 1024
_LEFT_OUT = frozenset({".git", ".cache", "__pycache__"})
_POINTER = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\noid sha256:([0-9a-f]{64})\nsize (\d{1,15})\n"
)
_POINTER_LIMIT = 1024
_COMMIT = re.compile(r"[0-9a-f]{40,64}")
_MODEL_SIGNS = re.compile(
    r"(?:config|adapter_config|model_index)\.json|MLmodel|.*\.(?:safetensors|gguf|onnx|ckpt|pth|pt"
    r"|bin)"
)
_DATASET_SIGNS = re.compile(
    r"dataset_infos?\.json|(?:data/)?[^/]*\.(?:parquet|arrow|csv|tsv|jsonl)"
)


# An address of this machine; another host than localhost is none.
_FILE_ADDRESS = re.compile(r"file:(?://(?:localhost)?)?(?P<path>/.*)", re.IGNORECASE)
FOLDER = HubName("folder", "generic", local=True)


class Folder(HubType):
    """A single artefact in a local folder, named by its path: `./folder`."""

    name = FOLDER
    forms = ("./folder",)

    def parse(self, text: str, kind: Kind) -> ArtifactRef | None:
        """See `HubType.parse`."""
        if address := _FILE_ADDRESS.fullmatch(text):
            text = unquote(address["path"])
        # Two slashes begin an address without its scheme.
        is_path = text.startswith((".", "/", "~")) and not text.startswith("//")
        return ArtifactRef(hub=FOLDER, kind=kind, name=text) if is_path else None

    def open(self, settings: HubSettings) -> Hub:
        """See `HubType.open`."""
        return FolderArtifact()


# Suggestions for a name that is not here: few, alike, and found without a walk of a large folder.
_MOST_SUGGESTIONS = 3
_MOST_NAMES = 5_000
_LIKE = 0.8
# How many links and special files a gap names.
_SHOWN = 3


def _is_owner(folder: Path, ref: ArtifactRef) -> bool:
    """Whether a folder of the hub holds the artefacts of an owner, and no file of its own."""
    if "/" in ref.name:
        return False
    entries = list(folder.iterdir())
    return bool(entries) and all(entry.is_dir() for entry in entries)


class FolderHub:
    """A folder in the hub's own layout: `models/org/name/...` and `datasets/org/name/...`.

    A file `_meta.json` in an artefact's folder has fields of the hub's API answer. Files that it
    lists but that are not stored are known by name, size and hash, and cannot be read.

    Args:
        root: The folder with `models` and `datasets`.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def snapshot(self, ref: ArtifactRef) -> Snapshot:
        """See `Hub.snapshot`. The commit is the stored answer's `sha`, or else a digest of all
        contents."""
        folder = self._folder(ref)
        if not folder.is_dir() or _is_owner(folder, ref):
            raise NotFoundError(message("hub.not-in-folder", subject=str(ref)), self._hint(ref))
        meta, loaded = _stored_answer(folder / META, ref)
        if meta.get("disabled") is True:
            raise DisabledError(
                message("hub.disabled", subject=str(ref)), message("hub.disabled.hint")
            )
        stored, unread = _scan(ref, folder)
        stored.pop(META, None)
        commit = meta.get("sha")
        if not isinstance(commit, str) or not _COMMIT.fullmatch(commit):
            commit = _content_digest(stored)
        if ref.revision not in (None, "main", commit):
            raise NotFoundError(
                message("hub.other-revision", subject=str(ref), commit=commit),
                message("hub.other-revision.hint"),
            )
        files, refused = _with_listing(ref, meta, stored)
        return Snapshot(
            ref=ref.at(commit),
            url="",
            source=META if meta else "",
            files=tuple(files[path] for path in sorted(files)),
            metadata=meta,
            gaps=(*lost_numbers(ref.purl, META, loaded), *refused, *unread),
        )

    def read(self, snapshot: Snapshot, path: str, limit: int, *, prefix: bool = False) -> bytes:
        """See `Hub.read`."""
        return _read(self._folder(snapshot.ref), snapshot.ref, path, limit, prefix)

    def read_range(self, snapshot: Snapshot, path: str, start: int, length: int) -> bytes:
        """See `Hub.read_range`."""
        return _read_range(self._folder(snapshot.ref), snapshot.ref, path, start, length)

    def listing(self, owner: str, kind: Kind) -> Iterator[Listed]:
        """See `ListingHub.listing`; an artefact's folder is not opened."""
        from provenance.hubs.huggingface import HUGGING_FACE

        home = self.root / f"{kind}s" / owner
        if not lies_within(home, self.root) or not home.is_dir():
            raise NotFoundError(
                message("hub.not-in-folder", subject=owner), message("hub.not-in-folder.hint")
            )
        for folder in sorted(home.iterdir()):
            if folder.is_dir() and is_plain_path(folder.name):
                name = f"{owner}/{folder.name}"
                yield Listed(ref=ArtifactRef(hub=HUGGING_FACE, kind=kind, name=name))

    def space(self, name: str, revision: str | None) -> Space:
        """An application in `spaces/org/name`.

        Raises:
            HubError: It is not there.
        """
        folder = self.root / "spaces" / name
        if not lies_within(folder, self.root) or not folder.is_dir():
            raise NotFoundError(
                message("hub.not-in-folder", subject=f"spaces/{name}"),
                message("hub.not-in-folder.hint"),
            )
        artifact = FolderArtifact()
        ref = ArtifactRef(hub=FOLDER, kind=Kind.MODEL, name=str(folder))
        snapshot = artifact.snapshot(ref)
        return Space(
            name=name,
            revision=snapshot.ref.revision or "",
            files=snapshot.files,
            read=partial(artifact.read, snapshot),
        )

    def _hint(self, ref: ArtifactRef) -> str:
        """A suggestion: a model of that name may be a dataset here, or the reverse; a name may be
        mistyped, or be that of an owner."""
        other = replace(ref, kind=Kind.DATASET if ref.kind is Kind.MODEL else Kind.MODEL)
        if self._folder(other).is_dir() and not _is_owner(self._folder(other), other):
            return message(
                "hub.other-kind.hint", kind=other.kind.value, name=f"{other.kind}s/{ref.name}"
            )
        names = self._names(ref.kind)
        of_owner = [name for name in names if name.startswith(f"{ref.name}/")]
        if of_owner:
            shown = tuple(of_owner[:_MOST_SUGGESTIONS])
            return message("hub.not-in-folder.owner", owner=ref.name, names=shown)
        near = get_close_matches(ref.name, names, _MOST_SUGGESTIONS, _LIKE)
        if near:
            return message("hub.near.hint", names=tuple(near))
        return message("hub.not-in-folder.hint")

    def _names(self, kind: Kind) -> list[str]:
        """The first names of this folder, `org/name`, in order."""
        folders = islice((self.root / f"{kind}s").glob("*/*/"), _MOST_NAMES)
        return sorted("/".join(folder.parts[-2:]) for folder in folders)

    def _folder(self, ref: ArtifactRef) -> Path:
        folder = self.root / f"{ref.kind}s" / ref.name
        if not lies_within(folder, self.root):
            raise ForbiddenError(
                message("hub.link-leads-out", subject=str(ref)),
                message("hub.link-leads-out.hint"),
            )
        return folder


class FolderArtifact:
    """Any folder as one artefact: a clone, a download, an unpublished model; or one file, such as a
    GGUF file, as an artefact of its own."""

    def snapshot(self, ref: ArtifactRef) -> Snapshot:
        """See `Hub.snapshot`. The revision is a digest of all contents."""
        folder = Path(ref.name).expanduser()
        if folder.is_file():
            return _of_file(ref, folder)
        if not folder.is_dir():
            raise NotFoundError(
                message("hub.not-a-folder", subject=ref.name), message("hub.not-a-folder.hint")
            )
        if folder.name in ("", "..") or ref.name.endswith("."):
            ref = replace(ref, name=f"../{folder.resolve().name}")
        files, unread = _scan(ref, folder)
        stated = _specification(folder, files)
        return Snapshot(
            ref=ref.at(_content_digest(files)),
            source=SPECIFICATION if stated else "",
            files=tuple(files[path] for path in sorted(files)),
            metadata=stated,
            gaps=unread,
        )

    def read(self, snapshot: Snapshot, path: str, limit: int, *, prefix: bool = False) -> bytes:
        """See `Hub.read`."""
        return _read(_home(snapshot.ref), snapshot.ref, path, limit, prefix)

    def read_range(self, snapshot: Snapshot, path: str, start: int, length: int) -> bytes:
        """See `Hub.read_range`."""
        return _read_range(_home(snapshot.ref), snapshot.ref, path, start, length)


def _home(ref: ArtifactRef) -> Path:
    """The folder with an artefact's files."""
    place = Path(ref.name).expanduser()
    return place.parent if place.is_file() else place


def _of_file(ref: ArtifactRef, place: Path) -> Snapshot:
    """A single file as an artefact."""
    entry = FileEntry(path=place.name, size=place.stat().st_size, sha256=_digest(place))
    return Snapshot(ref=ref.at(_content_digest({place.name: entry})), files=(entry,))


def _specification(folder: Path, files: Mapping[str, FileEntry]) -> Mapping[str, object]:
    """The specification of a model in the layout of azureml-assets; empty for any other folder or
    an unreadable specification, because it is not the card."""
    if not {_ASSET, SPECIFICATION} <= set(files):
        return {}
    try:
        text = (folder / SPECIFICATION).read_bytes()[:META_LIMIT].decode("utf-8", "replace")
        loaded = load_yaml(text).value
    except (OSError, YamlError):
        return {}
    return stated_in(loaded) if isinstance(loaded, dict) else {}


def guess_kind(folder: Path) -> Kind | None:
    """The kind that a folder's files indicate, or None if they do not."""
    names = [path.relative_to(folder).as_posix() for path in _walk(folder, [])]
    signs = {
        Kind.MODEL: any(_MODEL_SIGNS.fullmatch(name) for name in names),
        Kind.DATASET: any(_DATASET_SIGNS.fullmatch(name) for name in names),
    }
    kinds = [kind for kind, seen in signs.items() if seen]
    return kinds[0] if len(kinds) == 1 else None


def _with_listing(
    ref: ArtifactRef, meta: Mapping[str, object], stored: Mapping[str, FileEntry]
) -> tuple[Mapping[str, FileEntry], tuple[Gap, ...]]:
    """The files in the folder and those listed only in the stored answer, with scanner results; and
    gaps for errors in that listing."""
    if "siblings" not in meta:
        return stored, ()
    listed, refused = read_listing(ref.purl, meta)
    scans = {entry.path: entry.scan for entry in listed}
    files = {entry.path: replace(entry, kept=False) for entry in listed}
    files |= {path: replace(entry, scan=scans.get(path)) for path, entry in stored.items()}
    return files, refused


def _stored_answer(path: Path, ref: ArtifactRef) -> tuple[Mapping[str, object], LoadedJson]:
    loaded = LoadedJson({})
    if not _is_held(path, _homes(path.parent)):
        return {}, loaded
    try:
        with path.open("rb") as file:
            loaded = load_json(file.read(META_LIMIT))
        meta = loaded.value
    except (OSError, JsonError):
        meta = None
    if not isinstance(meta, dict):
        raise MalformedError(
            message("hub.stored-answer", subject=str(ref), file=META),
            message("hub.stored-answer.hint"),
        )
    return known_keys(meta), loaded


def _homes(folder: Path) -> list[Path]:
    """Where an artefact's files may really be: in its folder, or in the blobs of its hub cache."""
    home = real(folder)
    return [home, home.parent.parent / "blobs"] if home.parent.name == "snapshots" else [home]


def _is_held(path: Path, homes: list[Path]) -> bool:
    try:
        target = real(path)
        is_file = target.is_file()
    except OSError:
        return False
    return is_file and any(target.is_relative_to(home) for home in homes)


def _walk(folder: Path, left_out: list[Path]) -> Iterator[Path]:
    """Regular files below `folder`, sorted.

    Args:
        folder: Where to look.
        left_out: Filled with what is not a regular file in the folder: links that leave it or lead
            to folders, pipes, devices, and folders that may not be read.
    """
    homes, count = _homes(folder), 0

    def leave_out(error: OSError) -> None:
        left_out.append(Path(error.filename))

    for directory, subfolders, names in os.walk(folder, onerror=leave_out):
        subfolders[:] = sorted(set(subfolders) - _LEFT_OUT)
        below = (Path(directory, name) for name in subfolders)
        left_out += (path for path in below if path.is_symlink())
        for name in sorted(names):
            path = Path(directory, name)
            if not _is_held(path, homes):
                left_out.append(path)
            else:
                count += 1
                if count > MOST_FILES:
                    raise TooLargeError(
                        message("hub.too-many-files", subject=str(folder), limit=MOST_FILES),
                        message("hub.too-many-files.hint"),
                    )
                yield path


def _scan(ref: ArtifactRef, folder: Path) -> tuple[dict[str, FileEntry], tuple[Gap, ...]]:
    """The files in a folder by path, and gaps for what stands there and is not read."""
    files: dict[str, FileEntry] = {}
    left_out: list[Path] = []
    refused = 0
    for path in _walk(folder, left_out):
        name = path.relative_to(folder).as_posix()
        if is_plain_path(name):
            files[name] = _entry(path, name)
        else:
            refused += 1
    return files, tuple(_folder_gaps(ref, folder, left_out, refused))


def _entry(path: Path, name: str) -> FileEntry:
    size = path.stat().st_size
    pointer = _pointer(path) if size < _POINTER_LIMIT else None
    if pointer:
        return FileEntry(path=name, size=int(pointer[2]), sha256=pointer[1].decode())
    return FileEntry(path=name, size=size, sha256=_digest(path))


def _folder_gaps(
    ref: ArtifactRef, folder: Path, left_out: list[Path], refused: int
) -> Iterator[Gap]:
    if left_out:
        names = tuple(path.relative_to(folder).as_posix() for path in left_out[:_SHOWN])
        detail = message("hub.not-followed", names=names, count=len(left_out))
        yield Gap(
            artifact=ref.purl, what="links and special files", reason="forbidden", detail=detail
        )
    if refused:
        yield Gap(
            artifact=ref.purl,
            what="file listing",
            reason="malformed",
            detail=message("hub.refused-names", count=refused),
        )


def _digest(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def _pointer(path: Path) -> re.Match[bytes] | None:
    try:
        return _POINTER.fullmatch(path.read_bytes())
    except OSError:
        return None


def _content_digest(files: Mapping[str, FileEntry]) -> str:
    lines = "".join(f"{files[path].sha256}  {path}\n" for path in sorted(files))
    return "sha256:" + hashlib.sha256(lines.encode("utf-8", "surrogatepass")).hexdigest()


def _read(folder: Path, ref: ArtifactRef, path: str, limit: int, prefix: bool) -> bytes:
    data = _read_range(folder, ref, path, 0, limit + 1)
    if _POINTER.fullmatch(data):
        raise NotFoundError(
            message("hub.lfs-pointer", subject=ref.name, path=path),
            message("hub.lfs-pointer.hint"),
        )
    if len(data) > limit and not prefix:
        raise TooLargeError(
            message("hub.file-too-large", subject=ref.name, path=path, limit=limit),
            message("hub.not-judged.hint"),
        )
    return data[:limit]


def _read_range(folder: Path, ref: ArtifactRef, path: str, start: int, length: int) -> bytes:
    file = folder / path
    if not is_plain_path(path) or not _is_held(file, _homes(folder)):
        raise NotFoundError(
            message("hub.file-missing", subject=ref.name, path=path),
            message("hub.file-missing.hint"),
        )
    try:
        with file.open("rb") as opened:
            opened.seek(start)
            return opened.read(length)
    except OSError as error:
        raise ForbiddenError(
            message("hub.file-unreadable", subject=ref.name, path=path, why=str(error.strerror)),
            message("hub.file-unreadable.hint"),
        ) from None
