"""Where the boxes of a picture stand: in layers that wrap, so that forty boxes still can be
read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from unicodedata import east_asian_width

from provenance.render.document import DiagramNode

WIDTH, HEIGHT = 210, 62
GAP, LAYER = 20, 60
_ROW, _MARGIN, _COLUMNS = 20, 8, 4


@dataclass(frozen=True, slots=True)
class Spot:
    """The upper left corner of a box, in CSS pixels."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each box stands, and how large the whole is, in CSS pixels."""

    spots: tuple[Spot, ...]
    width: int
    height: int


def arrange(nodes: tuple[DiagramNode, ...]) -> Layout:
    """Give each layer a band of rows of at most four boxes, in the middle.

    Args:
        nodes: At least one box, each with its layer, counted from above.
    """
    layers: dict[int, list[int]] = defaultdict(list)
    for number, node in enumerate(nodes):
        layers[node.layer].append(number)
    columns = min(_COLUMNS, max(map(len, layers.values())))
    width = columns * WIDTH + (columns - 1) * GAP + 2 * _MARGIN
    spots, top = [Spot(0, 0)] * len(nodes), float(_MARGIN)
    for layer in sorted(layers):
        for start in range(0, len(layers[layer]), columns):
            row = layers[layer][start : start + columns]
            left = (width - len(row) * WIDTH - (len(row) - 1) * GAP) / 2
            for column, number in enumerate(row):
                spots[number] = Spot(left + column * (WIDTH + GAP), top)
            top += HEIGHT + _ROW
        top += LAYER - _ROW
    return Layout(tuple(spots), width, int(top - LAYER + _MARGIN))


def cut(text: str, cells: int) -> str:
    """Text of at most so many cells, a wide letter taking two; its middle goes, since names differ
    at their ends."""
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


def lines(node: DiagramNode) -> tuple[tuple[str, str], ...]:
    """What a box says, with the style of each line: name, licence, what was not read; only what
    there is."""
    told = (("name", node.name, 25), ("licence", node.licence, 32), ("note", node.note, 32))
    return tuple((style, cut(text, cells)) for style, text, cells in told if text)
