"""Read names, positions and sizes of ZIP entries from the end of an archive, and single entries by
range.

`zipfile` rejects archives that loaders still accept: with a wrong checksum, with a meaningless
encryption flag, with another name in front of the data. A scanner built on it sees nothing there.
This module reads the archive as it is, and notes what two readers may interpret differently.
Source: APPNOTE.TXT 6.3, sections 4.3 and 4.4.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

from provenance.messages import Message, message
from provenance.weights.errors import MalformedHeaderError, TruncatedHeaderError
from provenance.weights.ranges import Ranges

_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_END_SIGN, _END_64_SIGN, _LOCATOR_SIGN = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
_ENTRY_SIGN, _LOCAL_SIGN = b"PK\x01\x02", b"PK\x03\x04"
_LONGEST_COMMENT = 65_535
_IN_64_BITS = 0xFFFFFFFF
_EXTRA_64 = 1
# The directory of a torch archive with ten thousand tensors has about one megabyte.
MOST_DIRECTORY = 8 * 1024 * 1024
MOST_ENTRIES = 60_000
_STORED, _DEFLATED = 0, 8
_ENCRYPTED = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One file in an archive, as the directory lists it.

    Attributes:
        name: As written.
        packed: Bytes in the archive.
        size: Bytes when unpacked.
        method: 0 for stored, 8 for deflated.
        crc: Checksum of the unpacked bytes.
        at: Offset of the header in front of the data.
        is_marked_encrypted: Whether a flag marks it as encrypted.
    """

    name: str
    packed: int
    size: int
    method: int
    crc: int
    at: int
    is_marked_encrypted: bool


@dataclass(frozen=True, slots=True)
class Directory:
    """The listing of an archive.

    Attributes:
        entries: In the order of the directory.
        oddities: What two readers may interpret differently, or what escapes the folder into which
            it is unpacked.
    """

    entries: tuple[Entry, ...]
    oddities: tuple[Message, ...]


def read_directory(ranges: Ranges) -> Directory:
    """Read the central directory of an archive.

    Raises:
        MalformedHeaderError: The directory is missing, or contradicts itself.
        TruncatedHeaderError: The directory exceeds the read limit, or the size of the file is
            unknown.
        HubError: The directory could not be fetched.
    """
    if ranges.size is None:
        raise TruncatedHeaderError(ranges.path, len(ranges.head) + 1)
    tail_size = min(ranges.size, _LONGEST_COMMENT + _END.size + _LOCATOR.size + _END_64.size)
    tail_at = ranges.size - tail_size
    tail = ranges.exactly(tail_at, tail_size)
    end = tail.rfind(_END_SIGN)
    if end < 0 or len(tail) < end + _END.size:
        raise _malformed(ranges, "weights.malformed.zip-end")
    count, size, start = _place(ranges, tail, tail_at, end)
    if size > MOST_DIRECTORY or count > MOST_ENTRIES:
        raise TruncatedHeaderError(ranges.path, ranges.size)
    # Bytes may precede an archive; offsets count from its start.
    shift = tail_at + end - (start + size) if start + size <= tail_at + end else 0
    if _has_64(tail, end):
        shift = 0
    data = ranges.exactly(start + shift, size)
    entries = _entries(ranges, data, shift)
    oddities = [*_oddities(entries)]
    if tail.count(_END_SIGN) > 1 or len(entries) != count:
        oddities.append(message("weights.archive.two-directories"))
    return Directory(entries, tuple(oddities))


def read_entry(ranges: Ranges, entry: Entry, limit: int) -> tuple[bytes, tuple[Message, ...]]:
    """The unpacked bytes of an entry, at most `limit`, whatever its checksum and flags.

    Returns:
        The bytes, and what two readers may interpret differently.

    Raises:
        MalformedHeaderError: The entry is beyond the file, or uses an unknown compression method.
        TruncatedHeaderError, HubError: As `read_directory`.
    """
    at, oddities = data_start(ranges, entry)
    packed = ranges.read(at, min(entry.packed, limit))
    data = _unpacked(ranges, entry, packed, limit)
    if len(data) == entry.size and zlib.crc32(data) != entry.crc:
        oddities = (*oddities, message("weights.archive.wrong-checksum", name=entry.name))
    return data, oddities


