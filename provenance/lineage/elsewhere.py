"""What stands under keys that no reader evaluates: repositories, licences and terms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TypeAlias

from provenance.licences import lookup
from provenance.lineage.part_indexes import MAP, is_part_index
from provenance.lineage.record import ArtifactRecord
from provenance.model.artifact import Kind
from provenance.model.card import Card
from provenance.model.finding import Evidence, shorten
from provenance.stated import (
    ANSWER_KEYS,
    CARD_KEYS,
    CONFIG_KEYS,
    HEADER_KEYS,
    OTHER_ANSWER_KEYS,
    OTHER_CARD_KEYS,
    OTHER_CONFIG_KEYS,
    UnreadStatement,
    hub_link,
    is_licence_key,
    line_of,
    looks_like_repository,
    pointer,
    stated_elsewhere,
)
from provenance.text.lines import LineSpan

# Keys of model cards that mean nothing on a dataset card; a name under them is reported there.
_KEYS_OF_MODELS = frozenset({"base_model", "base_model_relation", "merged_models", "datasets"})
# Keys that the makers of GGUF, ModelSpec and trainers define; those that name something are read.
_HEADER_PREFIXES = ("general.", "tokenizer.", "modelspec.", "ss_", "sshs_")
# Parts of a model have configurations of their own within its configuration: `text_config`.
_PART = ("config", "configs")
_UNRESOLVED = "unresolved"
# The index of results, and the keys of its entries that are read as such.
_RESULTS = "model-index"
_OF_RESULTS = frozenset({"name", "results"})
PlacedStatement: TypeAlias = tuple[UnreadStatement, Evidence]


def unread_statements(record: ArtifactRecord) -> Iterator[PlacedStatement]:
    """What stands under keys that no reader evaluates, each with its place.

    Args:
        record: The artefact: its front matter, configurations, weight headers and hub answer.
    """
    yield from _in_card(record)
    for path, keys in CONFIG_KEYS.items():
        yield from _in_config(record, path, keys)
    yield from _in_indexes(record)
    yield from _licences_of_configs(record)
    for facts in record.weights:
        texts = {
            key: text
            for key, text in facts.metadata.items()
            if not key.startswith(_HEADER_PREFIXES)
        }
        for statement in stated_elsewhere(texts, HEADER_KEYS, _is_licence_word):
            yield statement, place_of(record, facts.path, statement)
    yield from _in_answer(record)


def unread_names(record: ArtifactRecord) -> Iterator[PlacedStatement]:
    """Those of the unread statements that name a repository or a licence which is not known of the
    artefact anyway, and values that nobody looked at: the terms may be others than those that were
    read.

    Args:
        record: The artefact.
    """
    seen: set[str] = set()
    for statement, evidence in unread_statements(record):
        if statement.is_rest:
            yield statement, evidence
            continue
        name = name_elsewhere(record, statement)
        if name in seen or not statement.is_named:
            continue
        if _names_own_licence(record, name):
            continue
        is_terms = is_known_licence(statement.text) or is_licence_key(str(statement.path[-1]))
        if is_terms or looks_like_repository(statement.text):
            seen.add(name)
            yield statement, evidence


def name_elsewhere(record: ArtifactRecord, statement: UnreadStatement) -> str:
    """What an unread statement names; empty where it is the artefact itself or a known parent.

    Args:
        record: The artefact that states it.
        statement: One of its unread statements.
    """
    link = hub_link(statement.text)
    name = link[1] if link else statement.text
    known = {record.ref.name, *(parent.ref.name for parent in record.parents)}
    return "" if name.lower() in {known_name.lower() for known_name in known} else name


def unknown_fields(fields: Mapping[str, object], kind: Kind) -> dict[str, object]:
    """The keys of front matter that no reader evaluates, with their values.

    Args:
        fields: The front matter.
        kind: What the card is about.
    """
    known = frozenset({*CARD_KEYS, *OTHER_CARD_KEYS})
    if kind is Kind.DATASET:
        known -= _KEYS_OF_MODELS
    return {
        key: value for key, value in fields.items() if key not in known and not is_licence_key(key)
    }


def is_known_licence(text: str) -> bool:
    """Whether a text names a licence of the catalogue, and not `other` or `unknown`."""
    licence = lookup(text)
    return licence is not None and licence.category != _UNRESOLVED


def _is_licence_word(text: str) -> bool:
    """Whether a text names a licence or is a word such as `other`, which the few texts of a weight
    header contain for no other reason."""
    return lookup(text) is not None


def card_place(record: ArtifactRecord, card: Card, path: tuple[str | int, ...]) -> Evidence:
    """The lines of a key of the card's front matter."""
    document = record.card_document
    assert document is not None
    span = card.span(path) or LineSpan(1, 1)
    return Evidence.quoting(document, span.start, span.end)


