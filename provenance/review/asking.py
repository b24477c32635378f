"""Who asks a question about personal data: in a word beside the answer, and with its place at the
end."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.privacy.disclosure import Disclosure, Request
from provenance.review.case import Case
from provenance.review.document import Line, Paragraph, Section, Span, Table

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
_SEEN = ("page", "repository")


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
            ", ".join(told[:_SHORT]) + more, link=case.link(f"asked-{said.check}") if told else ""
        ),
    )


def references(case: Case) -> Iterator[Section]:
    """What each of them says, where, and whether its wording was seen."""
    words = case.words
    asked = [(said, found) for said in case.disclosures if (found := _requests(case, said))]
    if not asked:
        return
    rows = tuple(
        (
            (Span(f"{said.check} "), Span(case.title(said.check), "muted")),
            tuple(span for request in found for span in _request(case, request))[:-1],
        )
        for said, found in asked
    )
    ids = tuple(case.id(f"asked-{said.check}") for said, _ in asked)
    header = (words("disclosures.question"), words("disclosures.asked-by"))
    table = Table(words("references.caption"), header, rows, ids, (24, 76))
    note = Paragraph((Span(words("references.note")),), "note")
    yield Section(case.id("references"), words("references.title"), (note, table), level=3)


def unseen(case: Case, request: Request) -> str:
    """How far the wording is known where nobody here has seen it on its own page; empty where
    somebody has."""
    return "" if request.verified in _SEEN else case.words.term("asking", request.verified)


def _requests(case: Case, said: Disclosure) -> list[Request]:
    known = case.questions.get(said.check)
    return sorted(known.requests if known else (), key=_rank)


def _rank(request: Request) -> int:
    return _FIRST.index(request.authority) if request.authority in _FIRST else len(_FIRST)


def _request(case: Case, request: Request) -> Line:
    source = Span(f"{request.name}, {request.locator}", link=request.url, lang="en")
    doubt = unseen(case, request)
    return (source, Span(f" ({doubt})"), Span("; ")) if doubt else (source, Span("; "))
