"""Read labelled values of a card: `Developed by: …`, a bold word that opens a paragraph, a heading
above one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from provenance.facts.stated import blank, sections
from provenance.lineage.record import ArtifactRecord
from provenance.model.artifact import SourceText
from provenance.model.card import BlockKind, CardBlock, CardSection
from provenance.model.finding import Evidence
from provenance.text.lines import LineSpan

LONGEST_LABEL = 60
_MARKS = re.compile(r"[^\w&]+")
_NUMBERING = re.compile(r"^(?:\d+ )+|(?<=.) optional$")
_BOLD = re.compile(r"\s*(?:[-*+]\s+)?(\*\*|__)(?P<label>[^*_\n]{2,120}?):?\1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A labelled value.

    Attributes:
        label: Lower case, without markup.
        value: As stated, never blank.
        section: Heading of the section, as `plain` writes it; empty if the heading is the label.
        evidence: Its lines.
    """

    label: str
    value: str
    section: str
    evidence: Evidence


def labelled(record: ArtifactRecord) -> Iterator[Labelled]:
    """Every labelled value of the card in document order, without template text."""
    for section, document in sections(record):
        yield from _by_heading(section, document)
        for block in section.blocks:
            yield from _pairs(block, section, document)
            yield from _by_opening(block, section, document)


def _by_heading(section: CardSection, document: SourceText) -> Iterator[Labelled]:
    """The first paragraph below a heading, with the heading as its label."""
    first = next((block for block in section.blocks if block.stated), None)
    if first is None or first.kind is not BlockKind.PARAGRAPH:
        return
    if section.level > 1 and not blank(first.text):
        yield Labelled(
            label=heading(section),
            value=first.text.strip(),
            section="",
            evidence=Evidence.quoting(document, first.span.start, first.span.end),
        )


def _by_opening(block: CardBlock, section: CardSection, document: SourceText) -> Iterator[Labelled]:
    """Lines that open with a bold word, or with a word and a colon."""
    raw = document.lines()
    for text, span in lines(block, raw):
        first_line = raw[span.start - 1] if span.start <= len(raw) else ""
        label, value = opening(text, first_line)
        if label and not blank(value):
            yield Labelled(
                label=label,
                value=value,
                section=heading(section),
                evidence=Evidence.quoting(document, span.start, span.end),
            )


def _pairs(block: CardBlock, section: CardSection, document: SourceText) -> Iterator[Labelled]:
    """Rows of a two-column table: label and value."""
    if block.kind is BlockKind.TABLE and block.stated and all(len(row) == 2 for row in block.rows):
        raw = document.lines()
        for index, (name, value) in enumerate(block.rows):
            if (label := plain(name)) and len(name) <= LONGEST_LABEL and not blank(value):
                span = row_span(block, index, raw)
                yield Labelled(
                    label=label,
                    value=value,
                    section=heading(section),
                    evidence=Evidence.quoting(document, span.start, span.end),
                )


# Letters of a cell that identify its line; markup may change what follows.
_COMPARED = 12


def row_span(block: CardBlock, index: int, raw: Sequence[str]) -> LineSpan:
    """The lines of a table row, or those of the whole table if rows share a line.

    Args:
        block: A table.
        index: Row number; 0 is the header, which a line of dashes follows in Markdown.
        raw: The lines of the file.
    """
    if block.row_lines:
        start = block.row_lines[index]
        is_last = index + 1 == len(block.row_lines)
        following = block.span.end + 1 if is_last else block.row_lines[index + 1]
        return LineSpan(start, max(start, following - 1))
    dashes = 1 if index else 0
    line = block.span.start + index + dashes
    if line > min(block.span.end, len(raw)):
        return block.span
    written = raw[line - 1]
    first_cell = next((cell for cell in block.rows[index] if cell.strip()), "")
    is_own_line = "|" in written and first_cell[:_COMPARED] in written
    return LineSpan(line, line) if is_own_line else block.span


def opening(text: str, raw: str) -> tuple[str, str]:
    """Split a text that opens with a label into label and value; the label is empty if there is
    none.

    Args:
        text: The prose without Markdown markup.
        raw: The file's line in which it begins, which shows bold type.
    """
    label, colon, value = text.partition(":")
    if match := _BOLD.match(raw):
        bold = match["label"].strip()
        if text.startswith(bold):
            return plain(bold), _unbracketed(text[len(bold) :].strip(" :*_"))
    if not colon or len(label) > LONGEST_LABEL or "\n" in label:
        return "", text
    return plain(label), _unbracketed(value.strip(" *_"))


def _unbracketed(value: str) -> str:
    """Remove template brackets around a value: `[Acme]`."""
    inner = value[1:-1]
    return (
        inner.strip()
        if value[:1] + value[-1:] == "[]" and "[" not in inner and "]" not in inner
        else value
    )


def plain(text: str) -> str:
    """Normalise a heading or label: lower case, `&` as and, no markup, no number, no
    `[optional]`."""
    words = _MARKS.sub(" ", text[:200].casefold().replace("&", " and ")).strip()
    return _NUMBERING.sub("", words)


def heading(section: CardSection) -> str:
    """The normalised heading of a section."""
    return _plain_heading(section.title)


@lru_cache(maxsize=2_000)
def _plain_heading(title: str) -> str:
    """A heading as `plain` writes it; each is asked for by a dozen readers, and cards share
    them."""
    return plain(title)


def lines(block: CardBlock, raw: Sequence[str]) -> Iterator[tuple[str, LineSpan]]:
    """The items of a list or the lines of a paragraph.

    A line of the file that opens with a bold word is a line of its own, though Markdown joins it
    to the line before.

    Args:
        block: The block.
        raw: The lines of the file.
    """
    if block.kind is BlockKind.LIST and not block.template:
        yield from block.items
    elif block.kind is BlockKind.PARAGRAPH and block.stated:
        for text, span in _parts(block, raw):
            yield from ((line, span) for line in text.splitlines())


def _parts(block: CardBlock, raw: Sequence[str]) -> Iterator[tuple[str, LineSpan]]:
    """The text of a paragraph, cut before each bold word that opens a line of the file."""
    begin, first_line = 0, block.span.start
    searched_from = 0
    for number in range(block.span.start, min(block.span.end, len(raw)) + 1):
        bold = _BOLD.match(raw[number - 1])
        if bold is None:
            continue
        label = bold["label"].strip()
        position = block.text.find(label, searched_from)
        if position < 0:
            continue
        searched_from = position + len(label)
        if position > begin:
            yield block.text[begin:position], LineSpan(first_line, number - 1)
            begin, first_line = position, number
    yield block.text[begin:], LineSpan(first_line, block.span.end)
