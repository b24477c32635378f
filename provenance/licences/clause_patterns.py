"""Patterns for clauses that decide what may be done with a model or data, in English, Korean,
Chinese and Japanese.

The patterns are in `data/clause_patterns.json`. A row is one way in which contracts express one
thing: lower-case `words`, of which a sentence must contain at least one, so that expressions are
not tried on sentences that cannot match; `any` of several expressions; `unless`, which excludes
sentences that mean something else. `<name>` stands for a fragment. Gaps are bounded, so reading is
linear. All patterns match lower-case text, which is much faster than ignoring case.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_FRAGMENT = re.compile(r"<([a-z-]+)>(?!=)")
# A capital letter, or an escape such as `\\W`, where case has another meaning.
_CAPITAL = re.compile(r"\\.|[A-Z]")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClausePattern:
    """One way to express one thing.

    Attributes:
        topic: What the clause decides.
        says: `yes`, `no`, `conditional`; empty if the topic is enough.
        words: Lower-case words; a sentence without any of them is skipped.
        expression: What the sentence must contain, including the words that lead into its list.
        unless: What it must not contain.
        denied: Whether the expression counts only shortly after words that forbid.
    """

    topic: str
    says: str
    words: tuple[str, ...]
    expression: re.Pattern[str]
    unless: re.Pattern[str] | None
    denied: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldPattern:
    """The words of policies for a field of application.

    Attributes:
        field: What the words are about; the value for `--field` if it is recorded.
        is_recorded: Whether the catalogue records it. What every policy forbids, such as malware,
            is shown of a text, but nobody declares it as a use.
        words: Lower-case words; a sentence without any of them is skipped.
        expression: What the sentence must contain.
    """

    field: str
    is_recorded: bool
    words: tuple[str, ...]
    expression: re.Pattern[str]


@cache
def clause_patterns() -> tuple[ClausePattern, ...]:
    """Every pattern; those of one topic by weight."""
    return tuple(
        ClausePattern(
            topic=row["topic"],
            says=row.get("says", ""),
            words=tuple(row["words"]),
            expression=_compiled(row["any"]),
            unless=_compiled(row["unless"]) if "unless" in row else None,
            denied=row.get("denied", False),
        )
        for row in _content()["patterns"]
    )


@cache
def field_patterns() -> tuple[FieldPattern, ...]:
    """The fields of application that occur in policies."""
    return tuple(
        FieldPattern(
            field=row["field"],
            is_recorded=row.get("recorded", True),
            words=tuple(row["words"]),
            expression=_compiled(row["any"]),
        )
        for row in _content()["fields"]
    )


@cache
def denial() -> re.Pattern[str]:
    """Words that forbid."""
    return _compiled(["<not>"])


@cache
def barred_use() -> re.Pattern[str]:
    """Words that bar a use, whatever it is."""
    return _compiled(_content()["unnamed_use"])


@cache
def prohibition() -> re.Pattern[str]:
    """Words that mark a sentence, or the list around it, as prohibited uses."""
    return _compiled(_content()["prohibition"])


def _compiled(alternatives: Iterable[str]) -> re.Pattern[str]:
    fragments: dict[str, list[str]] = _content()["fragments"]

    def fragment(match: re.Match[str]) -> str:
        return f"(?:{'|'.join(fragments[match[1]])})"

    expression = _FRAGMENT.sub(fragment, "|".join(alternatives))
    return re.compile(_CAPITAL.sub(_lowered, expression))


def _lowered(match: re.Match[str]) -> str:
    return match[0] if match[0].startswith("\\") else match[0].lower()


@cache
def _content() -> dict[str, Any]:
    data = files("provenance.licences") / "data" / "clause_patterns.json"
    content: dict[str, Any] = json.loads(data.read_text("utf-8"))
    return content
