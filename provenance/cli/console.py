"""Pages and tables in the terminal, for everything except reports."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO

from rich.console import Console, RenderableType
from rich.markdown import Markdown
from rich.table import Table
from rich.text import Text

from provenance.cli import output


def show_page(title: str, kind: str, summary: str, markdown: str) -> None:
    """Print a page: a title line, one sentence, and Markdown below it."""
    page = _drawn(
        Text.assemble((title, "bold"), "  ", (kind, "dim")),
        Text(f"{summary}\n"),
        Markdown(markdown),
        Text(""),
    )
    output.write_stdout(page)


def show_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows below a header."""
    output.write_stdout(table(header, rows))


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Rows below a header, as wide as the terminal."""
    grid = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for place, name in enumerate(header):
        grid.add_column(Text(name), no_wrap=place == 0, overflow="fold")
    for row in rows:
        grid.add_row(*(Text(cell) for cell in row))
    return _drawn(grid)


def _drawn(*parts: RenderableType) -> bytes:
    colour = output.wants_colour()
    page = StringIO()
    console = Console(
        file=page,
        width=output.terminal_width(),
        force_terminal=colour,
        color_system="standard" if colour else None,
    )
    for part in parts:
        console.print(part)
    text = "\n".join(line.rstrip() for line in page.getvalue().splitlines())
    return f"{text}\n".encode()
