"""Artefacts that have a base by their nature, whether or not anything names it."""

from __future__ import annotations

from collections.abc import Mapping, Set

from provenance.messages import message
from provenance.model.artifact import ADAPTER_CONFIG, BASES, CARD, Gap, Kind, Snapshot
from provenance.model.card import Card
from provenance.parents.configs import CONFIG, quantization_key
from provenance.parents.statement import Parent
from provenance.stated import texts

MISSING = "missing"
# Adapter weight files of peft and diffusers; an embedding that textual inversion learned is for one
# model, too.
_ADAPTER_FILES = (
    ADAPTER_CONFIG,
    "adapter_model.safetensors",
    "adapter_model.bin",
    "pytorch_lora_weights.safetensors",
    "pytorch_lora_weights.bin",
    "learned_embeds.safetensors",
    "learned_embeds.bin",
)
_FULL_WEIGHTS = (".safetensors", ".bin", ".pt", ".pth", ".gguf")
# Libraries that load only adapters.
_ADAPTER_LIBRARIES = frozenset({"peft", "adapter-transformers"})
# Tags of programs that merge, and of formats into which only finished models are converted.
_DERIVED_TAGS = frozenset({"mergekit", "moerge", "lazymergekit", "gptq", "awq", "exl2", "exl3"})
# A word that authors also use for something else: a feature branch, voices, pictures.
_MERGE_TAG = "merge"
_RELATION = "base_model_relation"


def adapter_sign(snapshot: Snapshot, card: Card | None) -> str:
    """What identifies a model as an adapter: a file that only adapters have, or its library; empty
    if nothing does."""
    if snapshot.ref.kind is not Kind.MODEL:
        return ""
    listed = {entry.path for entry in snapshot.files}
    for path in _ADAPTER_FILES:
        if path in listed:
            return path
    nested = _nested_adapter(listed)
    if nested:
        return nested
    fields: Mapping[str, object] = card.fields if card else {}
    stated = (fields.get("library_name"), snapshot.metadata.get("library_name"))
    libraries = {text for value in stated for text in texts(value).texts}
    return "library_name" if libraries & _ADAPTER_LIBRARIES else ""


def derived_sign(
    snapshot: Snapshot, card: Card | None, config: Mapping[str, object]
) -> tuple[str, str]:
    """What shows that a model was made from another one although it is no adapter.

    Args:
        snapshot: The hub's answer.
        card: The parsed card, or None.
        config: The parsed config.json; empty without one.

    Returns:
        The sign and the file that has it: the key `base_model_relation`, a tag of merges or
        conversions, or the settings of a quantisation that converts a finished model. The bare
        tag `merge` only if nothing else shows it. Empty if nothing does.
    """
    if snapshot.ref.kind is not Kind.MODEL:
        return "", ""
    fields: Mapping[str, object] = card.fields if card else {}
    if texts(fields.get(_RELATION)).texts:
        return _RELATION, CARD
    stated = (*texts(fields.get("tags")).texts, *texts(snapshot.metadata.get("tags")).texts)
    tags = [tag.strip() for tag in stated]
    for tag in tags:
        if tag.lower() in _DERIVED_TAGS:
            return tag, CARD
    key = quantization_key(config)
    if key:
        return key, CONFIG
    merged = next(filter(is_merge_tag, tags), "")
    return (merged, CARD) if merged else ("", "")


def is_merge_tag(sign: str) -> bool:
    """Whether a sign of `derived_sign` is the bare tag `merge`, which a person chose and no program
    wrote.

    Args:
        sign: The sign.
    """
    return sign.lower() == _MERGE_TAG


def _nested_adapter(listed: Set[str]) -> str:
    """The first adapter file in a folder; empty if a model in the root is its base."""
    if any("/" not in path and path.endswith(_FULL_WEIGHTS) for path in listed):
        return ""
    in_folders = (path for path in listed if path.rpartition("/")[0])
    adapters = (path for path in in_folders if path.rpartition("/")[2] in _ADAPTER_FILES)
    return min(adapters, default="")


def missing_base(
    snapshot: Snapshot,
    parents: tuple[Parent, ...],
    gaps: tuple[Gap, ...],
    *,
    adapter: str,
    derived: str,
) -> tuple[Gap, ...]:
    """A gap for an adapter, a merge or a conversion without a known base.

    Args:
        snapshot: The hub's answer.
        parents: The parents that it states.
        gaps: Its other gaps; a base that is stated but not understood is reported there.
        adapter: What identifies it as an adapter; empty if it is not one.
        derived: What else shows that it was made from another model; empty if nothing does.
    """
    sign = adapter or derived
    has_base = any(
        parent.is_base and parent.ref.unpinned != snapshot.ref.unpinned for parent in parents
    )
    if not sign or has_base or any(gap.topic == BASES for gap in gaps):
        return ()
    key = "gap.adapter-without-base" if adapter else "gap.derived-without-base"
    detail = message(key, sign=sign)
    return (
        Gap(
            artifact=snapshot.ref.purl,
            what="base model",
            reason=MISSING,
            detail=detail,
            topic=BASES,
        ),
    )
