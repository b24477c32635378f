"""Rows of a terminal page: hanging indents and a right edge, measured in screen cells."""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO

from rich.console import Console
from rich.text import Text

from provenance.text.printable import printable

NARROWEST, WIDEST = 24, 120


def styled(text: str, style: str = "") -> Text:
    """Make text of any origin printable; brackets and links in it have no effect."""
    return Text(printable(text), style)


def joined(parts: Iterable[Text | str], separator: str = " · ") -> Text:
    """Join the non-empty parts with a separator."""
    texts = [part if isinstance(part, Text) else styled(part) for part in parts]
    return Text(separator).join(text for text in texts if text.plain)


class Page:
    """Collects rows and writes them as bytes.

    Args:
        width: Columns; clamped to a readable range.
        colour: Whether to write ANSI colours; only the 16 that every terminal supports.
    """

    def __init__(self, width: int, colour: bool) -> None:
        self.width = min(max(width, NARROWEST), WIDEST)
        self._file = StringIO()
        self._console = Console(
            file=self._file,
            width=self.width,
            height=100,
            color_system="standard" if colour else None,
            force_terminal=colour,
            force_interactive=False,
            force_jupyter=False,
            no_color=not colour,
            legacy_windows=False,
            highlight=False,
            markup=False,
            emoji=False,
            _environ={},  # or it would look for NO_COLOR and COLUMNS
        )

    @property
    def narrow(self) -> bool:
        """Whether the page is too narrow for columns side by side."""
        return self.width < 60

    def row(
        self,
        text: Text,
        *,
        lead: Text | None = None,
        margin: int = 0,
        indent: int = 0,
        right: Text | None = None,
    ) -> None:
        """Add a row: `lead` at column `margin`, `text` wrapped from column `indent`, `right` at the
        right edge.

        A lead longer than the indent, or a right part that leaves no room, gets a line of its own.
        """
        head = Text(" " * margin) + lead if lead else Text()
        if lead and head.cell_len >= indent:
            self._wrapped(lead, margin, right)
            head, right = Text(), None
            if not text.plain:
                return
        self._wrapped(text, indent, right, head)

    def _wrapped(
        self, text: Text, indent: int, right: Text | None, head: Text | None = None
    ) -> None:
        """Wrap text between `indent` and the right part; the first line starts with `head`."""
        edge = right.cell_len if right else 0
        room = self.width - indent - (edge + 2 if right else 0)
        if right and room < min(16, text.cell_len):
            self._wrapped(text, indent, None, head)
            self._wrapped(right, max(self.width - edge, 0), None)
            return
        lines = list(text.wrap(self._console, max(room, 8), overflow="fold"))
        for number, line in enumerate(lines or [Text()]):
            is_first = number == 0
            start = head if head and is_first else Text()
            row = start + Text(" " * (indent - start.cell_len)) + line
            row.rstrip()
            if right and is_first:
                row += Text(" " * (self.width - row.cell_len - edge)) + right
            self._put(row)

    def blank(self) -> None:
        """Add an empty line."""
        self._put(Text())

    def _put(self, line: Text) -> None:
        line.rstrip()
        self._console.print(line, soft_wrap=True)

    def payload(self) -> bytes:
        """The page so far, as UTF-8."""
        return self._file.getvalue().encode()
