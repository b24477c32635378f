"""Draw a diagram of boxes and arrows as SVG 2."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from provenance.render.document import DiagramNode, Figure
from provenance.render.layout import LINE, WIDTH, Layout, Point, Spot, arrange, cut, lines

_WORD = 22
# For renderers that do not apply the page's style sheet to pictures, such as PDF writers; classes
# take precedence.
_INK, _FAINT, _WARN = "#16202c", "#51606f", "#a31621"
_FONTS = "Noto Sans, Noto Sans CJK KR, sans-serif"
_TONES = {"good": "#0d6b38", "open": "#7a4a00", "bad": _WARN, "plain": _INK}
_LETTERS = {
    "name": {"font-size": "12", "font-weight": "bold", "fill": _INK},
    "licence": {"font-size": "11.5", "fill": _INK},
    "terms": {"font-size": "11.5", "font-weight": "bold"},
    "note": {"font-size": "11.5", "fill": _WARN},
    "members": {"font-size": "11.5", "fill": _INK},
    "relation": {"font-size": "11", "fill": _FAINT},
}
# Length of an arrowhead; the line ends that far from the box.
_HEAD = 8


def draw(figure: Figure) -> Element:
    """Lay out and draw a diagram.

    Arrows run from a product to its source. The deciding path is bold. Colours come from the page's
    style sheet by class and repeat what edge styles (solid, rounded, dashed) and words say.

    Args:
        figure: The diagram.

    Returns:
        An `svg` element with title and description.
    """
    layout = arrange(figure.nodes, figure.arrows)
    root = Element(
        "svg", {"viewBox": f"0 0 {layout.width} {layout.height}", "role": "img", "class": "lineage"}
    )
    root.set("style", f"max-width:{layout.width}px")
    SubElement(root, "title").text = figure.caption
    SubElement(root, "desc").text = figure.alt
    shown: set[tuple[int, int]] = set()
    for number, (child, parent, word) in enumerate(figure.arrows):
        if layout.paths[number] and (child, parent) not in shown:
            shown.add((child, parent))
            decides = figure.nodes[child].decides and figure.nodes[parent].decides
            _arrow(root, layout, number, (child, parent), word, decides)
    for node, spot in zip(figure.nodes, layout.spots, strict=True):
        _box(root, node, spot)
    return root


def _arrow(
    root: Element, layout: Layout, number: int, ends: tuple[int, int], word: str, decides: bool
) -> None:
    start, end = layout.spots[ends[0]], layout.spots[ends[1]]
    between = layout.paths[number][1:-1]
    first, last = _leaving(start, end), _arriving(start, end)
    style = "arrow decides" if decides else "arrow"
    stroke = {"fill": "none", "stroke": _INK if decides else _FAINT}
    line = SubElement(
        root,
        "path",
        {
            "class": style,
            "d": _curve((first, *between, last)),
            **stroke,
            "stroke-width": "2.8" if decides else "1.3",
        },
    )
    SubElement(line, "title").text = word
    x, y = last
    away = 1 if end.y > start.y else -1
    head = f"M{x - 4:g} {y:g} L{x + 4:g} {y:g} L{x:g} {y + away * _HEAD:g} Z"
    SubElement(root, "path", {"class": "head", "d": head, "fill": stroke["stroke"]})
    came_from_left = (between[-1][0] if between else first[0]) <= x
    side, anchor = (8, "start") if came_from_left else (-8, "end")
    _words(root, "relation", (x + side, y - 2 * away), cut(word, _WORD), anchor)


def _leaving(start: Spot, end: Spot) -> Point:
    """The point where an arrow leaves its box: at the bottom, or at the top if it runs back up."""
    return (start.middle, start.y + start.height) if end.y > start.y else (start.middle, start.y)


def _arriving(start: Spot, end: Spot) -> Point:
    """The point where an arrow's line ends, before its head."""
    if end.y > start.y:
        return (end.middle, end.y - _HEAD)
    return (end.middle, end.y + end.height + _HEAD)


def _curve(points: tuple[Point, ...]) -> str:
    """A smooth curve that leaves each point vertically."""
    x, y = points[0]
    drawn = [f"M{x:g} {y:g}"]
    for to_x, to_y in points[1:]:
        bend = (to_y - y) / 2
        drawn.append(f"C{x:g} {y + bend:g} {to_x:g} {to_y - bend:g} {to_x:g} {to_y:g}")
        x, y = to_x, to_y
    return " ".join(drawn)


def _words(
    parent: Element, style: str, at: Point, text: str, anchor: str = "middle", fill: str = ""
) -> None:
    attributes = {
        "class": style,
        "x": f"{at[0]:g}",
        "y": f"{at[1]:g}",
        "text-anchor": anchor,
        "font-family": _FONTS,
        **_LETTERS[style],
    }
    if fill:
        attributes["fill"] = fill
    SubElement(parent, "text", attributes).text = text


def _box(root: Element, node: DiagramNode, spot: Spot) -> None:
    classes = ["node", node.kind, node.tone.value, "decides" if node.decides else ""]
    group = SubElement(root, "g", {"class": " ".join(filter(None, classes))})
    facts = ", ".join(filter(None, (node.licence, node.terms, node.note, node.members)))
    SubElement(group, "title").text = f"{node.name}: {facts}"
    box = {
        "x": f"{spot.x:g}",
        "y": f"{spot.y:g}",
        "width": str(WIDTH),
        "height": f"{spot.height:g}",
        "rx": "14" if node.kind == "dataset" else "3",
        "fill": "#f2f5f8" if node.kind == "dataset" else "#ffffff",
        "stroke": _TONES[node.tone.value],
        "stroke-width": "3" if node.decides else "1.5",
    }
    if node.kind == "unread":
        box["stroke-dasharray"] = "5 4"
    SubElement(group, "rect", box)
    for number, (style, text) in enumerate(lines(node)):
        fill = _TONES[node.tone.value] if style == "terms" else ""
        at = (spot.middle, spot.y + 20 + number * LINE)
        _words(group, style, at, text, fill=fill)
