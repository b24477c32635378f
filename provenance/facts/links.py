"""Read the papers, repositories and pages that a card names as its own: by label, link text or
citation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.facts.labels import heading, opening, plain
from provenance.facts.own_name import letters, own_names
from provenance.lineage.record import ArtifactRecord
from provenance.model.card import BlockKind, Card, CardBlock
from provenance.model.finding import Evidence

PAPER, REPOSITORY, PAGE, CONTACT = "paper", "repository", "page", "contact"
MOST_LINKS = 40
# A label has at most 60 characters, including markup.
_LONGEST_OPENING = 500
_MARKS = re.compile(r"^[\s>*+-]+|[*_]{2}")
_LABELS = {
    **dict.fromkeys(
        (
            "paper",
            "research paper",
            "technical report",
            "tech report",
            "arxiv",
            "논문",
            "기술 보고서",
        ),
        PAPER,
    ),
    **dict.fromkeys(
        ("papers", "paper or other resource for more information", "paper and samples"), PAPER
    ),
    **dict.fromkeys(
        ("repository", "github", "github repository", "code", "code repository", "저장소"),
        REPOSITORY,
    ),
    **dict.fromkeys(
        ("homepage", "project page", "website", "documentation", "blog", "blog post", "홈페이지"),
        PAGE,
    ),
    **dict.fromkeys(
        (
            "where to send questions or comments about the model",
            "where to send comments",
            "contact",
        ),
        CONTACT,
    ),
}
_PAPER_TEXT = re.compile(
    r"(?:(?:our|the|this|original|research|arxiv) )?(?:paper|technical report|tech"
    r" report|preprint|arxiv|논문)"
    r"|paper link"
)
_PAGE_TEXT = re.compile(
    r"(?:our |the |technical )*+(?:blog|blog post|blogpost|project page|homepage|블로그)"
)
_REPOSITORY_TEXT = re.compile(
    r"(?:our |the )?(?:github|github repo|github repository|code repository)"
)
_PICTURE = re.compile(
    r"^https?://img\.shields\.io/|[./]badge[./]|\.(?:png|jpe?g|gif|svg|webp)(?:\?|$)", re.IGNORECASE
)
_PAPERS = re.compile(
    r"https?://(?:www\.)?(?:arxiv\.org/(?:abs|pdf)/(?P<arxiv>\d{4}\.\d{4,5}|[a-z-]{2,20}/\d{7})"
    r"|(?:dx\.)?doi\.org/10\."
    r"|openreview\.net/|aclanthology\.org/)"
)
_LONGEST_CITATION = 20_000
_CITED = re.compile(
    r"(?:eprint\s*=\s*[{\"]|arxiv[:.\s]+(?:abs/)?|arxiv\.org/(?:abs|pdf)/)(?P<arxiv>\d{4}\.\d{4,5})"
    r"|doi\s*=\s*[{\"](?:https?://(?:dx\.)?doi\.org/)?(?P<doi>10\.\d{4,9}/[\w.()/:-]{1,100})[}\"]",
    re.IGNORECASE,
)
_CITATION = frozenset(
    {
        "citation",
        "citation information",
        "how to cite",
        "cite",
        "bibtex",
        "citing this work",
        "인용",
    }
)


def card_links(record: ArtifactRecord) -> Iterator[tuple[str, str, Evidence]]:
    """The addresses that the card calls its own paper, repository, page or contact, each once; at
    most 40.

    A link in running text counts only if its own text says what it is (`our paper`, `technical
    report`). Papers about methods and other models are not taken for the model's.

    Yields:
        Kind, address as written (arXiv papers by their abstract page), line.
    """
    seen: set[str] = set()
    for card, document in record.sheets:
        raw = document.lines()
        links = (*_linked(card, raw, own_names(record, card)), *_cited(card))
        for kind, address, line in links:
            if address not in seen and len(seen) < MOST_LINKS:
                seen.add(address)
                yield kind, address, Evidence.quoting(document, line, line)


def _linked(
    card: Card, raw: tuple[str, ...], names: frozenset[str]
) -> Iterator[tuple[str, str, int]]:
    titles = _titles(card)
    labels: dict[int, str] = {}
    for link in card.links:
        if _PICTURE.search(link.url):
            continue
        if link.line not in labels:
            labels[link.line] = _label(raw[link.line - 1] if link.line <= len(raw) else "")
        label, above = labels[link.line], titles.get(link.line, "")
        words = plain(link.text)
        words = (
            "paper"
            if words.endswith(" paper") and letters(words.removesuffix(" paper")) in names
            else words
        )
        if kind := _kind_of(words, link.url) or _LABELS.get(label, _LABELS.get(above, "")):
            yield kind, abstract(link.url), link.line


def _label(line: str) -> str:
    """The label at the start of a line, or empty."""
    beginning = line[:_LONGEST_OPENING]
    return opening(_MARKS.sub("", beginning), beginning)[0]


def _kind_of(text: str, url: str) -> str:
    """The kind of target that a link's own text names."""
    if _PAPER_TEXT.fullmatch(text) and (_PAPERS.match(url) or "github.com" not in url):
        return PAPER
    if _REPOSITORY_TEXT.fullmatch(text):
        return REPOSITORY
    return PAGE if _PAGE_TEXT.fullmatch(text) else ""


def _titles(card: Card) -> dict[int, str]:
    """The heading above each line; if several share a line, the first."""
    titles: dict[int, str] = {}
    for section in card.walk():
        last = max((block.span.end for block in section.blocks), default=section.span.start)
        title = heading(section)
        for line in range(section.span.start, last + 1):
            titles.setdefault(line, title)
    return titles


def _cited(card: Card) -> Iterator[tuple[str, str, int]]:
    """The papers in the card's own citation entry."""
    for section in card.walk():
        if heading(section) in _CITATION:
            for block in section.blocks:
                yield from _cited_in(block)


def abstract(url: str) -> str:
    """The abstract page of an arXiv paper; any other address unchanged."""
    match = _PAPERS.match(url)
    return f"https://arxiv.org/abs/{match['arxiv']}" if match and match["arxiv"] else url


def _cited_in(block: CardBlock) -> Iterator[tuple[str, str, int]]:
    """Papers by their arXiv number or DOI, with the line."""
    if block.kind in (BlockKind.COMMENT, BlockKind.MARKUP):
        return
    # The text of a code block begins below its fence.
    fence = 1 if block.kind is BlockKind.CODE else 0
    for match in _CITED.finditer(block.text[:_LONGEST_CITATION]):
        line = block.span.start + fence + block.text.count("\n", 0, match.start())
        address = f"https://doi.org/{match['doi']}"
        if match["arxiv"]:
            address = f"https://arxiv.org/abs/{match['arxiv']}"
        yield PAPER, address, min(line, block.span.end)
