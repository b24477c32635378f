"""Jupyter notebooks: the code of all cells as one program, with shell lines and shell cells."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from provenance.files.safe_json import JsonError, load_json
from provenance.scan import python
from provenance.scan.mention import Mention, UnreadableError
from provenance.scan.shell import Script

_SHELLS = ("%%bash", "%%sh", "%%script", "%%shell")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of code with its cell and its line in the notebook file."""

    text: str
    cell: int
    place: int


def read(text: str) -> Iterator[Mention]:
    """The mentions in the code cells of a notebook (nbformat 3 and 4).

    Raises:
        UnreadableError: It is not a notebook.
    """
    cells = _cells(text)
    script = Script()
    kept: list[_Line] = []
    for cell in cells:
        first = cell[0].text.strip() if cell else ""
        if first.startswith(_SHELLS):
            yield from _placed(script.read("\n".join(line.text for line in cell[1:])), cell[1:])
            continue
        for line in cell:
            if line.text.lstrip().startswith("!"):
                yield from _placed(script.read(line.text.lstrip().lstrip("!")), [line])
        kept += _python(cell)
    yield from _placed(python.read("\n".join(line.text for line in kept)), kept)


def _python(cell: list[_Line]) -> list[_Line]:
    """The lines of a cell without IPython syntax; empty for a cell in another language."""
    if (
        cell
        and cell[0].text.startswith("%%")
        and not cell[0].text.startswith(("%%time", "%%capture"))
    ):
        return []
    lines = [replace(line, text=_blank(line.text)) for line in cell]
    try:
        python.parse("\n".join(line.text for line in lines))
    except UnreadableError:
        return []
    return lines


def _blank(text: str) -> str:
    bare = text.lstrip()
    return (
        f"{text[: len(text) - len(bare)]}pass" if bare.startswith(("!", "%")) else text.rstrip("?")
    )


def _placed(mentions: Iterator[Mention], lines: list[_Line]) -> Iterator[Mention]:
    for mention in mentions:
        line = lines[min(mention.line, len(lines)) - 1]
        yield replace(mention, line=line.place, cell=line.cell)


def _cells(text: str) -> list[list[_Line]]:
    try:
        notebook = load_json(text).value
    except JsonError:
        raise UnreadableError("no notebook") from None
    cells = _stored_cells(notebook if isinstance(notebook, dict) else {})
    if not isinstance(cells, list):
        raise UnreadableError("no notebook")
    places = _Places(text)
    code = []
    for number, cell in enumerate(cells, 1):
        if not isinstance(cell, dict) or cell.get("cell_type") != "code":
            continue
        source = cell.get("source", cell.get("input", ""))
        chunks = source if isinstance(source, list) else [source]
        lines: list[_Line] = []
        for chunk in chunks:
            if isinstance(chunk, str):
                lines += (_Line(line, number, place) for line, place in places.of(chunk))
        code.append(lines)
    return code


def _stored_cells(notebook: dict[str, object]) -> object:
    """The cells; version 3 of the format stores them in worksheets."""
    sheets = notebook.get("worksheets")
    if isinstance(sheets, list) and sheets and isinstance(sheets[0], dict):
        return sheets[0].get("cells")
    return notebook.get("cells")


class _Places:
    """Locates strings of code in the notebook's text, from the top down, one per line."""

    def __init__(self, text: str) -> None:
        self._lines: defaultdict[str, list[int]] = defaultdict(list)
        for number, line in enumerate(text.split("\n"), 1):
            bare = line.strip().removesuffix(",").removeprefix('"source": ')
            if bare.startswith('"'):
                self._lines[bare].append(number)
        self._at = 0

    def of(self, chunk: str) -> list[tuple[str, int]]:
        """The lines of a string of the notebook, with the line of the string."""
        for form in (json.dumps(chunk, ensure_ascii=False), json.dumps(chunk)):
            places = self._lines.get(form, [])
            after = bisect_right(places, self._at)
            if after < len(places):
                self._at = places[after]
                break
        return [(line, max(self._at, 1)) for line in chunk.removesuffix("\n").split("\n")]
