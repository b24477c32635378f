"""When two names mean one licence: SPDX identifiers in all their spellings, for policies and for
choices."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from provenance.licences.catalogue import lookup, lookup_link

_LONGEST = 300
# What license-expression raises beside its own error where brackets or operators are out of place.
BAD_INPUT = (
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    AssertionError,
    RecursionError,
)
# Choices within sums multiply: more of them than this, and an expression is not multiplied out.
_MOST_CHOICES = 4
_LATER = re.compile(r"(?:\+|-or-later)$", re.IGNORECASE)
_ONLY = re.compile(r"-only$", re.IGNORECASE)
# Identifiers that SPDX had before it had WITH: GPL-2.0-with-classpath-exception.
_JOINED_EXCEPTION = re.compile(r"([al]?gpl-\d\.\d)-with-([a-z0-9.-]{1,60})", re.IGNORECASE)
_PARTS = re.compile(r"( AND | OR | WITH |[()])")
_READABLE = {" AND ": " and ", " OR ": " or ", " WITH ": " with "}
_WITH = re.compile(r"\s+with\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Identity:
    """One licence, whatever way its name is written.

    Attributes:
        base: The identifier in lower case without what the other fields hold: `gpl-2.0`.
        later: Whether a later version may be chosen (`+`, `-or-later`).
        exception: The exception behind WITH, in lower case; empty where there is none.
    """

    base: str
    later: bool = False
    exception: str = ""

    def is_kin(self, other: Identity) -> bool:
        """Whether both are one licence of one version, with or without later versions and
        exceptions."""
        return self.base == other.base

    def permits(self, other: Identity) -> bool:
        """Whether whoever accepts this licence has accepted the other: the same one, or one that
        gives a choice or a permission more."""
        if not self.is_kin(other):
            return False
        more_choice = other.later or not self.later
        more_permission = other.exception == self.exception or not self.exception
        return more_choice and more_permission


def identity(name: str) -> Identity:
    """What a name of a licence means.

    Args:
        name: An SPDX identifier (also a deprecated one, with `+`, or with WITH and an exception),
            a hub identifier, a LicenseRef, a known name, or the address of a licence text.

    Returns:
        Its identity; of a name that nobody knows the name itself.
    """
    text = name.strip()[:_LONGEST]
    licence, _, exception = _split(text)
    base = _official(licence)
    later = bool(_LATER.search(base))
    plain = _ONLY.sub("", _LATER.sub("", base))
    return Identity(plain.lower(), later, _exception(exception))


def is_known(name: str) -> bool:
    """Whether a name means a licence of the catalogue or of the SPDX list, exceptions included."""
    text = name.strip()
    if len(text) > _LONGEST:
        return False
    licence, joined, exception = _split(text)
    if joined and _exception(exception) not in _exceptions():
        return False
    return _entry_name(licence) is not None or licence.lower() in _symbols()


def exception_identifier(name: str) -> str | None:
    """The SPDX identifier of an exception in its official spelling; None where SPDX has none.

    Args:
        name: What stands behind WITH.
    """
    wanted = _exception(name)
    symbols = _spdx().known_symbols.items()
    return next(
        (key for key, symbol in symbols if symbol.is_exception and key.lower() == wanted), None
    )


def alternatives(expression: str) -> tuple[frozenset[str], ...]:
    """The choices that an SPDX expression offers, each with the identifiers that apply together.

    Args:
        expression: An SPDX expression; what is none, or holds many choices within sums, is taken
            for one identifier.
    """
    if " OR " not in expression:
        parts = (part.strip(" ()") for part in expression.split(" AND "))
        return (frozenset(part for part in parts if part),)
    if " AND " in expression and expression.count(" OR ") > _MOST_CHOICES:
        return (frozenset({expression}),)
    from license_expression import ExpressionError, Licensing  # type: ignore[import-untyped]

    licensing = Licensing()
    try:
        parsed = licensing.dnf(licensing.parse(expression, simple=True))
    except (ExpressionError, *BAD_INPUT):
        return (frozenset({expression}),)
    offered = parsed.args if isinstance(parsed, licensing.OR) else (parsed,)
    return tuple(frozenset(str(symbol) for symbol in part.symbols) for part in offered)


def readable(expression: str) -> str:
    """An SPDX expression in the names by which people know its licences.

    Args:
        expression: An expression or a single identifier; a part that the catalogue does not know
            stays as it is.
    """
    return "".join(_READABLE.get(part) or _name(part) for part in _PARTS.split(expression))


def _name(part: str) -> str:
    entry = lookup(part)
    return entry.name if entry else part


def _split(text: str) -> tuple[str, bool, str]:
    """A name, whether an exception is joined to it, and that exception."""
    old = _JOINED_EXCEPTION.fullmatch(text)
    if old:
        return old[1], True, old[2]
    licence, *exception = _WITH.split(text, maxsplit=1)
    return licence.strip(" ()"), bool(exception), "".join(exception).strip(" ()")


def _official(name: str) -> str:
    """The SPDX identifier that a name stands for today, else the name itself."""
    known = _entry_name(name)
    symbol = _symbols().get((known or name).lower())
    return str(symbol) if symbol else known or name


def _exception(name: str) -> str:
    """The exception that is meant, also where the old spelling leaves out its version."""
    wanted = name.lower()
    if not wanted or wanted in _exceptions():
        return wanted
    versions = (known for known in sorted(_exceptions()) if known.startswith(f"{wanted}-"))
    return next(versions, wanted)


def _entry_name(name: str) -> str | None:
    """The identifier that the catalogue has for a name, an address or a name with `+`."""
    entry = lookup(name) or lookup_link(name)
    if entry:
        return entry.spdx or entry.ref or entry.id
    later = lookup(name[:-1]) if name.endswith("+") else None
    if later is None:
        return None
    return f"{_ONLY.sub('', later.spdx or later.ref or later.id)}+"


@cache
def _spdx() -> Any:
    from license_expression import get_spdx_licensing  # costs 60 ms: only where it is needed

    return get_spdx_licensing()


@cache
def _symbols() -> dict[str, str]:
    """SPDX identifiers by every name that SPDX has or had for them, in lower case."""
    table: dict[str, str] = {}
    for key, symbol in _spdx().known_symbols.items():
        if not symbol.is_exception:
            table.setdefault(key.lower(), key)
            for alias in symbol.aliases:
                table.setdefault(alias.lower(), key)
    return table


@cache
def _exceptions() -> frozenset[str]:
    symbols = _spdx().known_symbols.items()
    names = (
        name for key, symbol in symbols if symbol.is_exception for name in (key, *symbol.aliases)
    )
    return frozenset(name.lower() for name in names)
