"""A stacked bar as SVG 2; its numbers stand beside it in words."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

WIDTH, HEIGHT = 240, 14
# For renderers that apply no style sheet of the page to a picture; classes outrank them.
_FILLS = {
    "full": "#0d6b38",
    "part": "#d99a2b",
    "none": "#dfe5ec",
    "unread": "#ffffff",
    "good": "#0d6b38",
    "open": "#d99a2b",
    "bad": "#a31621",
    "plain": "#8794a3",
}


def draw_bar(counts: Sequence[int], kinds: Sequence[str], words: str) -> Element:
    """Draw a bar of parts that together fill its width.

    Args:
        counts: How many of each kind.
        kinds: The kind of each part: a class of the page's style sheet.
        words: The same in words, as the title of the picture.
    """
    attributes = {
        "viewBox": f"0 0 {WIDTH} {HEIGHT}",
        "class": "bar",
        "role": "img",
        "preserveAspectRatio": "none",
    }
    root = Element("svg", attributes)
    SubElement(root, "title").text = words
    total = sum(counts)
    left = 0.0
    for count, kind in zip(counts, kinds, strict=True):
        if count:
            width = WIDTH * count / total
            part = {
                "class": f"part-{kind}",
                "x": f"{left:g}",
                "y": "0",
                "width": f"{width:g}",
                "height": str(HEIGHT),
                "fill": _FILLS.get(kind, _FILLS["plain"]),
                "stroke": "#51606f",
                "stroke-width": "0.6",
            }
            SubElement(root, "rect", part)
            left += width
    return root
