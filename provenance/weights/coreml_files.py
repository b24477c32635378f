"""Core ML models: licence, author, and layers that need code from the application.

Message numbers: Model.proto, FeatureTypes.proto, NeuralNetwork.proto and Metadata of Apple's
coremltools. Weights are skipped.
"""

from __future__ import annotations

from provenance.messages import message
from provenance.weights.errors import MalformedHeaderError, TruncatedHeaderError
from provenance.weights.facts import WeightFacts, metadata_of
from provenance.weights.pickles.stream import Stream
from provenance.weights.protobuf import (
    BYTES,
    VARINT,
    BrokenMessageError,
    Field,
    fields,
    pair,
    taken,
)
from provenance.weights.ranges import Ranges
from provenance.weights.uses import Action, LoadVerdict, Use

_SPECIFICATION, _DESCRIPTION, _METADATA, _USER_DEFINED = 1, 2, 100, 100
_TEXTS = {1: "description", 2: "version", 3: "author", 4: "license"}
# Kinds of models by their field; the last two are classes of the application.
_PIPELINES = frozenset({200, 201, 202})
_NETWORKS = frozenset({303, 403, 500})
_PROGRAM, _CUSTOM_MODEL, _LINKED_MODEL = 502, 555, 556
_KINDS = {
    **dict.fromkeys(_PIPELINES, "pipeline"),
    **dict.fromkeys(_NETWORKS, "neural network"),
    _PROGRAM: "program",
    _CUSTOM_MODEL: "custom model",
    _LINKED_MODEL: "linked model",
}
_FIRST_KIND = 200
_LAYER, _CUSTOM_LAYER, _CLASS_NAME = 1, 500, 10
_MOST_USES, _MOST_LAYERS = 200, 100_000
_LATEST_SPECIFICATION = 100


def read_coreml(ranges: Ranges) -> WeightFacts:
    """Read a `.mlmodel` without its weights.

    Raises:
        MalformedHeaderError: Not a Core ML model.
        HubError: The file could not be fetched.
    """
    walk = _Walk(ranges.path)
    is_cut = False
    try:
        walk.model(Stream(ranges.read, 0, ranges.size))
    except TruncatedHeaderError:
        is_cut = True
    except BrokenMessageError:
        raise _malformed(ranges.path) from None
    if not walk.is_model:
        raise _malformed(ranges.path)
    return WeightFacts(
        path=ranges.path,
        format="coreml",
        parameters=None,
        metadata=metadata_of({key: text for key, text in walk.texts.items() if text}),
        complete=not is_cut,
        uses=tuple(walk.uses.values()),
    )


class _Walk:
    """Collects facts while walking through a model's messages."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._layers = 0
        self.texts: dict[str, str] = {}
        self.uses: dict[str, Use] = {}
        self.is_model = False

    def model(self, stream: Stream) -> None:
        """Model."""
        for field in fields(stream, None):
            end = field.start + field.value
            if field.number == _SPECIFICATION and field.kind == VARINT:
                self.is_model = 0 < field.value <= _LATEST_SPECIFICATION
                self.texts["specification"] = str(field.value)
            elif field.number == _DESCRIPTION and field.kind == BYTES:
                self._description(stream, end)
            elif field.number >= _FIRST_KIND and field.kind == BYTES:
                self._kind(stream, field)

    def _description(self, stream: Stream, end: int) -> None:
        """ModelDescription."""
        for field in fields(stream, end):
            if field.number == _METADATA and field.kind == BYTES:
                self._metadata(stream, field.start + field.value)

    def _metadata(self, stream: Stream, end: int) -> None:
        """Metadata; the maker's own keys do not override those that the format defines."""
        for field in fields(stream, end):
            if field.kind != BYTES:
                continue
            if field.number in _TEXTS:
                text = taken(stream, field).decode("utf-8", "replace")
                self.texts[_TEXTS[field.number]] = text
            elif field.number == _USER_DEFINED:
                key, value = pair(taken(stream, field))
                self.texts.setdefault(key, value)

    def _kind(self, stream: Stream, field: Field) -> None:
        """The model itself, which is one of many kinds."""
        end = field.start + field.value
        self.texts.setdefault("kind", _KINDS.get(field.number, f"kind {field.number}"))
        if field.number in _NETWORKS:
            self._network(stream, end)
        elif field.number == _CUSTOM_MODEL:
            self._custom(stream, end)

    def _network(self, stream: Stream, end: int) -> None:
        """NeuralNetwork and its variants."""
        for field in fields(stream, end):
            if field.number != _LAYER or field.kind != BYTES:
                continue
            self._layers += 1
            if self._layers > _MOST_LAYERS:
                raise TruncatedHeaderError(self._path, field.start)
            for part in fields(stream, field.start + field.value):
                if part.number == _CUSTOM_LAYER and part.kind == BYTES:
                    self._custom(stream, part.start + part.value)

    def _custom(self, stream: Stream, end: int) -> None:
        """The application class that a layer or a model refers to."""
        for field in fields(stream, end):
            if field.number == _CLASS_NAME and field.kind == BYTES:
                name = taken(stream, field).decode("utf-8", "replace")[:300]
                if name and len(self.uses) < _MOST_USES:
                    use = Use(
                        name=name, action=Action.LAYER, verdict=LoadVerdict.UNKNOWN, place="model"
                    )
                    self.uses.setdefault(name, use)


def _malformed(path: str) -> MalformedHeaderError:
    return MalformedHeaderError(path, message("weights.malformed.coreml"))
