"""Data types of a card: front matter with lines, a section tree, typed blocks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from provenance.text.lines import LineSpan, ReadingProblem


class BlockKind(StrEnum):
    """What a block of Markdown is."""

    PARAGRAPH = "paragraph"
    LIST = "list"
    TABLE = "table"
    CODE = "code"
    QUOTE = "quote"
    HTML = "html"
    COMMENT = "comment"
    MARKUP = "markup"


SILENT = frozenset({BlockKind.COMMENT, BlockKind.MARKUP, BlockKind.CODE, BlockKind.HTML})
"""What states nothing to a reader of the page."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link or image in the prose.

    Attributes:
        text: Visible text.
        url: Target as written.
        line: Line of the block that contains it.
    """

    text: str
    url: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CardBlock:
    """One block of a section.

    Attributes:
        kind: What it is.
        text: The prose without Markdown markup (table cells joined by ` | `, list items by line
            breaks); for code, HTML and comments the raw source; for markup the words that a page
            does not show: of attributes, titles of links and elements such as `<template>`.
        span: Its lines.
        template: Whether the whole block is unreplaced text of a hub's card template.
        rows: For a table: the header row, then the body rows, as plain text cells. A cell that
            spans several places stands in each of them.
        row_lines: For an HTML table: the line on which each row starts.
        items: For a list: each item as plain text with its lines.
    """

    kind: BlockKind
    text: str
    span: LineSpan
    template: bool = False
    rows: tuple[tuple[str, ...], ...] = ()
    row_lines: tuple[int, ...] = ()
    items: tuple[tuple[str, LineSpan], ...] = ()

    @property
    def stated(self) -> bool:
        """Whether the block states anything; template text, comments, code, HTML without text and
        empty blocks do not."""
        return not self.template and self.kind not in SILENT and bool(self.text.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class CardSection:
    """A heading and the content below it.

    Attributes:
        title: Heading as plain text; empty for content before the first heading.
        level: 1 to 6; 0 for content before the first heading.
        span: From the heading to the line before the next heading of the same or a higher level.
        blocks: Content directly below the heading.
        children: Subsections.
    """

    title: str
    level: int
    span: LineSpan
    blocks: tuple[CardBlock, ...] = ()
    children: tuple[CardSection, ...] = ()

    def walk(self) -> Iterator[CardSection]:
        """This section and all below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A model or dataset card.

    Attributes:
        fields: Front matter as plain values (YAML 1.2 core types; dates stay strings) under
            normalised keys; empty if absent or unreadable.
        positions: Lines of each front-matter node, by its path of keys and indexes: `("license",)`,
            `("base_model", 0)`. Only the first 4 levels.
        front_matter: Lines of the front matter with its fences, or None if there is none.
        sections: Top level of the section tree.
        links: Links of the prose in document order, without those in code and comments.
        problems: What could not be interpreted.
        written: The author's spelling of each key that was normalised: `base_model` → `Base-Model`.
        overridden: Front-matter keys set more than once, each with its earlier value and that
            value's lines.
    """

    fields: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    positions: Mapping[tuple[str | int, ...], LineSpan] = field(
        default_factory=lambda: MappingProxyType({})
    )
    front_matter: LineSpan | None = None
    sections: tuple[CardSection, ...] = ()
    links: tuple[Link, ...] = ()
    problems: tuple[ReadingProblem, ...] = ()
    written: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    overridden: tuple[tuple[str, Any, LineSpan], ...] = ()

    def walk(self) -> Iterator[CardSection]:
        """Every section, in document order."""
        for section in self.sections:
            yield from section.walk()

    def span(self, path: tuple[str | int, ...]) -> LineSpan | None:
        """The lines of a front-matter value, or of the nearest enclosing value: positions cover
        only a few levels."""
        ends = range(len(path), 0, -1)
        places = (self.positions.get(path[:end]) for end in ends)
        return next((place for place in places if place), self.front_matter)

    def strings(self, key: str) -> tuple[tuple[str, LineSpan | None], ...]:
        """The front-matter value at `key` as strings with their lines; a single string counts as a
        list of one.

        Values of any other type are skipped, not guessed at.
        """
        value = self.fields.get(key)
        if isinstance(value, str):
            return ((value, self.positions.get((key,))),) if value.strip() else ()
        if isinstance(value, list | tuple):
            return tuple(
                (item, self.positions.get((key, index)))
                for index, item in enumerate(value)
                if isinstance(item, str) and item.strip()
            )
        return ()
