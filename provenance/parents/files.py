"""Parents that an artefact's own files name: card, configurations, weight headers, prose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from provenance.model.artifact import CARD, Gap, Kind, Snapshot, SourceText
from provenance.model.card import Card
from provenance.model.finding import Evidence
from provenance.parents.code import code_statements, unread_code
from provenance.parents.configs import (
    config_statements,
    denoiser_statements,
    processor_statements,
    quantized_by,
)
from provenance.parents.headers import header_statements
from provenance.parents.loaded_code import loaded_statements
from provenance.parents.merges import card_merges, file_merges
from provenance.parents.prose import prose_statements
from provenance.parents.statement import (
    BASE,
    DATASET,
    HUB_RELATIONS,
    MODEL_RELATIONS,
    Parent,
    ParentStatement,
    resolve,
)
from provenance.parents.training_configs import training_statements
from provenance.parents.training_files import training_file_statements
from provenance.stated import Value, is_owned_name, names, source_names, texts
from provenance.text.lines import LineSpan

# The form that hubs write into their answers; in a card the author writes them.
_TAG = re.compile(
    r"(?P<what>base_model|dataset):(?:(?P<relation>finetune|adapter|quantized|merge):)?(?P<name>.+)"
)


def file_parents(
    snapshot: Snapshot,
    card: Card | None,
    documents: Mapping[str, SourceText],
    configs: Mapping[str, Mapping[str, object]],
    headers: Mapping[str, Mapping[str, str]],
) -> tuple[tuple[Parent, ...], tuple[Gap, ...]]:
    """Parents that the artefact's own files name.

    Args:
        snapshot: The hub's answer.
        card: The parsed card, or None.
        documents: Texts that were read, by path.
        configs: Parsed JSON files, by path.
        headers: Texts in the headers of weight files, by path and key.

    Returns:
        The parents, and a gap for each stated name that no hub could have, each part of a merge
        that was not understood, and code named in an unknown form.
    """
    text = documents.get(CARD)
    statements: list[ParentStatement] = []
    unread: list[Gap] = []
    if card and text:
        statements += _from_card(snapshot.ref.kind, card, text)
    if snapshot.ref.kind is Kind.MODEL:
        merged, not_understood = file_merges(documents)
        statements += merged
        unread += not_understood
        statements += config_statements(documents, configs)
        statements += code_statements(documents, configs)
        loaded, not_understood = loaded_statements(snapshot.ref, documents, configs)
        statements += loaded
        unread += not_understood
        of_headers, not_understood = header_statements(snapshot.ref, headers)
        statements += of_headers
        unread += not_understood
    if card and text:
        merged, not_understood = card_merges(card, text)
        statements += merged
        unread += not_understood
        statements += prose_statements(snapshot.ref.kind, card, text)
        if snapshot.ref.kind is Kind.MODEL:
            statements += training_statements(card, text)
    if snapshot.ref.kind is Kind.MODEL:
        statements += training_file_statements(snapshot.ref, documents)
    if snapshot.ref.kind is Kind.MODEL and not _names_a_base(statements):
        statements += processor_statements(documents, configs)
        statements += denoiser_statements(documents, configs)
    unread += unread_code(snapshot.ref, configs)
    parents, unresolvable = resolve(
        snapshot.ref, _with_relation(statements, quantized_by(snapshot, documents, configs))
    )
    return parents, (*unread, *unresolvable)


def _names_a_base(statements: Sequence[ParentStatement]) -> bool:
    return any(statement.kind is Kind.MODEL for statement in statements)


def _from_card(child: Kind, card: Card, document: SourceText) -> Iterator[ParentStatement]:
    """Names in the front matter. `stated.gaps_of` reports what was not understood there."""
    if child is not Kind.DATASET:
        yield from _from_fields(card, document)
    yield from _from_tags(child, card, document)
    for name in source_names(card.fields.get("source_datasets"), ("source_datasets",)).values:
        evidence = _front_matter_evidence(card, document, name)
        yield ParentStatement(
            name=name.text, kind=Kind.DATASET, relation=DATASET, source="card", evidence=evidence
        )


def _from_fields(card: Card, document: SourceText) -> Iterator[ParentStatement]:
    """The keys of a model's front matter that name its bases and training data."""
    relations = texts(card.fields.get("base_model_relation")).texts
    known = [relation for relation in relations if relation in MODEL_RELATIONS]
    base_relation = known[0] if known else BASE
    for key, kind, relation in (
        ("base_model", Kind.MODEL, base_relation),
        ("merged_models", Kind.MODEL, "merge"),
        ("datasets", Kind.DATASET, DATASET),
    ):
        for name in names(card.fields.get(key), (key,)).values:
            evidence = _front_matter_evidence(card, document, name)
            yield ParentStatement(
                name=name.text, kind=kind, relation=relation, source="card", evidence=evidence
            )


def _from_tags(child: Kind, card: Card, document: SourceText) -> Iterator[ParentStatement]:
    """Tags of the hub's form, such as `base_model:quantized:org/name`."""
    for tag, span in card.strings("tags"):
        tagged = _TAG.fullmatch(tag.strip())
        if tagged is None or not is_owned_name(tagged["name"]):
            continue
        kind, relation = Kind.DATASET, DATASET
        if tagged["what"] == "base_model" and child is Kind.MODEL:
            kind, relation = Kind.MODEL, tagged["relation"] or BASE
        elif tagged["what"] != "dataset":
            continue
        place = span or LineSpan(1, 1)
        yield ParentStatement(
            name=tagged["name"],
            kind=kind,
            relation=relation,
            source="card",
            evidence=Evidence.quoting(document, place.start, place.end),
        )


def _front_matter_evidence(card: Card, document: SourceText, value: Value) -> Evidence:
    place = card.span(value.path) or LineSpan(1, 1)
    return Evidence.quoting(document, place.start, place.end)


def _with_relation(
    statements: Sequence[ParentStatement], quantized: Evidence | None
) -> Iterator[ParentStatement]:
    """The statements; bases without a stated relation get `quantized` if the files show it."""
    yield from statements
    bases = {
        statement.name: statement
        for statement in statements
        if statement.kind is Kind.MODEL and statement.relation == BASE
    }
    related = any(statement.relation in HUB_RELATIONS for statement in statements)
    if quantized and len(bases) == 1 and not related:
        for statement in bases.values():
            if statement.source == "card":
                yield replace(
                    statement,
                    relation="quantized",
                    source="quantization-config",
                    evidence=quantized,
                )
