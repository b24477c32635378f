"""A picture of boxes and arrows for Word: DrawingML (ECMA-376 part 1, 20) with Word's own shapes
(MS-ODRAWXML 2.1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from provenance.render.document import DiagramNode, Figure
from provenance.render.layout import HEIGHT, WIDTH, Layout, Spot, arrange, cut, lines

_POINT = 12_700  # English Metric Units
# Boxes are laid out in CSS pixels, 96 to the inch; below half a point a pixel their letters are
# smaller than 6 points.
_MOST, _LEAST, _WORD = 0.75, 0.5, 18
_SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
_INK, _FAINT, _WARN = "16202C", "51606F", "A31621"
_FILLS = {
    "model": ("rect", "FFFFFF", _INK),
    "dataset": ("roundRect", "F2F5F8", _INK),
    "unread": ("rect", "FFFFFF", _WARN),
}
_LETTERS = {
    "name": (12, _INK),
    "licence": (11.5, _INK),
    "note": (11.5, _WARN),
    "relation": (11, _FAINT),
}


def draw_shapes(figure: Figure, number: int, room: tuple[float, float]) -> Any:
    """Draw a picture as a group of shapes, the smaller the more there is to draw.

    Args:
        figure: Boxes with their layers, and arrows.
        number: A number that no other picture of the document has.
        room: Width and height of what a page has for it, in points.

    Returns:
        An `mc:AlternateContent` to append to a run, or None where it would be too small to be read.
    """
    layout = arrange(figure.nodes)
    scale = min(_MOST, room[0] / layout.width, room[1] / layout.height)
    return _Drawing(figure, layout, scale, number).whole() if scale >= _LEAST else None


def _make(tag: str, /, *children: Any, **attributes: object) -> Any:
    """An element by its prefix and name, such as `a:off`; attributes of Word's own text have that
    prefix as well."""
    from lxml.etree import Element

    prefix, _, local = tag.partition(":")
    made = Element(f"{{{_SPACES[prefix]}}}{local}", nsmap=_SPACES)
    for key, value in attributes.items():
        made.set(f"{{{_SPACES['w']}}}{key}" if prefix == "w" else key, str(value))
    made.extend(child for child in children if child is not None)
    return made


class _Drawing:
    def __init__(self, figure: Figure, layout: Layout, scale: float, number: int) -> None:
        self.figure, self.layout, self.scale, self.number = figure, layout, scale, number
        self.shapes = 0

    def whole(self) -> Any:
        """The group, in what older versions of Word skip."""
        size = {"cx": self._units(self.layout.width), "cy": self._units(self.layout.height)}
        frame = _make(
            "a:xfrm", _make("a:off", x=0, y=0), _make("a:ext", **size), _make("a:chOff", x=0, y=0)
        )
        frame.append(_make("a:chExt", **size))
        group = _make("wpg:wgp", _make("wpg:cNvGrpSpPr"), _make("wpg:grpSpPr", frame), *self._all())
        inline = _make(
            "wp:inline",
            _make("wp:extent", **size),
            _make("wp:docPr", id=self.number, name=self.figure.caption, descr=self.figure.alt),
            _make("wp:cNvGraphicFramePr"),
            _make("a:graphic", _make("a:graphicData", group, uri=_SPACES["wpg"])),
        )
        return _make(
            "mc:AlternateContent", _make("mc:Choice", _make("w:drawing", inline), Requires="wpg")
        )

    def _all(self) -> Iterator[Any]:
        for child, parent, word in self.figure.arrows:
            yield from self._arrow(self.layout.spots[child], self.layout.spots[parent], word)
        for node, spot in zip(self.figure.nodes, self.layout.spots, strict=True):
            yield self._box(node, spot)

    def _arrow(self, start: Spot, end: Spot, word: str) -> Iterator[Any]:
        """A line from box to box with its word beside its head; one that goes back up runs between
        the sides."""
        down = end.y > start.y
        x1, y1 = (
            (start.x + WIDTH / 2, start.y + HEIGHT)
            if down
            else (start.x + WIDTH, start.y + HEIGHT / 2)
        )
        x2, y2 = (end.x + WIDTH / 2, end.y) if down else (end.x + WIDTH, end.y + HEIGHT / 2)
        line = _make("a:ln", _fill(_FAINT), _make("a:tailEnd", type="triangle"), w=9_525)
        frame = self._frame(min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1))
        for flip, turned in (("flipH", x2 < x1), ("flipV", y2 < y1)):
            if turned:
                frame.set(flip, "1")
        yield self._shape("wps:cNvCnPr", (frame, _form("straightConnector1"), line), None)
        if down:
            width, left = WIDTH / 2, x1 <= x2
            place = self._frame(x2 + 8 if left else x2 - 8 - width, y2 - 20, width, 18)
            told = (self._words("relation", cut(word, _WORD), "left" if left else "right"),)
            yield self._shape("wps:cNvSpPr", (place, _form("rect"), _make("a:noFill")), told)

    def _box(self, node: DiagramNode, spot: Spot) -> Any:
        form, paper, edge = _FILLS[node.kind]
        dash = _make("a:prstDash", val="dash") if node.kind == "unread" else None
        line = _make("a:ln", _fill(edge), dash, w=12_700)
        frame = self._frame(spot.x, spot.y, WIDTH, HEIGHT)
        told = tuple(self._words(style, text, "center") for style, text in lines(node))
        return self._shape("wps:cNvSpPr", (frame, _form(form), _fill(paper), line), told, node.name)

    def _shape(
        self, kind: str, looks: tuple[Any, ...], told: tuple[Any, ...] | None, name: str = ""
    ) -> Any:
        self.shapes += 1
        text = _make("wps:txbx", _make("w:txbxContent", *told)) if told else None
        body = _make("wps:bodyPr", lIns=0, tIns=0, rIns=0, bIns=0, anchor="ctr")
        title = _make("wps:cNvPr", id=self.number * 1_000 + self.shapes, name=name)
        return _make("wps:wsp", title, _make(kind), _make("wps:spPr", *looks), text, body)

    def _words(self, style: str, text: str, side: str) -> Any:
        size, colour = _LETTERS[style]
        half_points = round(size * self.scale * 2)
        bold = _make("w:b") if style == "name" else None
        looks = _make("w:rPr", bold, _make("w:color", val=colour), _make("w:sz", val=half_points))
        place = _make(
            "w:pPr",
            _make("w:spacing", before=0, after=0, line=240, lineRule="auto"),
            _make("w:jc", val=side),
        )
        told = _make("w:t")
        told.text = text
        return _make("w:p", place, _make("w:r", looks, told))

    def _frame(self, x: float, y: float, width: float, height: float) -> Any:
        size = {"cx": self._units(width), "cy": self._units(height)}
        return _make(
            "a:xfrm", _make("a:off", x=self._units(x), y=self._units(y)), _make("a:ext", **size)
        )

    def _units(self, points: float) -> int:
        return round(points * self.scale * _POINT)


def _form(name: str) -> Any:
    return _make("a:prstGeom", _make("a:avLst"), prst=name)


def _fill(colour: str) -> Any:
    return _make("a:solidFill", _make("a:srgbClr", val=colour))
