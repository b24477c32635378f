"""Parse untrusted JSON into plain values, within limits.

`json.loads` alone converts integers of any length (and rejects one of 4,301 digits without naming a
place), turns `1e999` into infinity, accepts `NaN`, silently keeps the last of two equal keys, and
recurses until the interpreter's stack is exhausted. Every reader of untrusted JSON uses `load_json`
instead. Grammar: RFC 8259.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from provenance.messages import message

# 2**64 has 20 digits; no size, count or offset of a file needs more.
MOST_DIGITS = 20
# Hub answers and configurations nest about ten levels; every later walk may recurse this deep.
MOST_LEVELS = 100
# A parsed value takes about 100 bytes, so this caps memory at a few hundred megabytes.
MOST_VALUES = 4_000_000
_NOTICES = 5
_SHOWN_KEY = 80


class JsonError(ValueError):
    """The text is not JSON or exceeds a limit.

    Args:
        reason: What is wrong, as the end of a sentence, without its full stop.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class LoadedJson:
    """A parsed JSON text, with what was lost in parsing.

    Attributes:
        value: None, bool, int, float, str, or lists and string-keyed dicts of these.
        repeated: Keys that occur twice in one object, at most five; the last value wins.
        dropped: Numbers replaced by None because they are out of range, at most five, such as `an
            integer of 4,301 digits`.
    """

    value: object
    repeated: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


def load_json(
    text: str | bytes, *, values: int = MOST_VALUES, levels: int = MOST_LEVELS
) -> LoadedJson:
    """Parse a JSON text.

    Args:
        text: The text; bytes are UTF-8, with or without a byte order mark.
        values: Maximum number of values; every list item and object member counts.
        levels: Maximum nesting of lists and objects.

    Raises:
        JsonError: It is not JSON, or exceeds the maximum of values or levels.
    """
    if isinstance(text, bytes):
        text = _decode(text)
    # Commas and brackets inside strings count as well, so the estimate is never too low.
    estimate = text.count(",") + text.count("[") + text.count("{")
    if estimate > values:
        raise JsonError(message("gap.json.values", limit=values))
    notes = _Notes()
    try:
        value = json.loads(
            text,
            object_pairs_hook=notes.object,
            parse_int=notes.integer,
            parse_float=notes.float,
            parse_constant=notes.constant,
        )
    except RecursionError:
        raise JsonError(_too_deep(levels)) from None
    except ValueError as error:
        raise JsonError(str(error)[:120]) from None
    if _is_deeper(value, levels):
        raise JsonError(_too_deep(levels))
    return LoadedJson(value, tuple(notes.repeated), tuple(notes.dropped))


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise JsonError(message("gap.json.encoding", place=error.start)) from None


def _too_deep(levels: int) -> str:
    return message("gap.json.levels", limit=levels)


class _Notes:
    """Builds the values that need a decision and records each decision."""

    def __init__(self) -> None:
        self.repeated: list[str] = []
        self.dropped: list[str] = []

    def object(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        members = dict(pairs)
        if len(members) != len(pairs):
            self._note_repeated(key for key, _ in pairs)
        return members

    def integer(self, digits: str) -> int | None:
        count = len(digits) - digits.startswith("-")
        if count <= MOST_DIGITS:
            return int(digits)
        self._drop(message("gap.json.integer", digits=count))
        return None

    def float(self, digits: str) -> float | None:
        number = float(digits)
        if math.isfinite(number):
            return number
        self._drop(message("gap.json.number", number=digits[:20]))
        return None

    def constant(self, name: str) -> None:
        self._drop(name)

    def _drop(self, what: str) -> None:
        if len(self.dropped) < _NOTICES and what not in self.dropped:
            self.dropped.append(what)

    def _note_repeated(self, keys: Iterable[str]) -> None:
        seen: set[str] = set()
        for key in keys:
            if key in seen and len(self.repeated) < _NOTICES:
                self.repeated.append(key[:_SHOWN_KEY])
            seen.add(key)


def entries_of(value: object) -> list[Any]:
    """The entries of a parsed list; none for any other value."""
    return value if isinstance(value, list) else []


def _is_deeper(value: object, levels: int) -> bool:
    """Whether lists and objects nest more than `levels` deep; iterative, not recursive."""
    level = [value] if isinstance(value, dict | list) else []
    for _ in range(levels):
        if not level:
            return False
        level = [
            member
            for container in level
            for member in _members(container)
            if isinstance(member, dict | list)
        ]
    return bool(level)


def _members(container: object) -> Iterable[object]:
    if isinstance(container, dict):
        return container.values()
    return container if isinstance(container, list) else ()
