"""Read the table cells of a card that describe the model itself, by its name in a row or column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TypeAlias

from provenance.facts.labels import Labelled, heading, plain, row_span
from provenance.facts.stated import blank
from provenance.lineage.record import ArtifactRecord
from provenance.model.artifact import SourceText
from provenance.model.card import BlockKind, Card, CardBlock, CardSection
from provenance.model.finding import Evidence, shorten

MOST_CELLS = 400
RowEvidence: TypeAlias = Callable[[int], Evidence]
"""The place of a row of a table; row 0 is its header."""

_FIGURE = re.compile(
    r"[-+−~≈]?(?:\d{1,12}(?:,\d{3}){0,4}(?:\.\d{1,12})?|\.\d{1,12})(?:e[-+]?\d{1,3})?\s?%?"
    r"(?:\s?(?:±|\+/-)\s?\d{0,6}\.?\d{1,6}%?)?",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[\s*†‡^§↑↓]+$")
_AROUND_NAME = re.compile(
    r"^(?:(?:the |official )?model card(?: (?:for|of))?(?: the)? |(?:introducing|welcome to) )"
    r"|(?: model)?(?: card| information)?$"
)
_OURS = frozenset({"ours", "our model", "this model", "this model ours", "본 모델", "우리 모델"})
_TEMPLATE_NAME = frozenset({"", "model", "model card", "model id", "models", "uploaded model"})
_NARROWING = frozenset(
    {"task", "tasks", "dataset", "datasets", "benchmark", "split", "setting", "language", "shots"}
)
_BESIDE = frozenset({"split", "setting", "language", "shots", "shot", "n shot"})
_INTRODUCTION = re.compile(
    r"(?:The )?(?P<name>[A-Z][\w.-]{1,30}(?: [\w.-]{1,30}){0,4}) (?:is|are) (?:an?|the|our)\b"
)
_RUN = re.compile(r"[^\W\d_]+|\d+")
_UNSPOKEN = re.compile(r"\W+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell in the model's own row or column.

    Attributes:
        name: What the value measures, as the table writes it.
        value: As written, without footnote marks.
        part: What qualifies it: other words of the row, the row group, the section; may be empty.
        titles: Headings above the table, outermost first, normalised by `plain`.
        evidence: Its line.
    """

    name: str
    value: str
    part: str
    titles: tuple[str, ...]
    evidence: Evidence


def own_cells(record: ArtifactRecord) -> Iterator[Cell]:
    """Every table cell in a row or column with the model's own name; at most 400.

    The name is that of the repository or the card's title. A table with the name in both a row and
    a column, or in several columns, is ambiguous and skipped.
    """
    count = 0
    for card, block, titles, section, evidence_of in tables(record):
        names = own_names(record, card)
        for index, name, value, part in (*_by_row(block, names), *_by_column(block, names)):
            if count < MOST_CELLS and not blank(value):
                count += 1
                heading_above = (
                    "" if _is_own(section.title, names) or section.level < 2 else section.title
                )
                place = "/".join(filter(None, (heading_above, part)))
                yield Cell(
                    name=shorten(name, 100),
                    value=bare(value),
                    part=shorten(place, 160),
                    titles=titles,
                    evidence=evidence_of(index),
                )


def own_labels(record: ArtifactRecord) -> Iterator[Labelled]:
    """The same cells as labelled values, if the column or row heading is text."""
    for cell in own_cells(record):
        if label := plain(cell.name):
            yield Labelled(
                label=label,
                value=cell.value,
                section=cell.titles[-1] if cell.titles else "",
                evidence=cell.evidence,
            )


def tables(
    record: ArtifactRecord,
) -> Iterator[tuple[Card, CardBlock, tuple[str, ...], CardSection, RowEvidence]]:
    """Every table with at least two rows: its card, headings, section and row positions."""
    for card, document in record.sheets:
        raw = document.lines()
        for section, titles in _titled(card):
            document.check_time()
            for block in section.blocks:
                if block.kind is BlockKind.TABLE and block.stated and len(block.rows) > 1:
                    yield card, block, titles, section, partial(_row_evidence, document, raw, block)


def _row_evidence(
    document: SourceText, raw: tuple[str, ...], block: CardBlock, row: int
) -> Evidence:
    span = row_span(block, row, raw)
    return Evidence.quoting(document, span.start, span.end)


def own_names(record: ArtifactRecord, card: Card) -> frozenset[str]:
    """The names that tables and sentences may use for the model, as letters and digits.

    The repository name, the card's first title, and the name that introduces the model (`Foo Guard
    is a …`) if all its words occur in the repository name.
    """
    title = next((section.title for section in card.walk() if section.level == 1), "")
    words = {record.ref.name.rpartition("/")[2], _AROUND_NAME.sub("", plain(title))}
    stated = card.fields.get("model_name")
    words |= {stated} if isinstance(stated, str) else set()
    words |= {name for name in (_introduced(card),) if _runs_within(name, record.ref.name)}
    return frozenset(letters(word) for word in words if plain(word) not in _TEMPLATE_NAME) - {""}


