"""Read the table cells of a card that describe the model itself, by its name in a row or column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice, pairwise
from typing import TypeAlias

from provenance.facts.figures import NUMBER, is_figure, is_metric
from provenance.facts.labels import Labelled, heading, plain, row_span
from provenance.facts.own_name import (
    bare,
    family_names,
    has_words_of,
    is_own,
    own_cells_of,
    own_names,
    size_of,
)
from provenance.facts.stated import blank
from provenance.lineage.record import ArtifactRecord
from provenance.model.artifact import SourceText
from provenance.model.card import BlockKind, Card, CardBlock, CardSection
from provenance.model.finding import Evidence, shorten

MOST_CELLS = 400
# Of 600 cards of the corpus, none has more than 16.
MOST_TABLES = 300
MOST_HEADS = 3
LONGEST_ROWS = 600
RowEvidence: TypeAlias = Callable[[int], Evidence]
"""The place of a row of a table; row 0 is its header."""
_Own: TypeAlias = Callable[[Iterable[str]], Mapping[str, str]]
"""The cells among some that name the model; see `own_cells_of`."""

_MARKED = re.compile(rf"(?P<figure>{NUMBER})\s?\((?:this|ours|this model)\)", re.IGNORECASE)
_NARROWING = frozenset(
    {"task", "tasks", "dataset", "datasets", "benchmark", "split", "setting", "language", "shots"}
)
_QUALIFYING_HEADS = frozenset(
    {"split", "setting", "language", "shots", "shot", "n shot", "capability", "측정 영역"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell in the model's own row or column.

    Attributes:
        name: What the value measures, as the table writes it.
        value: As written, without footnote marks.
        part: What qualifies it: other words of the row, the row group, the section; may be empty.
        member: The member of a family that the value belongs to; empty for the model itself.
        titles: Headings above the table, outermost first, normalised by `plain`.
        evidence: Its line.
    """

    name: str
    value: str
    part: str
    member: str
    titles: tuple[str, ...]
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class _UntitledCell:
    """A cell of a table before its headings are known."""

    row: int
    name: str
    value: str
    part: str
    member: str = ""


class TableLayout:
    """The parts of a table: heads of its columns, lead columns of words, body, groups of rows.

    Attributes:
        columns: The head of each column; a second line of heads is joined to the first.
        heads: How many rows are heads.
        lead: How many columns of words precede the figures.
        body: Each row below the heads: its number, the group it stands in, its cells.
    """

    def __init__(self, block: CardBlock) -> None:
        rows = block.rows
        self.heads = _heads(rows)
        self.head_rows = rows[: self.heads]
        self.columns = [_joined(column) for column in zip(*self.head_rows, strict=False)]
        self.body = list(self._body(rows))
        self.lead = self._lead()

    def _body(self, rows: Sequence[Sequence[str]]) -> Iterator[tuple[int, str, Sequence[str]]]:
        group = ""
        for index in range(self.heads, len(rows)):
            row = rows[index]
            if _is_group(row):
                group = bare(next(cell for cell in row if cell.strip()))
            elif len(row) == len(self.columns):
                yield index, group, row

    def _lead(self) -> int:
        lead = 1
        while lead < len(self.columns) and not self._has_figures(lead):
            lead += 1
        return lead

    def _has_figures(self, column: int) -> bool:
        return any(is_figure(row[column]) for _, _, row in self.body)


def own_cells(record: ArtifactRecord) -> Iterator[Cell]:
    """Every table cell in a row or column with the model's own name; at most 400.

    The name is that of the repository, the card's title or its introduction; see `own_name`. A
    table with the name in both a row and a column, or twice in its heads, is ambiguous and skipped.
    """
    count = 0
    names_of = {
        id(card): (own_names(record, card), family_names(record, card)) for card, _ in record.sheets
    }
    for card, block, titles, section, evidence_of in tables(record):
        names, families = names_of[id(card)]
        for cell in _of_model(
            TableLayout(block),
            partial(own_cells_of, names=names, families=families),
            record.ref.name.rpartition("/")[2],
        ):
            if count < MOST_CELLS and not blank(cell.value):
                count += 1
                is_title = is_own(section.title, names) or section.level < 2
                place = "/".join(filter(None, ("" if is_title else section.title, cell.part)))
                yield Cell(
                    name=shorten(cell.name, 100),
                    value=bare(cell.value),
                    part=shorten(place, 160),
                    member=shorten(cell.member, 60),
                    titles=titles,
                    evidence=evidence_of(cell.row),
                )


