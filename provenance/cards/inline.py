"""Plain text, links and comments of inline Markdown in a paragraph, heading, list item or cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from provenance.cards.html_block import markup, read_tag
from provenance.cards.plain_text import bare_urls, one_line, tidy
from provenance.model.card import BlockKind, CardBlock, Link
from provenance.text.lines import LineSpan

if TYPE_CHECKING:
    from markdown_it.token import Token

# Text without any of these needs no inline parser; `_` within a word marks nothing. The first class
# of characters lets the engine skip all others.
_MARKED = re.compile(r"[\\`*<&_\n](?:(?<=[\\`*<&])|(?<=  \n)|(?<=_)(?:(?<![^\W_]_)|(?![^\W_])))")
# A text whose only marks are a bold label in front and code: half of the marked texts
# without links.
_LABEL_AND_CODE = re.compile(
    r"(?:\*\*[^\W_](?:[^\\`*_\[<&\n]*[^\\`*_\[<&\s])?\*\*(?!\S))?"
    r"[^\\`*_\[<&\n]*+(?:`(?! )[^`*\n]*(?<![` ])`(?!`)[^\\`*_\[<&\n]*+)*+"
)
_SIGNS_OF_LABEL_AND_CODE = re.compile(r"\*\*|`")
# A text that is one link with plain words, as in a table of contents: half of all marked texts.
_LINK_ALONE = re.compile(r"\[([^\\`*_\[\]!<&\n]+)\]\(((?:#|https?://)[^\x00-\x20\x7f\\<>&()]*)\)")


@dataclass(frozen=True, slots=True)
class Inline:
    """The visible text of inline Markdown; `links` in order of appearance; `comments` with all that
    the page does not show."""

    text: str
    links: tuple[Link, ...] = ()
    comments: tuple[CardBlock, ...] = ()


def is_marked(source: str, *, has_references: bool) -> bool:
    """Whether the text has markup.

    Args:
        source: The text.
        has_references: Whether the document defines links, so that brackets alone may be one.
    """
    if "[" in source and (has_references or "](" in source):
        return True
    return _MARKED.search(source) is not None


def read_plain(source: str, line: int) -> Inline:
    """Read inline text without markup that starts on `line` of the file."""
    return Inline(
        tidy(source.replace("\n", " ")), tuple(Link(url, url, line) for _, url in bare_urls(source))
    )


def read_link_alone(source: str, line: int) -> Inline | None:
    """Read inline text that is one plain link and nothing else, without the inline parser.

    Args:
        source: The text.
        line: The line of the file on which it starts.

    Returns:
        What the parser would find; None if the text is anything else.
    """
    link = _LINK_ALONE.fullmatch(source)
    if link is None:
        return None
    words, url = link.groups()
    return Inline(tidy(words), (Link(one_line(words), url, line),))


def read_label_and_code(source: str) -> Inline | None:
    """Read inline text without links whose only markup is a bold label in front and code, without
    the inline parser; None if the text is anything else."""
    if "://" in source or not _LABEL_AND_CODE.fullmatch(source):
        return None
    return Inline(tidy(_SIGNS_OF_LABEL_AND_CODE.sub("", source)))


def read_inline(tokens: Sequence[Token], line: int) -> Inline:
    """Read the inline tokens of a block that starts on `line` of the file.

    Removes markup and tags; keeps code and link text. The alternative text of an image counts as
    link text, not as prose.
    """
    reader = _Reader(line)
    for token in tokens:
        reader.take(token)
    return reader.inline()


def _uncovered(text: str, covered: list[tuple[int, int]]) -> Iterator[tuple[int, str, str]]:
    """Bare addresses, outside code and links."""
    waiting = sorted(covered, reverse=True)
    reach = 0
    for offset, url in bare_urls(text):
        while waiting and waiting[-1][0] <= offset:
            reach = max(reach, waiting.pop()[1])
        if offset >= reach:
            yield offset, url, url


@dataclass(slots=True, kw_only=True)
class _Target:
    """A link or image: its visible text and the part of the source it covers."""

    url: str
    start: int
    end: int
    seen: list[str] = field(default_factory=list)


class _Reader:
    """Consumes inline tokens in order."""

    def __init__(self, line: int) -> None:
        self._line = self._at = line
        self._parts: list[str] = []
        self._length = 0
        self._targets: list[_Target] = []
        self._open: list[_Target] = []
        self._code: list[tuple[int, int]] = []
        self._comments: list[CardBlock] = []

    def take(self, token: Token) -> None:
        kind = token.type
        if kind in ("text", "text_special"):
            self._write(token.content)
        elif kind == "code_inline":
            self._code.append((self._length, self._length + len(token.content)))
            self._write(token.content)
        elif kind in ("softbreak", "hardbreak"):
            self._at += 1
            self._write(" " if kind == "softbreak" else "\n")
        elif kind == "link_open":
            self._note(str(token.attrs.get("title", "")))
            self._begin(str(token.attrs.get("href", "")))
        elif kind == "link_close":
            self._end()
        elif kind == "image":
            self._note(str(token.attrs.get("title", "")))
            self._image(
                str(token.attrs.get("src", "")), read_inline(token.children or (), self._line).text
            )
        elif kind == "html_inline":
            self._html(token.content)

    def inline(self) -> Inline:
        while self._open:
            self._end()
        text = "".join(self._parts)
        return Inline(tidy(text), self._links(text), tuple(self._comments))

    def _links(self, text: str) -> tuple[Link, ...]:
        """The links in the order of the text: marked up, and bare addresses outside of those and of
        code."""
        marked_up = [
            (target.start, "".join(target.seen), target.url)
            for target in self._targets
            if target.url
        ]
        covered = self._code + [(target.start, target.end) for target in self._targets]
        bare = _uncovered(text, covered)
        in_order = sorted([*marked_up, *bare], key=lambda link: link[0])
        return tuple(Link(one_line(seen), url, self._line) for _, seen, url in in_order)

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
        self._show(text)

    def _show(self, text: str) -> None:
        for target in self._open:
            target.seen.append(text)

    def _begin(self, url: str) -> None:
        self._open.append(_Target(url=url, start=self._length, end=self._length))
        self._targets.append(self._open[-1])

    def _end(self) -> None:
        if self._open:
            self._open.pop().end = self._length

    def _image(self, url: str, alternative: str) -> None:
        self._show(alternative)
        self._targets.append(
            _Target(url=url, start=self._length, end=self._length, seen=[alternative])
        )

    def _note(self, words: str, more_lines: int = 0) -> None:
        """Keep words that the page does not show."""
        self._comments += markup(words, LineSpan(self._at, self._at + more_lines))

    def _html(self, source: str) -> None:
        if source.startswith("<!--"):
            span = LineSpan(self._at, self._at + source.count("\n"))
            self._comments.append(CardBlock(kind=BlockKind.COMMENT, text=source, span=span))
        elif tag := read_tag(source):
            self._note(tag.words, source.count("\n"))
            if tag.name == "a":
                self._end()  # a second anchor ends the first: anchors do not nest
                if not tag.closing:
                    self._begin(tag.url)
            elif tag.name == "img":
                self._image(tag.url, tag.text)
            elif tag.breaks:
                self._write("\n")
        self._at += source.count("\n")
