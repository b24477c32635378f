"""Findings and open points, each with exhibits and next step."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.dossier.subject import MOST_QUOTES, Subject
from provenance.licences.use import Reason, UseVerdict
from provenance.messages import in_language
from provenance.model.artifact import NO_ARTIFACT, ArtifactId
from provenance.model.finding import Evidence, Finding
from provenance.render.document import (
    Block,
    Item,
    Items,
    Line,
    Paragraph,
    Quote,
    Section,
    Tone,
    label,
    muted,
    plain,
    strong,
)
from provenance.wording.lights import with_clause


def findings(subject: Subject) -> Iterator[Section]:
    """Every reason and finding with its exhibits; other appendices do not repeat them."""
    phrases = subject.phrases
    shown: set[Evidence] = set()
    blocks: list[Block] = []
    judgement = subject.judgement
    if judgement and judgement.reasons:
        items = [
            _reason(subject, reason, number, shown)
            for number, reason in enumerate(judgement.reasons, 1)
        ]
        blocks += [Paragraph((plain(phrases("findings.of-terms")),), "lead"), Items(tuple(items))]
    if subject.findings:
        items = [_finding(subject, finding, shown) for finding in subject.findings]
        blocks += [Paragraph((plain(phrases("findings.of-rules")),), "lead"), Items(tuple(items))]
    if not blocks:
        blocks.append(Paragraph((plain(phrases("findings.none")),)))
    yield Section(id=subject.id("findings"), title=phrases("findings.title"), blocks=tuple(blocks))


def reason_line(subject: Subject, reason: Reason, link: str = "") -> Line:
    """A reason, headed by the licence or artefact that it concerns."""
    is_denied = reason.verdict is UseVerdict.DENY
    word = subject.phrases.term("reason", reason.verdict.value)
    tag = label(word, Tone.BAD if is_denied else Tone.OPEN)
    heading = plain(f"{_concerned(subject, reason)}: ", lang="und")
    return (tag, heading, subject.message(reason.text, link=link))


def _concerned(subject: Subject, reason: Reason) -> str:
    """The licence and clause of a reason; without them, the last artefact of its path."""
    if stated := with_clause(reason.name, reason.clause):
        return in_language(stated, subject.phrases.lang)
    return subject.name(reason.path[-1] if reason.path else NO_ARTIFACT)


def via(subject: Subject, path: tuple[ArtifactId, ...]) -> Line:
    """The artefacts of the lineage that something comes through."""
    names = subject.path(path)
    return (muted(subject.phrases("finding.via") + " "), plain(names, lang="und"))


def terms_link(subject: Subject, source: str) -> Line:
    """A link to the source of the terms; empty if it is not a web page."""
    if not source.startswith("https://"):
        return ()
    return (plain(subject.phrases("duties.source"), link=source),)


def _next_step(subject: Subject, step: str) -> Line:
    sentence = subject.message(step)
    if not sentence.text:
        return ()
    return (strong(subject.phrases("finding.next") + " "), sentence)


def _reason(subject: Subject, reason: Reason, number: int, shown: set[Evidence]) -> Item:
    notes = [
        _next_step(subject, reason.question),
        via(subject, reason.path) if len(reason.path) > 1 else (),
        terms_link(subject, reason.source),
    ]
    quotes = _quotes(subject, reason.evidence[:1], shown)
    return Item(
        line=reason_line(subject, reason),
        notes=tuple(note for note in notes if note),
        quotes=quotes,
        id=subject.id(f"reason-{number}"),
    )


def _finding(subject: Subject, finding: Finding, shown: set[Evidence]) -> Item:
    """What is wrong, where to see it, what to do."""
    line = (
        subject.severity(finding.severity),
        subject.opening(finding.message, "strong"),
        muted(f" {finding.rule}"),
    )
    notes: list[Line] = []
    if len(finding.path) > 2:
        notes.append(via(subject, finding.path))
    notes += [(subject.opening(detail, "muted"),) for detail in finding.details]
    if step := _next_step(subject, finding.remedy):
        notes.append(step)
    more = len(finding.evidence) - MOST_QUOTES
    if more > 0:
        notes.append((muted(subject.phrases("finding.more", n=more)),))
    quotes = _quotes(subject, finding.evidence[:MOST_QUOTES], shown)
    return Item(line=line, notes=tuple(notes), quotes=quotes, id=subject.anchor(finding))


def _quotes(
    subject: Subject, proofs: tuple[Evidence, ...], shown: set[Evidence]
) -> tuple[Quote, ...]:
    """The quotes of an entry; an exhibit shown before appears by its number only."""
    quotes = []
    for proof in proofs:
        if proof in shown:
            quotes.append(Quote((*subject.exhibit(proof), plain(" "), subject.place(proof)), ""))
        else:
            shown.add(proof)
            quotes.append(subject.quote(proof))
    return tuple(quotes)
