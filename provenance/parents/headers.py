"""Bases and datasets that the headers of weight files name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from provenance.model.artifact import ArtifactRef, Kind
from provenance.model.finding import Evidence, shorten
from provenance.parents.statement import BASE, DATASET, Statement
from provenance.stated import hub_link

# https://github.com/ggml-org/ggml/blob/master/docs/gguf.md, "Source metadata": base_model and
# dataset are those of the model that was converted, source is that model itself.
_GGUF = re.compile(
    r"general\.(?:(?P<what>base_model|dataset)\.\d{1,3}\.repo_url|source\.(?:repo_url|url))"
)
_GGUF_SOURCE = "general.source.huggingface.repository"
# https://github.com/Stability-AI/ModelSpec and the trainers that write it: names of what was
# trained on or merged.
_SAFETENSORS = {"modelspec.merged_from": "merge", "ss_sd_model_name": BASE, "base_model": BASE}
_OWNER_AND_NAME = re.compile(r"[\w.-]{1,96}/[\w.-]{1,96}")


def header_statements(
    ref: ArtifactRef, headers: Mapping[str, Mapping[str, str]]
) -> Iterator[Statement]:
    """What the texts in weight headers name.

    Args:
        ref: The artefact that holds the files.
        headers: Texts by path and key.
    """
    for path, texts in headers.items():
        for key, text in texts.items():
            for name, kind, relation in _named(key, text):
                quote = shorten(f"{key}: {text}")
                evidence = Evidence(ref.purl, path, ref.revision or "", None, None, quote, None)
                yield Statement(name, kind, relation, "weight-header", evidence)


def _named(key: str, text: str) -> Iterator[tuple[str, Kind, str]]:
    if found := _GGUF.fullmatch(key):
        link = hub_link(text)
        if link:
            model = "quantized" if found["what"] is None else BASE
            yield link[1], link[0], model if link[0] is Kind.MODEL else DATASET
    elif key == _GGUF_SOURCE and _OWNER_AND_NAME.fullmatch(text):
        yield text, Kind.MODEL, "quantized"
    elif key in _SAFETENSORS:
        for name in text.split(","):
            if _OWNER_AND_NAME.fullmatch(name.strip()) and not name.strip().endswith(
                (".safetensors", ".ckpt")
            ):
                yield name.strip(), Kind.MODEL, _SAFETENSORS[key]
