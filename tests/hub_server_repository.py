"""One repository of the test hub, read from a folder: what its files tell, overlaid by its
`_meta.json`."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeAlias

import yaml

META = "_meta.json"
CREATED = "2025-01-01T00:00:00.000Z"
Json: TypeAlias = dict[str, Any]

_LFS_SUFFIXES = frozenset(
    {
        ".7z",
        ".arrow",
        ".bin",
        ".bz2",
        ".ckpt",
        ".gguf",
        ".gz",
        ".h5",
        ".joblib",
        ".keras",
        ".model",
        ".msgpack",
    }
    | {
        ".npy",
        ".npz",
        ".onnx",
        ".ot",
        ".parquet",
        ".pb",
        ".pickle",
        ".pkl",
        ".pt",
        ".pth",
        ".rar",
        ".safetensors",
    }
    | {".tar", ".tflite", ".wasm", ".xz", ".zip", ".zst"}
)
_LFS_SIZE = 10 * 1024 * 1024
_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_ISSUES = ("caution", "suspicious", "unsafe")
_UNSCANNED = {"status": "unscanned"}
_SCAN = {"avScan": {"status": "safe"}, "pickleImportScan": _UNSCANNED, "protectAiScan": _UNSCANNED}
_SCAN |= {"jFrogScan": _UNSCANNED, "virusTotalScan": _UNSCANNED}


@dataclass(frozen=True, slots=True)
class Blob:
    """What git and Git LFS know of one file's content.

    Attributes:
        size: Bytes of the content.
        oid: Git blob id: of the content, or of the pointer where the file is in LFS.
        sha256: Digest of the content where the file is in LFS, else None.
    """

    size: int
    oid: str
    sha256: str | None

    @property
    def pointer(self) -> bytes:
        """The text that git holds in place of an LFS file."""
        return lfs_pointer(self.sha256 or "", self.size)


def lfs_pointer(sha256: str, size: int) -> bytes:
    """A pointer file (https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md)."""
    return (
        f"version https://git-lfs.github.com/spec/v1\noid sha256:{sha256}\nsize {size}\n".encode()
    )


def git_blob_id(content: bytes) -> str:
    """The name git gives a blob: SHA-1 of a header and the content."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


@lru_cache(maxsize=4096)
def _blob(path: Path, size: int, modified: int) -> Blob:
    """Digest a file once for each `modified` time (nanoseconds)."""
    with path.open("rb") as file:
        start = file.read(8192)
        if path.suffix.lower() in _LFS_SUFFIXES or b"\0" in start or size >= _LFS_SIZE:
            file.seek(0)
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            return Blob(size, git_blob_id(lfs_pointer(sha256, size)), sha256)
        return Blob(size, git_blob_id(start + file.read()), None)


