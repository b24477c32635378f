"""Bases and data that a training configuration in a card names, as axolotl writes it there
(https://github.com/axolotl-ai-cloud/axolotl, "Config Reference")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from provenance.files.safe_yaml import load_yaml
from provenance.files.yaml_errors import YamlError
from provenance.model.artifact import Kind, SourceText
from provenance.model.card import BlockKind, Card, CardBlock
from provenance.model.finding import Evidence
from provenance.parents.statement import BASE, DATASET, ParentStatement
from provenance.stated import is_owned_name

# A configuration names the base and at least one setting of a training run.
_NAMES_BASE = re.compile(r"^base_model\s{0,9}:", re.MULTILINE)
_TRAINS = re.compile(
    r"^(?:datasets|num_epochs|learning_rate|micro_batch_size|sequence_len|lora_r|adapter)\s{0,9}:",
    re.MULTILINE,
)
_LONGEST = 100_000
_MOST_DATASETS = 100


def training_statements(card: Card, document: SourceText) -> Iterator[ParentStatement]:
    """The base and the datasets that training configurations in a card's code blocks name.

    A configuration that cannot be parsed names nothing: it is quoted for readers, and the card's
    front matter is the place for statements.

    Args:
        card: The parsed card.
        document: Its text, for evidence.
    """
    for section in card.walk():
        for block in section.blocks:
            if block.kind is BlockKind.CODE and _is_configuration(block.text):
                yield from _named(block, document)


def _is_configuration(text: str) -> bool:
    is_short = len(text) <= _LONGEST
    return is_short and bool(_NAMES_BASE.search(text)) and bool(_TRAINS.search(text))


def _named(block: CardBlock, document: SourceText) -> Iterator[ParentStatement]:
    try:
        settings = load_yaml(block.text).value
    except YamlError:
        return
    if not isinstance(settings, Mapping):
        return
    base = settings.get("base_model")
    if isinstance(base, str) and is_owned_name(base):
        yield _statement(base, Kind.MODEL, BASE, block, document)
    listed = settings.get("datasets")
    for entry in (listed if isinstance(listed, list) else [])[:_MOST_DATASETS]:
        path = entry.get("path") if isinstance(entry, Mapping) else None
        if isinstance(path, str) and is_owned_name(path):
            yield _statement(path, Kind.DATASET, DATASET, block, document)


def _statement(
    name: str, kind: Kind, relation: str, block: CardBlock, document: SourceText
) -> ParentStatement:
    """A statement with the first line of the block that contains the name."""
    place = document.line_with(name, block.span)
    return ParentStatement(
        name=name,
        kind=kind,
        relation=relation,
        source="prose",
        evidence=Evidence.quoting(document, place, place),
    )
