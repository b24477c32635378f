"""A picture of boxes and arrows as SVG 2."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from provenance.render.document import DiagramNode, Figure
from provenance.render.layout import GAP, HEIGHT, LAYER, WIDTH, Spot, arrange, cut, lines

_WORD = 18
# For renderers that apply no style sheet of the page to a picture, such as those that make PDF;
# classes outrank them.
_INK, _FAINT, _WARN = "#16202c", "#51606f", "#a31621"
_FONTS = "Noto Sans, Noto Sans CJK KR, sans-serif"
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


def draw(figure: Figure) -> Element:
    """Lay out and draw a picture.

    An arrow runs from the lower edge of a box to the upper edge of what it was made from, or beside
    it where both share a layer. Colours come from the page's style sheet by class and say nothing
    that the edge's form (solid, rounded, dashed) and the words do not.

    Args:
        figure: Boxes with their layers, and arrows.

    Returns:
        An `svg` element with a title and a description.
    """
    layout = arrange(figure.nodes)
    root = Element(
        "svg", {"viewBox": f"0 0 {layout.width} {layout.height}", "role": "img", "class": "lineage"}
    )
    root.set("style", f"max-width:{layout.width}px")
    SubElement(root, "title").text = figure.caption
    SubElement(root, "desc").text = figure.alt
    for child, parent, word in figure.arrows:
        _arrow(root, layout.spots[child], layout.spots[parent], word)
    for node, spot in zip(figure.nodes, layout.spots, strict=True):
        _box(root, node, spot)
    return root


def _arrow(root: Element, start: Spot, end: Spot, word: str) -> None:
    """A curve from box to box with its word; one that goes back up, or stays in its row, runs along
    the sides."""
    if end.y <= start.y:
        (x1, y1), (x2, y2) = (
            (start.x + WIDTH, start.y + HEIGHT / 2),
            (end.x + WIDTH, end.y + HEIGHT / 2 + 8),
        )
        _line(root, f"M{x1:g} {y1:g} Q{x1 + GAP:g} {y1:g} {x2:g} {y2:g}", word)
        return
    (x1, y1), (x2, y2) = (start.x + WIDTH / 2, start.y + HEIGHT), (end.x + WIDTH / 2, end.y)
    bend = min((y2 - y1) / 2, LAYER)
    curve = f"M{x1:g} {y1:g} C{x1:g} {y1 + bend:g} {x2:g} {y2 - bend:g} {x2:g} {y2 - 5:g}"
    _line(root, curve, word)
    head = f"M{x2 - 4:g} {y2 - 8:g} L{x2 + 4:g} {y2 - 8:g} L{x2:g} {y2 - 1:g} Z"
    SubElement(root, "path", {"class": "head", "d": head, "fill": _FAINT})
    # Beside the arrow's head, on the side from which no line comes.
    side, anchor = (8, "start") if x1 <= x2 else (-8, "end")
    _words(root, "relation", x2 + side, y2 - 7, cut(word, _WORD), anchor)


def _line(root: Element, curve: str, word: str) -> None:
    line = SubElement(
        root, "path", {"class": "arrow", "d": curve, "fill": "none", "stroke": _FAINT}
    )
    SubElement(line, "title").text = word


def _words(
    parent: Element, style: str, x: float, y: float, text: str, anchor: str = "middle"
) -> None:
    at = {
        "class": style,
        "x": f"{x:g}",
        "y": f"{y:g}",
        "text-anchor": anchor,
        "font-family": _FONTS,
    }
    SubElement(parent, "text", {**at, **_LETTERS[style]}).text = text


def _box(root: Element, node: DiagramNode, spot: Spot) -> None:
    group = SubElement(root, "g", {"class": f"node {node.kind}"})
    SubElement(group, "title").text = ": ".join(
        (node.name, ", ".join(filter(None, (node.licence, node.note))))
    )
    corner = "14" if node.kind == "dataset" else "3"
    box = {
        "x": f"{spot.x:g}",
        "y": f"{spot.y:g}",
        "width": str(WIDTH),
        "height": str(HEIGHT),
        "rx": corner,
    }
    SubElement(group, "rect", {**box, **_EDGES[node.kind]})
    for number, (style, text) in enumerate(lines(node)):
        _words(group, style, spot.x + WIDTH / 2, spot.y + 20 + number * 17, text)
