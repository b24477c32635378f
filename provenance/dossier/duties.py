"""Duties by act with the wording that licences require, and the uses that licences exclude."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.dossier.findings import terms_link
from provenance.dossier.subject import Subject
from provenance.licences import lookup, terms
from provenance.licences.claim import Licence
from provenance.licences.notices import notice_words
from provenance.licences.use import Task
from provenance.messages import in_language
from provenance.render.document import (
    Block,
    Item,
    Items,
    Line,
    Paragraph,
    Section,
    Span,
    Table,
    muted,
    plain,
    strong,
)
from provenance.wording.acts import by_act
from provenance.wording.lights import with_clause

_NOTICE = "notice-file"
# Terms that list fields of use, and their effect on them.
_FIELD_TERMS = ("fields", "fields-conditional")
_POLICIES = ("use-restrictions", "use-policy")


def duties(subject: Subject) -> Iterator[Section]:
    """A tick box for each act, with the licences and clauses that require it."""
    phrases = subject.phrases
    judgement = subject.judgement
    tasks = judgement.duties if judgement else _tasks_of_licence(subject)
    blocks: list[Block] = [Paragraph((plain(phrases(_note(subject, tasks))),), "note")]
    for act, of_act in by_act(tasks).items():
        blocks.append(Paragraph((plain(phrases(f"duty-act.{act}")),), "lead"))
        items = [_item(subject, group) for group in _by_text(of_act)]
        blocks.append(Items(tuple(items), boxes=True))
    yield Section(id=subject.id("duties"), title=phrases("duties.title"), blocks=tuple(blocks))


def excluded_uses(subject: Subject) -> Iterator[Section]:
    """The fields of use that the lineage's licences exclude or restrict; empty if there are
    none."""
    phrases = subject.phrases
    rows = [row for licence in _licences(subject) if (row := _excluded(subject, licence))]
    if not rows:
        return
    header = tuple(phrases(f"excluded.{key}") for key in ("licence", "fields", "conditional"))
    table = Table(
        caption=phrases("excluded.caption"), header=header, rows=tuple(rows), widths=(26, 42, 32)
    )
    note = Paragraph((plain(phrases("excluded.note")),), "note")
    yield Section(id=subject.id("excluded"), title=phrases("excluded.title"), blocks=(table, note))


def acts_of_duties(subject: Subject) -> list[str]:
    """The acts for which the use has duties, in the order of the section."""
    tasks = subject.judgement.duties if subject.judgement else ()
    return list(by_act(tasks))


def _note(subject: Subject, tasks: tuple[Task, ...]) -> str:
    if subject.is_denied:
        return "duties.after-permission" if tasks else "duties.denied"
    if subject.judgement is None:
        return "duties.all" if tasks else "duties.unknown"
    return "duties.asked" if tasks else "duties.none"


def _tasks_of_licence(subject: Subject) -> tuple[Task, ...]:
    """All duties of the artefact's own licence, if no use was given to select among them."""
    licence = subject.licence
    if licence is None:
        return ()
    return tuple(
        Task(duty=duty.id, text=duty.text, name=licence.name, clause=duty.clause)
        for duty in licence.duties
    )


def _by_text(tasks: list[Task]) -> list[list[Task]]:
    """Duties with the same requirement, combined."""
    groups: dict[tuple[str, str], list[Task]] = {}
    for task in tasks:
        groups.setdefault((task.duty, str(task.text)), []).append(task)
    return list(groups.values())


def _item(subject: Subject, tasks: list[Task]) -> Item:
    notes: list[Line] = []
    for task in tasks:
        notes.append(_ground(subject, task))
        notice = notice_words(task.licence) if task.duty == _NOTICE else ""
        if notice:
            lead = muted(f"{subject.phrases('duties.exact')} ")
            notes.append((lead, Span(text=notice, style="quote", lang="en")))
    return Item(line=(subject.message(tasks[0].text),), notes=tuple(notes))


def _ground(subject: Subject, task: Task) -> Line:
    """The licence and clause behind a duty, the artefact it comes through, and where it was
    read."""
    clause = in_language(with_clause(task.name, task.clause), subject.phrases.lang)
    line: list[Span] = [muted(clause, lang="und")]
    if len(task.path) > 1:
        through = f" {subject.phrases('finding.via')} {subject.name(task.path[-1])}"
        line.append(muted(through, lang="und"))
    source = terms_link(subject, task.source)
    if source:
        line += [plain(" · "), *source]
    return tuple(line)


def _licences(subject: Subject) -> list[Licence]:
    """The licences of the subject and its lineage, each once."""
    reach = subject.digest.reach(subject.purl)
    identifiers = [
        spdx
        for licence in subject.review.report.licences
        if licence.artifact.identity in reach and licence.artifact.kind is subject.purl.kind
        for spdx in licence.named
    ]
    known = (lookup(spdx) for spdx in dict.fromkeys(identifiers))
    return list({entry.id: entry for entry in known if entry}.values())


def _excluded(subject: Subject, licence: Licence) -> tuple[Line, ...] | None:
    known = {term.id: term for term in terms(licence) if term.id in _FIELD_TERMS}
    has_policy = any(duty.id in _POLICIES for duty in licence.duties)
    if not known and not has_policy:
        return None
    page = licence.url or licence.source
    title: Line = (strong(licence.name, link=page if page.startswith("https://") else ""),)
    cells: list[Line] = []
    for word in _FIELD_TERMS:
        term = known.get(word)
        if term is None:
            unread = subject.phrases("excluded.policy") if word == "fields" and not known else "–"
            cells.append((plain(unread),))
            continue
        fields = "; ".join(subject.phrases.term("field", field) for field in term.value)
        cells.append((plain(fields), muted(f" ({term.clause})" if term.clause else "")))
    return (title, *cells)
