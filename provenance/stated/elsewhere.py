"""Find statements where no reader looks: names, licences and hub terms under custom keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from provenance.files.safe_json import JsonError, load_json
from provenance.model.metadata_value import quote_of
from provenance.stated.fields import QUANTIZATION_SETTINGS
from provenance.stated.keys import (
    ANSWER_KEYS,
    CARD_KEYS,
    CONFIG_KEYS,
    HEADER_KEYS,
    letters_of,
    looks_like_repository,
)
from provenance.stated.reading import Path
from provenance.stated.values import is_empty, members
from provenance.stated.vocabulary import is_format_word

_DEEPEST = 8
# No configuration, answer or card of some thousands that were looked at has over 300.
MOST_VALUES = 2_000
# Text in a weight header that contains JSON, as trainers write it.
_LONGEST_JSON = 4_000
# Normalised keys that are significant on their own; `tags` or `id` occur anywhere.
_SHORTEST_KEY = 7
# Parameter counts by data type: `{BF16: 8030261248}`.
_DATA_TYPE = re.compile(r"(?:BF|F|I|U)(?:4|8|16|32|64)|F8_E[45]M[23]")
_KNOWN_LETTERS = frozenset(
    letters
    for key in (
        *CARD_KEYS,
        *ANSWER_KEYS,
        *(key for keys in CONFIG_KEYS.values() for key in keys),
        *HEADER_KEYS,
        *QUANTIZATION_SETTINGS,
    )
    if len(letters := letters_of(key)) >= _SHORTEST_KEY
)


@dataclass(frozen=True, slots=True)
class UnreadStatement:
    """A statement that no reader evaluates.

    Attributes:
        path: Its place.
        text: The recognised name, or the value on one line.
        is_named: Whether the value itself is recognised; otherwise its key is known from another
            place.
        is_rest: Whether it stands for the values beyond the limit, of which it is the first.
    """

    path: Path
    text: str
    is_named: bool
    is_rest: bool = False


def stated_elsewhere(
    fields: Mapping[str, object], known: Iterable[str], recognise: Callable[[str], bool]
) -> tuple[UnreadStatement, ...]:
    """The statements of a document under keys that no reader evaluates.

    Args:
        fields: Front matter, a hub answer, a configuration, or the texts of a weight header.
        known: Top-level keys that are read, or known to be irrelevant.
        recognise: Recognises further values to report, besides repository names and hub terms.

    Returns:
        Recognised values, and known keys below unknown ones or within longer ones
        (`my_base_model`), eight levels deep. Beyond 2,000 values one statement stands for the rest.
    """
    left_out = set(known)
    unknown = [(key, value) for key, value in fields.items() if key not in left_out]
    statements: list[UnreadStatement] = []
    for looked_at, (path, value, is_leaf) in enumerate(_walk(unknown)):
        if looked_at == MOST_VALUES:
            statements.append(UnreadStatement(path, quote_of(value), is_named=False, is_rest=True))
            break
        if is_leaf and _is_recognised(str(value), recognise):
            statements.append(UnreadStatement(path, str(value).strip(), True))
        elif _has_known_key(path) and not _is_below(path, statements):
            statements.append(UnreadStatement(path, quote_of(value), False))
    return tuple(statements)


def _walk(fields: list[tuple[str, Any]]) -> Iterator[tuple[Path, object, bool]]:
    """Every non-empty value with its path, containers before their members."""
    waiting: list[tuple[object, Path]] = [(value, (key,)) for key, value in reversed(fields)]
    while waiting:
        value, path = waiting.pop()
        if is_empty(value):
            continue
        value = _parsed(value)
        inner = list(members(value)) if len(path) <= _DEEPEST else []
        yield path, value, not isinstance(value, Mapping | list | tuple)
        # The key of a mapping may be the name: `org/name: {weight: 0.5}`.
        if isinstance(value, Mapping):
            yield from (((*path, step), step, True) for step, _ in inner if "/" in str(step))
        waiting += reversed([(member, (*path, step)) for step, member in inner])


def _parsed(value: object) -> object:
    if not isinstance(value, str) or len(value) > _LONGEST_JSON or value[:1] not in ("[", "{"):
        return value
    try:
        return load_json(value).value
    except JsonError:
        return value


def _is_recognised(text: str, recognise: Callable[[str], bool]) -> bool:
    text = text.strip()
    return looks_like_repository(text) or is_format_word(text) or recognise(text)


def _has_known_key(path: Path) -> bool:
    key = letters_of(str(path[-1]))
    if len(path) > 1:
        return key in _KNOWN_LETTERS or bool(_DATA_TYPE.fullmatch(str(path[-1])))
    return any(known in key for known in _KNOWN_LETTERS)


def _is_below(path: Path, statements: list[UnreadStatement]) -> bool:
    return any(path[: len(entry.path)] == entry.path for entry in statements)
