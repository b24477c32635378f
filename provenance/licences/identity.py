"""When two names mean one licence: SPDX identifiers in all spellings, for policies and choices."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from provenance.licences.catalogue import lookup, lookup_link

_LONGEST = 300
# Errors that license-expression raises besides its own if brackets or operators are misplaced.
BAD_INPUT = (
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    AssertionError,
    RecursionError,
)
# Choices within sums multiply; an expression with more of them is not expanded.
_MOST_CHOICES = 4
_LATER = re.compile(r"(?:\+|-or-later)$", re.IGNORECASE)
_ONLY = re.compile(r"-only$", re.IGNORECASE)
# SPDX identifiers from before WITH existed: GPL-2.0-with-classpath-exception.
_JOINED_EXCEPTION = re.compile(r"([al]?gpl-\d\.\d)-with-([a-z0-9.-]{1,60})", re.IGNORECASE)
_PARTS = re.compile(r"( AND | OR | WITH |[()])")
_READABLE = {" AND ": " and ", " OR ": " or ", " WITH ": " with "}
_WITH = re.compile(r"\s+with\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Identity:
    """A licence, independent of how its name is written.

    Attributes:
        base: The lower-case identifier without the parts in the other fields: `gpl-2.0`.
        later: Whether later versions may be chosen (`+`, `-or-later`).
        exception: The exception after WITH, in lower case; empty if there is none.
    """

    base: str
    later: bool = False
    exception: str = ""

    def is_kin(self, other: Identity) -> bool:
        """Whether both are one licence of one version, ignoring later versions and exceptions."""
        return self.base == other.base

    def permits(self, other: Identity) -> bool:
        """Whether accepting this licence includes the other: the same one, or one with an
        additional choice or permission."""
        if not self.is_kin(other):
            return False
        more_choice = other.later or not self.later
        more_permission = other.exception == self.exception or not self.exception
        return more_choice and more_permission


def identity(name: str) -> Identity:
    """The identity behind a licence name.

    Args:
        name: An SPDX identifier (also deprecated, with `+`, or with WITH and an exception), a hub
            identifier, a LicenseRef, a known name, or the address of a licence text.

    Returns:
        Its identity; for an unknown name, the name itself.
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
    """The SPDX identifier of an exception in its official spelling, or None if SPDX has none.

    Args:
        name: The part after WITH.
    """
    wanted = _exception(name)
    for key, symbol in _spdx().known_symbols.items():
        if symbol.is_exception and key.lower() == wanted:
            return str(key)
    return None


def alternatives(expression: str) -> tuple[frozenset[str], ...]:
    """The choices of an SPDX expression, each with the identifiers that apply together.

    Args:
        expression: An SPDX expression; other text, or an expression with many choices within sums,
            counts as one identifier.
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
    """An SPDX expression with the common names of its licences.

    Args:
        expression: An expression or a single identifier; parts that are not in the catalogue stay
            unchanged.
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
    """The current SPDX identifier for a name, else the name itself."""
    known = _entry_name(name)
    symbol = _symbols().get((known or name).lower())
    return str(symbol) if symbol else known or name


def _exception(name: str) -> str:
    """The intended exception, even if the old spelling omits its version."""
    wanted = name.lower()
    if not wanted or wanted in _exceptions():
        return wanted
    versions = (known for known in sorted(_exceptions()) if known.startswith(f"{wanted}-"))
    return next(versions, wanted)


def _entry_name(name: str) -> str | None:
    """The catalogue's identifier for a name, an address or a name with `+`."""
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
    """SPDX identifiers by all current and former SPDX names, in lower case."""
    table: dict[str, str] = {}
    for key, symbol in _spdx().known_symbols.items():
        if not symbol.is_exception:
            table.setdefault(key.lower(), key)
            for alias in symbol.aliases:
                table.setdefault(alias.lower(), key)
    return table


@cache
def _exceptions() -> frozenset[str]:
    """SPDX's exceptions by all current and former names, in lower case."""
    names: set[str] = set()
    for key, symbol in _spdx().known_symbols.items():
        if symbol.is_exception:
            names.add(key.lower())
            names.update(alias.lower() for alias in symbol.aliases)
    return frozenset(names)
