"""Iterate over the opcodes of a pickle and their arguments, by the table of `pickletools`.

`pickletools.genops` reads every argument into memory and stops at the first one that it cannot
convert, where the unpickler may go on. This walk converts as little as possible and skips large
arguments.
"""

from __future__ import annotations

import pickletools
from collections.abc import Iterator
from typing import NamedTuple

from provenance.weights.pickles.stream import Stream, StreamEndError

# Larger texts and bytes are data of the model and are skipped.
LONGEST_KEPT = 1024 * 1024
# About three seconds; a torch file with ten thousand tensors needs half as many.
MOST_OPCODES = 1_000_000

_FIXED = {"uint1": 1, "uint2": 2, "int4": 4, "uint4": 4, "uint8": 8, "float8": 8}
_COUNTED = {
    "string1": 1,
    "string4": 4,
    "bytes1": 1,
    "bytes4": 4,
    "bytes8": 8,
    "bytearray8": 8,
    "unicodestring1": 1,
    "unicodestring4": 4,
    "unicodestring8": 8,
    "long1": 1,
    "long4": 4,
}
_LINES = {
    "stringnl": 1,
    "stringnl_noescape": 1,
    "unicodestringnl": 1,
    "decimalnl_short": 1,
    "decimalnl_long": 1,
    "floatnl": 1,
    "stringnl_noescape_pair": 2,
}


class _Code(NamedTuple):
    name: str
    fixed: int
    counted: int
    lines: int


class Opcode(NamedTuple):
    """One opcode.

    Attributes:
        name: Its name in `pickletools`.
        argument: Its raw argument: a line without its end, or two of them joined by a line feed;
            None if longer than `LONGEST_KEPT`.
        position: Offset of the opcode.
    """

    name: str
    argument: bytes | None
    position: int


class BrokenPickleError(Exception):
    """The unpickler would fail here.

    Args:
        position: Offset of the error.
        is_limit: Whether there is no error, but the pickle exceeds the read limit.
    """

    def __init__(self, position: int, *, is_limit: bool = False) -> None:
        super().__init__(position)
        self.position = position
        self.is_limit = is_limit


def _table() -> dict[bytes, _Code]:
    codes = {}
    for opcode in pickletools.opcodes:
        kind = opcode.arg.name if opcode.arg else ""
        codes[opcode.code.encode("latin-1")] = _Code(
            name=opcode.name,
            fixed=_FIXED.get(kind, 0),
            counted=_COUNTED.get(kind, 0),
            lines=_LINES.get(kind, 0),
        )
    return codes


_CODES = _table()


def opcodes(stream: Stream) -> Iterator[Opcode]:
    """Walk one pickle up to its STOP.

    Raises:
        BrokenPickleError: The pickle is cut off, contains an invalid opcode, or is too long.
    """
    for _ in range(MOST_OPCODES):
        position = stream.position
        try:
            code = _CODES.get(stream.take(1))
            if code is None:
                raise BrokenPickleError(position)
            argument = _argument(stream, code)
        except StreamEndError:
            raise BrokenPickleError(position) from None
        yield Opcode(code.name, argument, position)
        if code.name == "STOP":
            return
    raise BrokenPickleError(stream.position, is_limit=True)


def _argument(stream: Stream, code: _Code) -> bytes | None:
    if code.fixed:
        return stream.take(code.fixed)
    if code.counted:
        count = int.from_bytes(stream.take(code.counted), "little")
        if count > LONGEST_KEPT:
            stream.skip(count)
            return None
        return stream.take(count)
    if code.lines == 1:
        return stream.line()
    if code.lines:
        return stream.line() + b"\n" + stream.line()
    return b""
