"""Entries, duties and terms of the catalogue from the clauses that were read in licence texts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

from data_sources.licence_duties import made_duty
from data_sources.licence_reading.read import DATA, TERM_OF, listed, same_place

Row = dict[str, Any]
_LICENSEDB = "https://scancode-licensedb.aboutcode.org/"
# Topics whose clause is a duty by the same name.
_DUTIES = {
    "research-only": "research-only",
    "share-alike": "share-alike",
    "outputs-training=no": "outputs-training",
    "outputs-owner=licensor": "outputs-owned",
    "derivatives=no": "no-derivatives",
    "competitors": "competitor-limit",
    "registration": "registration",
    "commercial-use=conditional": "registration",
    "indemnity": "indemnity",
    "citation": "citation",
    "ai-disclosure": "ai-disclosure",
}
# Topics whose clause is a term: its word and value.
_FLAGS: dict[str, tuple[str, object]] = {
    "research-only": ("research-only", True),
    "use-policy": ("use-policy", True),
    "notice": ("notice-file", True),
    "pass-terms": ("hand-on", ["a copy of the licence"]),
    "share-alike": ("share-alike", True),
    "derivatives=no": ("derivatives", False),
    "outputs-owner=user": ("outputs-owner", "user"),
    "outputs-owner=licensor": ("outputs-owner", "licensor"),
    "outputs-training=yes": ("outputs-training", "allowed"),
    "ai-disclosure": ("ai-disclosure", True),
    "competitors": ("competitors", True),
    "patents=yes": ("patents", True),
    "patents=no": ("patents", False),
    "litigation": ("litigation", True),
    "indemnity": ("indemnity", True),
    "revocable": ("revocable", True),
    "irrevocable": ("irrevocable", True),
    "remote-restriction": ("remote-restriction", True),
    "terms-may-change": ("terms-may-change", True),
}


def read_licences() -> Iterator[tuple[Row, list[Row]]]:
    """Each listed licence, the first text of each, with the clauses that were read in it."""
    clauses = json.loads((DATA / "clauses.json").read_text("utf-8"))["licences"]
    seen: set[str] = set()
    for licence in listed():
        if licence["key"] not in seen:
            seen.add(licence["key"])
            yield licence, clauses[licence["key"]]["clauses"]


def address(place: str) -> str:
    """Where a person can open a text."""
    where, _, path = place.partition(":")
    if where == "licensedb":
        return f"{_LICENSEDB}{path}.html"
    return f"https://github.com/{where}#{quote(path)}"


def terms(clauses: list[Row]) -> list[Row]:
    """The terms that the clauses of a licence amount to, sorted by word."""
    rows: dict[str, Row] = {}
    for clause in clauses:
        row = _term(clause, clauses)
        if row is not None:
            rows.setdefault(row["id"], row)
    return [rows[word] for word in sorted(rows)]


def with_hashes(rows: list[Row], clauses: list[Row]) -> None:
    """Add to terms that were read before the hash of the clause which both readings name.

    What a secondary source said is no longer secondary where the text itself says it in the same
    place.
    """
    for row in rows:
        for clause in clauses:
            topic = TERM_OF.get(clause["topic"], clause["topic"])
            if topic == row["id"] and (_agrees(clause, row) or _confirms(clause, row)):
                if clause["clause"]:
                    row.setdefault("clause", clause["clause"])
                row.setdefault("sha256", clause["sha256"])
                row.setdefault("readings", 2)
                row.pop("secondary", None)


def _agrees(clause: Row, row: Row) -> bool:
    """Whether a clause that was read twice stands where the term was read."""
    return clause.get("readings") == 2 and same_place(row.get("clause", ""), clause["clause"])


def _confirms(clause: Row, row: Row) -> bool:
    """Whether a clause of the text says what a secondary source said of it, in the same place."""
    if "secondary" not in row:
        return False
    stated = _value(clause, [clause])
    if "clause" not in row:
        return stated == (row["id"], row["value"])
    is_other = row["id"] == "commercial-use" and clause.get("says") != row["value"]
    return not is_other and same_place(row["clause"], clause["clause"])


def duties(key: str, clauses: list[Row]) -> list[Row]:
    """The duties that the clauses of a licence amount to, one per word and scope, sorted."""
    rows: dict[tuple[str, str], Row] = {}
    for clause in clauses:
        duty = _duty(key, clause, clauses)
        if duty is not None:
            rows.setdefault((duty["id"], duty["scope"]), duty)
    return [rows[pair] for pair in sorted(rows)]


def _kind(clause: Row) -> str:
    says = clause.get("says")
    return f"{clause['topic']}={says}" if says else str(clause["topic"])


def _term(clause: Row, clauses: list[Row]) -> Row | None:
    stated = _value(clause, clauses)
    if stated is None:
        return None
    word, value = stated
    row: Row = {"id": word, "value": value}
    if clause["clause"]:
        row["clause"] = clause["clause"]
    row["sha256"] = clause["sha256"]
    if "readings" in clause:
        row["readings"] = clause["readings"]
    return row


def _value(clause: Row, clauses: list[Row]) -> tuple[str, object] | None:
    """Word and value of the term that a clause states; None where it states none."""
    topic, value = clause["topic"], clause.get("value", "")
    if topic == "commercial-use":
        strictest = _commercial(clauses)
        return (topic, strictest) if clause["says"] == strictest else None
    if topic == "fields":
        words = {row["value"] for row in clauses if row["topic"] == "fields"}
        return "fields-conditional", sorted(words)
    kind = _kind(clause)
    if value and kind in _NAMING:
        return _NAMING[kind](value)
    return _FLAGS.get(kind)


_NAMING: dict[str, Callable[[str], tuple[str, object]]] = {
    "user-limit": lambda value: ("limit", {"metric": "users", "most": int(value)}),
    "revenue-limit": lambda value: ("limit", {"metric": "revenue-usd", "most": int(value)}),
    "territory": lambda value: ("territory", {"excluded": sorted(value.split())}),
    "display": lambda value: ("display", {"required": True, "words": value}),
    "name-prefix": lambda value: ("name-prefix", value),
    "law": lambda value: ("law", value),
    "outputs-training=no": lambda value: ("outputs-training", f"forbidden-{value}"),
}


def without_requests(clauses: list[Row]) -> list[Row]:
    """The clauses of a licence known to be non-commercial: where one of them forbids commercial
    use, another that says whom to ask for a further licence is no condition of this one."""
    forbids = any(_kind(row) == "commercial-use=no" for row in clauses)
    return [row for row in clauses if not (forbids and _kind(row) == "commercial-use=conditional")]


def _commercial(clauses: list[Row]) -> str:
    """What the clauses on commercial use amount to: with conditions where several differ."""
    statements = {row["says"] for row in clauses if row["topic"] == "commercial-use"}
    if "conditional" in statements:
        return "conditional"
    return "no" if "no" in statements else "yes"


def _duty(key: str, clause: Row, clauses: list[Row]) -> Row | None:
    """The duty that a clause amounts to; None where it asks for nothing."""
    topic, value, place = clause["topic"], clause.get("value", ""), clause["clause"]
    if topic == "commercial-use" and clause["says"] == "no":
        return made_duty("non-commercial", place) if _commercial(clauses) == "no" else None
    if topic in _OF_A_TEXT:
        return made_duty(_OF_A_TEXT[topic], place, key)
    if value and topic in _NAMED_DUTIES:
        scope = " ".join(sorted(value.split())) if topic == "territory" else value
        return made_duty(topic, place, scope)
    word = _DUTIES.get(_kind(clause), "")
    return made_duty(word, place) if word else None


# Duties that are about one text: its policy, its notice, a copy of it.
_OF_A_TEXT = {
    "fields": "use-restrictions",
    "use-policy": "use-restrictions",
    "notice": "notice-file",
    "pass-terms": "pass-terms",
}
# Duties that name a number, regions or words.
_NAMED_DUTIES = frozenset({"user-limit", "revenue-limit", "territory", "display", "name-prefix"})
