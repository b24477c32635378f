"""Tar archives: the pickles and PyTorch archives in them.

PyTorch wrote tar files before 0.1.10, with a pickle in each of `sys_info`, `pickle`, `storages` and
`tensors`, and still loads them. NeMo keeps the checkpoint of a model in one. Headers follow POSIX.1
(ustar): blocks of 512 bytes, numbers in octal digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from provenance.messages import Message, message
from provenance.weights.content import SNIFF_BYTES, content_format
from provenance.weights.errors import MalformedHeaderError, TruncatedHeaderError
from provenance.weights.facts import WeightFacts
from provenance.weights.pickle_file import facts_of
from provenance.weights.pickles import PickleReading, Stream, read_pickles
from provenance.weights.ranges import Ranges
from provenance.weights.torch_zip import read_torch_zip

_BLOCK = 512
# Where a header states what: the name, the size in octal digits, the kind of entry, and the mark.
_NAME, _SIZE, _KIND = slice(0, 100), slice(124, 136), slice(156, 157)
_MARK, _USTAR = slice(257, 262), b"ustar"
_MOST_ENTRIES = 10_000
# Regular files: `0`, and a zero byte in archives of old tools.
_FILES = frozenset({b"0", b"\0"})
_OCTAL = re.compile(rb"\s*([0-7]{1,11})[\s\0]*")
_ZIPS = frozenset({"zip", "torch-zip", "torch-mar"})


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file of an archive: its name, and where its bytes lie."""

    name: str
    at: int
    size: int


def read_tar(ranges: Ranges) -> WeightFacts:
    """Read the pickles of an archive, and those of a PyTorch archive in it.

    Raises:
        MalformedHeaderError: A header is broken.
        HubError: The file could not be fetched.
    """
    reading = PickleReading()
    oddities: list[Message] = []
    inner: list[WeightFacts] = []
    is_cut = False
    try:
        for entry in _entries(ranges):
            begin = ranges.read(entry.at, min(entry.size, SNIFF_BYTES))
            content = content_format(begin, entry.size)
            if content == "pickle":
                stream = Stream(ranges.read, entry.at, entry.at + entry.size)
                read_pickles(stream, entry.name, into=reading)
            elif content in _ZIPS:
                inner.append(read_torch_zip(_part(ranges, entry, begin)))
    except TruncatedHeaderError:
        is_cut = True
    for facts in inner:
        oddities += facts.oddities
        for use in facts.uses:
            reading.uses.setdefault(use.name, use)
    whole = facts_of(
        path=ranges.path,
        file_format="tar",
        reading=reading,
        is_cut=is_cut or not all(facts.complete for facts in inner),
        oddities=tuple(oddities),
    )
    if len(inner) == 1 and whole.parameters is None:
        [facts] = inner
        return replace(
            whole, parameters=facts.parameters, dtypes=facts.dtypes, tensors=facts.tensors
        )
    return whole


def _entries(ranges: Ranges) -> Iterator[_Entry]:
    """The regular files of an archive in order.

    Raises:
        MalformedHeaderError: A header is broken, or there are too many.
        TruncatedHeaderError, HubError: A header could not be fetched.
    """
    at = 0
    for _ in range(_MOST_ENTRIES):
        header = ranges.read(at, _BLOCK)
        if len(header) < _BLOCK or not header.strip(b"\0"):
            return
        number = _OCTAL.fullmatch(header[_SIZE])
        if header[_MARK] != _USTAR or number is None:
            raise MalformedHeaderError(ranges.path, message("weights.malformed.tar"))
        size = int(number[1], 8)
        if header[_KIND] in _FILES:
            name = header[_NAME].rstrip(b"\0").decode("utf-8", "replace")
            yield _Entry(name, at + _BLOCK, size)
        blocks = (size + _BLOCK - 1) // _BLOCK
        at += _BLOCK + blocks * _BLOCK
    raise MalformedHeaderError(ranges.path, message("weights.malformed.tar"))


def _part(ranges: Ranges, entry: _Entry, begin: bytes) -> Ranges:
    """A file of an archive as a file of its own."""

    def fetch(at: int, length: int) -> bytes:
        return ranges.read(entry.at + at, min(length, entry.size - at))

    return Ranges(ranges.path, begin, entry.size, fetch=fetch)
