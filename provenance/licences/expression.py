"""SPDX licence expressions (SPDX 3.0, annex B): read those on cards, combine those of claims."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from provenance.licences.catalogue import lookup
from provenance.licences.claim import Joined, Licence
from provenance.licences.identity import BAD_INPUT, exception_identifier

_OPERATOR = re.compile(r"[\w.)+-] +(?:AND|OR|WITH) +[\w(.]", re.IGNORECASE)
_WORDS = re.compile(r"[A-Za-z0-9.+()\- ]+")
_LONGEST = 200


def identifier(licence: Licence) -> str | None:
    """The SPDX identifier or LicenseRef; None for `other` and `unknown`, which name no licence."""
    return licence.spdx or licence.ref


def conjunction(expressions: Iterable[str]) -> str:
    """All expressions joined by AND, sorted, each once."""
    parts = sorted(set(expressions), key=str.lower)
    return " AND ".join(
        f"({part})" if " OR " in part and len(parts) > 1 else part for part in parts
    )


def disjunction(expressions: Iterable[str]) -> str:
    """The expressions as a choice, joined by OR, sorted, each once."""
    parts = sorted(set(expressions), key=str.lower)
    return " OR ".join(
        f"({part})" if " AND " in part and len(parts) > 1 else part for part in parts
    )


def alternatives_of(expression: str) -> Joined:
    """Whether the licences of an expression are purely a choice."""
    chosen = " OR " in expression and " AND " not in expression
    return Joined.CHOICE if chosen else Joined.ALL


def can_be_kept(expression: str, accept: Callable[[str], bool]) -> bool:
    """Whether one alternative of every OR and all parts of every AND are accepted.

    Args:
        expression: An SPDX expression from a conclusion; other text counts as one identifier.
        accept: Whether an identifier may be used.
    """
    if " OR " not in expression:
        return all(accept(part.strip(" ()")) for part in expression.split(" AND "))
    from license_expression import ExpressionError, Licensing  # type: ignore[import-untyped]

    licensing = Licensing()
    try:
        return _holds(licensing.parse(expression, simple=True), accept, licensing)
    except (ExpressionError, *BAD_INPUT):
        return accept(expression)


def _holds(node: Any, accept: Callable[[str], bool], licensing: Any) -> bool:
    if isinstance(node, licensing.OR):
        return any(_holds(part, accept, licensing) for part in node.args)
    if isinstance(node, licensing.AND):
        return all(_holds(part, accept, licensing) for part in node.args)
    return accept(str(node))


def parse_expression(value: str) -> tuple[str, tuple[Licence, ...]] | None:
    """Read a value such as `MIT OR Apache-2.0`, `Apache-2.0 WITH LLVM-exception` or `Apache-2.0+`.

    Args:
        value: What a card or header declares.

    Returns:
        The expression with the catalogue's identifiers, and its licences; None if the value is not
        an expression or a part is in neither the catalogue nor the SPDX list. Exceptions and `+`
        stay in the expression; the licence behind them is the plain one, which permits no more.
    """
    if not _is_expression(value):
        return None
    from license_expression import (  # costs 40 ms: only where it is needed
        ExpressionError,
        LicenseSymbol,
        Licensing,
    )

    try:
        parsed = Licensing().parse(value)
    except (ExpressionError, *BAD_INPUT):
        return None
    symbols = sorted(parsed.symbols, key=str) if parsed is not None else []
    read = {symbol: _symbol(str(symbol)) for symbol in symbols}
    known = {symbol: licence for symbol, licence in read.items() if licence}
    if not known or len(known) < len(symbols):
        return None
    table = {symbol: LicenseSymbol(name) for symbol, (name, _) in known.items()}
    licences = {licence.id: licence for _, licence in known.values()}
    return str(parsed.subs(table)), tuple(licences.values())


def _is_expression(value: str) -> bool:
    """Whether a value has the letters and an operator of an expression."""
    if len(value) > _LONGEST or not _WORDS.fullmatch(value):
        return False
    return _OPERATOR.search(value) is not None or value.endswith("+")


def _symbol(text: str) -> tuple[str, Licence] | None:
    """A part of an expression in its official spelling, and the licence behind it."""
    name, _, behind = text.partition(" WITH ")
    exception = exception_identifier(behind) if behind else ""
    entry = lookup(name)
    later = ""
    if entry is None and name.endswith("+"):
        entry, later = lookup(name[:-1]), "+"
    official = identifier(entry) if entry else None
    if entry is None or official is None or exception is None:
        return None
    suffix = f" WITH {exception}" if exception else ""
    return f"{official}{later}{suffix}", entry