def data_start(ranges: Ranges, entry: Entry) -> tuple[int, tuple[Message, ...]]:
    """The start of an entry's data, and where its own header differs.

    Raises:
        MalformedHeaderError, TruncatedHeaderError, HubError: As `read_entry`.
    """
    header = ranges.exactly(entry.at, _LOCAL.size)
    fields = _LOCAL.unpack(header)
    if fields[0] != _LOCAL_SIGN:
        raise _malformed(ranges, "weights.malformed.zip-entry", name=entry.name)
    name_length, extra_length = fields[9], fields[10]
    name = ranges.exactly(entry.at + _LOCAL.size, name_length).decode("utf-8", "replace")
    oddities: tuple[Message, ...] = ()
    if name != entry.name:
        renamed = message("weights.archive.other-name", name=entry.name, other=name)
        oddities = (renamed,)
    return entry.at + _LOCAL.size + name_length + extra_length, oddities


def _malformed(ranges: Ranges, key: str, **arguments: object) -> MalformedHeaderError:
    return MalformedHeaderError(ranges.path, message(key, **arguments))


def _has_64(tail: bytes, end: int) -> bool:
    locator = end - _LOCATOR.size
    return locator >= 0 and tail[locator : locator + 4] == _LOCATOR_SIGN


def _place(ranges: Ranges, tail: bytes, tail_at: int, end: int) -> tuple[int, int, int]:
    """The number of entries in the directory, its length, and its start."""
    fields = _END.unpack_from(tail, end)
    count, size, start = fields[4], fields[5], fields[6]
    if _has_64(tail, end):
        at = int(_LOCATOR.unpack_from(tail, end - _LOCATOR.size)[2])
        record = ranges.exactly(at, _END_64.size)
        fields_64 = _END_64.unpack(record)
        if fields_64[0] != _END_64_SIGN:
            raise _malformed(ranges, "weights.malformed.zip-end")
        count, size, start = fields_64[7], fields_64[8], fields_64[9]
    if start + size > tail_at + end:
        raise _malformed(ranges, "weights.malformed.zip-end")
    return count, size, start


def _entries(ranges: Ranges, data: bytes, shift: int) -> tuple[Entry, ...]:
    entries = []
    at = 0
    while at + _ENTRY.size <= len(data):
        fields = _ENTRY.unpack_from(data, at)
        if fields[0] != _ENTRY_SIGN:
            break
        flags, method, crc, packed, size = fields[3], fields[4], fields[7], fields[8], fields[9]
        name_length, extra_length, comment_length = fields[10:13]
        name_at = at + _ENTRY.size
        extra_at = name_at + name_length
        extra = data[extra_at : extra_at + extra_length]
        size, packed, offset = _in_64_bits(extra, size, packed, fields[16])
        if ranges.size is not None and offset + shift >= ranges.size:
            raise _malformed(ranges, "weights.malformed.zip-end")
        entry = Entry(
            name=data[name_at:extra_at].decode("utf-8", "replace"),
            packed=packed,
            size=size,
            method=method,
            crc=crc,
            at=offset + shift,
            is_marked_encrypted=bool(flags & _ENCRYPTED),
        )
        entries.append(entry)
        at = extra_at + extra_length + comment_length
    return tuple(entries)


def _in_64_bits(extra: bytes, size: int, packed: int, offset: int) -> tuple[int, int, int]:
    """Size, packed size and offset; values that do not fit into 32 bits are in the extra field."""
    values: list[int] = []
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind == _EXTRA_64:
            part = extra[at + 4 : at + 4 + length]
            values = [int.from_bytes(part[n : n + 8], "little") for n in range(0, len(part) - 7, 8)]
        at += 4 + length
    fields = [size, packed, offset]
    for index, value in enumerate(fields):
        if value == _IN_64_BITS and values:
            fields[index] = values.pop(0)
    return fields[0], fields[1], fields[2]


def _oddities(entries: tuple[Entry, ...]) -> list[Message]:
    names: set[str] = set()
    oddities = []
    for entry in entries:
        parts = entry.name.replace("\\", "/").split("/")
        if ".." in parts or entry.name.startswith(("/", "\\")) or ":" in parts[0]:
            oddities.append(message("weights.archive.leaves-folder", name=entry.name))
        if entry.name in names:
            oddities.append(message("weights.archive.twice", name=entry.name))
        if entry.is_marked_encrypted:
            oddities.append(message("weights.archive.encrypted", name=entry.name))
        names.add(entry.name)
    return oddities[:20]


def _unpacked(ranges: Ranges, entry: Entry, packed: bytes, limit: int) -> bytes:
    if entry.method == _STORED:
        return packed
    if entry.method != _DEFLATED:
        raise _malformed(ranges, "weights.malformed.zip-method", name=entry.name)
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, limit)
    except zlib.error:
        raise _malformed(ranges, "weights.malformed.zip-entry", name=entry.name) from None
