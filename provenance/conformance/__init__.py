"""Check any bill of materials, element by element, against the requirements of frameworks."""

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
    """Show an examination in a given format.

    Args:
        examination: Result of `provenance.conformance.examination.examine`.
        name: One of `FORMATS`; the module of the same name is imported on use.
        width: Terminal width in columns.
        colour: Whether to write ANSI colours.
        verbose: 1 or more shows every element.
        lang: Language of our sentences, `en` or `ko`; JSON is always in English.

    Returns:
        UTF-8, ending in a line break.

    Raises:
        UsageError: The format is unknown.
    """
    if name not in FORMATS:
        raise UsageError(f"there is no format {name!r}", f"Use one of {', '.join(FORMATS)}.")
    show = import_module(f"{__name__}.{name}").render
    payload: bytes = show(examination, width=width, colour=colour, verbose=verbose, lang=lang)
    return payload
