"""Build the section tree of a card from its headings and blocks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from provenance.cards.html_block import Heading
from provenance.model.card import CardBlock, CardSection
from provenance.text.lines import LineSpan


@dataclass(slots=True, kw_only=True)
class _Draft:
    """A section under construction; `last` is its last line so far."""

    title: str
    level: int
    start: int
    last: int
    blocks: list[CardBlock] = field(default_factory=list)
    children: list[_Draft] = field(default_factory=list)


def build_sections(
    pieces: Iterable[Heading | CardBlock], first: int, last: int
) -> tuple[CardSection, ...]:
    """Nest blocks below their headings; content before the first heading gets level 0 and no title.

    Args:
        pieces: Headings and blocks in document order.
        first: First line of the body.
        last: Last line of the body.
    """
    root = _Draft(title="", level=0, start=first, last=first)
    path = [root]
    for piece in pieces:
        if isinstance(piece, CardBlock):
            path[-1].blocks.append(piece)
        else:
            while path[-1].level >= piece.level:
                path.pop()
            draft = _Draft(
                title=piece.title, level=piece.level, start=piece.span.start, last=piece.span.start
            )
            path[-1].children.append(draft)
            path.append(draft)
        for draft in path[1:] or path:  # what stands below a heading is not held by the root
            draft.last = max(draft.last, piece.span.end)
    if not root.blocks:
        return _freeze(root.children, last)
    before = CardSection(
        title="",
        level=0,
        span=LineSpan(first, _end(root, root.children, last)),
        blocks=tuple(root.blocks),
    )
    return before, *_freeze(root.children, last)


def _freeze(drafts: list[_Draft], last: int) -> tuple[CardSection, ...]:
    """Freeze sibling sections; the last one ends with its parent, on line `last`."""
    sections: list[CardSection] = []
    for index, draft in enumerate(drafts):
        end = _end(draft, drafts[index + 1 : index + 2], last)
        children = _freeze(draft.children, end)
        sections.append(
            CardSection(
                title=draft.title,
                level=draft.level,
                span=LineSpan(draft.start, end),
                blocks=tuple(draft.blocks),
                children=children,
            )
        )
    return tuple(sections)


def _end(draft: _Draft, following: list[_Draft], last: int) -> int:
    """The line before the next heading, or that heading's line where HTML puts both on one line."""
    return max(draft.last, following[0].start - 1) if following else last
