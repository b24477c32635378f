"""Decompress bytes piece by piece and within limits."""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable
from typing import Protocol

from provenance.messages import message
from provenance.weights.errors import MalformedHeaderError, MissingReaderError, TruncatedHeaderError
from provenance.weights.ranges import Ranges

# More is data: a small file that expands to gigabytes is an attack on its reader.
MOST_UNPACKED = 64 * 1024 * 1024
_CHUNK = 256 * 1024
_LARGEST_CHUNK = 4 * 1024 * 1024
_LZMA_MEMORY = 64 * 1024 * 1024
# A window of 64 MiB, as for LZMA.
_WINDOW_BITS = 26
_ANY_ZLIB_HEADER = 32 + zlib.MAX_WBITS
_LZ4, _ZSTD = b"\x04\x22\x4d\x18", b"\x28\xb5\x2f\xfd"


class _Unpacker(Protocol):
    @property
    def eof(self) -> bool: ...

    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class _Zlib:
    """The zlib decompressor, with the interface of the others."""

    def __init__(self) -> None:
        self._object = zlib.decompressobj(_ANY_ZLIB_HEADER)

    @property
    def eof(self) -> bool:
        return self._object.eof

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        return self._object.decompress(self._object.unconsumed_tail + data, max_length)


def _lz4() -> _Unpacker:
    from lz4.frame import LZ4FrameDecompressor

    unpacker: _Unpacker = LZ4FrameDecompressor()
    return unpacker


class _Zstandard:
    """The decompressor of backports.zstd, whose error class differs from all others."""

    def __init__(self) -> None:
        from backports.zstd import DecompressionParameter, ZstdDecompressor, ZstdError

        self._error = ZstdError
        window = {int(DecompressionParameter.window_log_max): _WINDOW_BITS}
        self._object = ZstdDecompressor(options=window)

    @property
    def eof(self) -> bool:
        return self._object.eof

    @property
    def needs_input(self) -> bool:
        return self._object.needs_input

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        try:
            return self._object.decompress(data, max_length)
        except self._error as error:
            raise ValueError(str(error)) from None


_FORMATS: tuple[tuple[bytes, Callable[[], _Unpacker]], ...] = (
    (b"BZh", bz2.BZ2Decompressor),
    (b"\xfd7zXZ\0", lambda: lzma.LZMADecompressor(memlimit=_LZMA_MEMORY)),
    (b"\x5d\0\0", lambda: lzma.LZMADecompressor(lzma.FORMAT_ALONE, memlimit=_LZMA_MEMORY)),
    (b"\x1f\x8b", _Zlib),
    (b"\x78", _Zlib),
    (_LZ4, _lz4),
    (_ZSTD, _Zstandard),
)


def inflated(ranges: Ranges) -> Callable[[int, int], bytes]:
    """A source of the decompressed bytes, for a stream that only reads forward.

    Raises:
        MissingReaderError: The compression is not supported here.
    """
    head = ranges.head
    make = next((make for sign, make in _FORMATS if head.startswith(sign)), None)
    if make is None:
        reason = message("weights.malformed.packing", name="?")
        raise MissingReaderError(ranges.path, reason)
    try:
        unpacker = make()
    except ImportError:
        library = {_LZ4: "lz4", _ZSTD: "backports.zstd"}[head[:4]]
        reason = message("weights.malformed.needs-extra", extra="packed", library=library)
        raise MissingReaderError(ranges.path, reason) from None
    return _Source(ranges, unpacker).read


class _Source:
    def __init__(self, ranges: Ranges, unpacker: _Unpacker) -> None:
        self._ranges = ranges
        self._unpacker = unpacker
        self._fed = 0
        self._begin = 0
        self._data = b""
        self._ended = False
        self._chunk = _CHUNK

    def read(self, start: int, length: int) -> bytes:
        """Bytes from `start` on; `start` is never before the end of the last read."""
        while self._begin + len(self._data) < start + length and not self._ended:
            self._more()
            drop = min(max(start - self._begin, 0), len(self._data))
            self._data = self._data[drop:]
            self._begin += drop
        offset = start - self._begin
        return self._data[offset : offset + length]

    def _more(self) -> None:
        """Decompress one piece."""
        if self._begin + len(self._data) > MOST_UNPACKED:
            raise TruncatedHeaderError(self._ranges.path, self._fed)
        needs_input = getattr(self._unpacker, "needs_input", True)
        packed = self._ranges.read(self._fed, self._chunk) if needs_input else b""
        self._fed += len(packed)
        self._chunk = min(self._chunk * 2, _LARGEST_CHUNK)
        try:
            piece = self._unpacker.decompress(packed, _CHUNK * 4)
        except (zlib.error, OSError, EOFError, lzma.LZMAError, ValueError, RuntimeError):
            reason = message("weights.malformed.unpacking")
            raise MalformedHeaderError(self._ranges.path, reason) from None
        self._data += piece
        self._ended = self._unpacker.eof or not (piece or packed)
