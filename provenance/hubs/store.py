"""A disk cache of fetched data by address."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

DEFAULT_LIMIT = 2 * 1024**3
_FULL = 0.9
# First line of an entry: the digest of its body and the time it was fetched, in seconds.
_HEAD = re.compile(rb"([0-9a-f]{64}) (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)")


@dataclass(frozen=True, slots=True)
class Usage:
    """Size of a store: entries, bytes, and maximum bytes."""

    entries: int
    size: int
    limit: int


@dataclass(frozen=True, slots=True)
class StoredBody:
    """A stored body.

    Attributes:
        body: The fetched bytes.
        fetched: Time of fetching, as `2026-11-29T09:30:12Z`.
    """

    body: bytes
    fetched: str


class Store:
    """A folder of fetched bodies that several processes may share.

    Entries are written to a temporary file and moved into place, so a reader sees a complete entry
    or none. An entry that does not match its stored digest counts as absent.

    Args:
        folder: The folder; created with the first entry.
        limit: Maximum size in bytes; least recently used entries are removed first.
        clock: Seconds since 1970.

    Attributes:
        fault: Why the first failed write failed; empty if none did.
    """

    def __init__(
        self,
        folder: Path,
        limit: int = DEFAULT_LIMIT,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.folder = folder
        self.limit = limit
        self.fault = ""
        self._clock = clock
        self._written = 0

    def read(self, address: str) -> StoredBody | None:
        """The stored body for `address`, or None."""
        path = self._path(address)
        try:
            head, _, body = path.read_bytes().partition(b"\n")
        except OSError:
            return None
        with contextlib.suppress(OSError):  # what may only be read keeps the time of its last use
            os.utime(path)
        written = _HEAD.fullmatch(head)
        if written is None or written[1].decode() != hashlib.sha256(body).hexdigest():
            return None
        return StoredBody(body, written[2].decode())

    def write(self, address: str, body: bytes) -> None:
        """Store `body` for `address`.

        If the store is not writable, nothing is stored and `fault` records why; this run continues
        with what it fetched.
        """
        fetched = datetime.fromtimestamp(self._clock(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        head = f"{hashlib.sha256(body).hexdigest()} {fetched}\n"
        try:
            _write_whole(self._path(address), head.encode() + body)
        except OSError as error:
            self.fault = self.fault or error.strerror or type(error).__name__
            return
        self._written += len(body)
        if self._written > self.limit * (1 - _FULL):
            self._written = 0
            self._shrink()

    def usage(self) -> Usage:
        """The current size."""
        sizes = [status.st_size for _, status in self._entries()]
        return Usage(len(sizes), sum(sizes), self.limit)

    def clear(self) -> int:
        """Remove everything; returns the number of bytes removed."""
        freed = 0
        for path, status in self._entries():
            with contextlib.suppress(OSError):
                path.unlink()
                freed += status.st_size
        return freed

    def _path(self, address: str) -> Path:
        digest = hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()
        return self.folder / digest[:2] / digest[2:]

    def _entries(self) -> Iterator[tuple[Path, os.stat_result]]:
        for path in sorted(self.folder.glob("??/*")):
            with contextlib.suppress(OSError):
                yield path, path.stat()

    def _shrink(self) -> None:
        entries = sorted(self._entries(), key=lambda entry: entry[1].st_mtime)
        size = sum(status.st_size for _, status in entries)
        for path, status in entries:
            if size <= self.limit * _FULL:
                return
            with contextlib.suppress(OSError):
                path.unlink()
                size -= status.st_size


def _write_whole(path: Path, content: bytes) -> None:
    """Write a file under a temporary name and move it into place; leaves nothing behind on
    failure."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".")
    stage = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        stage.replace(path)
    except BaseException:
        stage.unlink(missing_ok=True)
        raise
