"""What is read of front matter, a hub's answer and configurations: field by field, what belongs
there.

A field that some reader of this project looks at stands in a table here, with the same reader. So
there is one place that tells what is left over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

from provenance.artifact import BASES, DATA, DETAIL, PRIVACY
from provenance.stated.names import names
from provenance.stated.reading import Leftover, Path, Reading, leftover, together
from provenance.stated.values import figure, is_empty, mappings, members, texts

Reader: TypeAlias = Callable[[object, Path], Reading]

RELATIONS = ("finetune", "adapter", "quantized", "merge")
_RELATION_WORDS = frozenset({*RELATIONS, "distilled", "base"})
_FIGURE_KEYS = frozenset({"value", "score", "result"})
_METRIC_KEYS = frozenset({"type", "name", "args", "config", "verified", "verifyToken", "revision"})


@dataclass(frozen=True, slots=True)
class Field:
    """A field that is read.

    Attributes:
        key: Its key; a field within another one is reached by the reader.
        read: How.
        topic: What is lost where it is not understood.
    """

    key: str
    read: Reader
    topic: str


def whether(value: object, path: Path) -> Reading:
    """Read true or false, or a word such as the hub's `manual`."""
    if isinstance(value, bool) or value is None:
        return Reading()
    return texts(value, path) if isinstance(value, str) else leftover(value, path, "true or false")


def result_index(value: object, path: Path) -> Reading:
    """Read `model-index` far enough to tell what is left over
    (https://huggingface.co/docs/hub/model-cards#evaluation-results)."""
    models, rest = mappings(value, path, "a mapping with `results`")
    readings = [rest]
    for model, at in models:
        results, other = mappings(model.get("results"), (*at, "results"), "a result")
        readings.append(other)
        if not results and not is_empty(model) and is_empty(model.get("results")):
            nameless = {key: member for key, member in model.items() if key != "name"}
            readings += [] if is_empty(nameless) else [leftover(model, at, "`results`")]
        readings += [_metrics_of(result, below) for result, below in results]
    return together(readings)


def _metrics_of(result: Mapping[str, object], path: Path) -> Reading:
    stated = result.get("metrics")
    if is_empty(stated):
        known = {"task", "dataset", "metrics", "source", "name"}
        surplus = any(key not in known and not is_empty(result[key]) for key in result)
        return leftover(result, path, "`metrics`") if surplus else Reading()
    metrics, rest = mappings(stated, (*path, "metrics"), "a metric with `type` and `value`")
    strange = [leftover(metric, at, "`value`") for metric, at in metrics if not results_in(metric)]
    return together((rest, *strange))


def results_in(metric: Mapping[str, object]) -> list[tuple[str, str]]:
    """The figures of one metric: its own name (empty where `type` gives it) and the figure as text.

    `{type: accuracy, value: 0.9}` holds one, and so does `{accuracy: 0.9, f1: 0.8}` for each key.
    A metric that names nothing but a type with a value of null holds one without a figure.
    """
    key = next((key for key in ("value", "score", "result") if key in metric), None)
    if key is not None:
        return [("", figure(metric[key]))]
    own = [(name, member) for name, member in metric.items() if name not in _METRIC_KEYS]
    if not own:
        return [("", "")] if "type" in metric or "name" in metric else []
    return [(name, figure(member)) for name, member in own]


def data_columns(value: object, path: Path) -> Reading:
    """Read `dataset_info` far enough to tell what is left over of its columns."""
    infos, rest = mappings(value, path, "a mapping with `features`")
    readings = [rest]
    for info, at in infos:
        features = info.get("features")
        if is_empty(features) and not isinstance(features, Mapping):
            continue
        readings.append(_features(features, (*at, "features")))
    return together(readings)


def _features(value: object, path: Path) -> Reading:
    if isinstance(value, Mapping):
        return Reading()
    if not isinstance(value, list | tuple):
        return leftover(value, path, "a list of columns")
    expected = "a column with `name`"
    strange = [
        leftover(item, (*path, at), expected)
        for at, item in members(value)
        if not is_empty(item)
        and not isinstance(item, str)
        and not (isinstance(item, Mapping) and isinstance(item.get("name"), str | int))
    ]
    return together(strange)


def emissions(value: object, path: Path) -> Reading:
    """Read `co2_eq_emissions`: one figure, or a mapping of figures and texts."""
    return Reading() if figure(value) or is_empty(value) else leftover(value, path, "a figure")


def relation(value: object, path: Path) -> Reading:
    """Read how something was made from its base."""
    read = texts(value, path, "one of " + ", ".join(RELATIONS))
    strange = [
        leftover(found.text, found.path, "one of " + ", ".join(RELATIONS))
        for found in read.values
        if found.text not in _RELATION_WORDS
    ]
    return together((*strange, Reading(leftovers=read.leftovers)))


