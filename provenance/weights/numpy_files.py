"""NumPy's `.npy` and `.npz`: type and shape, and the pickles that store objects.

Format: numpy.lib.format. An array of objects is a pickle after the header; `numpy.load` reads it
only with `allow_pickle=True`, older versions without asking.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from types import MappingProxyType

from provenance.messages import Message, message
from provenance.weights.errors import MalformedHeaderError, TruncatedHeaderError
from provenance.weights.facts import WeightFacts
from provenance.weights.pickles import PickleReading, Stream, read_pickles
from provenance.weights.ranges import Ranges
from provenance.weights.shapes import ShapeDigest
from provenance.weights.spans import elements
from provenance.weights.zip_directory import data_start, read_directory, read_entry

_MAGIC = b"\x93NUMPY"
_LONGEST_HEADER = 64 * 1024
_MOST_ARRAYS = 1000
_MOST_PICKLE = 16 * 1024 * 1024
_DESCR = re.compile(rb"'descr':\s{0,10}('[^']{1,100}'|\[[^\]]{1,20000}\])")
_SHAPE = re.compile(rb"'shape':\s{0,10}\(([\d,\sL]{0,500})\)")
_OBJECT = re.compile(rb"'[<>|=]?O\d{0,2}'")
_NAMES = {"f2": "F16", "f4": "F32", "f8": "F64", "b1": "BOOL", "c8": "C64", "c16": "C128"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Array:
    """The header of one array."""

    dtype: str
    shape: tuple[int, ...]
    holds_objects: bool
    end: int


def read_npy(ranges: Ranges) -> WeightFacts:
    """Read the header of one array.

    Raises:
        MalformedHeaderError: The header contradicts the format.
        TruncatedHeaderError, HubError: The header could not be read.
    """
    array = _header(ranges.path, ranges.read(0, _LONGEST_HEADER))
    reading = PickleReading()
    if array.holds_objects:
        read_pickles(Stream(ranges.read, array.end, ranges.size), into=reading)
    return _facts(ranges, "npy", [("", array)], reading)


def read_npz(ranges: Ranges) -> WeightFacts:
    """Read the headers of the arrays in an archive.

    Raises:
        MalformedHeaderError, TruncatedHeaderError, HubError: As `read_directory`.
    """
    directory = read_directory(ranges)
    reading = PickleReading()
    oddities: list[Message] = list(directory.oddities)
    arrays: list[tuple[str, _Array]] = []
    is_cut = len(directory.entries) > _MOST_ARRAYS
    for entry in directory.entries[:_MOST_ARRAYS]:
        try:
            data_start(ranges, entry)
            head, _ = read_entry(ranges, entry, _LONGEST_HEADER)
            if not head.startswith(_MAGIC):
                read_pickles(Stream.of(head), entry.name, into=reading)
                reading.broken = None
                continue
            array = _header(ranges.path, head)
            arrays.append((entry.name, array))
            if array.holds_objects:
                data, odd = read_entry(ranges, entry, _MOST_PICKLE)
                oddities += odd
                read_pickles(Stream.of(data[array.end :]), entry.name, into=reading)
        except TruncatedHeaderError:
            is_cut = True
            break
    return _facts(ranges, "npz", arrays, reading, tuple(oddities), is_cut=is_cut)


def _header(path: str, head: bytes) -> _Array:
    major = head[6] if len(head) > 6 else 0
    width = 2 if major == 1 else 4
    length = int.from_bytes(head[8 : 8 + width], "little")
    end = 8 + width + length
    if not head.startswith(_MAGIC) or major not in (1, 2, 3) or length > _LONGEST_HEADER - 12:
        raise MalformedHeaderError(path, message("weights.malformed.npy"))
    text = head[8 + width : end]
    descr, shape = _DESCR.search(text), _SHAPE.search(text)
    if descr is None or shape is None:
        raise MalformedHeaderError(path, message("weights.malformed.npy"))
    numbers = [part.strip(b" L") for part in shape[1].split(b",")]
    dimensions = tuple(int(number[:20]) for number in numbers if number.isdigit())
    return _Array(
        dtype=descr[1].decode("latin-1").strip("'").lstrip("<>|="),
        shape=dimensions,
        holds_objects=_OBJECT.search(descr[1]) is not None,
        end=end,
    )


def _facts(
    ranges: Ranges,
    file_format: str,
    arrays: list[tuple[str, _Array]],
    reading: PickleReading,
    oddities: tuple[Message, ...] = (),
    *,
    is_cut: bool = False,
) -> WeightFacts:
    dtypes: Counter[str] = Counter()
    shapes = ShapeDigest()
    for name, array in arrays:
        plain = array.dtype if array.dtype[:1].isalpha() else "structured"
        dtype = "object" if array.holds_objects else _NAMES.get(plain, plain.upper()[:32])
        dtypes[dtype] += elements(ranges.path, name, array.shape)
        shapes.add(name.removesuffix(".npy"), array.shape)
    if reading.broken:
        broken = message("weights.archive.broken-pickle", position=reading.broken.position)
        oddities = (*oddities, broken)
    return WeightFacts(
        path=ranges.path,
        format=file_format,
        parameters=None if is_cut else sum(dtypes.values()),
        dtypes=MappingProxyType(dict(sorted(dtypes.items()))),
        complete=not is_cut,
        tensors=None if is_cut else len(arrays),
        shapes="" if is_cut else shapes.text,
        uses=tuple(reading.uses.values()),
        oddities=oddities,
    )
