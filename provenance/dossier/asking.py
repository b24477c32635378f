"""Who asks a question about personal data: in a word beside the answer, with its place at the end,
and what is known of every document that asks."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.dossier.case import Case
from provenance.model.source import CitedSource
from provenance.privacy.disclosure import Disclosure, Requirement
from provenance.render.document import Line, Paragraph, Section, Span, Table

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


def asking(case: Case, said: Disclosure) -> Line:
    """Those who ask, those with powers first, with a link to what they say."""
    words = case.words
    known = dict.fromkeys(request.authority for request in _requests(case, said)) or dict.fromkeys(
        said.asked_by
    )
    told = [words.term("authority", authority) for authority in known]
    more = f" {words('asking.more', n=len(told) - _SHORT)}" if len(told) > _SHORT else ""
    return (
        Span(
            text=", ".join(told[:_SHORT]) + more,
            link=case.link(f"asked-{said.check}") if told else "",
        ),
    )


def references(case: Case) -> Iterator[Section]:
    """Where each question is asked, and what each document is and how it was read."""
    words = case.words
    asked = [(said, found) for said in case.disclosures if (found := _requests(case, said))]
    if not asked:
        return
    header = (words("disclosures.question"), words("disclosures.asked-by"))
    rows = tuple((_question(case, said), _places(case, found)) for said, found in asked)
    ids = tuple(case.id(f"asked-{said.check}") for said, _ in asked)
    places = Table(
        caption=words("references.caption"), header=header, rows=rows, ids=ids, widths=(24, 76)
    )
    documents = {request.source: request.origin for _, found in asked for request in found}
    note = Paragraph((Span(text=words("references.note")),), "note")
    blocks = (note, places, _documents(case, tuple(documents.values())))
    yield Section(id=case.id("references"), title=words("references.title"), blocks=blocks, level=3)


def cited(case: Case, request: Requirement) -> tuple[str, str]:
    """Name of the document and the place in it, in the language of the dossier."""
    if case.words.lang == "ko":
        return request.origin.name_ko, request.locator_ko
    return request.name, request.locator


def _requests(case: Case, said: Disclosure) -> list[Requirement]:
    known = case.questions.get(said.check)
    return sorted(known.requests if known else (), key=_rank)


def _rank(request: Requirement) -> int:
    return _FIRST.index(request.authority) if request.authority in _FIRST else len(_FIRST)


def _question(case: Case, said: Disclosure) -> Line:
    return (Span(text=f"{said.check} "), Span(text=case.title(said.check), style="muted"))


def _places(case: Case, requests: list[Requirement]) -> Line:
    """Each document with the place in it and how that is known, one after the other."""
    spans: list[Span] = []
    for request in requests:
        name, locator = cited(case, request)
        if spans:
            spans.append(Span(text="; "))
        spans.append(Span(text=f"{name}, {locator}", link=case.link(f"source-{request.source}")))
        spans.append(Span(text=" ("))
        spans.append(case.message(request.mark, "muted"))
        spans.append(Span(text=")"))
    return tuple(spans)


def _documents(case: Case, sources: tuple[CitedSource, ...]) -> Table:
    """What each document is, who issued it, whether it holds, how its wording is known."""
    header = tuple(case.words(f"sources.{key}") for key in ("document", "issued", "force", "read"))
    rows = tuple(_document(case, source) for source in sources)
    ids = tuple(case.id(f"source-{source.key}") for source in sources)
    return Table(
        caption=case.words("sources.caption"),
        header=header,
        rows=rows,
        ids=ids,
        widths=(34, 20, 16, 30),
    )


def _document(case: Case, source: CitedSource) -> tuple[Line, ...]:
    korean = case.words.lang == "ko"
    other = source.name_ko if korean else source.title_en
    if source.title in other:
        title: Line = (Span(text=other, style="strong", link=source.url),)
    else:
        own = Span(text=source.title, style="strong", link=source.url, lang=source.lang)
        title = (own, Span(text=f" {other}", style="muted"))
    note = source.note_ko if korean else source.note
    publisher = source.publisher_ko if korean else source.publisher
    issued = ", ".join(filter(None, (publisher, source.date)))
    reading: list[Span] = [case.message(source.reading)]
    for page in source.readings:
        if page.url and page.url != source.url:
            reading += [Span(text=" "), Span(text=case.words("sources.page"), link=page.url)]
    return (
        title,
        (Span(text=issued),),
        (case.message(source.force),),
        (*reading, Span(text=f". {note}", style="muted")),
    )
