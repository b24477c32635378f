"""Dossier → what the card's sections say about use, limits and ethics, as stated, shortened at a sentence's end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.bom.facts import APPEND, Fact
from provenance.card import Block, BlockKind, Section, Span
from provenance.dossier import Dossier
from provenance.finding import Evidence, shorten

MOST_ENTRIES = 20
TEXT_LIMIT = 600

USERS, USES, LIMITS, ETHICS = "users", "useCases", "technicalLimitations", "ethicalConsiderations"

# Headings of the hub's card template, of its 2020 predecessor, of the model card paper (Mitchell et al. 2019,
# section 4) and of Korean cards. A heading that names two subjects stands under both.
_HEADINGS = {
    USERS: "users|intended users|primary intended users|사용자|주요 사용자|대상 사용자",
    USES: "uses|use cases|intended use|intended uses|primary intended uses|direct use|downstream use"
    "|intended uses and limitations|usage and limitations|intended usage|용도|사용 용도|사용 목적|활용 방안|활용 사례",
    LIMITS: "limitations|limitation|technical limitations|known limitations|bias risks and limitations"
    "|risks and limitations|limitations and bias|limitations and biases|bias and limitations"
    "|intended uses and limitations|usage and limitations|out of scope use|out of scope uses|caveats"
    "|caveats and recommendations|other known limitations|한계|한계점|제한 사항|제한사항|한계 및 편향|제약 사항",
    ETHICS: "ethical considerations|ethics|ethical considerations and risks|ethical considerations and limitations"
    "|bias|biases|risks|bias risks and limitations|limitations and bias|limitations and biases|social impact"
    "|social impact of dataset|discussion of biases|윤리|윤리적 고려 사항|윤리적 고려사항|편향|편향 및 위험",
}
_SUBJECTS: dict[str, tuple[str, ...]] = {
    heading: tuple(subject for subject, headings in _HEADINGS.items() if heading in headings.split("|"))
    for headings in _HEADINGS.values()
    for heading in headings.split("|")
}
_MARKS = re.compile(r"[^\w&]+")
_SENTENCE_END = re.compile(r"[.!?。…](?=\s|$)")
_PROSE = (BlockKind.PARAGRAPH, BlockKind.LIST, BlockKind.QUOTE)


def considerations(dossier: Dossier) -> Iterator[Fact]:
    """What the card's sections say, entry by entry, with their lines.

    Args:
        dossier: Its card's sections are matched by their whole heading; a subsection with a heading of its own that
            is not in the table belongs to nobody.

    Yields:
        Facts below `considerations`; an ethical consideration has the statement as its `name`.
    """
    card, document = dossier.card, dossier.card_document
    if card is None or document is None:
        return
    counts = dict.fromkeys(_HEADINGS, 0)
    for section in card.walk():
        for subject in _SUBJECTS.get(_heading(section), ()):
            for text, span in _statements(section):
                if counts[subject] < MOST_ENTRIES:
                    counts[subject] += 1
                    value = {"name": text} if subject == ETHICS else text
                    evidence = Evidence.quoting(document, span.start, span.end)
                    yield Fact(("considerations", subject, APPEND), value, (evidence,))


def first_paragraph(dossier: Dossier, headings: frozenset[str]) -> Iterator[Fact]:
    """The first paragraph below one of `headings`, as a component's description."""
    card, document = dossier.card, dossier.card_document
    for section in card.walk() if card and document else ():
        paragraphs = (block for block in section.blocks if block.kind is BlockKind.PARAGRAPH and block.stated)
        if _heading(section) in headings and document and (block := next(paragraphs, None)):
            evidence = Evidence.quoting(document, block.span.start, block.span.end)
            yield Fact(("description",), sentences(block.text), (evidence,))
            return


def labelled(dossier: Dossier, labels: frozenset[str]) -> Iterator[tuple[str, Evidence]]:
    """What stands after `Label:` in a list item or a line of a paragraph, for any of `labels`."""
    card, document = dossier.card, dossier.card_document
    for section in card.walk() if card and document else ():
        for block in section.blocks:
            for text, span in _lines(block):
                label, colon, rest = text.partition(":")
                if colon and document and _MARKS.sub(" ", label).strip().casefold() in labels and rest.strip(" *_"):
                    yield shorten(rest.strip(" *_"), 120), Evidence.quoting(document, span.start, span.end)


def sentences(text: str, limit: int = TEXT_LIMIT) -> str:
    """At most `limit` characters: whole sentences where one ends in the second half, else words with an ellipsis."""
    text = shorten(text, limit * 4)
    if len(text) <= limit:
        return text
    ends = [match.end() for match in _SENTENCE_END.finditer(text, limit // 2, limit)]
    return f"{text[: ends[-1]]} …" if ends else shorten(text, limit)


def _heading(section: Section) -> str:
    """A heading as the table writes it: lower case, `&` as and, no marks."""
    return _MARKS.sub(" ", section.title.casefold().replace("&", " and ")).strip()


def _statements(section: Section) -> Iterator[tuple[str, Span]]:
    for block in section.blocks:
        if block.stated and block.kind in _PROSE:
            parts = block.items if block.kind is BlockKind.LIST and block.items else ((block.text, block.span),)
            yield from ((sentences(text), span) for text, span in parts if text.strip())


def _lines(block: Block) -> Iterator[tuple[str, Span]]:
    if block.kind is BlockKind.LIST and not block.template:
        yield from block.items
    elif block.kind is BlockKind.PARAGRAPH and block.stated:
        yield from ((line, block.span) for line in block.text.splitlines())
