"""The fields that are read from front matter, hub answers and configurations, and what belongs in
each.

Every field that any reader evaluates has an entry here with the same reader, so that this one place
knows what is left over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias, TypeGuard

from provenance.messages import message
from provenance.model.artifact import BASES, DATA, DETAIL, FILES, PRIVACY
from provenance.stated.columns import data_columns
from provenance.stated.names import DATASET_NAME, names, source_names
from provenance.stated.reading import Leftover, Path, Reading, leftover, together
from provenance.stated.results import result_index
from provenance.stated.values import figure, is_absent, mappings, texts
from provenance.text.placeholder import is_placeholder

Reader: TypeAlias = Callable[[object, Path], Reading]

# A million times the largest model; a larger number counts something else.
MOST_PARAMETERS = 10**18
# Longer than any file system path.
LONGEST_ORIGIN = 1_000
_EMISSIONS = "emissions"
RELATIONS = ("finetune", "adapter", "quantized", "merge")
# https://huggingface.co/docs/hub/security-malware: what a scan says of a file.
_SCAN_LEVELS = ("safe", "ok", "unscanned", "queued", "error", "caution", "suspicious", "unsafe")
# What the configurations of transformers, compressed-tensors and ModelOpt say of a quantisation.
QUANTIZATION_SETTINGS = frozenset(
    [
        "activation_scheme",
        "bits",
        "config_groups",
        "fmt",
        "format",
        "group_size",
        "load_in_4bit",
        "load_in_8bit",
        "nbits",
        "producer",
        "q_group_size",
        "quant_algo",
        "quant_method",
        "quant_type",
        "w_bit",
        "wbits",
        "weight_block_size",
        "weights",
    ]
)
_RELATION_WORDS = frozenset({*RELATIONS, "distilled", "base"})


@dataclass(frozen=True, slots=True)
class MetadataField:
    """A field that is read.

    Attributes:
        key: Its key; the reader descends into nested fields.
        read: Its reader.
        topic: What the gap affects if it is not understood.
    """

    key: str
    read: Reader
    topic: str


def whether(value: object, path: Path) -> Reading:
    """Read a boolean, or a word such as the hub's `manual`."""
    if isinstance(value, bool) or value is None:
        return Reading()
    if isinstance(value, str):
        return texts(value, path)
    return leftover(value, path, message("gap.shape.flag"))


def emissions(value: object, path: Path) -> Reading:
    """Read `co2_eq_emissions`: a figure, or a mapping of figures and texts."""
    if is_absent(value):
        return Reading()
    expected = message("gap.expected.figure")
    if not figure(value):
        return leftover(value, path, expected)
    stated, place = value, path
    if isinstance(value, Mapping):
        stated, place = value.get(_EMISSIONS), (*path, _EMISSIONS)
    if isinstance(stated, bool):
        return leftover(stated, place, expected)
    in_words = isinstance(stated, str) and not is_placeholder(stated)
    if in_words and not any(character.isdecimal() for character in str(stated)):
        return leftover(stated, place, expected)
    return Reading()


def words(value: object, path: Path) -> Reading:
    """Read words such as a task or a language. A text without a letter does not count: `3.5` for a
    language."""
    expected = message("gap.shape.text")
    read = texts(value, path, expected)
    strange = [
        leftover(item.text, item.path, expected)
        for item in read.values
        if not any(character.isalpha() for character in item.text)
    ]
    return together((*strange, Reading(leftovers=read.leftovers)))


def single_word(value: object, path: Path) -> Reading:
    """Read a word where only one belongs. A list of one counts as that word."""
    if len(texts(value, path).values) > 1:
        return leftover(value, path, message("gap.expected.single"))
    return words(value, path)


