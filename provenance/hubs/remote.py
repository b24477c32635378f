"""A folder anywhere: S3, Google Cloud Storage and Azure Blob Storage through fsspec
(https://filesystem-spec.readthedocs.io), and index pages of web servers.

A folder is one artefact, as on this machine. Its revision is a digest of the names, sizes and
entity tags of its files: whoever may write there can change the bytes. Stores list no SHA-256.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from itertools import islice
from typing import Any, TypeVar

from packageurl import PackageURL

from provenance.errors import (
    ForbiddenError,
    HubError,
    MissingExtraError,
    NotFoundError,
    OfflineError,
    TooLargeError,
    UnreachableError,
    UsageError,
)
from provenance.hubs.base import Hub, HubSettings, HubType
from provenance.hubs.deadline import within
from provenance.hubs.listing import MOST_FILES, is_plain_path
from provenance.hubs.web_folder import WebFolder
from provenance.messages import message
from provenance.model.artifact import FILES, ArtifactRef, FileEntry, Gap, HubName, Kind, Snapshot

T = TypeVar("T")
SECONDS = 60.0
MOST_FOLDERS = 2000
_SCHEMES = r"s3|gs|gcs|az|abfs|abfss|adl|memory"
_FOLDER = re.compile(rf"(?:(?:{_SCHEMES})://\S{{1,2000}}|https?://[^\s?#@]{{1,2000}}/)")
# What each scheme needs besides fsspec.
_LIBRARIES = {
    "s3": "s3fs",
    "gs": "gcsfs",
    "gcs": "gcsfs",
    "az": "adlfs",
    "abfs": "adlfs",
    "abfss": "adlfs",
    "adl": "adlfs",
}
# As a bundle and a lock name a state of a folder.
_PINNED = re.compile(r"(?P<address>.+)@(?P<revision>listing-[0-9a-f]{64})")
_WEB = frozenset({"http", "https"})
_TAGS = ("ETag", "etag", "md5Hash", "content_md5", "generation", "created", "LastModified", "mtime")
_LEFT_OUT = frozenset({".git", ".cache", "__pycache__"})


class _UrlName(HubName):
    """Names that are addresses: the package URL is `pkg:generic/NAME?download_url=ADDRESS`."""

    __slots__ = ()

    def package(self, kind: Kind, name: str) -> PackageURL:
        """See `HubName.package`."""
        last = name.rstrip("/").rpartition("/")[2] or str(self)
        qualifiers = {"download_url": name}
        if kind is Kind.DATASET:
            qualifiers["type"] = kind.value
        return PackageURL(self.purl_type, None, last, None, qualifiers)

    def name_in(self, purl: PackageURL) -> str:
        """See `HubName.name_in`."""
        qualifiers = purl.qualifiers if isinstance(purl.qualifiers, dict) else {}
        return str(qualifiers.get("download_url", ""))


REMOTE = _UrlName("remote", "generic")


class Remote(HubType):
    """One artefact in a folder of a store, named by its address."""

    name = REMOTE
    forms = ("s3://bucket/folder", "https://host/folder/")
    typed_only = True

    def parse(self, text: str, kind: Kind) -> ArtifactRef | None:
        """See `HubType.parse`. An address of the web needs a slash at its end."""
        address, revision = text.removeprefix(f"{REMOTE}:"), None
        if pinned := _PINNED.fullmatch(address):
            address, revision = pinned["address"], pinned["revision"]
        if not _FOLDER.fullmatch(address):
            return None
        return ArtifactRef(hub=REMOTE, kind=kind, name=address, revision=revision)

    def open(self, settings: HubSettings) -> Hub:
        """See `HubType.open`."""
        return RemoteFolder(offline=settings.offline)


class RemoteFolder:
    """Reads folders within limits and a deadline for each call.

    Args:
        offline: Whether nothing may be asked: such folders are not kept.
    """

    def __init__(self, *, offline: bool) -> None:
        self._offline = offline

    def snapshot(self, ref: ArtifactRef) -> Snapshot:
        """See `Hub.snapshot`."""
        system, home = self._opened(ref)
        rows = self._result(ref, lambda: list(islice(_files(system, home), MOST_FILES + 1)))
        if len(rows) > MOST_FILES:
            raise TooLargeError(
                message("hub.too-many-files", subject=ref.name, limit=MOST_FILES),
                message("hub.too-many-files.hint"),
            )
        if not rows:
            raise NotFoundError(
                message("hub.not-a-folder", subject=ref.name), message("hub.not-a-folder.hint")
            )
        files = tuple(_entry(path, row) for path, row in sorted(rows))
        at = ref.at(_revision(rows))
        if ref.revision not in (None, at.revision):
            # The bytes of an earlier state are not kept anywhere.
            raise NotFoundError(
                message("hub.no-revision", subject=str(ref)), message("hub.no-revision.hint")
            )
        detail = message("hub.no-digests", subject=ref.name)
        gap = Gap(artifact=at.purl, what="SHA-256", reason="missing", detail=detail, topic=FILES)
        return Snapshot(ref=at, url=_page(ref), files=files, gaps=(gap,))

    def read(self, snapshot: Snapshot, path: str, limit: int, *, prefix: bool = False) -> bytes:
        """See `Hub.read`."""
        data = self.read_range(snapshot, path, 0, limit + 1)
        if len(data) > limit and not prefix:
            raise TooLargeError(
                message("hub.file-too-large", subject=snapshot.ref.name, path=path, limit=limit),
                message("hub.not-judged.hint"),
            )
        return data[:limit]

    def read_range(self, snapshot: Snapshot, path: str, start: int, length: int) -> bytes:
        """See `Hub.read_range`."""
        ref = snapshot.ref
        system, home = self._opened(ref)
        entry = snapshot.file(path)
        if entry is None or not is_plain_path(path):
            raise NotFoundError(
                message("hub.file-missing", subject=ref.name, path=path),
                message("hub.file-missing.hint"),
            )
        end = start + length
        if entry.size is not None:
            end = min(end, entry.size)
        if end <= start:
            return b""
        return self._result(ref, lambda: _part(system, f"{home}/{path}", start, end))

    def _opened(self, ref: ArtifactRef) -> tuple[Any, str]:
        """The file system that an address means, and the folder in it."""
        if self._offline:
            raise OfflineError(
                message("hub.never-fetched", subject=ref.name), message("hub.never-fetched.hint")
            )
        scheme = ref.name.partition(":")[0].lower()
        if scheme in _WEB:
            return WebFolder(ref.name), ref.name.rstrip("/")
        _need_library(scheme)
        import fsspec

        system, home = self._result(ref, lambda: fsspec.core.url_to_fs(ref.name))
        return system, str(home).rstrip("/")

    def _result(self, ref: ArtifactRef, work: Callable[[], T]) -> T:
        """The result of a call, or the error that it means."""
        try:
            return within(SECONDS, work)
        except HubError:
            raise
        except FileNotFoundError:
            raise NotFoundError(
                message("hub.not-a-folder", subject=ref.name), message("hub.not-a-folder.hint")
            ) from None
        except PermissionError:
            raise ForbiddenError(
                message("hub.forbidden", subject=ref.name), message("hub.forbidden.hint")
            ) from None
        except TimeoutError:
            why = message("hub.unreachable.too-slow", seconds=f"{SECONDS:.0f}")
            raise _unreachable(ref, why) from None
        except Exception as error:
            # Each store raises errors of its own library; some carry the status of an answer.
            status = getattr(error, "status", None)
            if status in (401, 403):
                raise ForbiddenError(
                    message("hub.forbidden", subject=ref.name), message("hub.forbidden.hint")
                ) from None
            why = message("hub.unreachable.broken", error=type(error).__name__)
            raise _unreachable(ref, why) from None


def _need_library(scheme: str) -> None:
    """See that fsspec and what it needs for a scheme are here."""
    if find_spec("fsspec") is None:
        raise MissingExtraError("a folder in a store", "fsspec")
    library = _LIBRARIES.get(scheme, "fsspec")
    if find_spec(library) is None:
        raise UsageError(
            message("hub.needs-library", scheme=scheme, library=library),
            message("hub.needs-library.hint", library=library),
        )


def _files(system: Any, home: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    """The files below a folder, folder by folder."""
    waiting, opened = [home], 0
    while waiting:
        folder = waiting.pop()
        opened += 1
        if opened > MOST_FOLDERS:
            raise TooLargeError(
                message("hub.too-many-files", subject=home, limit=MOST_FOLDERS),
                message("hub.too-many-files.hint"),
            )
        for row in system.ls(folder, detail=True):
            name = str(row.get("name", "")).rstrip("/")
            path = name.removeprefix(home).lstrip("/")
            # An index page also links what lies elsewhere.
            if not name.startswith(f"{home}/") or not is_plain_path(path):
                continue
            if row.get("type") == "directory":
                if path.rpartition("/")[2] not in _LEFT_OUT:
                    waiting.append(name)
            else:
                yield path, row


def _part(system: Any, path: str, start: int, end: int) -> bytes:
    """Bytes of a file."""
    data: bytes = system.cat_file(path, start=start, end=end)
    return data[: end - start]


def _entry(path: str, row: Mapping[str, object]) -> FileEntry:
    size = row.get("size")
    return FileEntry(path=path, size=size if isinstance(size, int) and size >= 0 else None)


def _revision(rows: list[tuple[str, Mapping[str, object]]]) -> str:
    """A digest of the names, sizes and entity tags of files, in the order of their names."""
    by_path = sorted(rows, key=lambda entry: entry[0])
    lines = (f"{path}\0{row.get('size')}\0{_tag(row)}\n" for path, row in by_path)
    listing = "".join(lines).encode("utf-8", "surrogatepass")
    return f"listing-{hashlib.sha256(listing).hexdigest()}"


def _tag(row: Mapping[str, object]) -> str:
    """What a store says that changes with the bytes of a file; empty if it says nothing."""
    stated = (row[key] for key in _TAGS if row.get(key))
    return str(next(stated, ""))


def _page(ref: ArtifactRef) -> str:
    return ref.name if ref.name.startswith("http") else ""


def _unreachable(ref: ArtifactRef, why: str) -> UnreachableError:
    return UnreachableError(
        message("hub.unreachable", subject=ref.name, why=why), message("hub.unreachable.hint")
    )
