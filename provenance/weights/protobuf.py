"""Read the fields of a protobuf message from a stream; large ones can be skipped.

Wire format: https://protobuf.dev/programming-guides/encoding/. Covers only what model graphs need.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from provenance.weights.pickles.stream import Stream, StreamEndError

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5
_FIXED_WIDTHS = {FIXED64: 8, FIXED32: 4}
_LONGEST_VARINT = 10
# Names and attributes of a node; weights are longer and are skipped.
LONGEST_KEPT = 1024 * 1024


class BrokenMessageError(Exception):
    """The bytes are not a protobuf message."""


class Field(NamedTuple):
    """One field.

    Attributes:
        number: Its number.
        kind: Its wire type.
        value: The number; for bytes, their length.
        start: Offset of its bytes.
    """

    number: int
    kind: int
    value: int
    start: int


def fields(stream: Stream, end: int | None) -> Iterator[Field]:
    """The fields up to `end`, or to the end of the stream. After each field of bytes the caller
    takes or skips them.

    Raises:
        BrokenMessageError: The bytes are not a message.
    """
    while end is None or stream.position < end:
        if end is None and not stream.peek():
            return
        try:
            field = _begun(stream)
        except StreamEndError:
            raise BrokenMessageError from None
        behind = field.start + (field.value if field.kind == BYTES else 0)
        if end is not None and field.kind == BYTES and behind > end:
            raise BrokenMessageError
        yield field
        if stream.position < behind:
            _skip(stream, behind - stream.position)


def _begun(stream: Stream) -> Field:
    """The tag of the next field, with its number or its length.

    Raises:
        BrokenMessageError: There is no such kind of field.
        StreamEndError: The bytes end in the middle of it.
    """
    tag = _varint(stream)
    number, kind = tag >> 3, tag & 7
    if number == 0 or kind not in (VARINT, FIXED64, BYTES, FIXED32):
        raise BrokenMessageError
    value = 0
    if kind in _FIXED_WIDTHS:
        stream.take(_FIXED_WIDTHS[kind])
    else:
        value = _varint(stream)
    return Field(number=number, kind=kind, value=value, start=stream.position)


def taken(stream: Stream, field: Field) -> bytes:
    """The bytes of a field; empty for one too long to be a name.

    Raises:
        BrokenMessageError: The bytes are missing.
    """
    if field.kind != BYTES or field.value > LONGEST_KEPT:
        return b""
    try:
        return stream.take(field.value)
    except StreamEndError:
        raise BrokenMessageError from None


def pair(data: bytes) -> tuple[str, str]:
    """A key and a value, encoded as a map entry.

    Raises:
        BrokenMessageError: The bytes are not a message.
    """
    texts = {1: "", 2: ""}
    stream = Stream.of(data)
    for field in fields(stream, None):
        if field.number in texts and field.kind == BYTES:
            texts[field.number] = taken(stream, field).decode("utf-8", "replace")
    return texts[1], texts[2]


def _skip(stream: Stream, count: int) -> None:
    try:
        stream.skip(count)
    except StreamEndError:
        raise BrokenMessageError from None


def _varint(stream: Stream) -> int:
    value = 0
    for place in range(_LONGEST_VARINT):
        byte = stream.take(1)[0]
        value |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            return value
    raise BrokenMessageError