def own_labels(record: ArtifactRecord) -> Iterator[Labelled]:
    """The same cells as labelled values, if the column or row heading is text; without those of
    members of a family."""
    for cell in own_cells(record):
        label = plain(cell.name)
        if label and not cell.member:
            yield Labelled(
                label=label,
                value=cell.value,
                section=cell.titles[-1] if cell.titles else "",
                evidence=cell.evidence,
            )


def tables(
    record: ArtifactRecord,
) -> Iterator[tuple[Card, CardBlock, tuple[str, ...], CardSection, RowEvidence]]:
    """Every table with at least two rows: its card, headings, section and row positions; at most
    300."""
    yield from islice(_all_tables(record), MOST_TABLES)


def _all_tables(
    record: ArtifactRecord,
) -> Iterator[tuple[Card, CardBlock, tuple[str, ...], CardSection, RowEvidence]]:
    for card, document in record.sheets:
        raw = document.lines()
        for section, titles in titled(card):
            document.check_time()
            for block in section.blocks:
                if block.kind is BlockKind.TABLE and block.stated and len(block.rows) > 1:
                    yield card, block, titles, section, partial(row_evidence, document, raw, block)


def titled(card: Card) -> Iterator[tuple[CardSection, tuple[str, ...]]]:
    """Every section with its own heading and those above it."""
    waiting: list[tuple[CardSection, tuple[str, ...]]] = [
        (section, ()) for section in reversed(card.sections)
    ]
    while waiting:
        section, above = waiting.pop()
        titles = (*above, heading(section))
        yield section, titles
        waiting += ((child, titles) for child in reversed(section.children))


def row_evidence(
    document: SourceText, raw: tuple[str, ...], block: CardBlock, row: int
) -> Evidence:
    """The place of a row of a table; row 0 is its header."""
    span = row_span(block, row, raw)
    return Evidence.quoting(document, span.start, span.end)


def _of_model(layout: TableLayout, own_of: _Own, repository: str) -> Iterator[_UntitledCell]:
    """The cells of a table that belong to the model, by row, by column or by a mark."""
    by_row = list(_by_row(layout, own_of, repository))
    by_column = list(_by_column(layout, own_of))
    yield from (*by_row, *by_column)
    if not by_row and not by_column:
        yield from _by_mark(layout)


def _by_row(layout: TableLayout, own_of: _Own, repository: str) -> Iterator[_UntitledCell]:
    """Each cell to the right of the model's own name.

    Where a second cell states the size, only the row of the model's own size counts.
    """
    lead = min(layout.lead, len(layout.columns) - 1)
    leading_cells = [cell for _, _, row in layout.body for cell in row[:lead]]
    own = own_of(leading_cells)
    whole = [row[0] for _, _, row in layout.body if lead > 1 and has_words_of(row[:2], repository)]
    own = dict.fromkeys(whole, "") or own
    size = size_of(repository)
    for index, group, row in layout.body:
        column = next((number for number in range(lead) if row[number] in own), None)
        if column is None:
            continue
        stated_size = next((size_of(cell) for cell in row[column + 1 :] if size_of(cell)), "")
        if size and stated_size not in ("", size):
            continue
        own_name = row[column]
        before = [bare(cell) for cell in row[:column] if cell != own_name]
        places = filter(None, (group, *before))
        place = "/".join(dict.fromkeys(places))
        headings, values = layout.columns[column + 1 :], row[column + 1 :]
        cells = list(zip(headings, values, strict=True))
        for name, value, part in _cells_of_row(cells, place):
            yield _UntitledCell(row=index, name=name, value=value, part=part, member=own[own_name])


def _cells_of_row(cells: Sequence[tuple[str, str]], group: str) -> Iterator[tuple[str, str, str]]:
    """Heading, value and, for a figure, the group with the words of the row that narrow it."""
    narrowing = [cell for name, cell in cells if plain(name) in _NARROWING]
    part = "/".join(filter(None, (group, *narrowing)))
    for name, value in cells:
        if bare(name) and bare(value) and not is_figure(name):
            yield bare(name), value, part if is_figure(value) else ""


def _by_column(layout: TableLayout, own_of: _Own) -> Iterator[_UntitledCell]:
    """Each cell below the model's own name, with the words of its row."""
    heads = [cell for row in layout.head_rows for cell in row[1:]]
    columns = _own_columns(layout, own_of(heads))
    if not columns or len(set(columns.values())) != len(columns):
        return
    lead, naming = _names(layout, min(columns))
    above, group_above = [""] * lead, ""
    for index, group, row in layout.body:
        if group != group_above:
            above, group_above = [""] * lead, group
        if not any(bare(row[column]) for column in columns):
            continue
        above = _filled(row[:lead], above, naming)
        rest = [text for number, text in enumerate(above) if number != naming]
        place = "/".join(dict.fromkeys(filter(None, (group, *rest))))
        if above[naming]:
            for column, (member, below) in columns.items():
                name = " / ".join(filter(None, (above[naming], below)))
                yield _UntitledCell(
                    row=index, name=name, value=row[column], part=place, member=member
                )