def base_models(value: object, path: Path) -> Reading:
    """Read `baseModels` of a hub's answer: the relation and a list of models."""
    if not isinstance(value, Mapping) or "models" not in value:
        return names(value, path)
    how = relation(value.get("relation"), (*path, "relation"))
    return together((names(value["models"], (*path, "models")), how))


def counts(value: object, path: Path) -> Reading:
    """Read `safetensors` of a hub's answer: parameters by type, and their sum."""
    if not isinstance(value, Mapping):
        return Reading() if is_empty(value) else leftover(value, path, "counts of parameters")
    total, by_type = value.get("total"), value.get("parameters")
    strange = []
    if total is not None and (not isinstance(total, int) or isinstance(total, bool)):
        strange.append(leftover(total, (*path, "total"), "a whole number"))
    if by_type is not None and not isinstance(by_type, Mapping):
        strange.append(leftover(by_type, (*path, "parameters"), "counts by data type"))
    return together(strange)


def mapping(value: object, path: Path) -> Reading:
    """Read what must be a mapping."""
    strange = not isinstance(value, Mapping) and not is_empty(value)
    return leftover(value, path, "a mapping") if strange else Reading()


def numbers(value: object, path: Path) -> Reading:
    """Read a number, or one for each layer; text of digits is a number."""
    read = texts(value, path, "a number")
    strange = [
        leftover(found.text, found.path, "a number")
        for found in read.values
        if not found.text.lstrip("-").replace(".", "", 1).isdecimal()
    ]
    return together((*strange, Reading(leftovers=read.leftovers)))


def origin(value: object, path: Path) -> Reading:
    """Read where weights were loaded from: any text, mostly a folder of the author's machine."""
    return Reading() if isinstance(value, str) else names(value, path)


_DATASET_NAMES = partial(names, expected="the name of a dataset")
_TEXTS = texts

CARD = (
    Field("base_model", names, BASES),
    Field("base_model_relation", relation, BASES),
    Field("merged_models", names, BASES),
    Field("datasets", _DATASET_NAMES, DATA),
    Field("source_datasets", _TEXTS, DATA),
    Field("new_version", names, DETAIL),
    Field("dataset_info", data_columns, PRIVACY),
    Field("extra_gated_prompt", _TEXTS, PRIVACY),
    Field("model-index", result_index, DETAIL),
    Field("co2_eq_emissions", emissions, DETAIL),
    *(
        Field(key, _TEXTS, DETAIL)
        for key in ("library_name", "pipeline_tag", "language", "tags", "metrics", "model_name")
    ),
    *(
        Field(key, _TEXTS, DETAIL)
        for key in ("pretty_name", "size_categories", "task_categories", "task_ids")
    ),
    *(
        Field(key, _TEXTS, DETAIL)
        for key in ("annotations_creators", "language_creators", "multilinguality")
    ),
)
"""Front matter, but for licences."""

ANSWER = (
    Field("baseModels", base_models, BASES),
    Field("tags", _TEXTS, ""),
    Field("cardData", mapping, ""),
    Field("config", mapping, DETAIL),
    Field("gated", whether, DETAIL),
    Field("disabled", whether, DETAIL),
    Field("safetensors", counts, DETAIL),
    Field("pipeline_tag", _TEXTS, DETAIL),
    Field("library_name", _TEXTS, DETAIL),
    Field("model-index", result_index, DETAIL),
    Field("createdAt", _TEXTS, DETAIL),
    Field("lastModified", _TEXTS, DETAIL),
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
    Field("_name_or_path", origin, BASES),
    Field("model_type", _TEXTS, DETAIL),
    Field("architectures", _TEXTS, DETAIL),
    Field("hidden_act", _TEXTS, DETAIL),
    Field("transformers_version", _TEXTS, DETAIL),
    Field("quantization_config", mapping, DETAIL),
    *(Field(key, numbers, DETAIL) for key in HYPERPARAMETERS),
)
CONFIGS: Mapping[str, tuple[Field, ...]] = {
    "config.json": _MODEL_CONFIG,
    "adapter_config.json": (
        Field("base_model_name_or_path", names, BASES),
        Field("peft_type", _TEXTS, DETAIL),
    ),
    "quantize_config.json": (Field("model_name_or_path", origin, BASES),),
}
"""Configuration files of a model, by path."""


def leftovers(fields: tuple[Field, ...], values: Mapping[str, Any]) -> list[tuple[str, Leftover]]:
    """What of these fields is present and not understood, each with its topic."""
    return [
        (field.topic, left)
        for field in fields
        if field.key in values
        for left in field.read(values[field.key], (field.key,)).leftovers
    ]
