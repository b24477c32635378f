"""Bases and datasets that weight headers name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from provenance.files.safe_json import JsonError, load_json
from provenance.model.artifact import BASES, ArtifactRef, Gap, Kind
from provenance.model.finding import Evidence, shorten
from provenance.parents.statement import BASE, DATASET, ParentStatement
from provenance.stated import Reading, gap_of, hub_link, is_owned_name, leftover, names
from provenance.stated.names import MODEL_NAME

# https://github.com/ggml-org/ggml/blob/master/docs/gguf.md, "Source metadata": base_model and
# dataset belong to the model that was converted; source is that model itself.
_GGUF = re.compile(
    r"general\.(?:(?P<what>base_model|dataset)\.\d{1,3}\.repo_url|source\.(?:repo_url|url))"
)
_GGUF_SOURCE = "general.source.huggingface.repository"
# https://github.com/Stability-AI/ModelSpec and the trainers that write it: names of what was
# trained on or merged.
_SAFETENSORS = {
    "modelspec.merged_from": "merge",
    "ss_sd_model_name": BASE,
    "ss_base_model": BASE,
    "base_model": BASE,
}
# Keys made for naming a base; under the others trainers put local file names.
_NAMES_A_BASE = "base_model"
_FILES = (".safetensors", ".ckpt")
# Header values are cut at a thousand characters.
_CUT = 1_000


def header_statements(
    ref: ArtifactRef, headers: Mapping[str, Mapping[str, str]]
) -> tuple[list[ParentStatement], list[Gap]]:
    """The parents that texts in weight headers name.

    Args:
        ref: The artefact with the files.
        headers: Texts by path and key.

    Returns:
        The statements, and a gap for each text in a base field that was not understood.
    """
    statements: list[ParentStatement] = []
    gaps: list[Gap] = []
    for path, texts in headers.items():
        for key, text in texts.items():
            evidence = _evidence(ref, path, f"{key}: {text}")
            for name, kind, relation in _statements_in(key, text):
                statement = ParentStatement(
                    name=name,
                    kind=kind,
                    relation=relation,
                    source="weight-header",
                    evidence=evidence,
                )
                statements.append(statement)
            if key == _NAMES_A_BASE:
                gaps += [gap_of(ref.purl, BASES, path, left) for left in _read(key, text).leftovers]
    return statements, gaps


def _evidence(ref: ArtifactRef, path: str, text: str) -> Evidence:
    """A text of a weight header; headers have no lines."""
    return Evidence.without_lines(ref, path, shorten(text))


def _statements_in(key: str, text: str) -> Iterator[tuple[str, Kind, str]]:
    if gguf := _GGUF.fullmatch(key):
        relation = "quantized" if gguf["what"] is None else BASE
        yield from _linked(text, relation)
    elif key == _GGUF_SOURCE and is_owned_name(text):
        yield text, Kind.MODEL, "quantized"
    elif key in _SAFETENSORS:
        for name in _read(key, text).texts:
            if _is_model_name(key, name):
                yield name, Kind.MODEL, _SAFETENSORS[key]


def _linked(address: str, relation: str) -> Iterator[tuple[str, Kind, str]]:
    """The artefact at a hub address; a dataset has only the relation `dataset`."""
    link = hub_link(address)
    if link:
        kind, name = link
        yield name, kind, relation if kind is Kind.MODEL else DATASET


def _is_model_name(key: str, name: str) -> bool:
    is_certain = is_owned_name(name.partition("@")[0]) or hub_link(name) is not None
    return (is_certain or key == _NAMES_A_BASE) and not name.endswith(_FILES)


def _read(key: str, text: str) -> Reading:
    """Names in a text, which may be JSON: headers contain only texts."""
    path = (key,)
    if len(text) >= _CUT:
        return leftover(text, path, MODEL_NAME)
    value: object = text
    if text.lstrip()[:1] in ("[", "{"):
        try:
            value = load_json(text).value
        except JsonError:
            return leftover(text, path, MODEL_NAME)
    return names(value, path)