class Repository:
    """A model or dataset in a folder, read anew for each request so that a test may change it at
    any time.

    Args:
        kind: `model` or `dataset`.
        name: `org/name`, or `name` alone for one of the few without a namespace.
        folder: Where its files are.
    """

    def __init__(self, kind: str, name: str, folder: Path) -> None:
        self.kind = kind
        self.name = name
        self.folder = folder

    @cached_property
    def meta(self) -> Json:
        """The fields of `_meta.json`."""
        path = self.folder / META
        meta: Json = json.loads(path.read_bytes()) if path.is_file() else {}
        for moment in ("lastModified", "createdAt"):
            if isinstance(meta.get(moment), str):
                utc = datetime.fromisoformat(meta[moment]).astimezone(UTC)
                meta[moment] = utc.strftime("%Y-%m-%dT%H:%M:%S.000Z")
        return meta

    @cached_property
    def stored(self) -> dict[str, Path]:
        """The files on disk by their path in the repository."""
        paths = (
            path for path in self.folder.rglob("*") if path.is_file() and path != self.folder / META
        )
        return {path.relative_to(self.folder).as_posix(): path for path in sorted(paths)}

    def blob(self, path: str) -> Blob:
        """The digests of the stored file at `path`."""
        stat = self.stored[path].stat()
        return _blob(self.stored[path], stat.st_size, stat.st_mtime_ns)

    @cached_property
    def siblings(self) -> list[Json]:
        """All files as `?blobs=true` lists them, sorted; what `_meta.json` says of one overlays
        what the disk tells."""
        listed = {sibling["rfilename"]: sibling for sibling in self.meta.get("siblings", ())}
        return [
            {**self._sibling(path, listed.get(path, {}))}
            for path in sorted({*self.stored, *listed})
        ]

    def _sibling(self, path: str, sibling: Json) -> Json:
        known: Json = {"rfilename": path}
        if (
            path in self.stored and not {"size", "blobId", "lfs"} <= sibling.keys()
        ):  # else a huge file is never digested
            blob = self.blob(path)
            known |= {"size": blob.size, "blobId": blob.oid}
            if blob.sha256:
                known["lfs"] = {
                    "sha256": blob.sha256,
                    "size": blob.size,
                    "pointerSize": len(blob.pointer),
                }
        return known | sibling

    def sibling(self, path: str) -> Json | None:
        """The listed file at `path`, or None."""
        return next((sibling for sibling in self.siblings if sibling["rfilename"] == path), None)

    @cached_property
    def sha(self) -> str:
        """The commit: `_meta.json` names it, or it is a digest of the listing."""
        lines = "".join(
            f"{sibling['rfilename']} {sibling.get('blobId')}\n" for sibling in self.siblings
        )
        return str(
            self.meta.get("sha") or hashlib.sha1(lines.encode("utf-8", "surrogatepass")).hexdigest()
        )

    @property
    def refs(self) -> Json:
        """Branches and tags; `_meta.json` may name more under `refs`. All hold the folder as it
        stands."""
        main = {"name": "main", "ref": "refs/heads/main", "targetCommit": self.sha}
        return {
            "branches": [main],
            "converts": [],
            "tags": [],
            "pullRequests": [],
            **self.meta.get("refs", {}),
        }

    def has_revision(self, revision: str) -> bool:
        """Whether `revision` names a commit, branch, tag or full ref of this repository."""
        refs = [ref for group in self.refs.values() for ref in group]
        return revision in {"main", "HEAD", self.sha}.union(
            *({r["name"], r["ref"], r["targetCommit"]} for r in refs)
        )

    @cached_property
    def card_data(self) -> Json | None:
        """The front matter of README.md, or None where there is none that parses to a mapping."""
        if "cardData" in self.meta:
            return self.meta["cardData"]  # type: ignore[no-any-return]
        readme = self.stored.get("README.md")
        match = _FRONT_MATTER.match(readme.read_text("utf-8", "replace")) if readme else None
        try:
            data = yaml.safe_load(match[1]) if match else None
        except (yaml.YAMLError, ValueError):
            data = None
        return json.loads(json.dumps(data, default=str)) if isinstance(data, dict) else None

    @property
    def gated(self) -> str | bool:
        """`auto`, `manual` or False."""
        return self.meta.get("gated", False)  # type: ignore[no-any-return]

    @cached_property
    def info(self) -> Json:
        """Every field that the hub's API can answer, whatever a request asks of them."""
        author = self.name.partition("/")[0] if "/" in self.name else None
        derived: Json = {
            "_id": hashlib.sha1(f"{self.kind} {self.name}".encode()).hexdigest()[:24],
            "id": self.name,
        }
        derived |= {"modelId": self.name} if self.kind == "model" else {}
        derived |= {"author": author} if author else {}
        derived |= {
            "sha": self.sha,
            "lastModified": CREATED,
            "private": False,
            "gated": False,
            "disabled": False,
        }
        derived |= {"tags": self._tags(), "downloads": 0, "likes": 0}
        card = self.card_data
        derived |= {"cardData": card} if card is not None else {}
        if self.kind == "model":
            derived |= {"model-index": None, "spaces": []}
            derived |= {
                key: card[key] for key in ("pipeline_tag", "library_name") if card and key in card
            }
        derived |= {
            "createdAt": CREATED,
            "usedStorage": sum(s.get("size") or 0 for s in self.siblings),
        }
        return {**derived, **self.meta, "siblings": self.siblings, "sha": self.sha}

    def _tags(self) -> list[str]:
        card = self.card_data or {}
        tags = [str(card[key]) for key in ("library_name", "pipeline_tag") if card.get(key)]
        tags += (
            ["safetensors"] if any(path.endswith(".safetensors") for path in self.stored) else []
        )
        tags += ["gguf"] if any(path.endswith(".gguf") for path in self.stored) else []
        tags += [*_listed(card.get("tags")), *_listed(card.get("language"))]
        tags += [f"dataset:{name}" for name in _listed(card.get("datasets"))]
        bases = _listed(card.get("base_model"))
        tags += [f"base_model:{base}" for base in bases]
        tags += [f"base_model:{self._relation(card, bases)}:{base}" for base in bases]
        tags += [f"license:{name}" for name in _listed(card.get("license"))]
        return list(dict.fromkeys([*tags, "region:us"]))

    def _relation(self, card: Mapping[str, Any], bases: list[str]) -> str:
        if "base_model_relation" in card:
            return str(card["base_model_relation"])
        if "adapter_config.json" in self.stored:
            return "adapter"
        if any(path.endswith(".gguf") for path in self.stored):
            return "quantized"
        return "merge" if len(bases) > 1 else "finetune"

    def entries(self) -> list[Json]:
        """Every file and directory as the tree lists it, sorted by path, with what `expand`
        adds."""
        commit = {"id": self.sha, "title": "Upload", "date": self.info["lastModified"]}
        entries: dict[str, Json] = {}
        for sibling in self.siblings:
            path = str(sibling["rfilename"])
            for end in (position for position, letter in enumerate(path) if letter == "/"):
                folder = path[:end]
                entries[folder] = {
                    "type": "directory",
                    "oid": git_blob_id(folder.encode()),
                    "size": 0,
                    "path": folder,
                }
            entries[path] = _file_entry(sibling)
        return [{**entries[path], "lastCommit": commit} for path in sorted(entries)]

    def security(self) -> Json:
        """The scan of the whole repository as `?securityStatus=true` adds it."""
        levels = {sibling["rfilename"]: file_scan(sibling)["status"] for sibling in self.siblings}
        issues = [
            {"path": path, "level": level} for path, level in levels.items() if level in _ISSUES
        ]
        return {"scansDone": "queued" not in levels.values(), "filesWithIssues": issues}


def _file_entry(sibling: Json) -> Json:
    size = sibling.get("size") or 0
    oid = sibling.get("blobId") or git_blob_id(
        sibling["rfilename"].encode("utf-8", "surrogatepass")
    )
    entry = {"type": "file", "oid": oid, "size": size, "path": sibling["rfilename"]}
    if lfs := sibling.get("lfs"):
        entry["lfs"] = {
            "oid": lfs["sha256"],
            "size": lfs["size"],
            "pointerSize": lfs["pointerSize"],
        }
    return {**entry, "securityFileStatus": file_scan(sibling)}


def file_scan(sibling: Json) -> Json:
    """The scan of one file: `safe`, unless `_meta.json` gives its sibling a
    `securityFileStatus`."""
    return {"status": "safe", **_SCAN, **sibling.get("securityFileStatus", {})}


def _listed(value: object) -> list[str]:
    """What a card gives as one value or as a list of them."""
    values: Iterable[object] = value if isinstance(value, list) else [value]
    return [str(item) for item in values if isinstance(item, str | int | float)]
