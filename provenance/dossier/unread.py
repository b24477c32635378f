"""What could not be verified: unread content, and the checks that it leaves open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from provenance.dossier.subject import Subject
from provenance.model.artifact import Gap
from provenance.model.finding import Check, Outcome, shorten
from provenance.render.document import (
    Block,
    Item,
    Items,
    Line,
    Paragraph,
    Section,
    Span,
    Tone,
    label,
    muted,
    plain,
    strong,
)
from provenance.wording.facts import LONGEST_WORDS

_MOST = 60
_WHOLE = "repository"


def gaps(subject: Subject) -> Iterator[Section]:
    """Every gap, and what could not be assessed because of it."""
    phrases = subject.phrases
    blocks: list[Block] = []
    if subject.gaps:
        blocks.append(Items(tuple(Item(line=_gap(subject, gap)) for gap in subject.gaps[:_MOST])))
    else:
        blocks.append(Paragraph((plain(phrases("gaps.none")),)))
    more = len(subject.gaps) - _MOST
    if more > 0:
        blocks.append(Paragraph((plain(phrases("conclusion.more", count=more)),), "note"))
    unknown = [
        check for check in subject.digest.checks[subject.purl] if check.outcome is Outcome.UNKNOWN
    ]
    if unknown:
        blocks.append(Paragraph((plain(phrases("gaps.unknown")),)))
        blocks.append(Items(tuple(_unknown(subject, check) for check in unknown)))
    yield Section(id=subject.id("gaps"), title=phrases("gaps.title"), blocks=tuple(blocks))


def _unknown(subject: Subject, check: Check) -> Item:
    rules = {rule.code: rule.summary for rule in subject.review.report.rules}
    line = (
        muted(f"{check.rule} "),
        subject.message(rules.get(check.rule, "")),
        plain(": "),
        subject.message(check.reason),
    )
    return Item(line=line)


def _gap(subject: Subject, gap: Gap) -> Line:
    """Reason, artefact, file and error; without what its sentence already names."""
    name, what = subject.name(gap.artifact), shorten(gap.what)
    sentence = subject.message(gap.detail)
    text = sentence.text.removeprefix(f"{name}: ")
    place = "" if gap.what == _WHOLE or text.startswith(what) else f"{what}: "
    reason = subject.phrases.term("reason-word", shorten(gap.reason, LONGEST_WORDS))
    return (
        label(reason, Tone.OPEN),
        Span(text=f"{name} ", style="code", lang="und"),
        plain(place, lang="und"),
        replace(sentence, text=text),
        *_acceptance(subject, gap),
    )


def _acceptance(subject: Subject, gap: Gap) -> Line:
    """Who accepted the gap, until when and why; empty if nobody did."""
    if gap.waived is None:
        return ()
    accepted = subject.phrases("gaps.accepted", owner=gap.waived.owner, until=gap.waived.until)
    return (strong(f" {accepted} "), plain(gap.waived.reason, lang="und"))
