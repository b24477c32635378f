"""Anybody's bill of materials, judged element by element against what frameworks ask for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from provenance.errors import UsageError

if TYPE_CHECKING:
    from provenance.conformance.examination import Examination

FORMATS: tuple[str, ...] = ("terminal", "json", "html", "mail")

__all__ = ["FORMATS", "render"]


def render(
    examination: Examination,
    name: str,
    *,
    width: int = 80,
    colour: bool = False,
    verbose: int = 0,
    lang: str = "en",
) -> bytes:
    """Show an examination in the format of that name.

    Args:
        examination: What `provenance.conformance.examination.examine` gave.
        name: One of `FORMATS`; the module of the same name is imported only now.
        width: Columns of the terminal.
        colour: Whether to write ANSI colours.
        verbose: 1 and more spells out every element.
        lang: Language of our sentences, `en` or `ko`; JSON holds the English ones.

    Returns:
        UTF-8, ending in a line break.

    Raises:
        UsageError: There is no such format.
    """
    if name not in FORMATS:
        raise UsageError(f"there is no format {name!r}", f"Use one of {', '.join(FORMATS)}.")
    show = import_module(f"{__name__}.{name}").render
    payload: bytes = show(examination, width=width, colour=colour, verbose=verbose, lang=lang)
    return payload
