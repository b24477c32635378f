"""Comments of a card: in its front matter, and in blocks of code that it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from provenance.model.artifact import SourceText
from provenance.model.card import BlockKind, Card
from provenance.text.lines import LineSpan

_MOST, _MOST_LINES, _LONGEST_LINE = 200, 2_000, 1_000
# A mark of a comment at the start of a line or behind a blank: `#` in `https://x#y` is none.
_IN_YAML = re.compile(r"(?:^|(?<=\s))#+(?P<words>[^#].*)")
_IN_CODE = re.compile(r"(?:^|(?<=\s))(?:#+|//+|--)\s(?P<words>.*)")
_QUOTES = ('"', "'")


def front_matter_comments(
    card: Card | None, document: SourceText | None
) -> Iterator[tuple[str, LineSpan]]:
    """The comments in the front matter of a card, with lines.

    Args:
        card: The parsed card, or None.
        document: The text of the card, or None if only the hub's copy of the front matter is known.
            At most 2,000 lines and 200 comments are read.
    """
    if card is None or card.front_matter is None or document is None:
        return
    opening, closing = card.front_matter.start, card.front_matter.end
    lines = document.lines()[opening : closing - 1][:_MOST_LINES]
    yield from islice(_comments(lines, _IN_YAML, first=opening + 1), _MOST)


def code_comments(card: Card) -> Iterator[tuple[str, LineSpan]]:
    """The comments in the blocks of code of a card, with lines.

    Args:
        card: The parsed card. At most 200 comments are read.
    """
    comments = (
        (words, block.span)
        for section in card.walk()
        for block in section.blocks
        if block.kind is BlockKind.CODE
        for words, _ in _comments(block.text.splitlines()[:_MOST_LINES], _IN_CODE, first=1)
    )
    yield from islice(comments, _MOST)


def _comments(
    lines: Sequence[str], mark: re.Pattern[str], *, first: int
) -> Iterator[tuple[str, LineSpan]]:
    """The comments in lines, outside quotes, each with the number of its line."""
    for number, line in enumerate(lines, start=first):
        comment = mark.search(line[:_LONGEST_LINE])
        if comment is None:
            continue
        before = line[: comment.start()]
        is_quoted = any(before.count(quote) % 2 for quote in _QUOTES)
        if comment["words"].strip() and not is_quoted:
            yield comment["words"].strip(), LineSpan(number, number)