def _own_columns(layout: TableLayout, own: Mapping[str, str]) -> dict[int, tuple[str, str]]:
    """The columns below the model's own name, each with its `_own_head`."""
    return {
        number: _own_head(layout, number, own)
        for number in range(1, len(layout.columns))
        if any(row[number] in own for row in layout.head_rows if number < len(row))
    }


def _own_head(layout: TableLayout, column: int, own: Mapping[str, str]) -> tuple[str, str]:
    """What the heads of an own column add to the name, and its heads besides the name."""
    cells = [row[column] for row in layout.head_rows]
    member = next(own[cell] for cell in cells if cell in own)
    return member, _joined([cell for cell in cells if cell not in own])


def _by_mark(layout: TableLayout) -> Iterator[_UntitledCell]:
    """The one figure that the table itself marks as `(this)` or `(ours)`."""
    marked = [
        _UntitledCell(
            row=index, name=layout.columns[column], value=match["figure"], part=bare(group)
        )
        for index, group, row in layout.body
        for column in range(1, len(row))
        if (match := _MARKED.fullmatch(bare(row[column])))
    ]
    if len(marked) == 1 and marked[0].name:
        yield marked[0]


def _heads(rows: Sequence[Sequence[str]]) -> int:
    """How many rows are heads: the first one, and those below it that only name its columns."""
    heads = 1
    while heads < min(MOST_HEADS, len(rows) - 1) and _is_head(rows[0], rows[heads]):
        heads += 1
    return heads


def _is_head(first: Sequence[str], row: Sequence[str]) -> bool:
    """Whether a row names the columns below the heads of the first row: those span columns, or the
    row holds nothing but names of metrics."""
    if len(row) != len(first) or _is_group(row):
        return False
    if any(is_figure(cell) for cell in row):
        return False
    # A head that spans columns stands in each of them.
    if any(left == right != "" for left, right in pairwise(first[1:])):
        return True
    names = [cell for cell in row[1:] if cell.strip()]
    return len(names) > 1 and all(is_metric(plain(cell)) for cell in names)


def _joined(cells: Sequence[str]) -> str:
    """The heads of a column, from the top, each once."""
    return " / ".join(dict.fromkeys(bare(cell) for cell in cells if bare(cell)))


def _is_group(row: Sequence[str]) -> bool:
    """Whether a row is a heading for the rows below: one text, in the first cell only or across
    all."""
    texts = [cell for cell in row if cell.strip()]
    if len(texts) == 1 and row[0].strip():
        return True
    is_full = len(texts) == len(row) > 1
    return is_full and len(set(texts)) == 1 and not is_figure(texts[0])


def _filled(cells: Sequence[str], above: list[str], naming: int) -> list[str]:
    """The words before a row's figures; a blank cell repeats the row above, except for the name."""
    return [
        bare(cell) or ("" if number == naming else above[number])
        for number, cell in enumerate(cells)
    ]


def _names(layout: TableLayout, own: int) -> tuple[int, int]:
    """How many text columns precede the figures of several models, and which one names the row."""
    header = [plain(cell) for cell in layout.columns]
    lead = min(layout.lead, own)
    for column in range(lead):
        if header[column] in ("metric", "metrics"):
            return lead, column
    naming = [column for column in range(lead) if header[column] not in _QUALIFYING_HEADS]
    return lead, naming[-1] if naming else 0


def rows_as_text(block: CardBlock) -> str:
    """The rows of a table as text: `train: 8000; test: 2717`, `en: train 49,401, dev 2,000`."""
    header = block.rows[0]
    rows = [_row(header, row) for row in block.rows[1:]]
    return shorten("; ".join(filter(None, rows)), LONGEST_ROWS)


def _row(header: tuple[str, ...], row: tuple[str, ...]) -> str:
    """A row of figures with all heads, or the name of the row before its values."""
    cells = [(head.strip(), value.strip()) for head, value in zip(header, row, strict=False)]
    if len(cells) < 2:
        return _headed(cells)
    first_head, name = cells[0]
    is_figure_under_head = bool(first_head) and name[:1].isdigit()
    if is_figure_under_head:
        return _headed(cells)
    rest = cells[1:]
    values = rest[0][1] if len(rest) == 1 else _headed(rest)
    return ": ".join(filter(None, (name, values)))


def _headed(cells: Iterable[tuple[str, str]]) -> str:
    """Each value behind its head; empty cells are left out."""
    return ", ".join(f"{head} {value}".strip() for head, value in cells if value)
