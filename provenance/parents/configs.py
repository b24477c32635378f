"""What configuration files say about a model's base, and whether they indicate quantisation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from provenance.model.artifact import ADAPTER_CONFIG, Kind, Snapshot, SourceText
from provenance.model.finding import Evidence, shorten
from provenance.parents.statement import BASE, ParentStatement
from provenance.stated import is_owned_name, names

CONFIG = "config.json"
GPTQ_CONFIG = "quantize_config.json"
_GGUF = ".gguf"
_FULL_WEIGHTS = (".safetensors", ".bin", ".pt", ".pth")
# Methods that convert a finished model. Models may also be published or trained in the others
# (bitsandbytes, fp8, mxfp4), so those indicate nothing.
_CONVERTED_BY = frozenset(
    {"gptq", "awq", "exl2", "exl3", "aqlm", "hqq", "quip", "vptq", "eetq", "compressed-tensors"}
)
# A key that transformers writes: where the weights were loaded from.
_ORIGIN = "_name_or_path"
# Processors are saved with the model whose inputs they prepare.
_PROCESSORS = ("preprocessor_config.json", "processor_config.json", "image_processor_config.json")
# Classes of diffusers that hold what a pipeline is fine-tuned in.
_DENOISER = re.compile(r"UNet|Transformer|ControlNet")
# A configuration may be a single line of a megabyte.
_LONGEST_QUOTE = 200
# File, key that names a base, relation to that base, source of the statement.
_FIELDS = (
    (ADAPTER_CONFIG, "base_model_name_or_path", "adapter", "adapter-config"),
    (GPTQ_CONFIG, "model_name_or_path", "quantized", "config"),
    (CONFIG, _ORIGIN, BASE, "config"),
)


def config_statements(
    documents: Mapping[str, SourceText], configs: Mapping[str, Mapping[str, object]]
) -> Iterator[ParentStatement]:
    """The bases that configuration files name.

    Args:
        documents: Texts that were read, by path.
        configs: Parsed JSON files, by path.

    Yields:
        Statements; those from `adapter_config.json` (https://huggingface.co/docs/peft) are stated,
        the others inferred.
    """
    for path, key, relation, source in (*_FIELDS, *_in_folders(documents)):
        if path not in documents:
            continue
        for name in names(configs.get(path, {}).get(key)).texts:
            # A bare word is a folder name, unless the file exists to name a base.
            if source != "config" or "/" in name:
                evidence = _line_of(documents[path], key)
                yield ParentStatement(
                    name=name, kind=Kind.MODEL, relation=relation, source=source, evidence=evidence
                )


def denoiser_statements(
    documents: Mapping[str, SourceText], configs: Mapping[str, Mapping[str, object]]
) -> Iterator[ParentStatement]:
    """The models that the denoiser of a diffusers pipeline, or a control network, was loaded from
    (https://huggingface.co/docs/diffusers). Other parts, such as text encoders, are often those of
    another model and name no base of the whole.

    Args:
        documents: Texts that were read, by path.
        configs: Parsed JSON files, by path.
    """
    for path in sorted(documents):
        folder, _, file = path.rpartition("/")
        config = configs.get(path, {})
        if not folder or file != CONFIG or not _DENOISER.search(str(config.get("_class_name"))):
            continue
        for name in names(config.get(_ORIGIN)).texts:
            if is_owned_name(name):
                evidence = _line_of(documents[path], _ORIGIN)
                yield ParentStatement(
                    name=name, kind=Kind.MODEL, relation=BASE, source="config", evidence=evidence
                )


def processor_statements(
    documents: Mapping[str, SourceText], configs: Mapping[str, Mapping[str, object]]
) -> Iterator[ParentStatement]:
    """The models that the configurations of processors were loaded with. They name a base only of a
    model for which nothing else does: a vision tower has a processor of its own.

    Args:
        documents: Texts that were read, by path.
        configs: Parsed JSON files, by path.
    """
    for path in _PROCESSORS:
        if path not in documents:
            continue
        for name in names(configs.get(path, {}).get(_ORIGIN)).texts:
            if "/" in name:
                evidence = _line_of(documents[path], _ORIGIN)
                yield ParentStatement(
                    name=name, kind=Kind.MODEL, relation=BASE, source="config", evidence=evidence
                )


def _in_folders(documents: Mapping[str, SourceText]) -> Iterator[tuple[str, str, str, str]]:
    """The fields of adapters in folders of their own."""
    _, key, relation, source = _FIELDS[0]
    for path in sorted(documents):
        folder, _, name = path.rpartition("/")
        if folder and name == ADAPTER_CONFIG:
            yield path, key, relation, source


def quantized_by(
    snapshot: Snapshot,
    documents: Mapping[str, SourceText],
    configs: Mapping[str, Mapping[str, object]],
) -> Evidence | None:
    """The evidence that the weights are quantised: GPTQ, AWQ, EXL2, MLX, ... in config.json, or
    only GGUF files."""
    key = quantization_key(configs.get(CONFIG, {}))
    if key:
        return _line_of(documents[CONFIG], key)
    if not has_only_gguf(snapshot):
        return None
    first = next(entry.path for entry in snapshot.files if entry.path.endswith(_GGUF))
    return Evidence.without_lines(snapshot.ref, first, shorten(first))


def has_only_gguf(snapshot: Snapshot) -> bool:
    """Whether all weights of an artefact are GGUF files.

    Args:
        snapshot: The hub's answer.
    """
    paths = [entry.path for entry in snapshot.files]
    has_full_weights = any(path.endswith(_FULL_WEIGHTS) for path in paths)
    return not has_full_weights and any(path.endswith(_GGUF) for path in paths)


def quantization_key(config: Mapping[str, object]) -> str | None:
    """The key of config.json that indicates that a finished model was quantised, or None.

    Args:
        config: The parsed config.json.
    """
    settings = config.get("quantization_config")
    if isinstance(settings, dict) and str(settings.get("quant_method")) in _CONVERTED_BY:
        return "quant_method"
    mlx = config.get("quantization")
    if isinstance(mlx, dict) and {"bits", "group_size"} <= mlx.keys():
        return "quantization"
    return None


def _line_of(document: SourceText, key: str) -> Evidence:
    """The first line that contains a JSON key; a single-line file is quoted around it."""
    written = f'"{key}"'
    number = document.line_with(written)
    line = document.lines()[number - 1]
    start = max(line.find(written), 0)
    quote = line[start : start + _LONGEST_QUOTE]
    return Evidence.quoting(document, number, number, quote)
