"""HTML inside Markdown: single tags, and the visible text of an HTML block."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from provenance.cards.grid import GridCell, lay_out
from provenance.cards.plain_text import bare_urls, decode, one_line, tidy
from provenance.model.card import BlockKind, CardBlock, Link
from provenance.text.lines import LineSpan

# Possessive and bounded, so that hostile text costs one pass. At most 50 quoted attributes match.
_MARK = re.compile(
    r"<!--|<(/?)([A-Za-z][A-Za-z0-9-]*+)((?:[^<>\"']++|\"[^\"]*+\"|'[^']*+'){0,100}+)>"
)
_ATTRIBUTE = re.compile(
    r"(?<![\w:.-])([A-Za-z][\w:.-]*+)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++))"
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BREAKING = re.compile(
    r"address|article|aside|blockquote|br|center|d[dlt]|details|div|fig(?:caption|ure)|footer"
    r"|h[1-6r]|header|li|ol|p"
    r"|section|summary|table|t(?:body|[dhr]|foot|head)|ul"
)
_CELLS = frozenset({"td", "th"})
_SPAN = re.compile(r"[0-9]{1,9}")
# HTML Standard, section 4.9.11: a cell spans at most so many rows.
LONGEST_SPAN = 65_534
_UNSEEN = {
    name: re.compile(f"</{name}", re.IGNORECASE)
    for name in ("script", "style", "pre", "template", "svg")
}
# Of these, the words are text for somebody, though not on the page.
_WITH_WORDS = frozenset({"pre", "template", "svg"})
_LINKED_DATA = re.compile(r"\bld\+json\b", re.IGNORECASE)
_SIGNS_OF_JSON = str.maketrans(dict.fromkeys('"{}[],', " "))
_ANY_TAG = re.compile(r"<[^<>]{0,1000}+>")
# Attributes without words: addresses, looks, places, behaviour.
_WORDLESS = re.compile(
    r"href|hreflang|src|srcset|sizes|class|id|style|width|height|v?align|border|cell\w+|\w*color"
    r"|rel|target|type|lang|dir|loading|decoding|role|scope|(?:col|row)span|tabindex|face|size"
    r"|media|xml\w*|xmlns:\w+|viewbox|fill|stroke|d|x|y|allow\w*|frameborder|crossorigin|integrity"
    r"|poster|method|action|download|item(?:type|scope|id)|http-equiv|charset|name|property"
    r"|itemprop|on[a-z]{3,20}"
    r"|(?:data|aria)-(?:src|href|id|hidden|expanded|level|toggle|target|theme)"
)
# Attributes whose value is a text of its own; other names say what the value is.
_TEXTS = re.compile(r"title|alt|aria-\w+|summary|placeholder|label|content|value|abbr|cite")
_NAMES_OF_META = ("name", "property", "itemprop", "http-equiv")
_A_WORD = re.compile(r"[^\W\d_]{2}")
_LONGEST_WORDS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """An HTML tag.

    Attributes:
        name: Lower-case name.
        closing: Whether it is an end tag.
        breaks: Whether the tag starts a new line.
        url: Target of `<a>`, source of `<img>`; empty elsewhere.
        text: Alternative text of `<img>`; empty elsewhere.
        columns: How many columns a table cell spans.
        rows: How many rows a table cell spans.
        words: Words in its attributes that the page does not show, a line each.
    """

    name: str
    closing: bool
    breaks: bool
    url: str = ""
    text: str = ""
    columns: int = 1
    rows: int = 1
    words: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its plain text, its level from 1 to 6, its lines."""

    title: str
    level: int
    span: LineSpan


def read_tag(source: str) -> Tag | None:
    """The tag that `source` starts with, or None."""
    mark = _MARK.match(source)
    return _tag(mark) if mark and mark[2] else None


def read_html(source: str, line: int) -> tuple[list[Heading | CardBlock], list[Link]]:
    """Read the contents and links of an HTML block, in line order.

    Headings, tables and comments keep their kind; other text becomes paragraphs. Scripts and styles
    are dropped; preformatted text and words in attributes become markup. A block with none of these
    stays one HTML block.

    Args:
        source: The block.
        line: The file's line on which it starts.
    """
    reader = _Reader(source, line)
    reader.read()
    if all(_is_markup(piece) for _, piece in reader.pieces):
        whole = reader.span(0, len(source.rstrip()))
        block = CardBlock(kind=BlockKind.HTML, text=source, span=whole)
        return [block, *(piece for _, piece in reader.pieces)], reader.links
    return [piece for _, piece in sorted(reader.pieces, key=lambda each: each[0])], reader.links


