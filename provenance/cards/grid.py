"""Lay out the cells of an HTML table: a cell that spans rows or columns stands in each of its
places (HTML Standard, section 4.9.12)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# No table of a benchmark is wider. A span of a thousand columns is an accident or an attack.
WIDEST_SPAN = 60
# Places that spans may add to a table; a table of 100 rows whose groups span it needs a tenth.
MOST_ADDED = 10_000


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell as written.

    Attributes:
        text: Its plain text.
        columns: How many columns it spans.
        rows: How many rows it spans.
    """

    text: str
    columns: int = 1
    rows: int = 1


def lay_out(rows: Iterable[Sequence[GridCell]]) -> list[list[str]]:
    """The text in each place of the table, row by row.

    A span ends with the table. At most `MOST_ADDED` places are added: a cell beyond that stands in
    one place only, so a hostile table costs no more than its own length.
    """
    grid = _Grid()
    return [grid.row(cells) for cells in rows]


class _Grid:
    """Remembers which cells of the rows above reach into the next one."""

    def __init__(self) -> None:
        self._left = MOST_ADDED
        self._from_above: dict[int, tuple[str, int]] = {}

    def row(self, cells: Sequence[GridCell]) -> list[str]:
        above, self._from_above = self._from_above, {}
        texts: list[str] = []
        for cell in cells:
            self._inherit(texts, above)
            self._place(texts, cell)
        self._inherit(texts, above)
        for column in sorted(above):
            texts += [""] * (column - len(texts))
            self._inherit(texts, above)
        return texts

    def _inherit(self, texts: list[str], above: dict[int, tuple[str, int]]) -> None:
        """Fill the next places that a cell of an earlier row covers."""
        while reaching := above.pop(len(texts), None):
            text, rows = reaching
            self._reserve(len(texts), text, rows - 1)
            texts.append(text)

    def _place(self, texts: list[str], cell: GridCell) -> None:
        columns = min(cell.columns, WIDEST_SPAN, self._left + 1)
        self._left -= columns - 1
        for _ in range(columns):
            self._reserve(len(texts), cell.text, cell.rows - 1)
            texts.append(cell.text)

    def _reserve(self, column: int, text: str, rows: int) -> None:
        """Note that a cell covers a column of the next row as well."""
        if rows > 0 and self._left > 0:
            self._left -= 1
            self._from_above[column] = text, rows
