"""Models that a mergekit configuration puts together (https://github.com/arcee-ai/mergekit, "Merge
Configuration")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from provenance.artifact import Document, Kind
from provenance.card import BlockKind, Card, Span
from provenance.finding import Evidence
from provenance.parents.statement import Statement
from provenance.safeyaml import YamlError, load_yaml

MERGE_CONFIGS = ("mergekit_config.yml", "mergekit_config.yaml")
_METHOD = "merge_method:"
_NAMING = ("model", "base_model", "path", "lora")
_LONGEST = 100_000


Recipe: TypeAlias = tuple[Document, str, Span]
"""A configuration: where it stands, its text, its lines."""


def merge_statements(documents: Mapping[str, Document]) -> Iterator[Statement]:
    """Models named in the configuration file that mergekit leaves in its output."""
    for recipe in _files(documents):
        yield from _statements(*recipe)


def card_merges(card: Card, document: Document) -> Iterator[Statement]:
    """Models named in a mergekit configuration that stands in the card as code."""
    for recipe in _in_card(card, document):
        yield from _statements(*recipe)


def merge_recipes(
    cards: Iterable[tuple[Card, Document]], documents: Mapping[str, Document]
) -> Iterator[Recipe]:
    """Every mergekit configuration of an artefact: files before what stands in its cards as
    code."""
    yield from _files(documents)
    for card, document in cards:
        yield from _in_card(card, document)


def _files(documents: Mapping[str, Document]) -> Iterator[Recipe]:
    for path in MERGE_CONFIGS:
        if path in documents:
            document = documents[path]
            yield document, document.text, Span(1, len(document.lines()))


def _in_card(card: Card, document: Document) -> Iterator[Recipe]:
    for section in card.walk():
        for block in section.blocks:
            if block.kind is BlockKind.CODE and _METHOD in block.text:
                yield document, block.text, block.span


def _statements(document: Document, text: str, span: Span) -> Iterator[Statement]:
    lines = document.lines()[span.start - 1 : span.end]
    for name in dict.fromkeys(_names(text)):
        offset = next((n for n, line in enumerate(lines) if name in line), 0)
        evidence = Evidence.quoting(document, span.start + offset, span.start + offset)
        yield Statement(name, Kind.MODEL, "merge", "merge-config", evidence)


def _names(text: str) -> Iterator[str]:
    """Every model that is named, in the order of the text; `model+lora` names two."""
    try:
        waiting = [load_yaml(text.replace("\r\n", "\n")).value] if len(text) <= _LONGEST else []
    except YamlError:
        return
    while waiting:
        value: Any = waiting.pop(0)
        if isinstance(value, list):
            waiting[:0] = value
        elif isinstance(value, dict):
            named = [value[key] for key in _NAMING if isinstance(value.get(key), str)]
            yield from (part.strip() for name in named for part in name.split("+") if "/" in part)
            waiting[:0] = value.values()
