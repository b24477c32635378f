"""Parse the body of a card into sections and blocks with line numbers (CommonMark 0.31, GFM
tables)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from provenance.cards.html_block import Heading, markup, read_html
from provenance.cards.inline import (
    Inline,
    is_marked,
    read_inline,
    read_label_and_code,
    read_link_alone,
    read_plain,
)
from provenance.cards.plain_text import one_line
from provenance.cards.sections import build_sections
from provenance.cards.template import is_template
from provenance.messages import message
from provenance.model.card import BlockKind, CardBlock, CardSection, Link
from provenance.text.lines import LineSpan, ReadingProblem

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# The parser needs up to 12 µs and 700 bytes a character of hostile text; the largest card of a
# corpus of 1,800 has 224,000 characters, its longest paragraph 8,400.
MAX_LENGTH = 1_000_000
# Each line, and each cell of a table, can become three tokens of half a kilobyte. The most in that
# corpus are 7,500.
MAX_PARTS = 40_000
MAX_INLINE = 20_000
MAX_NESTING = 20
# The parser tries every rule at every line and sign. A rule without its sign in a text finds
# nothing in it, and trying those rules takes a third of the time.
_SIGNS = {
    rule: re.compile(sign, re.MULTILINE)
    for rule, sign in {
        "table": r"\|",
        "fence": r"```|~~~",
        "blockquote": r">",
        "hr": r"([*_-])[ \t]*+\1[ \t]*+\1",
        "reference": r"\]:",
        "html_block": r"<",
        "heading": r"#",
        "lheading": r"[=-][ \t]*+$",
        "escape": r"\\",
        "backticks": r"`",
        "emphasis": r"[*_]",
        "link": r"\]",
        "image": r"!\[",
        "autolink": r"<",
        "html_inline": r"<",
        "entity": r"&",
    }.items()
}
# The signs of cards differ in few of these.
_PARSERS_KEPT = 128


@dataclass(frozen=True, slots=True)
class MarkdownBody:
    """The parsed body of a card."""

    sections: tuple[CardSection, ...]
    links: tuple[Link, ...]
    problems: tuple[ReadingProblem, ...]


def read_body(text: str, first: int, check_time: Callable[[], None] = lambda: None) -> MarkdownBody:
    """Read Markdown.

    Args:
        text: The body with LF line ends.
        first: The file's line on which it starts.
        check_time: Called between blocks; raise from it to stop reading.
    """
    text, over = _limited(text)
    reader = _Reader(text.replace("\0", "\ufffd"), first)
    reader.read(check_time)
    if over:
        reader.problems.append(ReadingProblem(over, reader.last))
    sections = build_sections(reader.pieces, first, reader.last)
    return MarkdownBody(sections, tuple(reader.links), tuple(reader.problems))


def _limited(text: str) -> tuple[str, str]:
    """Cut a text to the limits, at a line end if possible; return it with a sentence on the
    exceeded limit."""
    over = ""
    if len(text) > MAX_LENGTH:
        text = text[: text.rfind("\n", 0, MAX_LENGTH) + 1 or MAX_LENGTH]
        over = message("gap.markdown.length", limit=MAX_LENGTH)
    if text.count("\n") + text.count("|") > MAX_PARTS:
        text = text[: _end_of_parts(text)]
        over = message("gap.markdown.lines", limit=MAX_PARTS)
    return text, over


def _end_of_parts(text: str) -> int:
    """Offset of the end of the last line within the limits on lines and cells."""
    parts = end = 0
    for line in text.split("\n"):
        parts += 1 + line.count("|")
        if parts > MAX_PARTS and end:
            break
        end += len(line) + 1
    return end


@lru_cache(maxsize=_PARSERS_KEPT)
def _parser(idle: frozenset[str]) -> MarkdownIt:
    """A parser without some rules.

    Args:
        idle: Names of the rules.
    """
    # Imported here: it takes 35 ms, which a run without a card should not pay.
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("table")
    parser.disable(sorted(idle))
    parser.normalizeLink = _as_written  # type: ignore[method-assign]
    parser.normalizeLinkText = _as_written  # type: ignore[method-assign, assignment]
    parser.parse("*warm*")  # compiles the rules, which the parser does lazily and not thread-safely
    return parser


def _idle_rules(text: str) -> frozenset[str]:
    """The rules that cannot apply anywhere in a text."""
    return frozenset(rule for rule, sign in _SIGNS.items() if not sign.search(text))


def _as_written(url: str) -> str:
    return url


@dataclass(slots=True)
class _Item:
    """The text of a list item or quote, without nested items."""

    start: int
    end: int
    texts: list[str] = field(default_factory=list)

    def add(self, text: str, end: int) -> None:
        if text:
            self.texts.append(text)
            self.end = max(self.end, end)


class _Reader:
    """Reads the block tokens of a body into `pieces`: headings and blocks in document order."""

    def __init__(self, text: str, first: int) -> None:
        self.pieces: list[Heading | CardBlock] = []
        self.links: list[Link] = []
        self.problems: list[ReadingProblem] = []
        self.last = first + text.removesuffix("\n").count("\n")
        self._text, self._first = text, first
        self._lines = text.split("\n")
        self._parser = _parser(_idle_rules(text))
        self._environment: dict[str, Any] = {}
        self._aside: list[CardBlock] = []

    def read(self, check_time: Callable[[], None]) -> None:
        tokens: list[Token] = []
        self._parser.block.parse(self._text, self._parser, self._environment, tokens)
        for group in _groups(tokens):
            check_time()
            self._take(group)
        self._add_titles()

    def _add_titles(self) -> None:
        """Add the titles of link definitions, which the page shows only on hovering, or never:
        `[//]: # (a comment)`."""
        blocks: list[CardBlock] = []
        for title, lines in _defined_titles(self._environment):
            first, end = self._first + lines[0], self._first + max(lines[0], lines[1] - 1)
            blocks += markup(title, LineSpan(first, end))
        if blocks:
            # Stable: what starts on one line keeps its order.
            self.pieces = sorted([*self.pieces, *blocks], key=lambda piece: piece.span.start)

    def _take(self, tokens: list[Token]) -> None:
        """Read one top-level block."""
        token = tokens[0]
        span = self._span(token)
        match token.type:
            case "heading_open":
                title = one_line(self._inline(tokens[1]).text)
                level = int(token.tag[1:])
                self.pieces.append(Heading(title, level, span))
                self._add_aside()
            case "paragraph_open":
                self._paragraph(tokens[1], span)
            case "bullet_list_open" | "ordered_list_open":
                self._container(BlockKind.LIST, tokens)
            case "blockquote_open":
                self._container(BlockKind.QUOTE, tokens)
            case "table_open":
                self._add(self._table(tokens))
                self._add_aside()
            case "fence" | "code_block":
                self._add(CardBlock(kind=BlockKind.CODE, text=token.content, span=span))
            case "html_block":
                for piece in self._html(token):
                    self._add(piece)

    def _paragraph(self, token: Token, span: LineSpan) -> None:
        inline = self._inline(token)
        # A paragraph that holds only comments does not count.
        if inline.text or inline.links or not inline.comments:
            self._add(CardBlock(kind=BlockKind.PARAGRAPH, text=inline.text, span=span))
        self._add_aside()

    def _line(self, token: Token) -> int:
        """The first line of a block token in the file."""
        return self._first + (token.map[0] if token.map else 0)

    def _span(self, token: Token) -> LineSpan:
        """File lines of a block token, without trailing blank lines."""
        start, end = token.map or (0, 1)
        while end - 1 > start and not self._lines[end - 1].strip():
            end -= 1
        return LineSpan(self._first + start, self._first + end - 1)

    def _add(self, piece: Heading | CardBlock) -> None:
        if isinstance(piece, CardBlock) and is_template(piece):
            piece = replace(piece, template=True)
        self.pieces.append(piece)

    def _add_aside(self) -> None:
        """Add the parts of a block that are not prose: comments, code, tables."""
        for block in self._aside:
            self._add(block)
        self._aside.clear()

    def _inline(self, token: Token) -> Inline:
        line = self._line(token)
        source = token.content
        if len(source) > MAX_INLINE:
            cut = message("gap.markdown.inline", limit=MAX_INLINE)
            self.problems.append(ReadingProblem(cut, line))
            source = source[:MAX_INLINE]
        inline = self._read_inline(source, line)
        self.links += inline.links
        self._aside += inline.comments
        return inline

    def _read_inline(self, source: str, line: int) -> Inline:
        if not is_marked(source, has_references="references" in self._environment):
            return read_plain(source, line)
        simple = read_link_alone(source, line) or read_label_and_code(source)
        if simple is not None:
            return simple
        children: list[Token] = []
        self._parser.inline.parse(source, self._parser, self._environment, children)
        return read_inline(children, line)

    def _table(self, tokens: list[Token]) -> CardBlock:
        rows: list[list[str]] = []
        for token in tokens:
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                rows[-1].append(one_line(self._inline(token).text))
        text = "\n".join(" | ".join(row) for row in rows)
        return CardBlock(
            kind=BlockKind.TABLE,
            text=text,
            span=self._span(tokens[0]),
            rows=tuple(map(tuple, rows)),
        )

    def _html(self, token: Token) -> list[Heading | CardBlock]:
        pieces, links = read_html(token.content, self._line(token))
        self.links += links
        return pieces

    def _container(self, kind: BlockKind, tokens: list[Token]) -> None:
        """Read a list or quote with everything nested in it."""
        self._note_depth(tokens)
        span = self._span(tokens[0])
        is_list = kind is BlockKind.LIST
        between = " " if is_list else "\n"
        items = tuple(
            (between.join(item.texts), LineSpan(item.start, item.end))
            for item in self._items(tokens, is_list)
            if item.texts
        )
        text = "\n".join(text for text, _ in items)
        self._add(CardBlock(kind=kind, text=text, span=span, items=items if is_list else ()))
        self._add_aside()

    def _items(self, tokens: list[Token], is_list: bool) -> list[_Item]:
        """The items of a list in document order; a quote is one item."""
        start = self._line(tokens[0])
        items = [_Item(start, start)]
        path = items[:]
        rest = iter(tokens)
        for token in rest:
            if token.type == "list_item_open" and is_list:
                start = self._line(token)
                path.append(_Item(start, start))
                items.append(path[-1])
            elif token.type == "list_item_close" and is_list:
                path.pop()
            elif token.type == "inline":
                path[-1].add(self._inline(token).text, self._span(token).end)
            else:
                self._nested(token, rest, path[-1])
        return items

    def _nested(self, token: Token, rest: Iterator[Token], item: _Item) -> None:
        """Read a table, code or HTML within a list or quote; `rest` is moved past a table."""
        if token.type == "table_open":
            body = takewhile(lambda inner: inner.type != "table_close", rest)
            self._aside.append(self._table([token, *body]))
        elif token.type in ("fence", "code_block"):
            span = self._span(token)
            self._aside.append(CardBlock(kind=BlockKind.CODE, text=token.content, span=span))
        elif token.type == "html_block":
            self._nested_html(token, item)

    def _note_depth(self, tokens: list[Token]) -> None:
        """Record the nesting limit: the parser silently drops containers below its last level."""
        for token in tokens:
            if token.level >= MAX_NESTING - 1 and token.type in (
                "list_item_open",
                "blockquote_open",
            ):
                too_deep = message("gap.markdown.levels", limit=MAX_NESTING)
                self.problems.append(ReadingProblem(too_deep, self._line(token)))
                return

    def _nested_html(self, token: Token, item: _Item) -> None:
        for piece in self._html(token):
            if isinstance(piece, Heading):
                item.add(piece.title, piece.span.end)
            elif piece.kind is BlockKind.PARAGRAPH:
                item.add(piece.text, piece.span.end)
            else:
                self._aside.append(piece)


def _defined_titles(environment: Mapping[str, Any]) -> Iterator[tuple[str, tuple[int, int]]]:
    """The titles of link definitions with their first line and the line behind the last."""
    defined = [*environment.get("references", {}).values(), *environment.get("duplicate_refs", ())]
    for definition in defined:
        if definition.get("title"):
            yield definition["title"], tuple(definition["map"])


def _groups(tokens: list[Token]) -> Iterator[list[Token]]:
    """Group the tokens by top-level block."""
    start = 0
    for index, token in enumerate(tokens):
        if token.level == 0 and token.nesting <= 0:
            yield tokens[start : index + 1]
            start = index + 1
