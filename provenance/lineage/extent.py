"""Limits on how much of a text is read; the rest is always reported.

The limits are far above the size of real files. They protect the run from files with other content.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from provenance.messages import message
from provenance.model.artifact import Gap, SourceText
from provenance.model.card import Card, CardBlock
from provenance.text.sentences import MOST_CHARACTERS, is_read_whole

# The longest licence text in a corpus of 90 vendors has 62,000 characters.
MOST_PROSE, MOST_LINES = 400_000, 40_000
# In 2,249 cards one passage is longer, and it is not prose.
LONGEST_PASSAGE = 6_000
# A file of uniform data would give the same gap for every passage.
MOST_GAPS = 5
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")


def within_limits(document: SourceText) -> tuple[SourceText, tuple[Gap, ...]]:
    """A licence, notice or policy, cut to its first 400,000 characters and 40,000 lines.

    Args:
        document: The fetched text.

    Returns:
        The text, and a gap if its end or part of a passage is not read.
    """
    read = document.text[:MOST_PROSE]
    detail = message("gap.cut-characters", limit=MOST_PROSE, file=document.path)
    lines = read.splitlines(keepends=True)
    if len(lines) > MOST_LINES:
        read = "".join(lines[:MOST_LINES])
        detail = message("gap.cut-lines", limit=MOST_LINES, file=document.path)
    gaps = list(_long_paragraphs(document, read))
    if len(read) < len(document.text):
        gaps.append(
            Gap(artifact=document.artifact, what=document.path, reason="too-large", detail=detail)
        )
        document = replace(document, text=read)
    return document, tuple(gaps)


def _long_paragraphs(document: SourceText, text: str) -> Iterator[Gap]:
    if len(text) <= MOST_CHARACTERS:
        return
    longest = max(map(len, _BLANK_LINE.split(text)))
    if longest > MOST_CHARACTERS:
        detail = message(
            "gap.long-passage", file=document.path, length=longest, limit=MOST_CHARACTERS
        )
        yield Gap(
            artifact=document.artifact,
            what=f"passage of {document.path}",
            reason="too-large",
            detail=detail,
        )


def long_passages(card: Card, document: SourceText) -> tuple[Gap, ...]:
    """A gap for each passage of a card that is too long to read as prose.

    Args:
        card: The parsed card.
        document: Its text.

    Returns:
        At most five; the last one gives the total.
    """
    passages = [
        (line, text)
        for section in card.walk()
        for block in section.blocks
        if block.stated
        for line, text in _passages(block)
        if len(text) > LONGEST_PASSAGE or not is_read_whole(text)
    ]
    return tuple(_passage_gaps(document, passages))


def _passages(block: CardBlock) -> Iterator[tuple[int, str]]:
    if block.items:
        yield from ((span.start, text) for text, span in block.items)
    elif block.rows:
        yield from ((block.span.start, cell) for row in block.rows for cell in row)
    else:
        yield block.span.start, block.text


def _passage_gaps(document: SourceText, passages: Sequence[tuple[int, str]]) -> Iterator[Gap]:
    path = document.path
    for line, text in passages[:MOST_GAPS]:
        detail = message("gap.passage-in-part", file=path, line=line, length=len(text))
        yield Gap(
            artifact=document.artifact,
            what=f"line {line} of {path}",
            reason="too-large",
            detail=detail,
        )
    if len(passages) > MOST_GAPS:
        detail = message("gap.passages-in-part", count=len(passages) - MOST_GAPS, file=path)
        yield Gap(
            artifact=document.artifact,
            what=f"more passages of {path}",
            reason="too-large",
            detail=detail,
        )
