"""Words by which a contract decides what may be done with a model or data, English and Korean.

They stand in `data/clause_patterns.json`. A row is one way in which contracts say one thing: words
in lower case of which a sentence holds at least one, so that the expressions are not tried on
sentences that cannot fit; `any` of several expressions; `unless`, what stands beside it where it
says something else. `<name>` stands for one of the fragments. Gaps are bounded, so that reading is
linear. All of them are for text in lower case, which is much faster than ignoring case.
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
# A capital, or an escape such as `\\W`, in which a capital means something else.
_CAPITAL = re.compile(r"\\.|[A-Z]")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClausePattern:
    """One way to say one thing.

    Attributes:
        topic: What it decides.
        says: `yes`, `no`, `conditional`; empty where the topic says it all.
        words: In lower case; a sentence without any of them is not looked at.
        expression: What the sentence, with the words that lead into its list, has to hold.
        unless: What it may not hold.
        denied: Whether the expression counts only behind words that forbid, and near them.
    """

    topic: str
    says: str
    words: tuple[str, ...]
    expression: re.Pattern[str]
    unless: re.Pattern[str] | None
    denied: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldPattern:
    """The words that policies use for a field of application.

    Attributes:
        field: The word that `--field` takes.
        words: In lower case; a sentence without any of them is not looked at.
        expression: What the sentence has to hold.
    """

    field: str
    words: tuple[str, ...]
    expression: re.Pattern[str]


@cache
def clause_patterns() -> tuple[ClausePattern, ...]:
    """Every pattern, those of one topic in the order of their weight."""
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
    """The fields of application that policies name."""
    return tuple(
        FieldPattern(
            field=row["field"], words=tuple(row["words"]), expression=_compiled(row["any"])
        )
        for row in _content()["fields"]
    )


@cache
def denial() -> re.Pattern[str]:
    """Words that forbid something."""
    return _compiled(["<not>"])


@cache
def prohibition() -> re.Pattern[str]:
    """Words that make a sentence, or the list that it is in, one of prohibited uses."""
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