def relation(value: object, path: Path) -> Reading:
    """Read how something was made from its base: one word."""
    expected = message("gap.expected.one-of", words=tuple(RELATIONS))
    read = texts(value, path, expected)
    if len(read.values) > 1 or isinstance(value, Mapping):
        return leftover(value, path, expected) if not is_absent(value) else Reading()
    strange = [
        leftover(item.text, item.path, expected)
        for item in read.values
        if item.text not in _RELATION_WORDS
    ]
    return together((*strange, Reading(leftovers=read.leftovers)))


def base_models(value: object, path: Path) -> Reading:
    """Read `baseModels` of a hub answer: the relation and a list of models."""
    if not isinstance(value, Mapping) or "models" not in value:
        return names(value, path)
    how = relation(value.get("relation"), (*path, "relation"))
    return together((names(value["models"], (*path, "models")), how))


def counts(value: object, path: Path) -> Reading:
    """Read `safetensors` of a hub answer: parameters by type, and their sum."""
    if is_absent(value) or parameter_counts(value)[0] is not None:
        return Reading()
    if not isinstance(value, Mapping):
        return leftover(value, path, message("gap.expected.parameters"))
    total, by_type = value.get("total"), value.get("parameters")
    if total is not None:
        return leftover(total, (*path, "total"), message("gap.expected.whole-number"))
    if "parameters" in value:
        strange = not is_absent(by_type)
        here = (*path, "parameters")
        expected = message("gap.expected.data-types")
        return leftover(by_type, here, expected) if strange else Reading()
    return leftover(value, path, message("gap.expected.parameters"))


def parameter_counts(value: object) -> tuple[int | None, tuple[str, ...]]:
    """The parameter count of safetensors files as counted by a hub, and the data types.

    Args:
        value: `safetensors` of the hub answer.

    Returns:
        The total, or the sum over the types if there is none; None if neither is a count.
    """
    if not isinstance(value, Mapping):
        return None, ()
    total, by_type = value.get("total"), value.get("parameters")
    counted = by_type if isinstance(by_type, Mapping) else {}
    dtypes = tuple(sorted(map(str, counted)))
    if total is None and counted and all(_is_count(number) for number in counted.values()):
        total = sum(counted.values())
    return (total if _is_count(total) else None), dtypes


