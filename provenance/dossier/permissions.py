"""Which acts each licence of the lineage permits, and by which clause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from provenance.dossier.subject import Subject
from provenance.licences import lookup, permit
from provenance.licences.claim import Licence, Limit
from provenance.licences.matrix import ACTS
from provenance.licences.permit import UseContext
from provenance.licences.use import IntendedUse, Reason, Task, UseVerdict
from provenance.model.artifact import ArtifactId
from provenance.render.document import (
    Line,
    Paragraph,
    Section,
    Table,
    Tone,
    label,
    muted,
    plain,
    strong,
)
from provenance.report import ReportLicence

# Questions that every act raises; the note below the table states them once.
_OF_EVERY_ACT = ("territory", "territory-multimodal", "fields", "fields-conditional", "use-policy")
_NOT_FOR_COMMERCE = (
    Limit.NON_COMMERCIAL,
    Limit.RESEARCH_ONLY,
    Limit.PERSONAL_ONLY,
    Limit.EVALUATION_ONLY,
)
_BETWEEN_CLAUSES = ", "
_CLAUSE_PARTS = re.compile(r"[0-9]+|[^0-9]+")
_MOST = 20
_NAMES = 1


@dataclass(frozen=True, slots=True)
class _Answer:
    """A licence's answer on one act."""

    word: str
    tone: Tone
    clauses: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A licence with the artefacts under it."""

    licence: Licence | None
    name: str
    artifacts: list[ArtifactId]
    restricted: bool


def permissions(subject: Subject) -> Iterator[Section]:
    """One row per licence of the lineage, one column per act."""
    phrases = subject.phrases
    rows = _rows(subject)
    header = (phrases("permissions.licence"), *(phrases(f"act.{act}") for act in ACTS))
    table = Table(
        caption=phrases("permissions.caption"),
        header=header,
        rows=tuple(_line(subject, row) for row in rows[:_MOST]),
        widths=(28, 12, 12, 12, 12, 12, 12),
        style="matrix",
    )
    notes = [Paragraph((plain(phrases("permissions.note")),), "note")]
    if len(rows) > _MOST:
        more = phrases("permissions.more", count=len(rows) - _MOST)
        notes.append(Paragraph((plain(more),), "note"))
    yield Section(
        id=subject.id("permissions"), title=phrases("permissions.title"), blocks=(table, *notes)
    )


def acts_permitted(subject: Subject) -> tuple[tuple[str, str, Tone], ...]:
    """The strictest answer over the whole lineage for each act: name, word, colour."""
    rows = _rows(subject)
    strictest = []
    for act, use in ACTS.items():
        answers = [_answer(subject, row, act, use) for row in rows]
        worst = max(answers, key=lambda answer: _STRICTNESS.index(answer.tone))
        strictest.append((subject.phrases(f"act.{act}"), worst.word, worst.tone))
    return tuple(strictest)


_STRICTNESS = (Tone.GOOD, Tone.PLAIN, Tone.OPEN, Tone.BAD)


def _rows(subject: Subject) -> list[_Row]:
    """The subject's licences first, then those of its lineage. Terms of training data govern the
    data and do not answer what may be done with a model."""
    reach = subject.digest.reach(subject.purl)
    rows: dict[tuple[str, bool], _Row] = {}
    own = [subject.licence] if subject.licence else []
    others = [
        licence
        for licence in subject.review.report.licences
        if licence.artifact != subject.purl
        and licence.artifact.identity in reach
        and licence.artifact.kind is subject.purl.kind
    ]
    for stated in (*own, *others):
        restricted = any(limit.limit in _NOT_FOR_COMMERCE for limit in stated.restrictions)
        for known, name in _known(subject, stated):
            row = _Row(licence=known, name=name, artifacts=[], restricted=restricted)
            rows.setdefault((name, restricted), row).artifacts.append(stated.artifact)
    read = {purl.identity for row in rows.values() for purl in row.artifacts}
    unread = [purl for purl in _unread(subject) if purl.identity not in read]
    if unread or not rows:
        name = subject.phrases("permissions.unread")
        rows[name, False] = _Row(
            licence=None, name=name, artifacts=unread or [subject.purl], restricted=False
        )
    return list(rows.values())


def _unread(subject: Subject) -> list[ArtifactId]:
    """Artefacts of the lineage that could not be read."""
    reach = subject.digest.reach(subject.purl)
    nodes = subject.review.report.lineage.nodes
    return [
        node.purl
        for node in nodes
        if node.state != "read"
        and node.purl.identity in reach
        and node.purl.kind is subject.purl.kind
    ]


def _known(subject: Subject, stated: ReportLicence) -> list[tuple[Licence | None, str]]:
    """The identified licences by name; an unidentified one in our wording."""
    entries = [lookup(spdx) for spdx in stated.named]
    known = [(entry, entry.name) for entry in entries if entry]
    if known:
        return list(known)
    return [(None, subject.phrases("licence.unknown"))]


def _line(subject: Subject, row: _Row) -> tuple[Line, ...]:
    page = row.licence.url if row.licence else ""
    names = muted(f" {_artifact_names(subject, row)}", lang="und")
    cells: list[Line] = [(strong(row.name, link=page), names)]
    for act, use in ACTS.items():
        answer = _answer(subject, row, act, use)
        cells.append(_cell(subject, answer))
    return tuple(cells)


def _artifact_names(subject: Subject, row: _Row) -> str:
    """The first artefacts under a licence, and how many more there are."""
    names = ", ".join(subject.name(purl) for purl in row.artifacts[:_NAMES])
    more = len(row.artifacts) - _NAMES
    if more <= 0:
        return names
    return f"{names} {subject.phrases('asking.more', n=more)}"


def _cell(subject: Subject, answer: _Answer) -> Line:
    tag = label(answer.word, answer.tone)
    if not answer.clauses:
        return (tag,)
    shown = answer.clauses
    if shown[0].isdecimal():
        shown = subject.phrases("clause.alone", clause=shown)
    return (tag, muted(f" {shown}", lang="und"))


def _answer(subject: Subject, row: _Row, act: str, use: IntendedUse) -> _Answer:
    phrases = subject.phrases
    if row.licence is None:
        return _Answer(phrases("permit.unknown"), Tone.OPEN)
    use = _with_numbers(subject, act, use)
    derived = row.artifacts[0].identity != subject.purl.identity
    reasons, tasks = permit(row.licence, use, UseContext(derived=derived))
    weighing = [reason for reason in reasons if reason.topic not in _OF_EVERY_ACT]
    denials = [reason for reason in weighing if reason.verdict is UseVerdict.DENY]
    if denials:
        return _Answer(phrases("permit.no"), Tone.BAD, _clauses(denials))
    if not row.licence.known_terms:
        return _Answer(phrases("permit.unknown"), Tone.OPEN)
    if act == "commercial" and row.restricted:
        return _Answer(phrases("permit.check"), Tone.OPEN, phrases("permit.own-words"))
    if weighing:
        return _Answer(phrases("permit.check"), Tone.OPEN, _clauses(weighing))
    return _permitted(subject, tasks)


def _permitted(subject: Subject, tasks: tuple[Task, ...]) -> _Answer:
    """The answer where nothing stands against an act: with its conditions, if it has any."""
    if tasks:
        return _Answer(subject.phrases("permit.conditions"), Tone.PLAIN, _clauses(tasks))
    return _Answer(subject.phrases("permit.yes"), Tone.GOOD)


def _with_numbers(subject: Subject, act: str, use: IntendedUse) -> IntendedUse:
    """The commercial act with the stated users and revenue."""
    if act != "commercial" or subject.judgement is None:
        return use
    stated = subject.judgement.use
    return replace(use, users=stated.users, revenue=stated.revenue)


def _clauses(grounds: list[Reason] | list[Task] | tuple[Task, ...]) -> str:
    """The relevant clauses, each once, in the order of the licence."""
    clauses = {
        clause for ground in grounds for clause in ground.clause.split(_BETWEEN_CLAUSES) if clause
    }
    return _BETWEEN_CLAUSES.join(sorted(clauses, key=_order_of_clause))


def _order_of_clause(clause: str) -> list[tuple[int, str]]:
    """A sort key by which `4` stands before `10`, and `1.b.i` before `1.b.iii`."""
    return [(int(part) if part.isdecimal() else 0, part) for part in _CLAUSE_PARTS.findall(clause)]
