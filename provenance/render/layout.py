"""Lay out a diagram: layered drawing after Sugiyama, by grandalf."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from unicodedata import east_asian_width

from grandalf.graphs import Edge, Graph, Vertex
from grandalf.layouts import SugiyamaLayout

from provenance.render.document import DiagramNode

WIDTH, LINE = 164, 16
"""Width of a box and height of a line in it, in CSS pixels. Six boxes side by side fit a screen,
and their text is legible on paper."""
_PADDING, _MARGIN = 12, 10
_GAP, _LAYER = 16, 54
# More rounds change nothing visible in a diagram of this size.
_ROUNDS = 4
# Number of narrow characters that fit into a box, by line style.
_CELLS = {"name": 20, "licence": 22, "terms": 22, "note": 22, "members": 22}
_MOST_LINES = {"name": 4, "licence": 3, "terms": 2, "note": 3, "members": 3}
# A name breaks after a separator, a phrase at a blank.
_PIECE = re.compile(r"[^/\-_. ]*[/\-_. ]?")

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Spot:
    """The position of a box: its upper left corner and its height, in CSS pixels."""

    x: float
    y: float
    height: float

    @property
    def middle(self) -> float:
        """Horizontal centre."""
        return self.x + WIDTH / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The position of each box, the points of each arrow, and the total size."""

    spots: tuple[Spot, ...]
    paths: tuple[tuple[Point, ...], ...]
    width: int
    height: int


class _Box:
    """The box interface of grandalf: a size, and attributes for the position."""

    def __init__(self, height: float) -> None:
        self.w, self.h = float(WIDTH), height
        self.xy: Point = (0.0, 0.0)


class _Path:
    """The edge interface of grandalf: an attribute for the points."""

    def __init__(self) -> None:
        self.points: list[Point] = []

    def setpath(self, points: list[Point]) -> None:
        self.points = list(points)


def arrange(nodes: tuple[DiagramNode, ...], arrows: tuple[tuple[int, int, str], ...]) -> Layout:
    """Lay out boxes and arrows.

    Args:
        nodes: At least one box; the first one reaches all others.
        arrows: Pairs of positions in `nodes`, each with a word. Self-references get no path.
    """
    vertices = [Vertex(number) for number in range(len(nodes))]
    for vertex, node in zip(vertices, nodes, strict=True):
        vertex.view = _Box(_height(node))
    edges: dict[tuple[int, int], Any] = {}
    for child, parent, _ in arrows:
        ends = _downwards(nodes, child, parent)
        if child != parent and ends not in edges:
            edges[ends] = Edge(vertices[ends[0]], vertices[ends[1]])
            edges[ends].view = _Path()
    _draw(Graph(vertices, list(edges.values())))
    left = min(vertex.view.xy[0] for vertex in vertices) - WIDTH / 2 - _MARGIN
    top = min(vertex.view.xy[1] - vertex.view.h / 2 for vertex in vertices) - _MARGIN
    spots = tuple(_spot(vertex.view, left, top) for vertex in vertices)
    paths = tuple(
        _path(edges.get(_downwards(nodes, child, parent)), child, left, top)
        for child, parent, _ in arrows
    )
    right = max(x for x in _all_x(spots, paths)) + _MARGIN
    bottom = max(spot.y + spot.height for spot in spots) + _MARGIN
    return Layout(spots=spots, paths=paths, width=round(right), height=round(bottom))


def _downwards(nodes: tuple[DiagramNode, ...], start: int, end: int) -> tuple[int, int]:
    """Order two ends by distance from the first box, so that an arrow that runs back up is laid out
    like one that runs down and a cycle has a top."""
    first, last = sorted((start, end), key=lambda number: (nodes[number].layer, number))
    return first, last


def _draw(graph: Any) -> None:
    """Draw each connected part, side by side."""
    right = 0.0
    for part in graph.C:
        layout = SugiyamaLayout(part)
        layout.xspace, layout.yspace = _GAP, _LAYER
        members = list(part.V())
        layout.init_all()
        layout.draw(_ROUNDS)
        shift = right - min(vertex.view.xy[0] for vertex in members)
        for vertex in members:
            vertex.view.xy = (vertex.view.xy[0] + shift, vertex.view.xy[1])
        for edge in part.E():
            edge.view.points = [(x + shift, y) for x, y in edge.view.points]
        right = max(vertex.view.xy[0] for vertex in members) + WIDTH + 2 * _GAP


def _spot(box: _Box, left: float, top: float) -> Spot:
    x, y = box.xy
    return Spot(x - WIDTH / 2 - left, y - box.h / 2 - top, box.h)


def _path(edge: Any, child: int, left: float, top: float) -> tuple[Point, ...]:
    """The points of an arrow from the child on; empty for a self-reference."""
    if edge is None:
        return ()
    points = tuple((x - left, y - top) for x, y in edge.view.points)
    return points if edge.v[0].data == child else points[::-1]


def _all_x(spots: tuple[Spot, ...], paths: tuple[tuple[Point, ...], ...]) -> Iterator[float]:
    for spot in spots:
        yield spot.x + WIDTH
    for path in paths:
        yield from (x for x, _ in path)


def _height(node: DiagramNode) -> float:
    return float(LINE * len(lines(node)) + 2 * _PADDING)


def text_width(text: str) -> int:
    """Width of a text in cells; a wide character takes two."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def wrapped(text: str, cells: int, most: int) -> tuple[str, ...]:
    """Wrap a text to lines of at most `cells` cells, broken after `/`, `-`, `_`, `.` or a blank.

    Args:
        text: The text to wrap.
        cells: Width of a line in cells.
        most: Maximum number of lines; a text that does not fit loses its middle, because names
            differ at their ends.
    """
    broken: list[str] = [""]
    for piece in _pieces(text, cells):
        if broken[-1] and text_width(broken[-1] + piece.rstrip()) > cells:
            broken.append("")
        broken[-1] += piece
    shown = [line.rstrip() for line in broken]
    if len(shown) <= most:
        return tuple(shown)
    rest = "".join(broken[most - 1 :])
    return (*shown[: most - 1], cut(rest, cells))


def _pieces(text: str, cells: int) -> Iterator[str]:
    for match in _PIECE.finditer(text):
        piece = match[0]
        while text_width(piece) > cells:
            room = cells if piece.isascii() else cells // 2
            yield piece[:room]
            piece = piece[room:]
        if piece:
            yield piece


def cut(text: str, cells: int) -> str:
    """Cut a text to `cells` cells, a wide character taking two; removes the middle, because names
    differ at their ends."""
    widths = [text_width(char) for char in text]
    if sum(widths) <= cells:
        return text
    keep, head, tail, used = cells - 1, 0, len(text), 0
    while True:
        at_head = head <= len(text) - tail
        width = widths[head] if at_head else widths[tail - 1]
        if used + width > keep:
            return f"{text[:head]}…{text[tail:]}"
        used, head, tail = used + width, head + at_head, tail - (not at_head)


def lines(node: DiagramNode) -> tuple[tuple[str, str], ...]:
    """The lines in a box with their styles: name, licence, meaning of its terms for the use, gaps;
    empty ones left out."""
    parts = (
        ("name", node.name),
        ("licence", node.licence),
        ("terms", node.terms),
        ("note", node.note),
        ("members", node.members),
    )
    return tuple(
        (style, line)
        for style, text in parts
        if text
        for line in wrapped(text, _CELLS[style], _MOST_LINES[style])
    )
