"""The result of reading a value: what was understood, and everything that was not.

The hub accepts front matter of any shape, and configurations are written by hand. Readers always
get both halves, so that nothing that is present can become "not stated" on the way.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import TypeAlias

from provenance.model.metadata_value import quote_of, shape_of

Path: TypeAlias = tuple[str | int, ...]
"""Keys and indexes from the top of a document."""


@dataclass(frozen=True, slots=True)
class Value:
    """A text that was understood.

    Attributes:
        text: As written, without surrounding blanks; a number as its digits.
        path: Its place.
    """

    text: str
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Leftover:
    """Something present that was not understood.

    Attributes:
        path: Its place.
        shape: Its type: `a mapping`, `a list`, `a number`, `true`, `text`.
        quote: As written, on one line.
        expected: What belongs there, such as `the name of a model`.
    """

    path: Path
    shape: str
    quote: str
    expected: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything at a place, in document order.

    Attributes:
        values: What was understood.
        leftovers: What was not understood. Both are empty only if the place is.
    """

    values: tuple[Value, ...] = ()
    leftovers: tuple[Leftover, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """The values without their places."""
        return tuple(value.text for value in self.values)


def together(readings: Iterable[Reading]) -> Reading:
    """Combine several readings."""
    known = list(readings)
    values = chain.from_iterable(reading.values for reading in known)
    leftovers = chain.from_iterable(reading.leftovers for reading in known)
    return Reading(tuple(values), tuple(leftovers))


def leftover(value: object, path: Path, expected: str) -> Reading:
    """A reading in which nothing of `value` was understood."""
    return Reading(
        leftovers=(
            Leftover(path=path, shape=shape_of(value), quote=quote_of(value), expected=expected),
        )
    )


def pointer(path: Path) -> str:
    """A path in readable form: `base_model[0].name`."""
    steps = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in path]
    return "".join(steps).removeprefix(".")