def _is_count(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < MOST_PARAMETERS


def scan_status(value: object, path: Path) -> Reading:
    """Read `securityRepoStatus` of a hub answer: files with a scanner result."""
    if not isinstance(value, Mapping):
        if is_absent(value):
            return Reading()
        return leftover(value, path, message("gap.shape.mapping"))
    issues, rest = mappings(
        value.get("filesWithIssues"), (*path, "filesWithIssues"), message("gap.expected.scan")
    )
    strange = [
        leftover(issue, at, message("gap.expected.scan"))
        for issue, at in issues
        if not isinstance(issue.get("path"), str) or issue.get("level") not in _SCAN_LEVELS
    ]
    return together((rest, *strange))


def mapping(value: object, path: Path) -> Reading:
    """Read a mapping."""
    strange = not isinstance(value, Mapping) and not is_absent(value)
    return leftover(value, path, message("gap.shape.mapping")) if strange else Reading()


def quantization(value: object, path: Path) -> Reading:
    """Read the settings of a quantised model: at least one of them says how it was quantised."""
    if not isinstance(value, Mapping):
        return mapping(value, path)
    if is_absent(value) or QUANTIZATION_SETTINGS & value.keys():
        return Reading()
    return leftover(value, path, message("gap.shape.quantization"))


def numbers(value: object, path: Path) -> Reading:
    """Read a number, or one per layer; text of digits counts as a number."""
    expected = message("gap.shape.number")
    read = texts(value, path, expected)
    strange = [
        leftover(item.text, item.path, expected)
        for item in read.values
        if not item.text.lstrip("-").replace(".", "", 1).isdecimal()
    ]
    return together((*strange, Reading(leftovers=read.leftovers)))


def origin(value: object, path: Path) -> Reading:
    """Read where weights were loaded from: any text, mostly a folder on the author's machine."""
    if isinstance(value, str) and len(value) <= LONGEST_ORIGIN:
        return Reading()
    if isinstance(value, str):
        return leftover(value, path, message("gap.expected.path"))
    return names(value, path)


_DATASET_NAMES = partial(names, expected=DATASET_NAME)
_TEXTS = texts

CARD = (
    MetadataField("base_model", names, BASES),
    MetadataField("base_model_relation", relation, BASES),
    MetadataField("merged_models", names, BASES),
    MetadataField("datasets", _DATASET_NAMES, DATA),
    MetadataField("source_datasets", source_names, DATA),
    MetadataField("new_version", names, DETAIL),
    MetadataField("dataset_info", data_columns, PRIVACY),
    MetadataField("extra_gated_prompt", _TEXTS, PRIVACY),
    MetadataField("model-index", result_index, DETAIL),
    MetadataField("co2_eq_emissions", emissions, DETAIL),
    *(MetadataField(key, single_word, DETAIL) for key in ("library_name", "pipeline_tag")),
    *(MetadataField(key, _TEXTS, DETAIL) for key in ("tags", "metrics", "model_name")),
    *(
        MetadataField(key, words, DETAIL)
        for key in ("language", "size_categories", "task_categories", "task_ids")
    ),
    *(
        MetadataField(key, words, DETAIL)
        for key in ("annotations_creators", "language_creators", "multilinguality")
    ),
    MetadataField("pretty_name", _TEXTS, DETAIL),
)
"""Front matter, but for licences."""

ANSWER = (
    MetadataField("baseModels", base_models, BASES),
    MetadataField("tags", _TEXTS, ""),
    MetadataField("cardData", mapping, ""),
    MetadataField("config", mapping, DETAIL),
    MetadataField("gated", whether, DETAIL),
    MetadataField("disabled", whether, DETAIL),
    MetadataField("private", whether, DETAIL),
    MetadataField("safetensors", counts, DETAIL),
    MetadataField("securityRepoStatus", scan_status, FILES),
    MetadataField("pipeline_tag", single_word, DETAIL),
    MetadataField("library_name", single_word, DETAIL),
    MetadataField("model-index", result_index, DETAIL),
    MetadataField("createdAt", _TEXTS, DETAIL),
    MetadataField("lastModified", _TEXTS, DETAIL),
)
"""A hub's answer; `siblings` and scans are read where the listing is."""

HYPERPARAMETERS = (
    "hidden_size",
    "intermediate_size",
    "max_position_embeddings",
    "num_attention_heads",
    "num_hidden_layers",
    "num_key_value_heads",
    "vocab_size",
)
_MODEL_CONFIG = (
    MetadataField("_name_or_path", origin, BASES),
    MetadataField("model_type", _TEXTS, DETAIL),
    MetadataField("architectures", _TEXTS, DETAIL),
    MetadataField("hidden_act", _TEXTS, DETAIL),
    MetadataField("transformers_version", _TEXTS, DETAIL),
    MetadataField("quantization_config", quantization, DETAIL),
    *(MetadataField(key, numbers, DETAIL) for key in HYPERPARAMETERS),
)
CONFIGS: Mapping[str, tuple[MetadataField, ...]] = {
    "config.json": _MODEL_CONFIG,
    "adapter_config.json": (
        MetadataField("base_model_name_or_path", names, BASES),
        MetadataField("peft_type", _TEXTS, DETAIL),
    ),
    "quantize_config.json": (MetadataField("model_name_or_path", origin, BASES),),
}
"""Configuration files of a model, by path."""


def leftovers(
    fields: tuple[MetadataField, ...], values: Mapping[str, object]
) -> list[tuple[str, Leftover]]:
    """What was not understood in these fields, each with its topic."""
    return [
        (field.topic, left)
        for field in fields
        if field.key in values
        for left in field.read(values[field.key], (field.key,)).leftovers
    ]
