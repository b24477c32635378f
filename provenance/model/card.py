"""The nouns of a card: front matter with lines, sections as a tree, blocks that know what they
are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any


class BlockKind(StrEnum):
    """What a block of Markdown is."""

    PARAGRAPH = "paragraph"
    LIST = "list"
    TABLE = "table"
    CODE = "code"
    QUOTE = "quote"
    HTML = "html"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class CardSpan:
    """Lines of the card's file, counted from 1, both ends inclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Link:
    """A link or image in the prose.

    Attributes:
        text: What the reader sees.
        url: Target as written.
        line: Line of the block that holds it.
    """

    text: str
    url: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CardBlock:
    """One block of a section.

    Attributes:
        kind: What it is.
        text: The prose without Markdown marks (a table's cells joined by ` | `, list items by line
            breaks); the raw source for code, HTML and comments.
        span: Its lines.
        template: Whether all of it is text that the hub's card template put there and nobody
            replaced.
        rows: For a table: the header row and then the body rows, as plain text cells.
        items: For a list: each item as plain text with its lines.
    """

    kind: BlockKind
    text: str
    span: CardSpan
    template: bool = False
    rows: tuple[tuple[str, ...], ...] = ()
    items: tuple[tuple[str, CardSpan], ...] = ()

    @property
    def stated(self) -> bool:
        """Whether somebody states something here: not template text, a comment, code, HTML without
        text, or empty."""
        silent = (BlockKind.COMMENT, BlockKind.CODE, BlockKind.HTML)
        return not self.template and self.kind not in silent and bool(self.text.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class CardSection:
    """A heading with what stands below it.

    Attributes:
        title: Heading as plain text; empty for what stands before the first heading.
        level: 1 to 6; 0 for what stands before the first heading.
        span: From the heading to the last line before the next heading of the same or a higher
            level.
        blocks: What stands directly below the heading.
        children: Subsections.
    """

    title: str
    level: int
    span: CardSpan
    blocks: tuple[CardBlock, ...] = ()
    children: tuple[CardSection, ...] = ()

    def walk(self) -> Iterator[CardSection]:
        """This section and all below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class CardProblem:
    """Something in the card's form that a reader could not take as meant.

    Attributes:
        message: One sentence without a trailing full stop.
        line: Where it is.
        fatal: Whether the front matter could not be read because of it.
    """

    message: str
    line: int
    fatal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A model or dataset card.

    Attributes:
        fields: Front matter as plain values (YAML 1.2 core types; dates stay strings) under the
            keys that are meant; empty where it is absent or could not be read.
        positions: Lines of each front-matter node by its path of keys and indexes: `("license",)`,
            `("base_model", 0)`. Only the first 4 levels.
        front_matter: Lines of the front matter with its fences, or None where there is none.
        sections: Top of the section tree.
        links: Links of the prose in document order, comments and code left out.
        problems: What could not be taken as meant.
        written: How the author wrote a key that `fields` holds under its known name, where these
            differ: `base_model` → `Base-Model`.
        overridden: Front-matter keys that are set again further down, each with the earlier value
            and its lines.
    """

    fields: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    positions: Mapping[tuple[str | int, ...], CardSpan] = field(
        default_factory=lambda: MappingProxyType({})
    )
    front_matter: CardSpan | None = None
    sections: tuple[CardSection, ...] = ()
    links: tuple[Link, ...] = ()
    problems: tuple[CardProblem, ...] = ()
    written: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    overridden: tuple[tuple[str, Any, CardSpan], ...] = ()

    def walk(self) -> Iterator[CardSection]:
        """Every section, in document order."""
        for section in self.sections:
            yield from section.walk()

    def span(self, path: tuple[str | int, ...]) -> CardSpan | None:
        """The lines of a value of the front matter, or of the nearest one around it: positions go
        only some levels deep."""
        ends = range(len(path), 0, -1)
        places = (self.positions.get(path[:end]) for end in ends)
        return next((place for place in places if place), self.front_matter)

    def strings(self, key: str) -> tuple[tuple[str, CardSpan | None], ...]:
        """The front-matter value at `key` as strings with their lines, whether it is one string or
        a list.

        What is neither a string nor a list of strings is left out: nothing is guessed from it.
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
