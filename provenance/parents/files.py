"""Parents that an artefact's own files name: card, configurations, weight headers, prose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from provenance.artifact import CARD, Document, Gap, Kind, Snapshot
from provenance.card import Card, Span
from provenance.finding import Evidence
from provenance.parents.configs import config_statements, quantized_by
from provenance.parents.headers import header_statements
from provenance.parents.merges import card_merges, merge_statements
from provenance.parents.prose import prose_statements
from provenance.parents.statement import BASE, DATASET, HUB_RELATIONS, Parent, Statement, resolve

_HUB_NAME_WITH_OWNER = re.compile(r"[\w.-]{1,96}/[\w.-]{1,96}")


def file_parents(
    snapshot: Snapshot,
    card: Card | None,
    documents: Mapping[str, Document],
    configs: Mapping[str, Mapping[str, Any]],
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
        The parents, and a gap for each stated name that no hub could hold.
    """
    text = documents.get(CARD)
    statements: list[Statement] = []
    if card and text:
        statements += _from_card(snapshot.ref.kind, card, text)
    if snapshot.ref.kind is Kind.MODEL:
        statements += merge_statements(documents)
        statements += config_statements(documents, configs)
        statements += header_statements(snapshot.ref, headers)
    if card and text:
        statements += card_merges(card, text)
        statements += prose_statements(snapshot.ref.kind, card, text)
    return resolve(
        snapshot.ref, _with_relation(statements, quantized_by(snapshot, documents, configs))
    )


def _from_card(child: Kind, card: Card, document: Document) -> Iterator[Statement]:
    stated = str(card.fields.get("base_model_relation"))
    relation = stated if stated in HUB_RELATIONS else BASE
    fields = [("base_model", Kind.MODEL, relation), ("datasets", Kind.DATASET, DATASET)]
    if child is Kind.DATASET:
        fields = [("source_datasets", Kind.DATASET, DATASET)]
    for key, kind, how in fields:
        for written, span in card.strings(key):
            name = _source_dataset(written) if key == "source_datasets" else written
            if name:
                place = span or card.front_matter or Span(1, 1)
                yield Statement(
                    name, kind, how, "card", Evidence.quoting(document, place.start, place.end)
                )


def _source_dataset(written: str) -> str:
    """The dataset that `extended|name` or `owner/name` means; empty for `original` and what is
    outside the hub."""
    origin, bar, name = written.partition("|")
    if bar:
        return name if origin == "extended" and not name.startswith("other") else ""
    return written if _HUB_NAME_WITH_OWNER.fullmatch(written.strip()) else ""


def _with_relation(
    statements: Sequence[Statement], quantized: Evidence | None
) -> Iterator[Statement]:
    """The statements, and for bases of which nobody says how: that the files show a
    quantisation."""
    yield from statements
    bases = {
        said.name: said for said in statements if said.kind is Kind.MODEL and said.relation == BASE
    }
    told = any(said.relation in HUB_RELATIONS for said in statements)
    if quantized and len(bases) == 1 and not told:
        for said in bases.values():
            if said.source == "card":
                yield replace(
                    said, relation="quantized", source="quantization-config", evidence=quantized
                )
