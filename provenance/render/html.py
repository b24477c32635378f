"""Document → one HTML page that needs no script, no font and no request, and in which no text can
become markup."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from provenance.render.document import (
    AnswerBlock,
    Block,
    Document,
    FactList,
    Figure,
    Item,
    Items,
    Letter,
    Paragraph,
    Quote,
    Section,
    Span,
    Table,
)
from provenance.render.svg import draw

# https://www.w3.org/TR/CSP3: nothing is fetched and nothing runs, whatever stands in the page.
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

    Elements are built as a tree and written by the standard library, so a stranger's text is only
    ever text.

    Args:
        document: What to show.
        sortable: Whether tables can be sorted and filtered, which takes a small script of ours. The
            page may run that one script, known by its hash, and no other; without it the table is a
            plain one.

    Returns:
        UTF-8.
    """
    script = _packaged("sort.js") if sortable else ""
    root = Element("html", {"lang": document.lang})
    root.append(_head(document, script))
    body = SubElement(root, "body")
    _add(body, "a", document.skip, {"class": "skip", "href": "#main"})
    header = _add(body, "header")
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
    listed = _add(nav, "ol")
    for section in document.sections:
        if section.level == 2:
            _add(_add(listed, "li"), "a", section.title, {"href": f"#{section.id}"})
    return nav


def _section(section: Section) -> Element:
    element = Element("section", {"id": section.id, "class": f"level-{section.level}"})
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
    figure = _add(parent, "figure", attributes={"class": "quote"})
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
    """A table that scrolls sideways by keyboard as well, and becomes a list of cards on a narrow
    screen."""
    table = _add(_frame(parent, block.caption), "table")
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
    """What may be wider than the screen scrolls by itself, by keyboard as well."""
    return _add(
        parent,
        "div",
        attributes={"class": "frame", "tabindex": "0", "role": "group", "aria-label": name},
    )


def _figure(parent: Element, block: Figure) -> None:
    figure = _add(parent, "figure", attributes={"class": "picture"})
    _add(figure, "figcaption", block.caption)
    _frame(figure, block.caption).append(draw(block))
    legend = _add(figure, "ul", attributes={"class": "legend"})
    for kind, told in block.legend:
        entry = _add(legend, "li")
        _add(entry, "span", attributes={"class": f"key {kind}", "aria-hidden": "true"}).tail = told


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
    """A run of text; the words of a stranger are kept apart in direction (UAX 9) from those around
    them."""
    element = parent
    if span.link:
        outward = {} if span.link.startswith("#") else {"rel": "noreferrer noopener"}
        element = _add(element, "a", attributes={"href": span.link, **outward})
    attributes = (
        {"class": f"{span.style} {span.tone}".removesuffix(" plain")}
        if span.style in ("label", "muted", "hash")
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
    Letter: _letter,
}
