"""Read the tables of a FlatBuffer by range and within limits.

Format: https://flatbuffers.dev/internals/. A table starts with the distance back to its vtable,
which gives the position of each field; nested tables, vectors and texts are forward distances.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from provenance.messages import message
from provenance.weights.errors import MalformedHeaderError
from provenance.weights.ranges import Ranges

_MOST_FIELDS = 256
_LONGEST_TEXT = 4096
# Tables in one file, nested or in vectors.
MOST_TABLES = 50_000
_OFFSET, _LENGTH = "<I", 4


@dataclass(frozen=True, slots=True)
class FlatTable:
    """One table.

    Attributes:
        ranges: The file.
        at: Offset of its start.
        fields: Distance from there for each field of its schema; 0 if the field is omitted.
    """

    ranges: Ranges
    at: int
    fields: tuple[int, ...]

    @classmethod
    def root(cls, ranges: Ranges) -> FlatTable:
        """The root table of the file.

        Raises:
            MalformedHeaderError, TruncatedHeaderError, HubError: The table could not be read.
        """
        return cls.read(ranges, _number(ranges, 0, _OFFSET))

    @classmethod
    def read(cls, ranges: Ranges, at: int) -> FlatTable:
        """The table at an offset; raises as `root`."""
        vtable = at - _number(ranges, at, "<i")
        if vtable < 0:
            raise _malformed(ranges)
        size = _number(ranges, vtable, "<H")
        count = (size - 4) // 2
        if size < 4 or count > _MOST_FIELDS:
            raise _malformed(ranges)
        data = ranges.exactly(vtable + 4, count * 2)
        return cls(ranges, at, struct.unpack(f"<{count}H", data))

    def number(self, field: int, code: str, default: int = 0) -> int:
        """A number, by its format code of the module `struct`."""
        place = self._place(field)
        return default if place is None else _number(self.ranges, place, f"<{code}")

    def text(self, field: int) -> str:
        """A text, at most its first 4,096 bytes; empty if omitted."""
        place = self._target(field)
        if place is None:
            return ""
        length = min(_number(self.ranges, place, _OFFSET), _LONGEST_TEXT)
        data = self.ranges.exactly(place + _LENGTH, length)
        return data.decode("utf-8", "replace")

    def numbers(self, field: int, code: str, most: int) -> tuple[int, ...]:
        """A vector of numbers; one longer than `most` is malformed."""
        place = self._target(field)
        if place is None:
            return ()
        count = self._count(place, most)
        form = f"<{count}{code}"
        data = self.ranges.exactly(place + _LENGTH, struct.calcsize(form))
        return struct.unpack(form, data)

    def length(self, field: int) -> int:
        """The number of items in a vector."""
        place = self._target(field)
        return 0 if place is None else _number(self.ranges, place, _OFFSET)

    def tables(self, field: int) -> list[FlatTable]:
        """A vector of tables; one longer than `MOST_TABLES` is malformed."""
        place = self._target(field)
        if place is None:
            return []
        count = self._count(place, MOST_TABLES)
        begin = place + _LENGTH
        data = self.ranges.exactly(begin, count * _LENGTH)
        distances = struct.unpack(f"<{count}I", data)
        places = [begin + number * _LENGTH + step for number, step in enumerate(distances)]
        return [FlatTable.read(self.ranges, at) for at in places]

    def _count(self, place: int, most: int) -> int:
        count = _number(self.ranges, place, _OFFSET)
        if count > most:
            raise _malformed(self.ranges)
        return count

    def _place(self, field: int) -> int | None:
        """The offset of a field, or None if it is omitted."""
        distance = self.fields[field] if field < len(self.fields) else 0
        return self.at + distance if distance else None

    def _target(self, field: int) -> int | None:
        """The offset that a field refers to."""
        place = self._place(field)
        return None if place is None else place + _number(self.ranges, place, _OFFSET)


def _number(ranges: Ranges, at: int, form: str) -> int:
    (value,) = struct.unpack(form, ranges.exactly(at, struct.calcsize(form)))
    return int(value)


def _malformed(ranges: Ranges) -> MalformedHeaderError:
    return MalformedHeaderError(ranges.path, message("weights.malformed.flatbuffer"))
