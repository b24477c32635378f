"""Formats turn a Report into bytes; each is one file with a `render`, and one name in this list."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from provenance.errors import UsageError
from provenance.formats.text import printable
from provenance.formats.wording import Say, english

if TYPE_CHECKING:
    from provenance.report import Report

__all__ = ["FORMATS", "GRAPHS", "printable", "render"]

FORMATS: tuple[str, ...] = (
    *("terminal", "json", "sarif", "markdown", "questions"),
    *("github", "junit", "gitlab", "csv"),
)
# What `provenance.formats.graph` draws of the lineage alone.
GRAPHS: tuple[str, ...] = ("tree", "mermaid", "dot", "json")


def render(
    report: Report,
    name: str,
    *,
    width: int = 80,
    colour: bool = False,
    verbose: int = 0,
    say: Say = english,
) -> bytes:
    """Show a report in the format of that name.

    The bytes depend on the arguments alone: no terminal, environment or clock is asked. Formats
    that are read by machines leave `width`, `colour` and `verbose` aside; all but `terminal` speak
    English, `questions` Korean as well.

    Args:
        report: What to show.
        name: One of `FORMATS`; the module of the same name is imported only now.
        width: Columns of the terminal.
        colour: Whether to write ANSI colours.
        verbose: 1 and more spells out every question and check.
        say: A sentence of ours in the reader's language.

    Returns:
        UTF-8, ending in a line break.

    Raises:
        UsageError: There is no such format.
    """
    if name not in FORMATS:
        raise UsageError(f"there is no format {name!r}", f"Use one of {', '.join(FORMATS)}.")
    made = import_module(f"{__name__}.{name}").render
    payload: bytes = made(report, width=width, colour=colour, verbose=verbose, say=say)
    return payload
