"""A forward stream of bytes, from a file or a decompressor."""

from __future__ import annotations

from collections.abc import Callable

_FIRST_CHUNK = 256 * 1024
_LARGEST_CHUNK = 8 * 1024 * 1024
# A name in a pickle ends with its line; no class name is this long.
_LONGEST_LINE = 64 * 1024

Source = Callable[[int, int], bytes]
"""Bytes from an offset on; fewer than asked for only at the end."""


class StreamEndError(Exception):
    """The bytes end prematurely."""


class Stream:
    """A stream that only reads forward.

    Args:
        source: Where the bytes come from.
        start: Offset of the first byte.
        end: Offset after the last byte, or None if only the source knows.
    """

    def __init__(self, source: Source, start: int = 0, end: int | None = None) -> None:
        self._source = source
        self._end = end
        self._data = b""
        self._begin = start
        self._at = 0
        self._chunk = _FIRST_CHUNK

    @classmethod
    def of(cls, data: bytes) -> Stream:
        """A stream of bytes in memory."""
        return cls(lambda start, length: data[start : start + length], 0, len(data))

    @property
    def position(self) -> int:
        """Offset of the next byte."""
        return self._begin + self._at

    def take(self, count: int) -> bytes:
        """The next bytes.

        Raises:
            StreamEndError: Too few bytes are left.
        """
        end = self._at + count
        if end > len(self._data):
            self._refill(count)
            end = count
        taken = self._data[self._at : end]
        if len(taken) < count:
            raise StreamEndError
        self._at = end
        return taken

    def peek(self) -> bytes:
        """The next byte, or nothing at the end."""
        if self._at >= len(self._data):
            self._refill(1)
        return self._data[self._at : self._at + 1]

    def line(self) -> bytes:
        """The bytes up to the next line feed, without it.

        Raises:
            StreamEndError: No line feed is near.
        """
        end = self._data.find(b"\n", self._at, self._at + _LONGEST_LINE)
        if end < 0:
            self._refill(_LONGEST_LINE)
            end = self._data.find(b"\n", self._at, self._at + _LONGEST_LINE)
        if end < 0:
            raise StreamEndError
        taken = self._data[self._at : end]
        self._at = end + 1
        return taken

    def skip(self, count: int) -> None:
        """Skip bytes without reading them."""
        rest = len(self._data) - self._at
        if count <= rest:
            self._at += count
            return
        self._begin += len(self._data) + count - rest
        self._data = b""
        self._at = 0
        if self._end is not None and self._begin > self._end:
            raise StreamEndError

    def _refill(self, count: int) -> None:
        """Make at least `count` bytes available, if that many are left."""
        position = self.position
        kept = self._data[self._at :]
        wanted = max(count, self._chunk) - len(kept)
        start = position + len(kept)
        if self._end is not None:
            wanted = min(wanted, self._end - start)
        more = self._source(start, wanted) if wanted > 0 else b""
        self._data = kept + more
        self._begin = position
        self._at = 0
        self._chunk = min(self._chunk * 2, _LARGEST_CHUNK)