def place_of(record: ArtifactRecord, file: str, statement: UnreadStatement) -> Evidence:
    """The place of a statement in something that has no lines: a weight header, a hub answer."""
    quote = shorten(f"{pointer(statement.path)}: {statement.text}")
    return Evidence.without_lines(record.ref, file, quote)


def _in_card(record: ArtifactRecord) -> Iterator[PlacedStatement]:
    card = record.card
    if card is None or record.card_document is None:
        return
    for statement in _in_fields(card.fields, record.ref.kind):
        yield statement, card_place(record, card, statement.path)


def _in_answer(record: ArtifactRecord) -> Iterator[PlacedStatement]:
    """The hub's answer, and its copy of the front matter where the card was not read."""
    answer, source = record.snapshot.metadata, record.snapshot.source
    for statement in stated_elsewhere(answer, (*ANSWER_KEYS, *OTHER_ANSWER_KEYS), is_known_licence):
        yield statement, place_of(record, source, statement)
    copied = answer.get("cardData")
    if record.card is None and isinstance(copied, Mapping):
        for statement in _in_fields(copied, record.ref.kind):
            below = replace(statement, path=("cardData", *statement.path))
            yield below, place_of(record, source, below)


def _in_fields(fields: Mapping[str, object], kind: Kind) -> tuple[UnreadStatement, ...]:
    unknown = unknown_fields(fields, kind)
    statements = _beside_results(fields.get(_RESULTS))
    if statements:
        unknown[_RESULTS] = statements
    return stated_elsewhere(unknown, (), is_known_licence)


def _beside_results(value: object) -> list[dict[str, object]]:
    """What an index of results states about the model besides its results: a base, a licence."""
    entries = value if isinstance(value, list) else [value]
    statements = []
    for entry in entries:
        fields = entry if isinstance(entry, Mapping) else {}
        statements.append({key: value for key, value in fields.items() if key not in _OF_RESULTS})
    return statements if any(statements) else []


def _in_config(
    record: ArtifactRecord, path: str, keys: tuple[str, ...]
) -> Iterator[PlacedStatement]:
    document = record.documents.get(path)
    config = record.configs.get(path, {})
    if document is None:
        return
    read_elsewhere = (*keys, *OTHER_CONFIG_KEYS)
    for statement in stated_elsewhere(config, read_elsewhere, is_known_licence):
        key = str(statement.path[0])
        names_part = key.endswith(_PART) and not looks_like_repository(statement.text)
        if not names_part:
            line = line_of(document, key)
            yield statement, Evidence.quoting(document, line, line, statement.text)


def _in_indexes(record: ArtifactRecord) -> Iterator[PlacedStatement]:
    """Repositories and licences in an index of parts, next to the map of tensors to files."""
    for path in sorted(filter(is_part_index, record.configs)):
        document = record.documents[path]
        for statement in stated_elsewhere(record.configs[path], (MAP,), is_known_licence):
            line = line_of(document, str(statement.path[-1]))
            yield statement, Evidence.quoting(document, line, line, statement.text)


def _licences_of_configs(record: ArtifactRecord) -> Iterator[PlacedStatement]:
    """Licences in configurations of which no other key is looked for, such as a tokenizer's."""
    for path in sorted(record.configs.keys() - CONFIG_KEYS.keys()):
        document = record.documents.get(path)
        for key, value in record.configs[path].items():
            if document and is_licence_key(key) and isinstance(value, str) and value.strip():
                line = line_of(document, key)
                statement = UnreadStatement((key,), value.strip(), is_named=True)
                yield statement, Evidence.quoting(document, line, line, f"{key}: {value}")


def _names_own_licence(record: ArtifactRecord, name: str) -> bool:
    """Whether a name is nothing new: empty, or a licence that is concluded anyway."""
    entry = lookup(name)
    return not name or (entry is not None and entry in record.licence.licences)
