"""What a registered model and its run state, in the shapes that MLflow servers and Unity Catalog
share (https://mlflow.org/docs/latest/rest-api.html)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from provenance.files.safe_json import JsonError, load_json
from provenance.hubs.catalogue import card_data, mapping, objects, text_of

_LICENCE_KEYS = ("license", "licence")
# The source of a model that was saved from a folder is that folder.
_PATH = re.compile(r"[./~\\]|[A-Za-z]:[\\/]")
_BASE_KEYS = ("base_model", "source_model_name", "mlflow.transformers.source_model_name")


def registry_statements(
    version: Mapping[str, object], description: Mapping[str, object], run: Mapping[str, object]
) -> dict[str, object]:
    """Licence, base and datasets, under the keys that metadata readers use.

    Args:
        version: The version; its tags may state a licence and a base.
        description: The MLmodel file, which may state both as well; empty if it was not read.
        run: The run that made it, with the datasets that it logged.
    """
    tags = {
        text_of(tag.get("key")).casefold(): text_of(tag.get("value"))
        for tag in objects(version.get("tags"))
    }
    flavours = mapping(description.get("flavors")).values()
    places = [tags, mapping(description.get("metadata")), *map(mapping, flavours)]
    licences = _values(places, _LICENCE_KEYS)
    bases = [name for name in _values(places, _BASE_KEYS) if not _PATH.match(name)]
    return card_data(
        license=licences[0] if licences else "",
        base_model=bases,
        datasets=_logged_datasets(run),
    )


def _values(places: list[Mapping[str, object]], keys: tuple[str, ...]) -> list[str]:
    """The different texts under any of these keys, in order."""
    texts = (text_of(place.get(key)) for place in places for key in keys)
    return list(dict.fromkeys(text for text in texts if text))


def _logged_datasets(run: Mapping[str, object]) -> list[str]:
    """The datasets that a run logged: the address that each was read from, else its name."""
    datasets = []
    for entry in objects(mapping(run.get("inputs")).get("dataset_inputs")):
        dataset = mapping(entry.get("dataset"))
        datasets.append(_origin(dataset) or text_of(dataset.get("name")))
    return [name for name in datasets if name]


def _origin(dataset: Mapping[str, object]) -> str:
    """What the source of a logged dataset names on a hub; empty for files, tables and code."""
    try:
        source = mapping(load_json(text_of(dataset.get("source")).encode()).value)
    except JsonError:
        return ""
    if text_of(dataset.get("source_type")) == "hugging_face":
        return text_of(source.get("path"))
    return ""
