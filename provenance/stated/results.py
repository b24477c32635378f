"""Evaluation results of `model-index`: figures, and what appears in place of one.

Source: https://huggingface.co/docs/hub/model-cards#evaluation-results
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from provenance.messages import message
from provenance.stated.reading import Path, Reading, leftover, together
from provenance.stated.values import figure, is_empty, mappings, texts
from provenance.text.placeholder import is_placeholder

_VALUE_KEYS = ("value", "score", "result")
# Keys that describe a metric besides its figure.
_METRIC_KEYS = frozenset({"type", "name", "args", "config", "verified", "verifyToken", "revision"})
_RESULT_KEYS = frozenset({"task", "dataset", "metrics", "source", "name"})
_METRIC = message("gap.expected.metric")


@dataclass(frozen=True, slots=True)
class Result:
    """A figure.

    Attributes:
        dataset: The description of the dataset; only a name if it is a text.
        metric: What was measured; empty if not stated.
        figure: The figure as written; empty if there is none.
    """

    dataset: Mapping[str, object]
    metric: str
    figure: str


def results(value: object) -> Iterator[Result]:
    """Every result in document order, including those without a figure.

    Args:
        value: `model-index` from the card or a hub answer.
    """
    for model, _ in mappings(value, (), "")[0]:
        for entry, _ in mappings(model.get("results"), (), "")[0]:
            stated = entry.get("dataset")
            dataset = stated if isinstance(stated, Mapping) else {"name": stated}
            for metric, _ in mappings(entry.get("metrics"), (), "")[0]:
                for name, score in _figures_of(metric):
                    yield Result(dataset, _name_of(metric, name), score)


def result_index(value: object, path: Path) -> Reading:
    """Report what was not understood in `model-index`."""
    models, rest = mappings(value, path, message("gap.expected.with-key", key="results"))
    readings = [rest]
    for model, at in models:
        expected = message("gap.expected.result")
        entries, other = mappings(model.get("results"), (*at, "results"), expected)
        readings.append(other)
        described = {key: member for key, member in model.items() if key != "name"}
        if is_empty(model.get("results")) and not is_empty(described):
            readings.append(leftover(model, at, message("gap.expected.key", key="results")))
        readings += [_metrics_of(entry, below) for entry, below in entries]
    return together(readings)


def _metrics_of(entry: Mapping[str, object], path: Path) -> Reading:
    stated = entry.get("metrics")
    if is_empty(stated):
        surplus = any(key not in _RESULT_KEYS and not is_empty(entry[key]) for key in entry)
        expected = message("gap.expected.key", key="metrics")
        return leftover(entry, path, expected) if surplus else Reading()
    metrics, rest = mappings(stated, (*path, "metrics"), _METRIC)
    expected = message("gap.expected.key", key="value")
    strange = [leftover(metric, at, expected) for metric, at in metrics if not _figures_of(metric)]
    for metric, at in metrics:
        strange += [
            leftover(str(value), (*at, key), message("gap.expected.figure"))
            for key, value in metric.items()
            if _is_no_figure(key, value)
        ]
    return together((rest, *strange))


def _is_no_figure(key: str, value: object) -> bool:
    """Whether a metric has no number where a figure belongs: `.nan`, `.inf`, or words."""
    if isinstance(value, float):
        return not math.isfinite(value)
    in_words = key in _VALUE_KEYS and isinstance(value, str) and not is_placeholder(value)
    return in_words and not any(character.isdecimal() for character in str(value))


def _figures_of(metric: Mapping[str, object]) -> list[tuple[str, str]]:
    """The figures of one metric, each with its key; the key is empty if `type` names the metric.

    `{type: accuracy, value: 0.9}` has one figure, `{accuracy: 0.9, f1: 0.8}` one per key. A named
    metric without a value yields a result without a figure.
    """
    key = next((key for key in _VALUE_KEYS if key in metric), None)
    if key is not None:
        return [("", figure(metric[key]))]
    own = [(str(name), member) for name, member in metric.items() if name not in _METRIC_KEYS]
    if own:
        return [(name, figure(member)) for name, member in own]
    return [("", "")] if "type" in metric or "name" in metric else []


def _name_of(metric: Mapping[str, object], key: str) -> str:
    metric_names = ", ".join(texts(metric.get("type")).texts or texts(metric.get("name")).texts)
    return f"{metric_names} ({key})" if metric_names and key else metric_names or key