def _is_markup(piece: Heading | CardBlock) -> bool:
    return isinstance(piece, CardBlock) and piece.kind is BlockKind.MARKUP


def _tag(mark: re.Match[str]) -> Tag:
    name, closing = mark[2].lower(), bool(mark[1])
    values = {} if closing or "=" not in mark[3] else _attributes(mark[3])
    address, text = {"a": ("href", ""), "img": ("src", "alt"), "link": ("href", "rel")}.get(
        name, ("", "")
    )
    is_cell = name in _CELLS
    return Tag(
        name=name,
        closing=closing,
        breaks=bool(_BREAKING.fullmatch(name)),
        url=values.get(address, "").strip(),
        text=one_line(values.get(text, "")),
        columns=_count(values.get("colspan", "")) if is_cell else 1,
        rows=_count(values.get("rowspan", "")) if is_cell else 1,
        words="\n".join(_words_of(name, values)),
    )


def _words_of(name: str, values: dict[str, str]) -> Iterator[str]:
    """The words in the attributes of a tag, but the alternative text of an image, which links and
    badges are known by."""
    if name == "meta":
        about = next((values[key] for key in _NAMES_OF_META if values.get(key)), "")
        content = one_line(values.get("content", ""))
        if content:
            yield f"{about}: {content}" if about else content
        return
    for attribute, value in values.items():
        is_shown = name == "img" and attribute == "alt"
        if is_shown or _WORDLESS.fullmatch(attribute) or not _A_WORD.search(value):
            continue
        about = "" if _TEXTS.fullmatch(attribute) else attribute.removeprefix("data-")
        yield f"{about.replace('-', ' ')}: {one_line(value)}" if about else one_line(value)


def markup(words: str, span: LineSpan) -> list[CardBlock]:
    """A block for words that a page does not show; none if there are no words.

    Args:
        words: The words.
        span: Their lines.
    """
    if not _A_WORD.search(words):
        return []
    return [CardBlock(kind=BlockKind.MARKUP, text=words[:_LONGEST_WORDS], span=span)]


def _attributes(source: str) -> dict[str, str]:
    return {
        each[1].lower(): decode(each[2] or each[3] or each[4] or "")
        for each in _ATTRIBUTE.finditer(source)
    }


def _count(text: str) -> int:
    """A number of rows or columns: 1 if it is not a number; 0 rows reach to the end."""
    if not _SPAN.fullmatch(text.strip()):
        return 1
    return min(int(text), LONGEST_SPAN) or LONGEST_SPAN


def _marks(source: str) -> Iterator[tuple[int, int, Tag | None]]:
    """Tags and comments (None) with their offsets; invisible content belongs to its opening tag."""
    position = 0
    while mark := _MARK.search(source, position):
        start, position = mark.span()
        tag = None
        if mark[2] is None:
            closing = source.find("-->", position)
            position = len(source) if closing < 0 else closing + 3
        else:
            tag = _tag(mark)
            if tag.name in _UNSEEN and not tag.closing:
                end = _UNSEEN[tag.name].search(source, position)
                position = end.start() if end else len(source)
        yield start, position, tag


