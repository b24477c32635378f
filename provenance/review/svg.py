"""A picture of boxes and arrows as SVG 2, laid out in layers that wrap, so that forty boxes still can be read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from unicodedata import east_asian_width
from xml.etree.ElementTree import Element, SubElement

from provenance.review.document import Figure, Node

WIDTH, HEIGHT = 210, 62
_GAP, _ROW, _LAYER, _MARGIN = 20, 16, 56, 8
_COLUMNS = 4
_LINE, _SMALL = 25, 32
# For renderers that apply no style sheet of the page to a picture, such as those that make PDF; classes outrank them.
_INK, _FAINT, _WARN = "#16202c", "#51606f", "#a31621"
_EDGES = {
    "model": {"fill": "#ffffff", "stroke": _INK},
    "dataset": {"fill": "#f2f5f8", "stroke": _INK},
    "unread": {"fill": "#ffffff", "stroke": _WARN, "stroke-dasharray": "5 4"},
}
_LETTERS = {
    "name": {"font-size": "12", "font-weight": "bold", "fill": _INK},
    "licence": {"font-size": "11.5", "fill": _INK},
    "note": {"font-size": "11.5", "fill": _WARN},
    "relation": {"font-size": "11", "fill": _FAINT},
}


@dataclass(frozen=True, slots=True)
class _Spot:
    x: float
    y: float


def draw(figure: Figure) -> Element:
    """Lay out and draw a picture.

    Each layer is a band of rows of at most four boxes; an arrow runs from the lower edge of a box to the upper edge of
    what it was made from, or beside it where both share a layer. Colours come from the page's style sheet by class and
    say nothing that the edge's form (solid, rounded, dashed) and the words do not.

    Args:
        figure: Boxes with their layers, and arrows.

    Returns:
        An `svg` element with a title and a description.
    """
    spots, width, height = _layout(figure.nodes)
    root = Element("svg", {"viewBox": f"0 0 {width} {height}", "role": "img", "class": "lineage"})
    root.set("style", f"max-width:{width}px")
    SubElement(root, "title").text = figure.caption
    SubElement(root, "desc").text = figure.alt
    for child, parent, word in figure.arrows:
        _arrow(root, spots[child], spots[parent], word)
    for node, spot in zip(figure.nodes, spots, strict=True):
        _box(root, node, spot)
    return root


def _layout(nodes: tuple[Node, ...]) -> tuple[list[_Spot], int, int]:
    layers: dict[int, list[int]] = defaultdict(list)
    for number, node in enumerate(nodes):
        layers[node.layer].append(number)
    columns = min(_COLUMNS, max(map(len, layers.values())))
    width = columns * WIDTH + (columns - 1) * _GAP + 2 * _MARGIN
    spots, top = [_Spot(0, 0)] * len(nodes), float(_MARGIN)
    for layer in sorted(layers):
        for start in range(0, len(layers[layer]), columns):
            row = layers[layer][start : start + columns]
            left = (width - len(row) * WIDTH - (len(row) - 1) * _GAP) / 2
            for column, number in enumerate(row):
                spots[number] = _Spot(left + column * (WIDTH + _GAP), top)
            top += HEIGHT + _ROW
        top += _LAYER - _ROW
    return spots, width, int(top - _LAYER + _MARGIN)


def _arrow(root: Element, start: _Spot, end: _Spot, word: str) -> None:
    """A curve from box to box with its word; one that goes back up, or stays in its row, runs along the sides."""
    if end.y <= start.y:
        (x1, y1), (x2, y2) = (start.x + WIDTH, start.y + HEIGHT / 2), (end.x + WIDTH, end.y + HEIGHT / 2 + 8)
        _line(root, f"M{x1:g} {y1:g} Q{x1 + _GAP:g} {y1:g} {x2:g} {y2:g}", word)
        return
    (x1, y1), (x2, y2) = (start.x + WIDTH / 2, start.y + HEIGHT), (end.x + WIDTH / 2, end.y)
    bend = min((y2 - y1) / 2, _LAYER)
    curve = f"M{x1:g} {y1:g} C{x1:g} {y1 + bend:g} {x2:g} {y2 - bend:g} {x2:g} {y2 - 5:g}"
    _line(root, curve, word)
    head = f"M{x2 - 4:g} {y2 - 8:g} L{x2 + 4:g} {y2 - 8:g} L{x2:g} {y2 - 1:g} Z"
    SubElement(root, "path", {"class": "head", "d": head, "fill": _FAINT})
    _words(root, "relation", x2, y2 - 11, cut(word, _LINE))


def _line(root: Element, curve: str, word: str) -> None:
    line = SubElement(root, "path", {"class": "arrow", "d": curve, "fill": "none", "stroke": _FAINT})
    SubElement(line, "title").text = word


def _words(parent: Element, style: str, x: float, y: float, text: str) -> None:
    at = {"class": style, "x": f"{x:g}", "y": f"{y:g}", "text-anchor": "middle", "font-family": "sans-serif"}
    SubElement(parent, "text", {**at, **_LETTERS[style]}).text = text


def _box(root: Element, node: Node, spot: _Spot) -> None:
    group = SubElement(root, "g", {"class": f"node {node.kind}"})
    SubElement(group, "title").text = ": ".join((node.name, ", ".join(filter(None, (node.licence, node.note)))))
    corner = "14" if node.kind == "dataset" else "3"
    box = {"x": f"{spot.x:g}", "y": f"{spot.y:g}", "width": str(WIDTH), "height": str(HEIGHT), "rx": corner}
    SubElement(group, "rect", {**box, **_EDGES[node.kind]})
    lines = ((node.name, _LINE, "name"), (node.licence, _SMALL, "licence"), (node.note, _SMALL, "note"))
    for number, (text, limit, style) in enumerate(lines):
        if text:
            _words(group, style, spot.x + WIDTH / 2, spot.y + 20 + number * 17, cut(text, limit))


def cut(text: str, cells: int) -> str:
    """Text of at most so many cells, a wide letter taking two; its middle goes, since names differ at their ends."""
    widths = [2 if east_asian_width(char) in "WF" else 1 for char in text]
    if sum(widths) <= cells:
        return text
    keep, head, tail, used = cells - 1, 0, len(text), 0
    while True:
        at_head = head <= len(text) - tail
        width = widths[head] if at_head else widths[tail - 1]
        if used + width > keep:
            return f"{text[:head]}…{text[tail:]}"
        used, head, tail = used + width, head + at_head, tail - (not at_head)
