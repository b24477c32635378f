"""Fetch the bytes of a file in few ranges and within limits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from provenance.weights.errors import MalformedHeaderError, TruncatedHeaderError

# A reader that needs more than this is no longer reading a header.
MOST_BYTES: Final = 32 * 1024 * 1024
# A torch archive takes two: its end, and its pickle.
MOST_REQUESTS: Final = 16
# For a local file, which costs no request.
MOST_LOCAL_REQUESTS: Final = 20_000
# A request costs more than these bytes do.
LEAST_FETCHED: Final = 64 * 1024

Fetch = Callable[[int, int], bytes]
"""Bytes from an offset on, at most as many as asked for."""


class Ranges:
    """Reads any part of a file; fetches nothing twice.

    Args:
        path: Path inside the repository, for messages.
        head: The first bytes of the file, already available.
        size: Size of the whole file in bytes, or None if unknown.
        fetch: Fetches other bytes; None if `head` is the whole file.
        most_bytes: Maximum bytes to fetch besides `head`.
        most_requests: Maximum number of calls of `fetch`.

    Attributes:
        is_at_hand: Whether reading another part costs no request.
    """

    def __init__(
        self,
        path: str,
        head: bytes,
        size: int | None,
        fetch: Fetch | None = None,
        most_bytes: int = MOST_BYTES,
        most_requests: int = MOST_REQUESTS,
    ) -> None:
        self.path = path
        self.size = size
        self.head = head
        self._fetch = fetch
        self._left = most_bytes
        self._requests_left = most_requests
        self.is_at_hand = fetch is None or most_requests > MOST_REQUESTS
        self._spans: dict[int, bytes] = {0: head}

    @classmethod
    def of(cls, path: str, data: bytes) -> Ranges:
        """A file that is completely in memory."""
        return cls(path, data, len(data))

    def read(self, start: int, length: int) -> bytes:
        """Bytes from `start` on; fewer than `length` only at the end of the file.

        Raises:
            TruncatedHeaderError: The file is longer, and no more of it may be fetched.
            HubError: The bytes could not be fetched.
        """
        end = start + length
        if self.size is not None:
            end = min(end, self.size)
        parts: list[bytes] = []
        at = start
        while at < end:
            part = self._available(at, end)
            if not part:
                part = self._fetched(at, end)
            if not part:
                break
            parts.append(part)
            at += len(part)
        return b"".join(parts)

    def exactly(self, start: int, length: int) -> bytes:
        """Bytes that must exist.

        Raises:
            MalformedHeaderError: The file ends early.
            TruncatedHeaderError: As `read`.
        """
        data = self.read(start, length)
        if len(data) < length:
            raise MalformedHeaderError(self.path, f"the file ends before byte {start + length:,}")
        return data

    def _available(self, at: int, end: int) -> bytes:
        """The available bytes from `at` on."""
        for start, data in self._spans.items():
            if start <= at < start + len(data):
                return data[at - start : end - start]
        return b""

    def _fetched(self, at: int, end: int) -> bytes:
        """The bytes that one request returns from `at` on, cut at `end`."""
        if self._fetch is None:
            return b""
        length = max(end - at, LEAST_FETCHED)
        if self.size is not None:
            length = min(length, self.size - at)
        if length > self._left or self._requests_left <= 0:
            raise TruncatedHeaderError(self.path, end)
        self._requests_left -= 1
        self._left -= length
        data = self._fetch(at, length)
        self._spans[at] = data
        return data[: end - at]

    @property
    def fetched(self) -> int:
        """The number of available bytes, including `head`."""
        return sum(len(data) for data in self._spans.values())