def _introduced(card: Card) -> str:
    """The name that opens the first paragraph, if that paragraph says what it is; otherwise
    empty."""
    blocks = (block for section in islice(card.walk(), 4) for block in section.blocks)
    first = next(
        (block for block in blocks if block.kind is BlockKind.PARAGRAPH and block.stated), None
    )
    match = _INTRODUCTION.match(first.text[:120]) if first else None
    return match["name"] if match else ""


def _runs_within(name: str, whole: str) -> bool:
    """Whether the words and figures of a name, at least two, occur in another name in the same
    order."""
    runs, rest = _RUN.findall(name.casefold()), iter(_RUN.findall(whole.casefold()))
    return len(runs) > 1 and all(run in rest for run in runs)


def is_figure(text: str) -> bool:
    """Whether a cell is one number, optionally with a percent sign or a deviation."""
    return bool(_FIGURE.fullmatch(bare(text))) and any(character.isdigit() for character in text)


def bare(text: str) -> str:
    """A cell without footnote marks."""
    return _MARKS.sub("", text.strip())


def letters(text: str) -> str:
    """Only letters and digits, in lower case, for comparing names."""
    return _UNSPOKEN.sub("", text.casefold())


def _is_own(cell: str, names: frozenset[str]) -> bool:
    name = bare(cell).removesuffix("(ours)").removesuffix("(Ours)")
    return letters(name) in names or plain(cell) in _OURS


def _titled(card: Card) -> Iterator[tuple[CardSection, tuple[str, ...]]]:
    """Every section with its own heading and those above it."""
    waiting: list[tuple[CardSection, tuple[str, ...]]] = [
        (section, ()) for section in reversed(card.sections)
    ]
    while waiting:
        section, above = waiting.pop()
        titles = (*above, heading(section))
        yield section, titles
        waiting += ((child, titles) for child in reversed(section.children))


def _by_row(block: CardBlock, names: frozenset[str]) -> Iterator[tuple[int, str, str, str]]:
    """Row, heading, value and group of each cell to the right of the model's own name."""
    header, group = block.rows[0], ""
    for index, row in enumerate(block.rows[1:], start=1):
        if _is_group(row):
            group = bare(row[0])
        elif len(row) == len(header) and _is_own(row[0], names):
            cells = list(zip(header[1:], row[1:], strict=True))
            yield from ((index, *cell) for cell in _cells_of_row(cells, group))


def _cells_of_row(cells: Sequence[tuple[str, str]], group: str) -> Iterator[tuple[str, str, str]]:
    """Heading, value and, for a figure, the group with the words of the row that narrow it."""
    narrowing = [cell for name, cell in cells if plain(name) in _NARROWING]
    part = "/".join(filter(None, (group, *narrowing)))
    for name, value in cells:
        if bare(name) and bare(value) and not is_figure(name):
            yield bare(name), value, part if is_figure(value) else ""


def _is_group(row: Sequence[str]) -> bool:
    """Whether a row is a heading for the rows below: text in the first cell only."""
    filled = [cell for cell in row if cell.strip()]
    return len(filled) == 1 and bool(row[0].strip())


def _by_column(block: CardBlock, names: frozenset[str]) -> Iterator[tuple[int, str, str, str]]:
    """Row, name, value and qualifying words of each cell below the model's own name."""
    header = block.rows[0]
    own = [column for column, cell in enumerate(header) if column and _is_own(cell, names)]
    if len(own) != 1:
        return
    column, group = own[0], ""
    lead, naming = _lead(block, column)
    above = [""] * lead
    for index, row in enumerate(block.rows[1:], start=1):
        if _is_group(row):
            group, above = bare(row[0]), [""] * lead
        elif len(row) == len(header) and bare(row[column]):
            above = _filled(row[:lead], above, naming)
            name = above[naming]
            if name:
                rest = [text for n, text in enumerate(above) if n != naming]
                yield index, name, row[column], "/".join(filter(None, (group, *rest)))


def _filled(cells: Sequence[str], above: list[str], naming: int) -> list[str]:
    """The words before a row's figures; a blank cell repeats the row above, except for the name."""
    return [
        bare(cell) or ("" if number == naming else above[number])
        for number, cell in enumerate(cells)
    ]


def _lead(block: CardBlock, own: int) -> tuple[int, int]:
    """How many text columns precede the figures of several models, and which one names the row."""
    header = [plain(cell) for cell in block.rows[0]]
    lead = 1
    while lead < own and not _has_figures(block, lead):
        lead += 1
    for column in range(lead):
        if header[column] in ("metric", "metrics"):
            return lead, column
    naming = [column for column in range(lead) if header[column] not in _BESIDE]
    return lead, naming[-1] if naming else 0


def _has_figures(block: CardBlock, column: int) -> bool:
    return any(is_figure(row[column]) for row in block.rows[1:] if len(row) > column)
