"""Parents that the hub's own answer names, known before any file is read."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.artifact import Gap, Kind, Snapshot
from provenance.finding import Evidence, shorten
from provenance.parents.statement import BASE, DATASET, HUB_RELATIONS, Parent, Statement, resolve


def hub_parents(snapshot: Snapshot) -> tuple[tuple[Parent, ...], tuple[Gap, ...]]:
    """Parents in `baseModels` and in the tags of the hub's answer
    (https://huggingface.co/docs/hub/api).

    Returns:
        The parents, and a gap for each name that no hub could hold.
    """
    return resolve(snapshot.ref, [*_base_models(snapshot), *_tags(snapshot)])


def _said(
    snapshot: Snapshot, name: str, kind: Kind, relation: str, source: str, quote: str
) -> Statement:
    ref = snapshot.ref
    evidence = Evidence(
        ref.purl, snapshot.source, ref.revision or "", None, None, shorten(quote), None
    )
    return Statement(name, kind, relation, source, evidence)


def _base_models(snapshot: Snapshot) -> Iterator[Statement]:
    bases = snapshot.metadata.get("baseModels")
    if not isinstance(bases, dict) or not isinstance(bases.get("models"), list):
        return
    relation = bases.get("relation")
    relation = relation if relation in HUB_RELATIONS else BASE
    for model in bases["models"]:
        if isinstance(model, dict) and isinstance(model.get("id"), str):
            quote = f"{relation}: {model['id']}"
            yield _said(snapshot, model["id"], Kind.MODEL, relation, "hub-base-models", quote)


def _tags(snapshot: Snapshot) -> Iterator[Statement]:
    tags = snapshot.metadata.get("tags")
    for tag in tags if isinstance(tags, list) else ():
        if not isinstance(tag, str):
            continue
        label, _, rest = tag.partition(":")
        if label == "base_model" and rest:
            relation, _, name = rest.partition(":")
            known = relation in HUB_RELATIONS and bool(name)
            yield _said(
                snapshot,
                name if known else rest,
                Kind.MODEL,
                relation if known else BASE,
                "hub-tag",
                tag,
            )
        elif label == "dataset" and rest:
            yield _said(snapshot, rest, Kind.DATASET, DATASET, "hub-tag", tag)
