"""Keras archives (`.keras`) and the code that a Keras configuration would run.

A `.keras` file is a ZIP archive of `config.json`, `metadata.json` and `model.weights.h5`
(https://keras.io/guides/serialization_and_saving/). Its configuration names classes by module: a
Lambda layer contains Python byte code, and a module outside Keras is imported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from provenance.files.safe_json import JsonError, load_json
from provenance.messages import Message, message
from provenance.weights.errors import MalformedHeaderError
from provenance.weights.facts import WeightFacts, metadata_of
from provenance.weights.pickles import verdict_of
from provenance.weights.ranges import Ranges
from provenance.weights.uses import Action, LoadVerdict, Use
from provenance.weights.zip_directory import read_directory, read_entry

_CONFIG, _METADATA = "config.json", "metadata.json"
_MOST_CONFIG = 16 * 1024 * 1024
_MOST_USES = 200
_KERAS_MODULES = ("keras", "tf_keras", "keras_hub", "keras_nlp", "keras_cv", "tensorflow.keras")
# Classes that bring their own code.
_HOLDS_CODE = frozenset({"Lambda", "__lambda__", "TorchModuleWrapper", "TFSMLayer"})


def read_keras(ranges: Ranges) -> WeightFacts:
    """Read the configuration of a `.keras` archive.

    Raises:
        MalformedHeaderError: It has no readable configuration.
        TruncatedHeaderError, HubError: The archive could not be read.
    """
    directory = read_directory(ranges)
    by_name = {entry.name: entry for entry in directory.entries}
    oddities: list[Message] = list(directory.oddities)
    texts: dict[str, bytes] = {}
    for name in (_CONFIG, _METADATA):
        if name in by_name:
            texts[name], odd = read_entry(ranges, by_name[name], _MOST_CONFIG)
            oddities += odd
    if _CONFIG not in texts:
        raise MalformedHeaderError(ranges.path, message("weights.malformed.keras"))
    config = _json(ranges.path, texts[_CONFIG])
    metadata = _json(ranges.path, texts[_METADATA]) if _METADATA in texts else {}
    entries = metadata if isinstance(metadata, Mapping) else {}
    return WeightFacts(
        path=ranges.path,
        format="keras",
        parameters=None,
        metadata=metadata_of({key: str(value) for key, value in entries.items()}),
        uses=keras_uses(config, _CONFIG),
        oddities=tuple(oddities),
    )


def keras_uses(config: object, place: str) -> tuple[Use, ...]:
    """Layers and objects of a Keras configuration that bring their own code.

    Args:
        config: The parsed configuration.
        place: Where the configuration is located.
    """
    uses: dict[str, Use] = {}
    for name, verdict in _named(config):
        if len(uses) >= _MOST_USES:
            break
        known = uses.get(name)
        if known is None or verdict is LoadVerdict.DANGEROUS:
            uses[name] = Use(name=name, action=Action.LAYER, verdict=verdict, place=place)
    return tuple(uses.values())


def read_config(path: str, text: bytes, file_format: str) -> WeightFacts:
    """The facts of a configuration from an attribute or a separate text.

    Raises:
        MalformedHeaderError: Not JSON.
    """
    config = _json(path, text)
    return WeightFacts(
        path=path,
        format=file_format,
        parameters=None,
        metadata=MappingProxyType({}),
        uses=keras_uses(config, "model_config"),
    )


def _json(path: str, text: bytes) -> object:
    try:
        return load_json(text).value
    except JsonError as error:
        reason = message("weights.malformed.keras-json", why=error.reason)
        raise MalformedHeaderError(path, reason) from None


def _named(config: object) -> Iterator[tuple[str, LoadVerdict]]:
    """Every class and module in a configuration that does not belong to Keras."""
    waiting: list[object] = [config]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, Mapping):
            yield from _of_object(value)
            waiting += value.values()


def _of_object(value: Mapping[str, object]) -> Iterator[tuple[str, LoadVerdict]]:
    class_name, module = value.get("class_name"), value.get("module")
    registered = value.get("registered_name")
    if not isinstance(class_name, str):
        return
    if class_name in _HOLDS_CODE:
        yield class_name, LoadVerdict.DANGEROUS
    elif isinstance(module, str) and not _is_of_keras(module):
        name = f"{module}.{class_name}"
        is_harmful = verdict_of(name) is LoadVerdict.DANGEROUS and module != "builtins"
        yield name, LoadVerdict.DANGEROUS if is_harmful else LoadVerdict.UNKNOWN
    elif isinstance(registered, str) and ">" in registered and module is None:
        yield registered, LoadVerdict.UNKNOWN


def _is_of_keras(module: str) -> bool:
    return any(module == known or module.startswith(f"{known}.") for known in _KERAS_MODULES)
