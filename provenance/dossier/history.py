"""Changes since the last review, and its decisions."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.dossier.subject import SEVERITY_TONES, Subject
from provenance.model.change import Change
from provenance.render.document import (
    Item,
    Items,
    Paragraph,
    Section,
    Span,
    Table,
    Tone,
    label,
    muted,
    plain,
    strong,
)

_MOST = 60


def changes(subject: Subject) -> Iterator[Section]:
    """Changes since the last review; empty if there was none."""
    phrases, review = subject.phrases, subject.review
    if not review.since:
        return
    reach = subject.digest.reach(subject.purl)
    own = [change for change in review.changes if change.artifact.identity in reach]
    block: Items | Paragraph = Paragraph((plain(phrases("changes.none", since=review.since)),))
    if own:
        block = Items(tuple(_change(subject, change) for change in own[:_MOST]))
    yield Section(id=subject.id("changes"), title=phrases("changes.title"), blocks=(block,))


def decisions(subject: Subject) -> Iterator[Section]:
    """The reviewer's decisions from the questionnaire; empty if there is none."""
    phrases = subject.phrases
    identity = subject.purl.identity
    own = [entry for entry in subject.review.decisions if entry.artifact.identity == identity]
    if not own:
        return
    header = tuple(phrases(f"decisions.{key}") for key in ("question", "decision", "note"))
    rows = tuple(
        (
            (plain(f"{entry.check} "), muted(subject.title(entry.check))),
            (strong(entry.decision, lang="und"),),
            (plain(entry.note, lang="und"),),
        )
        for entry in own[:_MOST]
    )
    table = Table(caption=phrases("decisions.caption"), header=header, rows=rows)
    yield Section(id=subject.id("decisions"), title=phrases("decisions.title"), blocks=(table,))


def _change(subject: Subject, change: Change) -> Item:
    word = subject.phrases.term("severity", change.severity.value)
    line: tuple[Span, ...] = (
        label(word, SEVERITY_TONES.get(change.severity, Tone.PLAIN)),
        subject.message(change.text),
    )
    details = tuple((subject.message(detail, "muted"),) for detail in change.details)
    return Item(line=line, notes=details)
