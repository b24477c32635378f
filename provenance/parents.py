"""What an artefact says it was made from: card fields, hub tags, the hub's base models, the adapter's configuration."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from provenance.artifact import ADAPTER_CONFIG, CARD, ArtifactRef, Document, Gap, Kind, Snapshot
from provenance.card import Card, Span
from provenance.errors import UsageError
from provenance.finding import Evidence, shorten

BASE = "base"
DATASET = "dataset"
RELATIONS = ("finetune", "adapter", "quantized", "merge")
# https://github.com/ggml-org/ggml/blob/master/docs/gguf.md, "Source metadata"
_GGUF_SOURCE = re.compile(r"general\.(?P<what>base_model|dataset)\.\d+\.repo_url")
_HUB_URL = re.compile(r"https?://(?:www\.)?(?:huggingface\.co|hf\.co)/(?P<name>[^\s?#]+)")


@dataclass(frozen=True, slots=True)
class Parent:
    """One statement that an artefact was made from another.

    Attributes:
        ref: What it names.
        relation: One of RELATIONS, `base` where nobody says how, or `dataset`.
        source: `card`, `hub-tag`, `hub-base-models`, `adapter-config` or `weight-header`.
        evidence: The place.
    """

    ref: ArtifactRef
    relation: str
    source: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class _Statement:
    name: str
    kind: Kind
    relation: str
    source: str
    evidence: Evidence


def hub_parents(snapshot: Snapshot) -> tuple[tuple[Parent, ...], tuple[Gap, ...]]:
    """Parents that the hub's answer names, known before any file is read.

    Returns:
        The parents, and a gap for each name that no hub could hold.
    """
    return _resolve(snapshot.ref, _from_hub(snapshot))


def file_parents(
    snapshot: Snapshot,
    card: Card | None,
    documents: Mapping[str, Document],
    configs: Mapping[str, Mapping[str, Any]],
    headers: Mapping[str, Mapping[str, str]],
) -> tuple[tuple[Parent, ...], tuple[Gap, ...]]:
    """Parents that the artefact's own files name: card front matter, adapter_config.json, weight headers.

    Args:
        snapshot: The hub's answer.
        card: The parsed card, or None.
        documents: Texts that were read, by path.
        configs: Parsed JSON files, by path.
        headers: Texts in the headers of weight files, by path and key.

    Returns:
        The parents, and a gap for each name that no hub could hold.
    """
    statements = [
        *_from_card(snapshot, card, documents),
        *_from_adapter(documents, configs),
        *_from_headers(snapshot, headers),
    ]
    return _resolve(snapshot.ref, statements)


def _resolve(
    child: ArtifactRef, statements: Iterator[_Statement] | list[_Statement]
) -> tuple[tuple[Parent, ...], tuple[Gap, ...]]:
    parents, gaps = [], []
    for said in statements:
        link = _HUB_URL.match(said.name)
        name = (link["name"] if link else said.name.strip()).rstrip("/")
        try:
            if name.startswith((".", "/", "~", "pkg:")):
                raise UsageError(name)
            ref = ArtifactRef.parse(name, said.kind)
        except UsageError:
            where = f"{said.evidence.file}" + (f":{said.evidence.start_line}" if said.evidence.start_line else "")
            detail = f"{where} names {shorten(said.name, 80)!r}, which is not a name on a hub; it was not followed."
            gaps.append(Gap(child.purl, f"{said.relation} {shorten(said.name, 80)}", "unresolvable", detail))
        else:
            if ref.unpinned != child.unpinned:
                parents.append(Parent(ref, said.relation, said.source, said.evidence))
    return tuple(parents), tuple(dict.fromkeys(gaps))


def _from_hub(snapshot: Snapshot) -> Iterator[_Statement]:
    meta, ref = snapshot.metadata, snapshot.ref

    def said(name: str, kind: Kind, relation: str, source: str, quote: str) -> _Statement:
        evidence = Evidence(ref.purl, snapshot.source, ref.revision or "", None, None, shorten(quote), None)
        return _Statement(name, kind, relation, source, evidence)

    bases = meta.get("baseModels")
    if isinstance(bases, dict) and isinstance(bases.get("models"), list):
        relation = bases.get("relation")
        relation = relation if relation in RELATIONS else BASE
        for model in bases["models"]:
            if isinstance(model, dict) and isinstance(model.get("id"), str):
                yield said(model["id"], Kind.MODEL, relation, "hub-base-models", f"{relation}: {model['id']}")
    tags = meta.get("tags")
    for tag in tags if isinstance(tags, list) else ():
        if not isinstance(tag, str):
            continue
        label, _, rest = tag.partition(":")
        if label == "base_model" and rest:
            relation, _, name = rest.partition(":")
            known = relation in RELATIONS and bool(name)
            yield said(name if known else rest, Kind.MODEL, relation if known else BASE, "hub-tag", tag)
        elif label == "dataset" and rest:
            yield said(rest, Kind.DATASET, DATASET, "hub-tag", tag)


def _from_card(snapshot: Snapshot, card: Card | None, documents: Mapping[str, Document]) -> Iterator[_Statement]:
    document = documents.get(CARD)
    if card is None or document is None:
        return
    stated = str(card.fields.get("base_model_relation"))
    relation = stated if stated in RELATIONS else BASE
    fields = [("base_model", Kind.MODEL, relation), ("datasets", Kind.DATASET, DATASET)]
    if snapshot.ref.kind is Kind.DATASET:
        fields = [("source_datasets", Kind.DATASET, DATASET)]
    for key, kind, how in fields:
        for written, span in card.strings(key):
            name = _extended(written) if key == "source_datasets" else written
            if name:
                place = span or card.front_matter or Span(1, 1)
                evidence = Evidence.quoting(document, place.start, place.end)
                yield _Statement(name, kind, how, "card", evidence)


def _extended(written: str) -> str:
    """The dataset that `extended|name` names; empty for `original` and for sources outside the hub."""
    origin, _, name = written.partition("|")
    return name if origin == "extended" and not name.startswith("other") else ""


def _from_adapter(documents: Mapping[str, Document], configs: Mapping[str, Mapping[str, Any]]) -> Iterator[_Statement]:
    document = documents.get(ADAPTER_CONFIG)
    name = configs.get(ADAPTER_CONFIG, {}).get("base_model_name_or_path")
    if document is None or not isinstance(name, str) or not name.strip():
        return
    lines = document.lines()
    line = next((n for n, text in enumerate(lines, 1) if '"base_model_name_or_path"' in text), 1)
    yield _Statement(name, Kind.MODEL, "adapter", "adapter-config", Evidence.quoting(document, line, line))


def _from_headers(snapshot: Snapshot, headers: Mapping[str, Mapping[str, str]]) -> Iterator[_Statement]:
    ref = snapshot.ref
    for path, texts in headers.items():
        for key, url in texts.items():
            said = _GGUF_SOURCE.fullmatch(key)
            link = _HUB_URL.match(url) if said else None
            if said and link:
                model = said["what"] == "base_model"
                name = link["name"].removeprefix("datasets/")
                evidence = Evidence(ref.purl, path, ref.revision or "", None, None, shorten(f"{key}: {url}"), None)
                kind = Kind.MODEL if model else Kind.DATASET
                yield _Statement(name, kind, BASE if model else DATASET, "weight-header", evidence)
