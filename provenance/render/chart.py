"""Draw a stacked bar as SVG 2; the page shows its numbers as text next to it."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

WIDTH, HEIGHT = 240, 14
# For renderers that do not apply the page's style sheet to pictures; classes take precedence.
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
    """Draw a bar whose parts fill its width.

    Args:
        counts: Number for each part.
        kinds: Kind of each part: a class of the page's style sheet.
        words: The numbers in words, as the title of the picture.
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
