"""Licences in front matter and hub answers, in any shape; values that cannot be read as a licence
are kept in their own words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from provenance.licences.catalogue import lookup, lookup_link
from provenance.licences.expression import parse_expression
from provenance.licences.field_keys import (
    KEYS,
    is_about_others,
    is_licence_key,
    key_rank,
    plain_key,
)
from provenance.messages import message
from provenance.model.card import Card
from provenance.model.finding import shorten
from provenance.model.metadata_value import quote_of, shape_of
from provenance.text.lines import LineSpan

Path = tuple[str | int, ...]

_NAME_KEYS = ("licensename", "licencename")
# The names of licences of these categories identify them.
_UNNAMED = ("unresolved", "family")
_LINK_KEYS = ("licenselink", "licencelink", "licenseurl", "licenceurl")
KEYS_BESIDE = (*_NAME_KEYS, *_LINK_KEYS, "licensedetails")
"""Keys beside the licence that say more about it, without punctuation."""
# Members of a mapping that states one licence.
_NAMES = ("name", "id", "identifier", "spdx", "spdxid", "key", "type", "title", "value")
_LINKS = ("url", "link", "href", "uri", "file", "path")
# Several licences in one string: `apache-2.0, mit`, `MIT/Apache-2.0`.
_SEPARATOR = re.compile(r"\s*[,;/|&]\s*|\s+\+\s+|\s+(?:및|과|와)\s+")
_DEEPEST = 4
_MOST = 50
LONGEST_VALUE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A licence as a field states it.

    Attributes:
        value: As written.
        name: The name beside it, from a mapping or `license_name`; else empty.
        link: The address or file beside it; else empty.
        span: Its lines, if known.
        key: The field.
        problem: Why it could not be read as a licence; else empty.
    """

    value: str
    name: str
    link: str
    span: LineSpan | None
    key: str
    problem: str = ""


def declared_values(card: Card) -> tuple[Declared, ...]:
    """The licence values in a card's front matter, each with its lines.

    Args:
        card: The parsed card. The first non-empty key counts: `license`, else `licenses` and other
            spellings, else one of these keys one or two levels down; without any of them, a
            `license_name` or `license_link` alone.

    Returns:
        At most 50 values. Values that cannot be read as a licence have `problem` set.
    """
    return _values(card.fields, card.positions)


def declared_data(fields: Mapping[str, Any]) -> tuple[Declared, ...]:
    """The same for front matter in a hub's answer, without lines."""
    return _values(fields, {})


def overridden_values(card: Card) -> tuple[Declared, ...]:
    """Repeated statements of the licence in the front matter.

    Args:
        card: The parsed card. A key that occurs twice has its last value; this reads the earlier
            ones, and those under other spellings of the key.
    """
    values: list[Declared] = []
    for key, value, span in card.overridden:
        if is_licence_key(key):
            values += _read(value, (key,), {(key,): span})
    places = [(path, value) for path, value in _places(card.fields) if not _is_empty(value)]
    for path, value in places[1:]:
        if len(path) == 1 or not is_about_others(path[0]):
            values += _read(value, path, card.positions)
    return tuple(values[:_MOST])


def surplus_names(card: Card) -> tuple[Declared, ...]:
    """The values of `license_name` beside a known licence that needs no name.

    Args:
        card: The parsed card.
    """
    declared = declared_values(card)
    if not declared or any(plain_key(value.key) in KEYS_BESIDE for value in declared):
        return ()
    entries = [lookup(value.value) for value in declared]
    if any(entry is None or entry.category in _UNNAMED for entry in entries):
        return ()
    names = []
    for key, value in card.fields.items():
        name = _only(value)
        if name and plain_key(key) in _NAME_KEYS:
            span = _span((key,), card.positions)
            written = shorten(name, LONGEST_VALUE)
            names.append(Declared(value=written, name="", link="", span=span, key=key))
    return tuple(names)


@dataclass(frozen=True, slots=True)
class StatedLink:
    """A link to the licence in front matter.

    Attributes:
        target: An address, or a file path in the repository.
        span: Its lines, if known.
        key: The field.
    """

    target: str
    span: LineSpan | None
    key: str


