"""Headings and blocks in the order of a card become its tree of sections."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import zip_longest

from provenance.card import Block, Section, Span
from provenance.cards.html_block import Heading


@dataclass(slots=True)
class _Draft:
    """A section that is still open."""

    title: str
    level: int
    start: int
    blocks: list[Block] = field(default_factory=list)
    children: list[_Draft] = field(default_factory=list)


def build_sections(pieces: Iterable[Heading | Block], first: int, last: int) -> tuple[Section, ...]:
    """Nest what stands below each heading; what stands before the first heading has level 0 and no title.

    Args:
        pieces: Headings and blocks in document order.
        first: First line of the body.
        last: Last line of the body.
    """
    root = _Draft("", 0, first)
    path = [root]
    for piece in pieces:
        if isinstance(piece, Block):
            path[-1].blocks.append(piece)
            continue
        while path[-1].level >= piece.level:
            path.pop()
        draft = _Draft(piece.title, piece.level, piece.span.start)
        path[-1].children.append(draft)
        path.append(draft)
    if not root.blocks:
        return _freeze(root.children, last)
    end = root.children[0].start - 1 if root.children else last
    return Section("", 0, Span(first, max(first, end)), tuple(root.blocks)), *_freeze(root.children, last)


def _freeze(drafts: list[_Draft], last: int) -> tuple[Section, ...]:
    """Sections that stand side by side; the last one ends with its parent, on line `last`."""
    sections: list[Section] = []
    for draft, following in zip_longest(drafts, drafts[1:]):
        end = last if following is None else max(draft.start, following.start - 1)
        children = _freeze(draft.children, end)
        sections.append(Section(draft.title, draft.level, Span(draft.start, end), tuple(draft.blocks), children))
    return tuple(sections)
