"""Bytes that were fetched, kept on disk under the address they came from."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DEFAULT_LIMIT = 2 * 1024**3
_FULL = 0.9


@dataclass(frozen=True, slots=True)
class Usage:
    """How much a store holds: entries, bytes, and the most bytes it may hold."""

    entries: int
    size: int
    limit: int


class Store:
    """A folder of fetched bodies; several processes may use it at once.

    Each entry is written beside its place and moved into it, so a reader sees all of it or nothing.
    An entry whose content no longer has the digest it was written with is taken for absent.

    Args:
        folder: Where to keep them; made when the first entry is written.
        limit: Most bytes to keep; the entries that were used longest ago go first.
    """

    def __init__(self, folder: Path, limit: int = DEFAULT_LIMIT) -> None:
        self.folder = folder
        self.limit = limit
        self._written = 0

    def read(self, address: str) -> bytes | None:
        """The body kept for `address`, or None."""
        path = self._path(address)
        try:
            digest, _, body = path.read_bytes().partition(b"\n")
        except OSError:
            return None
        with contextlib.suppress(OSError):  # what may only be read keeps the time of its last use
            os.utime(path)
        return (
            body if digest.decode("ascii", "replace") == hashlib.sha256(body).hexdigest() else None
        )

    def write(self, address: str, body: bytes) -> None:
        """Keep `body` for `address`. A store that cannot be written to keeps nothing, and says
        nothing."""
        path = self._path(address)
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
                stage = Path(file.name)
                file.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
            stage.replace(path)
            self._written += len(body)
            if self._written > self.limit * (1 - _FULL):
                self._written = 0
                self._shrink()

    def usage(self) -> Usage:
        """How much it holds."""
        sizes = [status.st_size for _, status in self._entries()]
        return Usage(len(sizes), sum(sizes), self.limit)

    def clear(self) -> int:
        """Remove everything; returns the number of bytes that were held."""
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
