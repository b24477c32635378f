"""Sentences of cards and of plain texts, English and Korean, with the lines they stand on."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from provenance.model.card import BlockKind, Card, CardBlock, CardSection, CardSpan

LONGEST = 600
_LONGEST_BLOCK = LONGEST * 10
_LONGEST_TEXT = 60_000
_MOST = 400
# A sentence ends at its mark where the next one starts with a capital, a bracket or Hangul; Korean
# sentences end in `다.` even where no blank follows.
_END = re.compile(
    r"(?<=[.!?])(?<!e\.g\.)(?<!i\.e\.)(?<!cf\.)\s+(?=[A-Z*\[\"“가-힣])"
    r"|(?<=[다요음임됨함]\.)(?=[A-Za-z가-힣])"
    r"|\n"
)
# In a plain text, lines wrap: a paragraph ends at a blank line, or where a list item or a heading
# begins.
_PARAGRAPH = re.compile(
    r"\n[^\S\n]*\n|\n(?=[^\S\n]*(?:[-*•]|\(?[0-9]{1,2}[.)]|\(?[a-z][.)]|#{1,6})[^\S\n])"
)
_IN_PARAGRAPH = re.compile(
    r"(?<=[.!?])(?<!e\.g\.)(?<!i\.e\.)(?<!cf\.)\s+(?=[A-Z*\[\"“가-힣])"
    r"|(?<=[다요음임됨함]\.)(?=[A-Za-z가-힣])"
    r"|;\s"
)
# A line of capitalised words above the rest is a heading, and so a sentence of its own; a wrapped
# line holds words in lower case. Korean has no capitals, but its headings are short.
_HEADING = re.compile(
    r"(?:[A-Z0-9(\"“#][^\s]{0,40}|of|for|and|in|[-–—&/])"
    r"(?:[^\S\n]{1,3}(?:[A-Z0-9(\"“][^\s]{0,40}|of|for|and|in|[-–—&/])){0,11}[^\S\n]*\n"
    r"|[^\na-z]{0,24}[가-힣][^\na-z.]{0,24}(?<![.,;:!?\s])[^\S\n]*\n(?=[^\S\n]*[0-9가-힣(])"
)
_SPACE = re.compile(r"\s+")
_LICENCE_HEADING = re.compile(
    r"\b(?:licen[cs]e|licen[cs]ing|licenses?|terms of use)\b|라이[선센]스|이용 ?(?:조건|허락|약관)"
    r"|저작권|许可",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class CardSentence:
    """A sentence of a card.

    Attributes:
        text: Its words.
        span: Its lines.
        headed: Whether the heading above says that the section is about the licence.
    """

    text: str
    span: CardSpan
    headed: bool


def card_sentences(card: Card | None) -> tuple[CardSentence, ...]:
    """Every sentence that a card states, in document order; none without a card."""
    return tuple(
        CardSentence(text, span, headed)
        for section in (card.walk() if card else ())
        for headed in [is_on_licence(section)]
        for text, span in section_sentences(section)
    )


def is_on_licence(section: CardSection) -> bool:
    """Whether a section's heading says that it is about the licence."""
    return bool(_LICENCE_HEADING.search(section.title[:LONGEST]))


def section_sentences(section: CardSection) -> Iterator[tuple[str, CardSpan]]:
    """What a section of a card states, sentence by sentence with its lines.

    Of tables only rows of two columns are read, as a labelled line: `License | MIT` is
    `License: MIT`. Sentences of more than 600 characters are left out: nobody states a licence
    in one.
    """
    for block in section.blocks:
        if not block.stated or block.kind is BlockKind.HTML:
            continue
        if block.kind is BlockKind.TABLE:
            yield from _rows(block)
            continue
        for text, span in block.items or ((block.text, block.span),):
            for sentence in _END.split(text[:_LONGEST_BLOCK]):
                if sentence.strip() and len(sentence) <= LONGEST:
                    yield sentence.strip(), span


def text_sentences(text: str) -> Iterator[tuple[str, CardSpan]]:
    """The sentences of a plain text, white space collapsed, with its lines counted from 1.

    Args:
        text: A licence text, notice or form; at most 60,000 characters and 400 sentences are read.
    """
    text = text[:_LONGEST_TEXT].replace("\r\n", "\n").replace("\r", "\n")
    starts = [0, *(newline.end() for newline in re.finditer("\n", text))]
    count = 0
    for start, end in _paragraphs(text):
        for first, last in _cut(text, start, end, _IN_PARAGRAPH):
            sentence = _SPACE.sub(" ", text[first:last]).strip()
            if not sentence or count >= _MOST:
                continue
            count += 1
            begin = first + len(text[first:last]) - len(text[first:last].lstrip())
            span = CardSpan(bisect_right(starts, begin), bisect_right(starts, max(begin, last - 1)))
            yield sentence[:LONGEST], span


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    for start, end in _cut(text, 0, len(text), _PARAGRAPH):
        heading = _HEADING.match(text, start, end)
        if heading:
            yield start, heading.end()
        yield (heading.end() if heading else start), end


def _cut(text: str, start: int, end: int, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    for match in pattern.finditer(text, start, end):
        yield start, match.start()
        start = match.end()
    yield start, end


def _rows(block: CardBlock) -> Iterator[tuple[str, CardSpan]]:
    for row in block.rows:
        if len(row) == 2 and 0 < len(row[0]) <= LONGEST and 0 < len(row[1]) <= LONGEST:
            yield f"{row[0]}: {row[1]}", block.span
