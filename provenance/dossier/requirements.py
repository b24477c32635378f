"""Who asks a question about personal data: short references next to the answers, places at the end,
and the status of every document that asks."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.dossier.subject import Subject
from provenance.model.source import CitedSource
from provenance.privacy.disclosure import Disclosure, Requirement
from provenance.render.document import (
    Block,
    Item,
    Items,
    Line,
    Paragraph,
    Section,
    Span,
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
    """For each document, below the authority that issued it: what it is, how it was read, and which
    questions it asks where."""
    phrases = subject.phrases
    by_source: dict[str, list[tuple[str, Requirement]]] = {}
    for disclosure in subject.disclosures:
        for requirement in _requirements(subject, disclosure):
            by_source.setdefault(requirement.source, []).append((disclosure.check, requirement))
    if not by_source:
        return
    ranked = sorted(by_source.values(), key=lambda entries: _rank(entries[0][1]))
    by_publisher: dict[str, list[Item]] = {}
    for entries in ranked:
        publisher = _publisher(subject, entries[0][1].origin)
        by_publisher.setdefault(publisher, []).append(_document(subject, entries))
    blocks: list[Block] = [Paragraph((plain(phrases("references.note")),), "note")]
    for publisher, documents in by_publisher.items():
        blocks += [Paragraph((plain(publisher),), "lead"), Items(tuple(documents))]
    yield Section(
        id=subject.id("references"),
        title=phrases("references.title"),
        blocks=tuple(blocks),
        dense=True,
    )


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


def _publisher(subject: Subject, source: CitedSource) -> str:
    return source.publisher_ko if subject.is_korean else source.publisher


def _document(subject: Subject, entries: list[tuple[str, Requirement]]) -> Item:
    source = entries[0][1].origin
    dated = f" {source.date}. " if source.date else " "
    status = subject.message(source.force)
    return Item(
        line=(*_title(subject, source), plain(f".{dated}"), status, plain("."), *_address(source)),
        notes=(_reading(subject, source), _asks(subject, entries)),
        id=subject.id(f"source-{source.key}"),
    )


def _title(subject: Subject, source: CitedSource) -> Line:
    """The official title, and the name in the language of the dossier."""
    other = source.name_ko if subject.is_korean else source.title_en
    if source.title in other:
        return (strong(other),)
    return (strong(source.title, lang=source.lang), plain(f" ({other})"))


def _address(source: CitedSource) -> Line:
    """The address as it is read on paper; a long one breaks anywhere."""
    if not source.url:
        return ()
    shown = source.url.partition("://")[2].removeprefix("www.").removesuffix("/")
    return plain(" "), Span(text=shown, style="code", link=source.url, lang="und")


def _reading(subject: Subject, source: CitedSource) -> Line:
    """How its wording is known, the pages that were read, and what to know before citing it."""
    phrases = subject.phrases
    line: list[Span] = [plain(f"{phrases('sources.read')}: "), subject.message(source.reading)]
    for page in source.readings:
        if page.url and page.url != source.url:
            line += [plain(" "), plain(phrases("sources.page"), link=page.url)]
    note = source.note_ko if subject.is_korean else source.note
    return (*line, plain(f". {note}"))


def _asks(subject: Subject, entries: list[tuple[str, Requirement]]) -> Line:
    """The questions that a document asks by place, and how that place is known if not from the
    document."""
    by_place: dict[str, list[tuple[str, Requirement]]] = {}
    for check, requirement in entries:
        by_place.setdefault(cited(subject, requirement)[1], []).append((check, requirement))
    spans: list[Span] = [plain(f"{subject.phrases('sources.asks')}: ")]
    for number, (place, asked) in enumerate(by_place.items()):
        spans.append(plain(f"{'; ' if number else ''}{place}"))
        for check, requirement in asked:
            spans += [plain(" "), plain(check, link=subject.link(check))]
            if requirement.seen is not requirement.origin.seen:
                spans += [plain(" ("), subject.message(requirement.mark), plain(")")]
    return tuple(spans)
