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


def plain(text: str, *, link: str = "", lang: str = "") -> Span:
    """Words as they are."""
    return Span(text=text, link=link, lang=lang)


def strong(text: str, *, link: str = "", lang: str = "") -> Span:
    """Words that stand out."""
    return Span(text=text, style="strong", link=link, lang=lang)


def muted(text: str, *, link: str = "", lang: str = "") -> Span:
    """Words that stand back."""
    return Span(text=text, style="muted", link=link, lang=lang)


def label(text: str, tone: Tone = Tone.PLAIN) -> Span:
    """A word in a frame, with its colour."""
    return Span(text=text, style="label", tone=tone)


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
    """What stands in a document, and where; `id` is the name by which other places link to it."""

    place: Line
    text: str
    id: str = ""


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
        style: `matrix` for few words in many columns, `form` for cells to write in by hand, or
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
    """A box of a picture.

    Attributes:
        name: What it is, in full.
        licence: What applies to it, few words.
        note: What could not be read of it, or empty.
        kind: `model`, `dataset` or `unread`.
        layer: Its distance from what was asked about, which is 0.
        terms: What its terms say to the use, in a word; empty where no use was asked about.
        tone: Colour of that word.
        decides: Whether it is on the path that decides the verdict.
    """

    name: str
    licence: str
    note: str
    kind: str
    layer: int
    terms: str = ""
    tone: Tone = Tone.PLAIN
    decides: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(_Clean):
    """A picture of boxes and the arrows between them.

    Attributes:
        caption: What it shows.
        alt: The same in words, for those who cannot see it.
        nodes: Boxes.
        arrows: Pairs of positions in `nodes`, from what was made to what it was made from, with a
            word.
        legend: What the boxes' edges and colours mean, by kind or tone.
    """

    caption: str
    alt: str
    nodes: tuple[DiagramNode, ...]
    arrows: tuple[tuple[int, int, str], ...]
    legend: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lamp(_Clean):
    """One light: what it is about, what it shows, why.

    Attributes:
        name: What it is about.
        word: What it shows, so that nothing hangs on the colour.
        tone: Its colour.
        fact: Why, in a few words.
        link: `#id` of the place that tells more.
    """

    name: str
    word: str
    tone: Tone
    fact: str
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel(_Clean):
    """The answer in one sentence, and the lights of which it is the worst."""

    word: str
    tone: Tone
    sentence: str
    lamps: tuple[Lamp, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart.

    Attributes:
        label: What is counted.
        counts: One number for each part, in the order of the chart's legend.
        words: The numbers in words, for all who read and for those who cannot see the bar.
    """

    label: Line
    counts: tuple[int, ...]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars(_Clean):
    """A chart of stacked bars.

    Attributes:
        caption: What it shows.
        header: Headings of the label, the bar and the numbers.
        legend: Kind of each part (`full`, `part`, `none`, `good`, `open`, `bad`, `plain`) and what
            it means.
        bars: From top to bottom.
    """

    caption: str
    header: tuple[str, str, str]
    legend: tuple[tuple[str, str], ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(_Clean):
    """A stop on a path through the lineage: what it is, what holds there, how the next was used."""

    name: str
    fact: str
    tone: Tone
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Trail(_Clean):
    """A path through the lineage, from what was asked about to what decides."""

    caption: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Letter(_Clean):
    """Text that is ready to be copied, one paragraph after the other."""

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
    """A heading with what stands below it.

    Attributes:
        id: Name by which other places link to it.
        title: With its number.
        blocks: What stands below it.
        level: Counts from 2; the title of the document is 1.
        new_page: Whether it starts a page in print.
        dense: Whether it is set small in print, to keep to one page.
    """

    id: str
    title: str
    blocks: tuple[Block, ...]
    level: int = 2
    new_page: bool = False
    dense: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover(_Clean):
    """The first sheet in print; a screen does not show it.

    Attributes:
        organisation: For whom the document was made, or empty.
        classification: How it is to be handled, or empty.
        kind: What kind of document it is.
        title: What it is about.
        sentence: The answer.
        rows: Number, date, use and the like.
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
        title: Of the whole.
        subtitle: What it is about.
        contents: Heading of the table of contents.
        skip: Words of the link that leads past it.
        foot: Last line.
        sections: In the order in which they are read.
        cover: The first sheet in print, or None.
        running: What stands at the head of each printed page.
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
    """A line without its styles."""
    return "".join(span.text for span in line)
