"""The nouns of a dossier: a document that knows what its parts are and nothing of HTML, Word or
paper."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from enum import StrEnum

from provenance.model.finding import shorten
from provenance.text.printable import printable

LONGEST = 4_000
# A place in this document, an address of the web, or a page of the same folder as portfolio.py
# names it.
_LINK = re.compile(r"#|https?://|[A-Za-z0-9._-]+\.html$")


class Tone(StrEnum):
    """How a word is coloured, where there is colour. The word says all that the colour does."""

    GOOD = "good"
    OPEN = "open"
    BAD = "bad"
    PLAIN = "plain"


def _cleaned(text: str) -> str:
    """One printable line; a space at either end stays, since runs of text stand side by side."""
    kept = printable(shorten(text, LONGEST))
    before, after = (" " if edge.isspace() else "" for edge in (text[:1], text[-1:]))
    return f"{before}{kept}{after}" if kept else before


class _Clean:
    """Whatever is put into a part of a document comes out printable, on one line and at most 4,000
    characters long."""

    __slots__ = ()

    def __post_init__(self) -> None:
        for field in fields(self):  # type: ignore[arg-type]
            value = getattr(self, field.name)
            if isinstance(value, str) and not isinstance(value, Tone):
                object.__setattr__(self, field.name, _cleaned(value))
            elif type(value) is tuple and all(isinstance(part, str) for part in value):
                object.__setattr__(self, field.name, tuple(map(_cleaned, value)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Span(_Clean):
    """A run of text.

    Attributes:
        text: The words.
        style: `strong`, `code`, `quote`, `muted`, `label`, or empty.
        link: `#id` of a place in the document, a web address, a page beside it, or empty. Nothing
            else is kept.
        lang: Language of the words where it is not the document's: `en`, or `und` for the words of
            a stranger.
        tone: Colour of a label.
    """

    text: str
    style: str = ""
    link: str = ""
    lang: str = ""
    tone: Tone = Tone.PLAIN

    def __post_init__(self) -> None:
        _Clean.__post_init__(
            self
        )  # with slots, a dataclass is made anew and knows no super() without arguments
        link = printable(self.link).replace(" ", "%20")
        object.__setattr__(self, "link", link if _LINK.match(link) else "")


Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of running text; `lead` for the one that holds an answer, `note` for small print."""

    line: Line
    style: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerBlock(_Clean):
    """A question with its short answer and what belongs to it, to be seen at first glance."""

    question: str
    word: str
    tone: Tone
    line: Line
    points: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing of a list.

    Attributes:
        line: What it is.
        notes: Smaller lines below it.
        quotes: Words of documents, each with its place.
        id: Name by which other places link to it, or empty.
    """

    line: Line
    notes: tuple[Line, ...] = ()
    quotes: tuple[Quote, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class Quote(_Clean):
    """What stands in a document, and where."""

    place: Line
    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list; `boxes` where each item is to be ticked, `numbered` where order matters."""

    items: tuple[Item, ...]
    boxes: bool = False
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class FactList:
    """Names and what they stand for."""

    rows: tuple[tuple[str, Line], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(_Clean):
    """Rows under a header; the first cell of a row is its heading.

    Attributes:
        caption: What the table shows.
        header: Headings of the columns.
        rows: Each as long as the header.
        ids: Name of each row by which other places link to it; empty where none does.
        widths: Share of each column in percent; empty where the content decides.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    ids: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagramNode(_Clean):
    """A box of a picture.

    Attributes:
        name: What it is, in full.
        licence: What applies to it, few words.
        note: What could not be read of it, or empty.
        kind: `model`, `dataset` or `unread`.
        layer: Its row; 0 for what was asked about.
    """

    name: str
    licence: str
    note: str
    kind: str
    layer: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(_Clean):
    """A picture of boxes and the arrows between them.

    Attributes:
        caption: What it shows.
        alt: The same in words, for those who cannot see it.
        nodes: Boxes.
        arrows: Pairs of positions in `nodes`, from what was made to what it was made from, with a
            word.
        legend: What the boxes' edges mean, by kind.
    """

    caption: str
    alt: str
    nodes: tuple[DiagramNode, ...]
    arrows: tuple[tuple[int, int, str], ...]
    legend: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Letter(_Clean):
    """Text that is ready to be copied, one paragraph after the other."""

    paragraphs: tuple[str, ...]
    questions: tuple[Line, ...]


Block = Paragraph | AnswerBlock | Items | Quote | FactList | Table | Figure | Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Section(_Clean):
    """A heading with what stands below it; `level` counts from 2, the title is 1."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    level: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(_Clean):
    """A dossier.

    Attributes:
        lang: `en` or `ko`.
        title: Of the whole.
        subtitle: What it is about.
        contents: Heading of the table of contents.
        skip: Words of the link that leads past it.
        foot: Last line.
        sections: In the order in which they are read.
    """

    lang: str
    title: str
    subtitle: Line
    contents: str
    skip: str
    foot: str
    sections: tuple[Section, ...]


def text_of(line: Line) -> str:
    """A line without its styles."""
    return "".join(span.text for span in line)