class _Reader:
    """Reads a block once, left to right, and collects text until a tag tells what it is."""

    def __init__(self, source: str, line: int) -> None:
        self.pieces: list[
            tuple[int, Heading | CardBlock]
        ] = []  # each with the offset at which it starts
        self.links: list[Link] = []
        self._source, self._line = source, line
        self._breaks = [newline.start() for newline in re.finditer("\n", source)]
        self._text: list[str] = []
        self._from = self._to = -1
        self._level = 0
        self._tables = 0
        self._table_start = 0
        self._in_cell = False
        self._cell = GridCell("")
        self._rows: list[list[GridCell]] = []
        self._row_starts: list[int] = []
        self._link: list[str] | None = None  # what is seen of the open link
        self._link_at = 0

    def span(self, start: int, end: int) -> LineSpan:
        """The file's lines between two offsets of the block, the second one exclusive."""
        first = self._line + bisect_right(self._breaks, start - 1)
        return LineSpan(first, max(first, self._line + bisect_right(self._breaks, end - 2)))

    def read(self) -> None:
        position = 0
        for start, end, tag in _marks(self._source):
            self._gather(position, start)
            position = end
            if tag is not None:
                self._note_words(tag, start, end)
            if tag is None:
                comment = CardBlock(
                    kind=BlockKind.COMMENT, text=self._source[start:end], span=self.span(start, end)
                )
                self.pieces.append((start, comment))
            elif tag.name in ("table", "tr", "td", "th"):
                self._tabulate(tag, start, end)
            elif tag.name in _HEADINGS and not self._tables:
                self._flush()
                self._level = 0 if tag.closing else _HEADINGS[tag.name]
            elif tag.name in ("a", "img", "link"):
                self._refer(tag, start)
            elif tag.breaks:
                self._text.append("\n")
        self._gather(position, len(self._source))
        self._flush()
        self._end_table(len(self._source))
        self._end_link()

    def _note_words(self, tag: Tag, start: int, end: int) -> None:
        """Keep the words of a tag and of what it hides."""
        hidden = ""
        if tag.name in _UNSEEN and not tag.closing:
            opening = _MARK.match(self._source, start)
            inside = self._source[opening.end() if opening else start : end]
            if tag.name in _WITH_WORDS:
                hidden = decode(_ANY_TAG.sub(" ", inside[:_LONGEST_WORDS]))
            elif opening and _LINKED_DATA.search(opening[0]):
                hidden = inside[:_LONGEST_WORDS].translate(_SIGNS_OF_JSON)
        for words in filter(None, (tag.words, hidden)):
            self.pieces += [(start, block) for block in markup(words, self.span(start, end))]

    def _gather(self, start: int, end: int) -> None:
        raw = self._source[start:end]
        text = decode(raw)
        # A line break in the source is a blank to the reader; only tags break lines.
        self._text.append(text.replace("\n", " "))
        if self._link is not None:
            self._link.append(text)
        if not raw.strip():
            return
        if self._from < 0:
            self._from = start + len(raw) - len(raw.lstrip())
        self._to = start + len(raw.rstrip())
        if self._link is None:
            for offset, address in bare_urls(raw):
                url = decode(address)
                self.links.append(Link(url, url, self.span(start + offset, end).start))

    def _flush(self) -> None:
        """Emit the collected text as a heading, a cell or a paragraph."""
        text = tidy("".join(self._text))
        start, span = self._from, self.span(self._from, self._to)
        self._text.clear()
        self._from = self._to = -1
        if self._in_cell:
            self._rows[-1].append(replace(self._cell, text=one_line(text)))
        elif text:
            piece = (
                Heading(one_line(text), self._level, span)
                if self._level
                else CardBlock(kind=BlockKind.PARAGRAPH, text=text, span=span)
            )
            self.pieces.append((start, piece))

    def _tabulate(self, tag: Tag, start: int, end: int) -> None:
        is_table = tag.name == "table"
        if is_table:
            change = -1 if tag.closing else 1
            self._tables = max(0, self._tables + change)
        closes_inner_table = self._tables == 1 and is_table and tag.closing
        if self._tables > 1 or closes_inner_table:
            # A table within a cell is text of that cell.
            self._text.append("\n")
            return
        self._flush()
        self._in_cell = False
        if is_table and tag.closing:
            self._end_table(end)
        elif not tag.closing:
            self._open_part_of_table(tag, start)

    def _open_part_of_table(self, tag: Tag, start: int) -> None:
        """Begin a table, a row or a cell."""
        # The table of these rows may have started in an earlier block.
        if tag.name == "table" or not self._tables:
            self._tables = 1
            self._table_start = start
        is_cell_without_row = tag.name != "table" and not self._rows
        if tag.name == "tr" or is_cell_without_row:
            self._rows.append([])
            self._row_starts.append(start)
        self._in_cell = tag.name in _CELLS
        self._cell = GridCell("", tag.columns, tag.rows)

    def _end_table(self, end: int) -> None:
        written = [[cell.text for cell in row] for row in self._rows]
        rows = [
            (tuple(row), self.span(start, start).start)
            for row, start in zip(lay_out(self._rows), self._row_starts, strict=True)
            if any(row)
        ]
        if rows:
            table = CardBlock(
                kind=BlockKind.TABLE,
                text="\n".join(" | ".join(row) for row in written if any(row)),
                span=self.span(self._table_start, end),
                rows=tuple(row for row, _ in rows),
                row_lines=tuple(line for _, line in rows),
            )
            self.pieces.append((self._table_start, table))
        self._rows, self._row_starts, self._in_cell = [], [], False

    def _refer(self, tag: Tag, start: int) -> None:
        line = self.span(start, start).start
        if tag.name != "a":
            if self._link is not None and tag.name == "img":
                self._link.append(tag.text)
            if tag.url:
                self.links.append(Link(tag.text, tag.url, line))
            return
        self._end_link()
        if not tag.closing and tag.url:
            self._link = []
            self._link_at = len(self.links)
            self.links.append(Link("", tag.url, line))

    def _end_link(self) -> None:
        if self._link is not None:
            opened = self.links[self._link_at]
            self.links[self._link_at] = Link(one_line("".join(self._link)), opened.url, opened.line)
        self._link = None