def stated_links(card: Card) -> tuple[StatedLink, ...]:
    """Every link of `license_link` and its spellings: a text, a list, or mappings with an address.

    Args:
        card: The parsed card.
    """
    links: list[StatedLink] = []
    for key, value in card.fields.items():
        if plain_key(key) in _LINK_KEYS:
            links += [
                StatedLink(target, _span(path, card.positions), key)
                for target, path in _targets(value, (key,))
            ]
    return tuple(links[:_MOST])


def _targets(value: Any, path: Path) -> Iterator[tuple[str, Path]]:
    """Texts in a value, in its items, or in its members that are addresses."""
    if isinstance(value, str) and value.strip():
        yield value.strip(), path
    elif isinstance(value, list | tuple) and len(path) <= _DEEPEST:
        for index, item in enumerate(value[:_MOST]):
            yield from _targets(item, (*path, index))
    elif isinstance(value, Mapping) and len(path) <= _DEEPEST:
        for member, below in islice(value.items(), _MOST):
            if plain_key(member) in (*_LINKS, *_LINK_KEYS):
                yield from _targets(below, (*path, member))


def odd_neighbours(fields: Mapping[str, Any]) -> tuple[Declared, ...]:
    """`license_name`, `license_link` and the like whose values are not text."""
    odd = (
        (str(key), value)
        for key, value in fields.items()
        if plain_key(key) in KEYS_BESIDE
        and not _says_nothing(value)
        and not _is_read(str(key), value)
    )
    return tuple(
        Declared(
            value=quote_of(value, LONGEST_VALUE),
            name="",
            link="",
            span=None,
            key=key,
            problem=message("licence.shape.not-a-text", shape=shape_of(value)),
        )
        for key, value in islice(odd, _MOST)
    )


def _is_read(key: str, value: Any) -> bool:
    """Whether a field beside the licence has a readable shape, and no empty members."""
    if isinstance(value, list | tuple) and any(map(_is_empty, value)):
        return False
    if _only(value) is not None:
        return True
    return plain_key(key) in _LINK_KEYS and next(_targets(value, (key,)), None) is not None


def _values(fields: Mapping[str, Any], positions: Mapping[Path, LineSpan]) -> tuple[Declared, ...]:
    name, link = _neighbour(fields, _NAME_KEYS), _neighbour(fields, _LINK_KEYS)
    for path, value in _places(fields):
        values = [
            declared
            for declared in list(_read(value, path, positions))[:_MOST]
            if not _is_template(declared, path)
        ]
        if values:
            return tuple(_with(declared, name, link) for declared in values)
    for keys, value in ((_NAME_KEYS, name), (_LINK_KEYS, link)):
        if value:
            written = next(key for key in fields if plain_key(key) in keys)
            span = positions.get((written,))
            return (Declared(value=value, name=name, link=link, span=span, key=written),)
    return ()


def _is_template(declared: Declared, path: Path) -> bool:
    """Whether a value is template text: `licence: license`."""
    is_british = bool(path) and plain_key(path[0]) == "licence"
    return is_british and declared.value.lower() in ("license", "licence")


def _with(declared: Declared, name: str, link: str) -> Declared:
    if declared.name or declared.link:
        return declared
    return Declared(
        value=declared.value,
        name=name,
        link=link,
        span=declared.span,
        key=declared.key,
        problem=declared.problem,
    )


