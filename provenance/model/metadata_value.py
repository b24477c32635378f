"""A value of metadata in words: its type, and the value itself on one line."""

from __future__ import annotations

from collections.abc import Mapping

from provenance.messages import message
from provenance.model.finding import shorten

LONGEST_QUOTE = 120
# Members of a mapping or a list that are shown.
_SHOWN = 4


def shape_of(value: object) -> str:
    """The type of a value, in words for people who know neither YAML nor JSON."""
    if isinstance(value, bool):
        return message("gap.shape.true") if value else message("gap.shape.false")
    if isinstance(value, int | float):
        return message("gap.shape.number")
    if value is None or (isinstance(value, str) and not value.strip()):
        return message("gap.shape.blank")
    if isinstance(value, str):
        return message("gap.shape.text")
    if isinstance(value, Mapping):
        return message("gap.shape.mapping")
    return message("gap.shape.list")


def quote_of(value: object, longest: int = LONGEST_QUOTE) -> str:
    """A value on one line, shortened; only the start of a large one is examined.

    Args:
        value: The value.
        longest: How many characters are shown.
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        shown = [f"{key}: {quote_of(below)}" for key, below in list(value.items())[:_SHOWN]]
        return shorten("{" + ", ".join(shown) + _more(value) + "}", longest)
    if isinstance(value, list | tuple):
        shown = [quote_of(item) for item in value[:_SHOWN]]
        return shorten("[" + ", ".join(shown) + _more(value) + "]", longest)
    if value is None:
        return "null"
    return shorten(str(value)[: longest * 2].strip() or '""', longest)


def _more(container: Mapping[object, object] | list[object] | tuple[object, ...]) -> str:
    return ", …" if len(container) > _SHOWN else ""
