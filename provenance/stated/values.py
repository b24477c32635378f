"""Read values of any shape as texts: lists, mappings and numbers, if they are unambiguous."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeGuard

from provenance.messages import message
from provenance.model.finding import shorten
from provenance.stated.reading import Path, Reading, Value, leftover, together

# Front matter with more names than this lists a corpus file by file; no reader needs so many.
MOST_VALUES = 2_000
# Front matter of 2022 nests three levels (by configuration); safe_yaml stops at 60.
DEEPEST = 8
LONGEST_FIGURE = 200
_TEXT = message("gap.shape.text")
# Keys that state nothing by themselves: templates leave `name:` without a value. Any other key
# without a value may be the statement itself: `org/name:`.
LABELS = frozenset(
    {"name", "id", "type", "value", "text", "title", "url", "link", "repo", "path", "revision"}
    | {"version", "commit", "sha", "config", "split", "description", "author", "args", "source"}
    | {"repo_id", "repo_url", "model", "model_id", "dataset", "dataset_id", "results", "metrics"}
)


def is_empty(value: object) -> bool:
    """Whether a value is empty: null, blank text, or lists and mappings of only such values."""
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, Mapping):
        return all(key in LABELS and is_empty(member) for key, member in value.items())
    if isinstance(value, list | tuple):
        return all(is_empty(item) for item in value)
    return value is None


def is_blank_member(value: object, path: Path, top: Path) -> bool:
    """Whether an empty value is a member of a list, where an author meant to write something.

    Args:
        value: The value.
        path: Its place.
        top: The place of the whole field, which may be empty.
    """
    return len(path) > len(top) and isinstance(path[-1], int) and is_empty(value)


def has_members(value: object) -> TypeGuard[Sequence[object]]:
    """Whether a value is a list of anything, even of nothing but empty values."""
    return isinstance(value, list | tuple) and bool(value)


def is_absent(value: object) -> bool:
    """Whether a field has no value; a list of empty values is one that nobody understands."""
    return is_empty(value) and not has_members(value)


def texts(value: object, path: Path = (), expected: str = _TEXT, flags: bool = False) -> Reading:
    """Every text at a place: a text, a list, nested lists, or lists by configuration.

    Args:
        value: Plain JSON or YAML.
        path: Its place.
        expected: What belongs there, for leftovers.
        flags: Whether booleans count as texts.

    Returns:
        Texts, and numbers as texts. Booleans are left over: no language, tag or library is called
        true. So are empty members of a list.
    """
    readings: list[Reading] = []
    waiting: list[tuple[object, Path]] = [(value, path)]
    while waiting:
        here, at = waiting.pop()
        is_blank = is_blank_member(here, at, path)
        if is_absent(here) and not is_blank:
            continue
        if len(readings) >= MOST_VALUES or len(at) - len(path) > DEEPEST:
            within = message("gap.expected.value-limit", limit=MOST_VALUES)
            readings.append(leftover(here, at, within))
            break
        if has_members(here):
            waiting += reversed([(member, (*at, step)) for step, member in members(here)])
        elif is_blank or _has_only_keys(here):
            readings.append(leftover(here, at, expected))
        elif isinstance(here, Mapping):
            waiting += reversed([(member, (*at, step)) for step, member in members(here)])
        elif isinstance(here, bool) and not flags:
            readings.append(leftover(here, at, expected))
        else:
            readings.append(Reading((Value(_scalar(here), at),)))
    return together(readings)


def _has_only_keys(value: object) -> bool:
    """Whether a value is a mapping whose keys have no values."""
    return isinstance(value, Mapping) and all(is_empty(member) for member in value.values())


def members(container: object) -> Iterable[tuple[str | int, object]]:
    """The members of a mapping or list, each with the step that leads to it; empty for other
    values."""
    if isinstance(container, Mapping):
        return ((str(key), member) for key, member in container.items())
    return enumerate(container) if isinstance(container, list | tuple) else ()


def figure(value: object) -> str:
    """A result as text, as written: `91.2%`, `0.31`, `31.2 ± 0.4`, `mean: 0.9, std: 0.1`.

    Args:
        value: A number, a text, or several in a list or mapping.

    Returns:
        At most 200 characters, with an ellipsis if shortened; empty if there is no value.
    """
    if is_empty(value):
        return ""
    if isinstance(value, Mapping | list | tuple):
        read = texts(value, flags=True)
        parts = [_named_figure(text, step) for text, step in _with_last_step(read)]
        return shorten(", ".join(parts), LONGEST_FIGURE)
    return shorten(_scalar(value), LONGEST_FIGURE)


def _scalar(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and math.isnan(value):
        return "NaN"
    return str(value).strip()


def _with_last_step(read: Reading) -> Iterable[tuple[str, str | int]]:
    return ((value.text, value.path[-1]) for value in read.values)


def _named_figure(text: str, step: str | int) -> str:
    return text if isinstance(step, int) else f"{step}: {text}"


def mappings(
    value: object, path: Path, expected: str
) -> tuple[list[tuple[Mapping[str, object], Path]], Reading]:
    """The mappings at a place that contains one or a list of them, each with its path; and the
    rest.

    Args:
        value: Plain JSON or YAML.
        path: Its place.
        expected: What belongs there, for leftovers.
    """
    pairs: list[tuple[Mapping[str, object], Path]] = []
    rest: list[Reading] = []
    waiting: list[tuple[object, Path]] = [(value, path)]
    while waiting:
        here, at = waiting.pop()
        # `- name:` without a value is how trainers write a result that they do not have.
        is_blank = is_blank_member(here, at, path) and not isinstance(here, Mapping)
        if is_absent(here) and not is_blank:
            continue
        if isinstance(here, Mapping):
            pairs.append((here, at))
        elif has_members(here) and len(at) - len(path) < DEEPEST:
            waiting += reversed([(item, (*at, step)) for step, item in enumerate(here)])
        else:
            rest.append(leftover(here, at, expected))
    return pairs, together(rest)
