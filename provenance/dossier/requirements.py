"""Who asks a question about personal data: short references beside the answers, places at the end,
and the status of every document that asks."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.dossier.subject import Subject
from provenance.model.source import CitedSource
from provenance.privacy.disclosure import Disclosure, Requirement
from provenance.render.document import (
    Line,
    Paragraph,
    Section,
    Span,
    Table,
    muted,
    plain,
    strong,
)

_SHORT = 4
_FIRST = (
    "pipc",
    "korea",
    "eu",
    "ico",
    "garante",
    "anpd",
    "cnil",
    "edpb",
    "california",
    "nist",
    "g7",
)


def authority_line(subject: Subject, disclosure: Disclosure) -> Line:
    """The authorities that ask, those with legal powers first, each with a link."""
    phrases = subject.phrases
    authorities = [requirement.authority for requirement in _requirements(subject, disclosure)]
    known = dict.fromkeys(authorities or disclosure.asked_by)
    names = [phrases.term("authority", authority) for authority in known]
    if not names:
        return (plain(""),)
    shown = ", ".join(names[:_SHORT])
    if len(names) > _SHORT:
        shown = f"{shown} {phrases('asking.more', n=len(names) - _SHORT)}"
    return (plain(shown, link=subject.link("references")),)


def references(subject: Subject) -> Iterator[Section]:
    """For each document: what it is, how it was read, and which questions it asks where."""
    phrases = subject.phrases
    by_source: dict[str, list[tuple[str, Requirement]]] = {}
    for disclosure in subject.disclosures:
        for requirement in _requirements(subject, disclosure):
            by_source.setdefault(requirement.source, []).append((disclosure.check, requirement))
    if not by_source:
        return
    header = tuple(phrases(f"sources.{key}") for key in ("document", "issued", "read", "asks"))
    ranked = sorted(by_source.values(), key=lambda entries: _rank(entries[0][1]))
    table = Table(
        caption=phrases("sources.caption"),
        header=header,
        rows=tuple(_document(subject, entries) for entries in ranked),
        ids=tuple(subject.id(f"source-{entries[0][1].source}") for entries in ranked),
        widths=(30, 17, 23, 30),
    )
    note = Paragraph((plain(phrases("references.note")),), "note")
    title = phrases("references.title")
    yield Section(id=subject.id("references"), title=title, blocks=(note, table))


def cited(subject: Subject, requirement: Requirement) -> tuple[str, str]:
    """The document's name and the place in it, in the language of the dossier."""
    if subject.phrases.lang == "ko":
        return requirement.origin.name_ko, requirement.locator_ko
    return requirement.name, requirement.locator


def _requirements(subject: Subject, disclosure: Disclosure) -> list[Requirement]:
    known = subject.questions.get(disclosure.check)
    return sorted(known.requirements if known else (), key=_rank)


def _rank(requirement: Requirement) -> int:
    return _FIRST.index(requirement.authority) if requirement.authority in _FIRST else len(_FIRST)


def _asks(subject: Subject, entries: list[tuple[str, Requirement]]) -> Line:
    """The questions that a document asks, each with its place, and how that place is known if not
    from the document."""
    spans: list[Span] = []
    for check, requirement in entries:
        if spans:
            spans.append(plain("; "))
        spans.append(plain(check, link=subject.link(check)))
        spans.append(plain(f" {cited(subject, requirement)[1]}"))
        if requirement.seen is not requirement.origin.seen:
            spans += [plain(" ("), subject.message(requirement.mark, "muted"), plain(")")]
    return tuple(spans)


def _document(subject: Subject, entries: list[tuple[str, Requirement]]) -> tuple[Line, ...]:
    source = entries[0][1].origin
    publisher = source.publisher_ko if subject.is_korean else source.publisher
    issued = ", ".join(filter(None, (publisher, source.date)))
    return (
        _title(subject, source),
        (plain(f"{issued}. "), subject.message(source.force)),
        _reading(subject, source),
        _asks(subject, entries),
    )


def _title(subject: Subject, source: CitedSource) -> Line:
    """The official title with a link, and the name in the language of the dossier."""
    other = source.name_ko if subject.is_korean else source.title_en
    if source.title in other:
        return (strong(other, link=source.url),)
    own = strong(source.title, link=source.url, lang=source.lang)
    return (own, muted(f" {other}"))


def _reading(subject: Subject, source: CitedSource) -> Line:
    """How its wording is known, the pages that were read, and what to know before citing it."""
    line: list[Span] = [subject.message(source.reading)]
    for page in source.readings:
        if page.url and page.url != source.url:
            line += [plain(" "), plain(subject.phrases("sources.page"), link=page.url)]
    note = source.note_ko if subject.is_korean else source.note
    return (*line, muted(f". {note}"))
