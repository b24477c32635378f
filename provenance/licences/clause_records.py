"""Clauses of catalogued licences by topic, number and hash, and how another text differs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from provenance.licences.catalogue import lookup
from provenance.licences.clauses import Clause, clause_hash, read_clauses
from provenance.messages import Message, message


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedClause:
    """A deciding clause of a catalogued licence.

    Attributes:
        topic: What the clause decides.
        says: `yes`, `no` and so on, as in `Clause`.
        value: What it names.
        number: Clause number, or its heading.
        sha256: First digits of the hash of its words.
        readings: Number of independent readings that name this clause.
    """

    topic: str
    says: str
    value: str
    number: str
    sha256: str
    readings: int

    @property
    def summary(self) -> Message:
        """What the clause says, in the words for clauses of texts."""
        shown = Clause(
            topic=self.topic,
            says=self.says,
            value=self.value,
            quote="",
            number=self.number,
            heading="",
            line=0,
            start=0,
            end=0,
        )
        return shown.summary


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceRecord:
    """The clauses read of a catalogued licence.

    Attributes:
        licence: Key into the catalogue.
        version: Version as the text states it; empty if none.
        date: Date of the text as far as known, `2024-07-23`, `2024` or empty.
        family: Group of licences by maker or kind.
        successor: Key of the licence that replaced it; empty if none did.
        clauses: Its deciding clauses in text order.
    """

    licence: str
    version: str
    date: str
    family: str
    successor: str
    clauses: tuple[RecordedClause, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseDifference:
    """A difference between a text and a catalogued licence in one point that they decide.

    Attributes:
        kind: `same`: identical words; `reworded`: other words that appear to say the same;
            `changed`: says or names something else; `added`: only in the text; `missing`: only in
            the catalogued licence.
        topic: What the clause decides.
        clause: The clause of the text, or None.
        recorded: The clause of the catalogued licence, or None.
    """

    kind: str
    topic: str
    clause: Clause | None
    recorded: RecordedClause | None

    @property
    def text(self) -> Message:
        """The difference in a few words."""
        if self.kind == "changed" and self.recorded:
            known = self.recorded.summary
            return message("clause.against.changed", topic=self.topic_name, known=known)
        return message(f"clause.against.{self.kind}", topic=self.topic_name)

    @property
    def topic_name(self) -> Message:
        """What the clause appears to say, in the text or else in the catalogued licence."""
        if self.clause:
            return self.clause.summary
        assert self.recorded is not None
        return self.recorded.summary


def licence_record(name: str) -> LicenceRecord | None:
    """The recorded clauses of a licence, or None if its text was not read.

    Args:
        name: A name as `lookup` takes it.
    """
    entry = lookup(name)
    row = _load().get(entry.id) if entry else None
    if entry is None or row is None:
        return None
    clauses = tuple(
        RecordedClause(
            topic=clause["topic"],
            says=clause.get("says", ""),
            value=clause.get("value", ""),
            number=clause["clause"],
            sha256=clause["sha256"],
            readings=clause.get("readings", 1),
        )
        for clause in row["clauses"]
    )
    return LicenceRecord(
        licence=entry.id,
        version=row.get("version", ""),
        date=row.get("date", ""),
        family=row.get("family", ""),
        successor=row.get("successor", ""),
        clauses=clauses,
    )


def clauses_against(text: str, record: LicenceRecord) -> tuple[ClauseDifference, ...]:
    """Compare a text with a catalogued licence, clause by clause.

    Args:
        text: A licence text, such as that of a new version.
        record: The licence to compare with.

    Returns:
        Every deciding clause of the text in order, each with its counterpart, then those that only
        the catalogued licence has.
    """
    reading = read_clauses(text)
    left = list(record.clauses)
    differences = []
    for clause in _once(reading.clauses):
        own = clause_hash(text[clause.start : clause.end])
        counterpart = _counterpart(clause, own, left)
        if counterpart is not None:
            left.remove(counterpart)
        differences.append(_difference(clause, own, counterpart))
    missing = (
        ClauseDifference(kind="missing", topic=recorded.topic, clause=None, recorded=recorded)
        for recorded in left
    )
    return (*differences, *missing)


def _once(clauses: Sequence[Clause]) -> Iterator[Clause]:
    """The first place where a text says each thing, and a numbered one before a preamble, as in the
    records."""
    first: dict[tuple[str, str, str], Clause] = {}
    for clause in clauses:
        kind = (clause.topic, clause.says, clause.value)
        if kind not in first or (clause.number and not first[kind].number):
            first[kind] = clause
    yield from first.values()


def _counterpart(clause: Clause, own: str, left: Sequence[RecordedClause]) -> RecordedClause | None:
    """The recorded counterpart of a clause: the same words, else the same statement, else the same
    topic if no clause says more."""
    of_topic = [recorded for recorded in left if recorded.topic == clause.topic]
    same_words = (recorded for recorded in of_topic if recorded.sha256 == own)
    statement = (clause.says, clause.value)
    same_thing = (recorded for recorded in of_topic if (recorded.says, recorded.value) == statement)
    counterpart = next(same_words, None) or next(same_thing, None)
    if counterpart or clause.topic == "fields":
        return counterpart
    return next(iter(of_topic), None)


def _difference(clause: Clause, own: str, recorded: RecordedClause | None) -> ClauseDifference:
    if recorded is None:
        kind = "added"
    elif (recorded.says, recorded.value) != (clause.says, clause.value):
        kind = "changed"
    else:
        kind = "same" if recorded.sha256 == own else "reworded"
    return ClauseDifference(kind=kind, topic=clause.topic, clause=clause, recorded=recorded)


@cache
def _load() -> dict[str, Any]:
    data = files("provenance.licences") / "data" / "clauses.json"
    content: dict[str, Any] = json.loads(data.read_text("utf-8"))
    licences: dict[str, Any] = content["licences"]
    return licences
