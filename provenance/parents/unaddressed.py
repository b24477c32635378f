"""Bases and datasets that a weight header names without their repository."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from provenance.messages import message
from provenance.model.artifact import BASES, DATA, ArtifactRef, Gap, Kind
from provenance.model.finding import shorten
from provenance.parents.statement import Parent

# https://github.com/ggml-org/ggml/blob/master/docs/gguf.md, "Source metadata".
_GGUF_NAME = re.compile(r"general\.(?P<what>base_model|dataset)\.(?P<number>\d{1,3})\.name")
_GGUF_ADDRESS = re.compile(r"general\.(?P<what>base_model|dataset)\.\d{1,3}\.(?:repo_)?url")
_GGUF_COUNT = "general.base_model.count"
_TOPICS = {"base_model": BASES, "dataset": DATA}
# What trainers of image models write: the file or model family that was trained on.
_TRAINED_ON = ("modelspec.merged_from", "ss_sd_model_name", "ss_base_model")
_FAMILY = "ss_base_model_version"
_LONGEST_NAME = 80
_MOST = 5


def unaddressed_sources(
    ref: ArtifactRef, headers: Mapping[str, Mapping[str, str]], parents: Sequence[Parent]
) -> tuple[Gap, ...]:
    """A gap for each base or dataset that a header names without an address.

    Args:
        ref: The artefact with the files.
        headers: Texts by path and key.
        parents: Its known parents. If they include a base, a header's unaddressed base is taken to
            be the same; likewise for datasets.
    """
    known = {BASES for parent in parents if parent.is_base}
    known |= {DATA for parent in parents if parent.ref.kind is Kind.DATASET}
    gaps = [
        _gap(ref, path, topic, name)
        for path, texts in sorted(headers.items())
        for topic, name in _names(texts)
        if topic not in known
    ]
    return tuple(dict.fromkeys(gaps))[:_MOST]


def _names(texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Topic and name of each source in a header."""
    bases = 0
    for key, text in texts.items():
        match = _GGUF_NAME.fullmatch(key)
        address = _GGUF_ADDRESS.fullmatch(key)
        if not text.strip():
            continue
        if match:
            bases += match["what"] == "base_model"
            maker = texts.get(key.removesuffix("name") + "organization", "")
            yield _TOPICS[match["what"]], f"{maker} {text}".strip()
        elif address:
            bases += address["what"] == "base_model"
            if f"{key.rpartition('.')[0]}.name" not in texts:
                yield _TOPICS[address["what"]], text
        elif key in _TRAINED_ON or (key == _FAMILY and not texts.keys() & {*_TRAINED_ON}):
            yield BASES, text
    if not bases and texts.get(_GGUF_COUNT, "0") != "0":
        yield BASES, f"{_GGUF_COUNT}: {texts[_GGUF_COUNT]}"


def _gap(ref: ArtifactRef, path: str, topic: str, name: str) -> Gap:
    name = shorten(name, _LONGEST_NAME)
    key = "gap.source-without-address" if topic == BASES else "gap.data-without-address"
    return Gap(
        artifact=ref.purl,
        what=f"{'base' if topic == BASES else 'dataset'} {name}",
        reason="unresolvable",
        detail=message(key, path=path, name=repr(name)),
        topic=topic,
    )
