"""What holds of every parsed card, whatever its text."""

from __future__ import annotations

import re

from provenance.model.card import BlockKind, Card, CardSection
from provenance.text.lines import LineSpan


def assert_sane(card: Card, text: str) -> None:
    """Spans lie within the file and within what holds them, in document order; problems are one
    sentence each."""
    last = len(re.split("\r\n|\n|\r", text))
    for top in card.sections:
        _assert_section(top, LineSpan(1, last))
    front = card.front_matter or LineSpan(1, 1)
    for path, span in card.positions.items():
        assert front.start < span.start <= span.end < front.end
        assert 1 <= len(path) <= 4
    assert all(1 <= link.line <= last and link.url for link in card.links)
    for problem in card.problems:
        assert 1 <= problem.line <= last
        assert problem.message and not problem.message.endswith(".") and "\n" not in problem.message
        assert not (problem.fatal and card.fields)


def _assert_section(section: CardSection, outer: LineSpan) -> None:
    _assert_within(section.span, outer)
    starts = [child.span.start for child in section.children]
    assert starts == sorted(starts)
    for child in section.children:
        assert child.level > section.level
        _assert_section(child, section.span)
    for block in section.blocks:
        _assert_within(block.span, section.span)
        assert not (block.template and block.stated)
        assert bool(block.rows) == (block.kind is BlockKind.TABLE)
        for _, span in block.items:
            _assert_within(span, block.span)


def _assert_within(inner: LineSpan, outer: LineSpan) -> None:
    assert outer.start <= inner.start <= inner.end <= outer.end, (inner, outer)
