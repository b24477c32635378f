"""Review → Document: the sections in the order in which a reviewer asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from provenance.dossier.asking import references
from provenance.dossier.case import Case, Review
from provenance.dossier.ending import changes, decisions, gaps, made, questions
from provenance.dossier.glance import asked, duties, glance, verdict
from provenance.dossier.picture import licence_name, lineage
from provenance.dossier.policy import policy
from provenance.dossier.privacy import privacy
from provenance.dossier.terms import licences
from provenance.dossier.weights import files
from provenance.errors import FaultError
from provenance.messages import message
from provenance.model.artifact import ArtifactId
from provenance.model.fault import in_full, shielded
from provenance.model.finding import Severity
from provenance.render.document import Document, Line, Paragraph, Section, Span, Table
from provenance.report import counts_by_severity
from provenance.wording.digest import Digest
from provenance.wording.words import words_of

_SECTIONS = (
    asked,
    glance,
    duties,
    lineage,
    privacy,
    licences,
    files,
    changes,
    decisions,
    policy,
    gaps,
    questions,
    made,
    references,
)


def compose(review: Review, subject: ArtifactId | None = None) -> Document:
    """Put together the dossier of one artefact, or of all that were asked about, one after the
    other.

    Args:
        review: The report and what its reader brings along.
        subject: purl of one of its inputs, or None for all.

    Raises:
        UsageError: There are no words in that language.
    """
    words, digest = words_of(review.lang), Digest(review.report)
    subjects = digest.subjects if subject is None else (subject,)
    several = len(subjects) > 1
    cases = [
        Case(
            review=review,
            words=words,
            digest=digest,
            subject=one,
            prefix=f"m{n}-" if several else "",
        )
        for n, one in enumerate(subjects, 1)
    ]
    sections = list(_chapters(cases)) if several else list(_sections(cases[0]))
    return _document(cases, sections)


def compose_overview(cases: list[Case], links: list[str]) -> Document:
    """Put together the page that stands before those of many artefacts.

    Args:
        cases: At least one.
        links: Where the page of each is.
    """
    return _document(cases, [_overview(cases, links)])


def _document(cases: list[Case], sections: list[Section]) -> Document:
    review, words = cases[0].review, cases[0].words
    name = (
        words("title.several", n=len(cases)) if len(cases) > 1 else cases[0].name(cases[0].subject)
    )
    title = words("title", name=name)
    foot = words("foot", tool=f"{review.report.tool.name} {review.report.tool.version}")
    subtitle: Line = (Span(text=words("subtitle")),)
    return Document(
        lang=review.lang,
        title=title,
        subtitle=subtitle,
        contents=words("contents"),
        skip=words("skip"),
        foot=foot,
        sections=tuple(sections),
    )


def _sections(case: Case) -> Iterator[Section]:
    for section in _SECTIONS:
        name = section.__name__
        subject = message("gap.fault.writing-section", section=name, name=case.name(case.subject))
        try:
            yield from shielded(partial(_whole, section, case), subject)
        except FaultError as fault:
            yield _unwritten(case, name, fault)


def _whole(section: Callable[[Case], Iterator[Section]], case: Case) -> list[Section]:
    return list(section(case))


def _unwritten(case: Case, name: str, fault: FaultError) -> Section:
    """What stands in place of a section that could not be written."""
    key = f"{name}.title"
    title = case.words(key) if case.words.has(key) else case.words("fault.title")
    explanation = case.message(in_full(fault))
    return Section(id=case.id(name), title=title, blocks=(Paragraph((explanation,), "note"),))


def _chapters(cases: list[Case]) -> Iterator[Section]:
    """An overview, then each artefact's sections one level deeper."""
    yield _overview(cases, [f"#{case.id('model')}" for case in cases])
    for case in cases:
        yield Section(id=case.id("model"), title=case.name(case.subject), blocks=())
        yield from (replace(section, level=section.level + 1) for section in _sections(case))


def _overview(cases: list[Case], links: list[str]) -> Section:
    """A row for each artefact: the answer, its licence, counts."""
    words = cases[0].words
    header = tuple(
        words(f"overview.{key}")
        for key in ("name", "answer", "licence", "findings", "privacy", "gaps")
    )
    rows = tuple(_row(case, link) for case, link in zip(cases, links, strict=True))
    return Section(
        id="overview",
        title=words("overview.title"),
        blocks=(Table(caption=words("overview.caption"), header=header, rows=rows),),
    )


def _row(case: Case, link: str) -> tuple[Line, ...]:
    """The row of an artefact; its name alone where the rest could not be written."""
    name = case.name(case.subject)
    try:
        subject = message("gap.fault.writing-overview", name=name)
        return shielded(partial(_overview_row, case, link), subject)
    except FaultError:
        unknown: Line = (Span(text="–"),)
        title: Line = (Span(text=name, style="code", link=link, lang="und"),)
        return (title, *[unknown] * 5)


def _overview_row(case: Case, link: str) -> tuple[Line, ...]:
    word, tone = verdict(case)
    licence = case.licence
    counts = counts_by_severity(
        one for one in case.review.report.findings if one.artifact == case.subject
    )
    counted = [counts[severity] for severity in list(Severity)[:3]]
    answered = sum(said.grade in ("disclosed", "partial") for said in case.disclosures)
    return (
        (Span(text=case.name(case.subject), style="code", link=link, lang="und"),),
        (Span(text=word, style="label", tone=tone),),
        (Span(text=licence_name(case, licence.name, licence.verdict) if licence else "–"),),
        (
            Span(
                text=case.words(
                    "overview.counts", critical=counted[0], high=counted[1], medium=counted[2]
                )
            ),
        ),
        (Span(text=f"{answered}/{len(case.disclosures)}" if case.disclosures else "–"),),
        (Span(text=str(len(case.gaps))),),
    )
