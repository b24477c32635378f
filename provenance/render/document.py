"""Data types of a document: its parts, independent of HTML, Word and paper."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from enum import StrEnum

from provenance.model.finding import shorten
from provenance.text.printable import printable

LONGEST = 4_000
# A place in this document, a web address, or a page in the same folder, as named by portfolio.py.
_LINK = re.compile(r"#|https?://|[A-Za-z0-9._-]+\.html$")


class Tone(StrEnum):
    """The colour of a word. The word itself carries the same meaning."""

    GOOD = "good"
    OPEN = "open"
    BAD = "bad"
    PLAIN = "plain"


def _cleaned(text: str) -> str:
    """One printable line; spaces at either end stay, because runs of text are adjacent."""
    is_clean = text.isascii() and text.isprintable() and "  " not in text
    if is_clean and len(text) <= LONGEST:
        return text
    kept = printable(shorten(text, LONGEST))
    before, after = (" " if edge.isspace() else "" for edge in (text[:1], text[-1:]))
    return f"{before}{kept}{after}" if kept else before


def _cleaned_value(value: object) -> object:
    """The value of a field with its texts cleaned; anything but a text or texts as it is."""
    if isinstance(value, Tone):
        return value
    if isinstance(value, str):
        return _cleaned(value)
    if type(value) is not tuple:
        return value
    is_texts = all(isinstance(part, str) for part in value)
    return tuple(_cleaned(text) for text in value) if is_texts else value


class _Clean:
    """Makes all text of a document part printable, on one line, with at most 4,000 characters."""

    __slots__ = ()

    def __post_init__(self) -> None:
        for field in fields(self):  # type: ignore[arg-type]
            value = getattr(self, field.name)
            cleaned = _cleaned_value(value)
            if cleaned is not value:
                object.__setattr__(self, field.name, cleaned)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span(_Clean):
    """A run of text.

    Attributes:
        text: The text.
        style: `strong`, `code`, `quote`, `muted`, `label`, `exhibit` (never broken), or empty.
        link: `#id` of a place in the document, a web address, a neighbouring page, or empty. Other
            targets are dropped.
        lang: Language of the text if it differs from the document's: `en`, or `und` for quoted
            text.
        tone: Colour of a label.
    """

    text: str
    style: str = ""
    link: str = ""
    lang: str = ""
    tone: Tone = Tone.PLAIN

    def __post_init__(self) -> None:
        # With slots a dataclass is made anew, and super() without arguments does not know it.
        _Clean.__post_init__(self)
        link = printable(self.link).replace(" ", "%20")
        object.__setattr__(self, "link", link if _LINK.match(link) else "")


Line = tuple[Span, ...]


def plain(text: str, *, link: str = "", lang: str = "") -> Span:
    """Plain text."""
    return Span(text=text, link=link, lang=lang)


def strong(text: str, *, link: str = "", lang: str = "") -> Span:
    """Emphasised text."""
    return Span(text=text, style="strong", link=link, lang=lang)


def muted(text: str, *, link: str = "", lang: str = "") -> Span:
    """De-emphasised text."""
    return Span(text=text, style="muted", link=link, lang=lang)


def label(text: str, tone: Tone = Tone.PLAIN) -> Span:
    """A framed word with a colour."""
    return Span(text=text, style="label", tone=tone)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `lead` if it contains the answer, `note` for small print."""

    line: Line
    style: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerBlock(_Clean):
    """A question with its short answer and supporting points, visible at a glance."""

    question: str
    word: str
    tone: Tone
    line: Line
    points: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A list item.

    Attributes:
        line: Its text.
        notes: Smaller lines below it.
        quotes: Quotes from documents, each with its place.
        id: Anchor for links, or empty.
    """

    line: Line
    notes: tuple[Line, ...] = ()
    quotes: tuple[Quote, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class Quote(_Clean):
    """A quote from a document with its place; `id` is the anchor for links."""

    place: Line
    text: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list; `boxes` if each item is to be ticked, `numbered` if order matters."""

    items: tuple[Item, ...]
    boxes: bool = False
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class FactList:
    """Terms with their values."""

    rows: tuple[tuple[str, Line], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(_Clean):
    """A table with a header row; the first cell of each row is its heading.

    Attributes:
        caption: What the table shows.
        header: Headings of the columns.
        rows: Rows as long as the header.
        ids: Anchor of each row; empty if nothing links to it.
        widths: Width of each column in percent; empty for automatic widths.
        style: `matrix` for short words in many columns, `form` for cells to fill in by hand, or
            empty.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    ids: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()
    style: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagramNode(_Clean):
    """A box in a diagram.

    Attributes:
        name: Full name.
        licence: The applicable licence, in a few words.
        note: What could not be read, or empty.
        kind: `model`, `dataset` or `unread`.
        layer: Distance from the subject, which is 0.
        terms: What its terms mean for the use, in one word; empty if no use was given.
        tone: Colour of that word.
        decides: Whether it is on the deciding path.
        members: Some of those that the box stands for, or empty if it represents only itself.
    """

    name: str
    licence: str
    note: str
    kind: str
    layer: int
    terms: str = ""
    tone: Tone = Tone.PLAIN
    decides: bool = False
    members: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(_Clean):
    """A diagram of boxes and arrows.

    Attributes:
        caption: What it shows.
        alt: Text alternative.
        nodes: Boxes.
        arrows: Pairs of positions in `nodes`, from a product to its source, each with a word.
        legend: Meaning of the box styles and colours, by kind or tone.
    """

    caption: str
    alt: str
    nodes: tuple[DiagramNode, ...]
    arrows: tuple[tuple[int, int, str], ...]
    legend: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lamp(_Clean):
    """A light: its subject, its state and the reason.

    Attributes:
        name: Its subject.
        word: Its state in words, so that colour alone carries no meaning.
        tone: Its colour.
        fact: The reason, in a few words.
        link: `#id` of the section with the details.
    """

    name: str
    word: str
    tone: Tone
    fact: str
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel(_Clean):
    """The answer in one sentence, with the lights; the worst light determines it."""

    word: str
    tone: Tone
    sentence: str
    lamps: tuple[Lamp, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart.

    Attributes:
        label: What is counted.
        counts: Number for each part, in legend order.
        words: The numbers in words; also the text alternative.
    """

    label: Line
    counts: tuple[int, ...]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars(_Clean):
    """A chart of stacked bars.

    Attributes:
        caption: What it shows.
        header: Headings of label, bar and numbers.
        legend: Kind of each part (`full`, `part`, `none`, `good`, `open`, `bad`, `plain`) and its
            meaning.
        bars: From top to bottom.
    """

    caption: str
    header: tuple[str, str, str]
    legend: tuple[tuple[str, str], ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(_Clean):
    """A stop on a path through the lineage: what it is, which terms apply, how the next one was
    used."""

    name: str
    fact: str
    tone: Tone
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Trail(_Clean):
    """A path through the lineage, from the subject to the deciding artefact."""

    caption: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Letter(_Clean):
    """Text to copy, one paragraph after another."""

    paragraphs: tuple[str, ...]
    questions: tuple[Line, ...]


Block = (
    Paragraph
    | AnswerBlock
    | Items
    | Quote
    | FactList
    | Table
    | Figure
    | Panel
    | Bars
    | Trail
    | Letter
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section(_Clean):
    """A heading and the content below it.

    Attributes:
        id: Anchor for links.
        title: Title with its number.
        blocks: Content below the heading.
        level: Starts at 2; the title of the document is 1.
        new_page: Whether it starts a page in print.
        dense: Whether print uses a smaller font, to stay on one page.
    """

    id: str
    title: str
    blocks: tuple[Block, ...]
    level: int = 2
    new_page: bool = False
    dense: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover(_Clean):
    """The cover sheet in print; hidden on screen.

    Attributes:
        organisation: The organisation that the document is made for, or empty.
        classification: Confidentiality marking, or empty.
        kind: Kind of document.
        title: Subject of the document.
        sentence: The answer.
        rows: Number, date, use and similar.
        contents: Heading of the table of contents.
    """

    organisation: str
    classification: str
    kind: str
    title: str
    sentence: str
    rows: tuple[tuple[str, Line], ...]
    contents: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(_Clean):
    """A dossier.

    Attributes:
        lang: `en` or `ko`.
        title: Title.
        subtitle: Subject of the document.
        contents: Heading of the table of contents.
        skip: Text of the link that skips the table of contents.
        foot: Last line.
        sections: In reading order.
        cover: The cover sheet, or None.
        running: Header of each printed page.
    """

    lang: str
    title: str
    subtitle: Line
    contents: str
    skip: str
    foot: str
    sections: tuple[Section, ...]
    cover: Cover | None = None
    running: str = ""


def text_of(line: Line) -> str:
    """A line as plain text."""
    return "".join(span.text for span in line)