def _places(fields: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    """Where a licence may be: under its own key in any spelling, else further down."""
    keys = [key for key in fields if is_licence_key(key)]
    for key in sorted(keys, key=key_rank):
        yield (key,), fields[key]
    for key, value in fields.items():
        if isinstance(value, Mapping) and not is_licence_key(key):
            for inner, below in value.items():
                if is_licence_key(inner):
                    yield (key, inner), below


def _read(value: Any, path: Path, positions: Mapping[Path, LineSpan]) -> Iterator[Declared]:
    """Every licence below a place. An empty member of a list is none that could be read."""
    span, key = _span(path, positions), str(path[0])
    is_member = isinstance(path[-1], int)
    if _says_nothing(value) and not is_member:
        return
    if isinstance(value, str) and value.strip():
        for part in _parts(value.strip()):
            yield Declared(value=shorten(part, LONGEST_VALUE), name="", link="", span=span, key=key)
    elif isinstance(value, list | tuple) and value and len(path) <= _DEEPEST:
        for index, item in enumerate(value):
            yield from _read(item, (*path, index), positions)
    elif isinstance(value, Mapping) and value and len(path) <= _DEEPEST:
        yield from _of_mapping(value, path, positions)
    else:
        problem = message("licence.shape.not-a-name", shape=shape_of(value))
        yield _without_licence(value, path, positions, problem)


def _of_mapping(
    value: Mapping[Any, Any], path: Path, positions: Mapping[Path, LineSpan]
) -> Iterator[Declared]:
    """One licence as a mapping, licences by configuration, or a name in braces: `{mit}`."""
    span, key = _span(path, positions), str(path[0])
    name = _first_of(value, (*_NAMES, *KEYS, *_NAME_KEYS))
    link = _first_of(value, (*_LINKS, *_LINK_KEYS))
    if name or link:
        written = shorten(name or link, LONGEST_VALUE)
        yield Declared(value=written, name=name, link=link, span=span, key=key)
    elif in_braces := _in_braces(value):
        for member in in_braces:
            yield Declared(value=member, name="", link="", span=span, key=key)
    elif nested := list(_nested(value, path, positions)):
        yield from nested
    else:
        problem = message("licence.shape.without-name")
        yield _without_licence(value, path, positions, problem)


def _without_licence(
    value: object, path: Path, positions: Mapping[Path, LineSpan], problem: str
) -> Declared:
    """A value that names no licence."""
    return Declared(
        value=quote_of(value, LONGEST_VALUE),
        name="",
        link="",
        span=_span(path, positions),
        key=str(path[0]),
        problem=problem,
    )


def _first_of(value: Mapping[Any, Any], keys: Collection[str]) -> str:
    """The first text under one of the keys of a mapping; empty if there is none."""
    texts = (_only(below) for member, below in value.items() if plain_key(member) in keys)
    return next((text for text in texts if text), "")


def _in_braces(value: Mapping[Any, Any]) -> list[str]:
    """Licence names that YAML reads as keys without values: `{mit}`."""
    names = [str(member) for member, below in value.items() if below is None]
    are_licences = len(names) == len(value) and all(lookup(name) for name in names)
    return names if are_licences else []


def _nested(
    value: Mapping[Any, Any], path: Path, positions: Mapping[Path, LineSpan]
) -> Iterator[Declared]:
    """The values one level further down."""
    for member, below in value.items():
        yield from _read(below, (*path, member), positions)


def _parts(value: str) -> tuple[str, ...]:
    """A string, or the licences that it lists if each of them is a known name."""
    if lookup(value) or lookup_link(value) or parse_expression(value):
        return (value,)
    parts = tuple(part.strip() for part in _SEPARATOR.split(value[:LONGEST_VALUE]) if part.strip())
    known = [lookup(part) for part in parts]
    return parts if len(parts) > 1 and all(known) else (value,)


def _neighbour(fields: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    for key, value in fields.items():
        if plain_key(key) in keys and _only(value):
            return shorten(_only(value) or "", LONGEST_VALUE)
    return ""


def _only(value: Any) -> str | None:
    """A text, also as the only item of a list."""
    if isinstance(value, list | tuple) and len(value) == 1:
        value = value[0]
    if isinstance(value, str) and value.strip():
        return value.strip()
    return None


def _span(path: Path, positions: Mapping[Path, LineSpan]) -> LineSpan | None:
    places = (positions.get(path[:end]) for end in range(len(path), 0, -1))
    return next((place for place in places if place), None)


def _is_empty(value: Any) -> bool:
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, list | tuple):
        return all(_is_empty(item) for item in value)
    return value is None or value == {}


def _says_nothing(value: Any) -> bool:
    """Whether a value is empty, and no list either that has empty members."""
    return _is_empty(value) and not (isinstance(value, list | tuple) and value)
