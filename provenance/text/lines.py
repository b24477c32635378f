"""Lines of a file, and problems found on them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LineSpan:
    """Lines of a file, counted from 1, both ends inclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ReadingProblem:
    """Something in a text that could not be interpreted.

    Attributes:
        message: One sentence without a trailing full stop.
        line: Where it is.
        fatal: Whether it makes everything around it unreadable, such as a whole front matter.
    """

    message: str
    line: int
    fatal: bool = False
