"""Parents that the hub's answer names, known before any file is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from provenance.model.artifact import Gap, Kind, Snapshot
from provenance.model.finding import Evidence, shorten
from provenance.parents.code import code_of_answer
from provenance.parents.statement import (
    BASE,
    CODE,
    DATASET,
    HUB_RELATIONS,
    Parent,
    ParentStatement,
    resolve,
)
from provenance.stated import names, source_names, texts

HUB_CARD = "hub-card"
HUB_CONFIG = "hub-config"
_SOURCES = "source_datasets"
_CARD_FIELDS = (
    ("base_model", Kind.MODEL, BASE),
    ("merged_models", Kind.MODEL, "merge"),
    ("datasets", Kind.DATASET, DATASET),
)


def hub_parents(snapshot: Snapshot) -> tuple[tuple[Parent, ...], tuple[Gap, ...]]:
    """Parents in `baseModels` and in the tags of the hub's answer
    (https://huggingface.co/docs/hub/api), or else in its copy of the front matter.

    Returns:
        The parents, and a gap for each name that no hub could have.
    """
    statements = [*_base_models(snapshot), *_tags(snapshot)]
    kinds = {statement.kind for statement in statements}
    copied = [entry for entry in _card_data(snapshot) if entry.kind not in kinds]
    return resolve(snapshot.ref, [*statements, *copied, *_code(snapshot)])


def _code(snapshot: Snapshot) -> Iterator[ParentStatement]:
    """Code of other repositories, from the hub's copy of the configuration."""
    for repository, written in code_of_answer(snapshot.metadata):
        yield _statement(snapshot, repository, Kind.MODEL, CODE, HUB_CONFIG, written)


def _statement(
    snapshot: Snapshot, name: str, kind: Kind, relation: str, source: str, quote: str
) -> ParentStatement:
    ref = snapshot.ref
    evidence = Evidence.without_lines(ref, snapshot.source, shorten(quote))
    return ParentStatement(
        name=name, kind=kind, relation=relation, source=source, evidence=evidence
    )


def _base_models(snapshot: Snapshot) -> Iterator[ParentStatement]:
    """Models in `baseModels`; `stated.gaps_of` reports what was not understood there."""
    bases = snapshot.metadata.get("baseModels")
    models, stated = bases, None
    if isinstance(bases, Mapping) and "models" in bases:
        models, stated = bases["models"], bases.get("relation")
    relation = stated if stated in HUB_RELATIONS else BASE
    for name in names(models).texts:
        quote = f"{relation}: {name}"
        yield _statement(snapshot, name, Kind.MODEL, relation, "hub-base-models", quote)


def _tags(snapshot: Snapshot) -> Iterator[ParentStatement]:
    for tag in texts(snapshot.metadata.get("tags")).texts:
        label, _, rest = tag.partition(":")
        if label == "base_model" and rest:
            how, _, name = rest.partition(":")
            known = how in HUB_RELATIONS and bool(name)
            relation = how if known else BASE
            base = name if known else rest
            yield _statement(snapshot, base, Kind.MODEL, relation, "hub-tag", tag)
        elif label == "dataset" and rest:
            yield _statement(snapshot, rest, Kind.DATASET, DATASET, "hub-tag", tag)
        elif label == _SOURCES and rest:
            for name in source_names(rest).texts:
                yield _statement(snapshot, name, Kind.DATASET, DATASET, "hub-tag", tag)


def _card_data(snapshot: Snapshot) -> Iterator[ParentStatement]:
    """Names in the hub's copy of the front matter, the only source if the card was not read."""
    fields = snapshot.metadata.get("cardData")
    if not isinstance(fields, Mapping):
        return
    for name in source_names(fields.get(_SOURCES)).texts:
        quote = f"{_SOURCES}: {name}"
        yield _statement(snapshot, name, Kind.DATASET, DATASET, HUB_CARD, quote)
    if snapshot.ref.kind is Kind.DATASET:
        return
    for key, kind, relation in _CARD_FIELDS:
        for name in names(fields.get(key)).texts:
            yield _statement(snapshot, name, kind, relation, HUB_CARD, f"{key}: {name}")
