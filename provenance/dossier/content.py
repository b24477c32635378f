"""Compose a review as a document: numbered sections in the order in which a reviewer needs them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from string import ascii_uppercase

from provenance.dossier.conclusion import conclusion, use_words
from provenance.dossier.duties import duties, excluded_uses
from provenance.dossier.files import files
from provenance.dossier.findings import findings
from provenance.dossier.forms import forms
from provenance.dossier.history import changes, decisions
from provenance.dossier.licences import licences
from provenance.dossier.lineage import lineage, lineage_table
from provenance.dossier.method import glossary, method
from provenance.dossier.overview import COMPARED, overview, overview_on_paper
from provenance.dossier.permissions import permissions
from provenance.dossier.personal_data import all_questions, personal_data
from provenance.dossier.policy import policy
from provenance.dossier.requirements import references
from provenance.dossier.review import Review
from provenance.dossier.subject import Subject
from provenance.dossier.supplier import questions
from provenance.dossier.unread import gaps
from provenance.errors import FaultError
from provenance.messages import message
from provenance.model.artifact import ArtifactId
from provenance.model.fault import in_full, shielded
from provenance.render.document import (
    Cover,
    Document,
    Line,
    Paragraph,
    Section,
    plain,
)
from provenance.wording.digest import Digest
from provenance.wording.phrases import Phrases, phrases_of

_Maker = Callable[[Subject], Iterator[Section]]
_BASIS: tuple[_Maker, ...] = (permissions, duties, excluded_uses, lineage, personal_data)
_APPENDICES: tuple[_Maker, ...] = (
    findings,
    all_questions,
    forms,
    licences,
    lineage_table,
    files,
    gaps,
    changes,
    decisions,
    policy,
    references,
    method,
    glossary,
)
_COMMIT = 8


def subjects_of(review: Review, purl: ArtifactId | None = None) -> list[Subject]:
    """The subjects of a review: one input, or all.

    Args:
        review: The report with the reader's additions.
        purl: purl of one of its inputs, or None for all.

    Raises:
        UsageError: The language is unknown.
    """
    phrases, digest = phrases_of(review.lang), Digest(review.report)
    chosen = digest.subjects if purl is None else (purl,)
    several = len(chosen) > 1
    return [
        Subject(
            review=review,
            phrases=phrases,
            digest=digest,
            purl=each,
            prefix=f"m{number}-" if several else "",
        )
        for number, each in enumerate(chosen, 1)
    ]


def compose(review: Review, purl: ArtifactId | None = None) -> Document:
    """Compose the dossier of one artefact, or of all subjects in sequence.

    Args:
        review: The report with the reader's additions.
        purl: purl of one of its inputs, or None for all.

    Raises:
        UsageError: The language is unknown.
    """
    subjects = subjects_of(review, purl)
    if len(subjects) > 1:
        return _document(subjects, list(_chapters(subjects)))
    return _document(subjects, list(_sections(subjects[0])))


def compose_overview(subjects: Sequence[Subject], links: Sequence[str]) -> Document:
    """Compose the overview page of several artefacts.

    Args:
        subjects: At least one.
        links: Address of each artefact's page.
    """
    return _document(subjects, list(_numbered(overview(subjects, links))))


def compose_paper_overview(subjects: Sequence[Subject]) -> Document:
    """The overview of many artefacts on two printed pages, without a cover."""
    document = _document(subjects, list(_numbered(overview_on_paper(subjects))))
    return replace(document, cover=None)


def compose_comparison(subjects: Sequence[Subject], links: Sequence[str]) -> Document:
    """Compose the overview with a comparison first; arguments as for `compose_overview`."""
    sections = sorted(overview(subjects, links), key=lambda section: section.id != COMPARED)
    return _document(subjects, list(_numbered(sections)))


def _document(subjects: Sequence[Subject], sections: list[Section]) -> Document:
    first = subjects[0]
    review, phrases = first.review, first.phrases
    name = first.name(first.purl)
    if len(subjects) > 1:
        name = phrases("title.several", n=len(subjects))
    title = phrases("title", name=name)
    tool = f"{review.report.tool.name} {review.report.tool.version}"
    return Document(
        lang=review.lang,
        title=title,
        subtitle=(plain(phrases("subtitle")),),
        contents=phrases("contents"),
        skip=phrases("skip"),
        foot=phrases("foot", tool=tool),
        sections=tuple(sections),
        cover=_cover(subjects, name),
        running=_running(first, title),
    )


def _running(first: Subject, title: str) -> str:
    """The header of each printed page."""
    sheet = first.review.cover
    parts = (sheet.organisation, title, document_number(first), sheet.classification)
    return " · ".join(part for part in parts if part)


def document_number(first: Subject) -> str:
    """The number on the cover; derived from day and commit if none is given, so that the same
    review gets the same number."""
    sheet = first.review.cover
    if sheet.number:
        return sheet.number
    commit = first.artifact.revision.removeprefix("sha256:")[:_COMMIT] if first.artifact else ""
    parts = ("MR", first.review.day.replace("-", ""), commit)
    return "-".join(part for part in parts if part)


def _cover(subjects: Sequence[Subject], name: str) -> Cover:
    first = subjects[0]
    phrases, sheet = first.phrases, first.review.cover
    rows: list[tuple[str, Line]] = [(phrases("cover.number"), (plain(document_number(first)),))]
    if first.review.day:
        rows.append((phrases("cover.day"), (plain(first.review.day),)))
    rows.append((phrases("cover.use"), (plain(use_words(first)),)))
    if first.artifact and len(subjects) == 1:
        rows.append((phrases("cover.commit"), (plain(first.artifact.revision),)))
    if sheet.valid_until:
        rows.append((phrases("cover.valid"), (plain(sheet.valid_until),)))
    sentence = phrases("cover.several")
    if len(subjects) == 1:
        sentence = f"{first.lights.verdict.text(phrases.lang)}."
    return Cover(
        organisation=sheet.organisation,
        classification=sheet.classification,
        kind=phrases("cover.kind"),
        title=name,
        sentence=sentence,
        rows=tuple(rows),
        contents=phrases("contents"),
    )


def _chapters(subjects: Sequence[Subject]) -> Iterator[Section]:
    """An overview, then each artefact's sections one level deeper."""
    links = [f"#{subject.id('model')}" for subject in subjects]
    yield from overview(subjects, links)
    for subject in subjects:
        title = subject.name(subject.purl)
        yield Section(id=subject.id("model"), title=title, blocks=(), new_page=True)
        for section in _sections(subject):
            yield replace(section, level=section.level + 1, new_page=False)


