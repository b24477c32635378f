"""Write a document as one HTML page without scripts, fonts or requests, in which no text can become
markup."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from provenance.render.chart import draw_bar
from provenance.render.document import (
    AnswerBlock,
    Bars,
    Block,
    Cover,
    Document,
    FactList,
    Figure,
    Item,
    Items,
    Letter,
    Panel,
    Paragraph,
    Quote,
    Section,
    Span,
    Table,
    Trail,
)
from provenance.render.svg import draw

# https://www.w3.org/TR/CSP3: the page fetches and runs nothing, whatever it contains.
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action"
    " 'none'"
)
_BLOCKS = frozenset(
    [
        "head",
        "header",
        "nav",
        "main",
        "section",
        "div",
        "p",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "tr",
        "th",
        "td",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "style",
    ]
)
_TAGS = {"strong": "strong", "code": "code", "hash": "code", "quote": "q"}


def page(document: Document, *, sortable: bool = False) -> bytes:
    """Write a document as HTML 5.

    Elements are built as a tree and serialised by the standard library, so untrusted text is always
    text.

    Args:
        document: The document to write.
        sortable: Whether tables can be sorted and filtered with a small script. The page allows
            that one script, by its hash, and no other; without it the table is plain.

    Returns:
        UTF-8.
    """
    script = _packaged("sort.js") if sortable else ""
    root = Element("html", {"lang": document.lang})
    root.append(_head(document, script))
    body = SubElement(root, "body")
    _add(body, "a", document.skip, {"class": "skip", "href": "#main"})
    if document.running:
        _add(body, "div", document.running, {"class": "running", "aria-hidden": "true"})
    header = _add(body, "header")
    if document.cover:
        _cover(header, document.cover, document.sections)
    _add(header, "h1", document.title)
    _line(_add(header, "p", attributes={"class": "subtitle"}), document.subtitle)
    body.append(_contents(document))
    main = _add(body, "main", attributes={"id": "main"})
    for section in document.sections:
        main.append(_section(section))
    _add(_add(body, "footer"), "p", document.foot)
    if script:
        _add(body, "script", script)
    for element in root.iter():
        if element.tag in _BLOCKS:
            element.tail = "\n"
    return f"<!DOCTYPE html>\n{tostring(root, encoding='unicode', method='html')}\n".encode()


def _head(document: Document, script: str) -> Element:
    allowed = (
        f"; script-src 'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"
        if script
        else ""
    )
    head = Element("head")
    SubElement(head, "meta", {"charset": "utf-8"})
    SubElement(
        head, "meta", {"http-equiv": "Content-Security-Policy", "content": _POLICY + allowed}
    )
    SubElement(head, "meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"})
    SubElement(head, "meta", {"name": "color-scheme", "content": "light dark"})
    SubElement(head, "meta", {"name": "referrer", "content": "no-referrer"})
    _add(head, "title", document.title)
    _add(head, "style", _packaged("page.css"))
    return head


@cache
def _packaged(name: str) -> str:
    return (files("provenance.render") / "data" / name).read_text("utf-8")


def _contents(document: Document) -> Element:
    nav = Element("nav", {"aria-label": document.contents})
    folded = _add(nav, "details")
    _add(folded, "summary", document.contents)
    listed = _add(folded, "ol")
    for section in document.sections:
        if section.level == 2:
            _add(_add(listed, "li"), "a", section.title, {"href": f"#{section.id}"})
    return nav


def _cover(parent: Element, cover: Cover, sections: tuple[Section, ...]) -> None:
    """The cover sheet in print, with the page numbers of the chapters."""
    sheet = _add(parent, "div", attributes={"class": "cover", "aria-hidden": "true"})
    _add(sheet, "p", cover.organisation, {"class": "organisation"})
    if cover.classification:
        _add(sheet, "p", cover.classification, {"class": "classification"})
    _add(sheet, "p", cover.kind, {"class": "kind"})
    _add(sheet, "p", cover.title, {"class": "name"})
    _add(sheet, "p", cover.sentence, {"class": "sentence"})
    rows = _add(sheet, "div", attributes={"class": "rows"})
    for name, line in cover.rows:
        row = _add(rows, "div")
        _add(row, "span", name, {"class": "muted"})
        _line(_add(row, "span"), line)
    _add(sheet, "p", cover.contents, {"class": "contents-title"})
    listed = _add(sheet, "div", attributes={"class": "contents"})
    for section in sections:
        if section.level <= 3:
            link = {"href": f"#{section.id}", "class": f"to-{section.level}", "tabindex": "-1"}
            _add(listed, "a", section.title, link)


def _section(section: Section) -> Element:
    classes = f"level-{section.level}"
    if section.new_page:
        classes += " new-page"
    if section.dense:
        classes += " dense"
    element = Element("section", {"id": section.id, "class": classes})
    if section.level == 2:  # a landmark, of which there is but one of a name
        element.set("aria-labelledby", f"{section.id}-title")
    _add(element, f"h{min(section.level, 6)}", section.title, {"id": f"{section.id}-title"})
    for block in section.blocks:
        _WRITERS[type(block)](element, block)
    return element


def _paragraph(parent: Element, block: Paragraph) -> None:
    _line(_add(parent, "p", attributes=_class(block.style)), block.line)


def _answer(parent: Element, block: AnswerBlock) -> None:
    box = _add(parent, "div", attributes={"class": f"answer {block.tone}"})
    _add(box, "p", block.question, {"class": "asked"})
    line = _add(box, "p", attributes={"class": "told"})
    _add(line, "strong", block.word, {"class": f"label {block.tone}"}).tail = " "
    _line(line, block.line)
    if block.points:
        listed = _add(box, "ul")
        for point in block.points:
            _line(_add(listed, "li"), point)


def _panel(parent: Element, block: Panel) -> None:
    """The answer in one sentence above its lights."""
    box = _add(parent, "div", attributes={"class": f"panel {block.tone}"})
    line = _add(box, "p", attributes={"class": "verdict"})
    _add(line, "strong", block.word, {"class": f"label {block.tone}"}).tail = " "
    _add(line, "span", block.sentence)
    listed = _add(box, "ul", attributes={"class": "lamps"})
    for lamp in block.lamps:
        entry = _add(listed, "li", attributes={"class": f"lamp {lamp.tone}"})
        name = _add(entry, "p", attributes={"class": "lamp-name"})
        _add(name, "span", attributes={"class": "bulb", "aria-hidden": "true"})
        _add(
            name, "a" if lamp.link else "span", lamp.name, {"href": lamp.link} if lamp.link else {}
        )
        _add(entry, "p", lamp.word, {"class": "lamp-word"})
        _add(entry, "p", lamp.fact, {"class": "lamp-fact"})


def _bars(parent: Element, block: Bars) -> None:
    """A chart as a table: drawn bars with their numbers in words."""
    frame = _frame(parent, block.caption)
    table = _add(frame, "table", attributes={"class": "bars"})
    _add(table, "caption", block.caption)
    head = _add(_add(table, "thead"), "tr")
    for title in block.header:
        _add(head, "th", title, {"scope": "col"})
    body = _add(table, "tbody")
    for bar in block.bars:
        row = _add(body, "tr")
        _line(_add(row, "th", attributes={"scope": "row"}), bar.label)
        cell = _add(row, "td", attributes={"class": "drawn"})
        cell.append(draw_bar(bar.counts, tuple(kind for kind, _ in block.legend), bar.words))
        _add(row, "td", bar.words)
    _legend(frame, "swatch", block.legend)


def _trail(parent: Element, block: Trail) -> None:
    figure = _add(parent, "figure", attributes={"class": "trail"})
    _add(figure, "figcaption", block.caption)
    listed = _add(figure, "ol")
    for step in block.steps:
        entry = _add(listed, "li", attributes={"class": f"step {step.tone}"})
        if step.relation:
            _add(entry, "span", f"{step.relation} → ", {"class": "muted"})
        _add(entry, "bdi", step.name, {"lang": "", "class": "step-name"})
        _add(entry, "span", f" {step.fact}", {"class": "step-fact"})


def _items(parent: Element, block: Items) -> None:
    style = {"class": "boxes"} if block.boxes else {}
    listed = _add(parent, "ol" if block.numbered else "ul", attributes=style)
    for item in block.items:
        _item(_add(listed, "li", attributes={"id": item.id} if item.id else {}), item, block.boxes)


def _item(element: Element, item: Item, box: bool) -> None:
    line = _add(element, "p")
    if box:
        _add(line, "span", "☐ ", {"class": "box", "aria-hidden": "true"})
    _line(line, item.line)
    for quote in item.quotes:
        _quote(element, quote)
    for note in item.notes:
        _line(_add(element, "p", attributes={"class": "note"}), note)


def _quote(parent: Element, block: Quote) -> None:
    name = {"id": block.id} if block.id else {}
    figure = _add(parent, "figure", attributes={"class": "quote", **name})
    _line(_add(figure, "figcaption"), block.place)
    if block.text:
        quoted = _add(figure, "blockquote")
        _line(quoted, (Span(text=block.text, lang="und"),))


def _facts(parent: Element, block: FactList) -> None:
    listed = _add(parent, "dl")
    for name, line in block.rows:
        row = _add(listed, "div")
        _add(row, "dt", name)
        _line(_add(row, "dd"), line)


def _table(parent: Element, block: Table) -> None:
    """A table that scrolls sideways, also by keyboard, and becomes a list of cards on a narrow
    screen."""
    style = {"class": block.style} if block.style else {}
    table = _add(_frame(parent, block.caption), "table", attributes=style)
    _add(table, "caption", block.caption)
    columns = _add(table, "colgroup") if block.widths else table
    for width in block.widths:
        _add(columns, "col", attributes={"style": f"width: {width}%"})
    head = _add(_add(table, "thead"), "tr")
    for title in block.header:
        _add(head, "th", title, {"scope": "col"})
    body = _add(table, "tbody")
    for number, row in enumerate(block.rows):
        line = _add(body, "tr", attributes={"id": block.ids[number]} if block.ids else {})
        for column, (title, cell) in enumerate(zip(block.header, row, strict=True)):
            tag, attributes = (
                ("th", {"scope": "row"}) if column == 0 else ("td", {"data-label": title})
            )
            _line(_add(line, tag, attributes=attributes), cell)


def _frame(parent: Element, name: str) -> Element:
    """A frame that scrolls content wider than the screen, also by keyboard."""
    return _add(
        parent,
        "div",
        attributes={"class": "frame", "tabindex": "0", "role": "group", "aria-label": name},
    )


def _figure(parent: Element, block: Figure) -> None:
    figure = _add(parent, "figure", attributes={"class": "picture"})
    _add(figure, "figcaption", block.caption)
    _frame(figure, block.caption).append(draw(block))
    _legend(figure, "key", block.legend)


def _legend(parent: Element, form: str, entries: tuple[tuple[str, str], ...]) -> None:
    legend = _add(parent, "ul", attributes={"class": "legend"})
    for kind, meaning in entries:
        entry = _add(legend, "li")
        mark = _add(entry, "span", attributes={"class": f"{form} {kind}", "aria-hidden": "true"})
        mark.tail = meaning


def _letter(parent: Element, block: Letter) -> None:
    box = _add(parent, "div", attributes={"class": "letter"})
    for text in block.paragraphs:
        _add(box, "p", text)
    listed = _add(box, "ol")
    for question in block.questions:
        _line(_add(listed, "li"), question)


def _line(element: Element, line: Iterable[Span]) -> None:
    for span in line:
        _span(element, span)


def _span(parent: Element, span: Span) -> None:
    """A run of text; quoted text is isolated in direction (UAX 9) from its surroundings."""
    element = parent
    if span.link:
        outward = {} if span.link.startswith("#") else {"rel": "noreferrer noopener"}
        element = _add(element, "a", attributes={"href": span.link, **outward})
    attributes = (
        {"class": f"{span.style} {span.tone}".removesuffix(" plain")}
        if span.style in ("label", "muted", "hash", "exhibit")
        else {}
    )
    if span.lang:
        attributes["lang"] = "" if span.lang == "und" else span.lang
    tag = _TAGS.get(span.style, "bdi" if span.lang == "und" else "span")
    _add(element, tag, span.text, attributes)


def _add(
    parent: Element, tag: str, text: str = "", attributes: dict[str, str] | None = None
) -> Element:
    child = SubElement(parent, tag, attributes or {})
    if text:
        child.text = text
    return child


def _class(name: str) -> dict[str, str]:
    return {"class": name} if name else {}


_WRITERS: dict[type[Block], Callable[[Element, Any], None]] = {
    Paragraph: _paragraph,
    AnswerBlock: _answer,
    Items: _items,
    Quote: _quote,
    FactList: _facts,
    Table: _table,
    Figure: _figure,
    Panel: _panel,
    Bars: _bars,
    Trail: _trail,
    Letter: _letter,
}