def _sections(subject: Subject) -> Iterator[Section]:
    """The chapters of one artefact: conclusion, basis, questions, appendices."""
    phrases = subject.phrases
    yield from _titled("1", _made_by(conclusion, subject))
    yield Section(
        id=subject.id("basis"), title=f"2 {phrases('basis.title')}", blocks=(), new_page=True
    )
    parts = [section for maker in _BASIS for section in _made_by(maker, subject)]
    for number, section in enumerate(parts, 1):
        yield from _titled(f"2.{number}", [replace(section, level=section.level + 1)])
    yield from _titled("3", _made_by(questions, subject))
    appendices = [section for maker in _APPENDICES for section in _made_by(maker, subject)]
    for letter, section in zip(ascii_uppercase, appendices, strict=False):
        # No page of its own: the questions above may end on a page that is nearly empty.
        yield from _titled(letter, [section])


def _titled(number: str, sections: Sequence[Section]) -> Iterator[Section]:
    """Sections with numbers for citation."""
    for section in sections:
        yield replace(section, title=f"{number} {section.title}")


def _numbered(sections: Sequence[Section]) -> Iterator[Section]:
    for number, section in enumerate(sections, 1):
        yield from _titled(str(number), [section])


def _made_by(maker: _Maker, subject: Subject) -> list[Section]:
    """The sections that a function composes; if it fails internally, a note in their place."""
    name = maker.__name__
    work = message("gap.fault.writing-section", section=name, name=subject.name(subject.purl))
    try:
        return shielded(partial(_whole, maker, subject), work)
    except FaultError as fault:
        return [_unwritten(subject, name, fault)]


def _whole(maker: _Maker, subject: Subject) -> list[Section]:
    return list(maker(subject))


def _unwritten(subject: Subject, name: str, fault: FaultError) -> Section:
    """The note in place of a section that could not be written."""
    phrases: Phrases = subject.phrases
    key = f"{name}.title"
    title = phrases(key) if phrases.has(key) else phrases("fault.title")
    explanation = subject.message(in_full(fault))
    return Section(id=subject.id(name), title=title, blocks=(Paragraph((explanation,), "note"),))
