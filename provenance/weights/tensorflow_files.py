"""TensorFlow graphs: the operators that they run.

A SavedModel or a frozen graph is a program. Some of its operators read or write files or call
Python. Message numbers: saved_model.proto, meta_graph.proto, graph.proto, function.proto of
TensorFlow.
"""

from __future__ import annotations

import re
from types import MappingProxyType

from provenance.messages import message
from provenance.weights.errors import MalformedHeaderError, TruncatedHeaderError
from provenance.weights.facts import WeightFacts
from provenance.weights.pickles.stream import Stream
from provenance.weights.protobuf import BYTES, BrokenMessageError, fields, taken
from provenance.weights.ranges import Ranges
from provenance.weights.uses import Action, LoadVerdict, Use

_MOST_NODES = 200_000
_DANGEROUS = frozenset(
    {
        *(
            "PyFunc",
            "PyFuncStateless",
            "EagerPyFunc",
            "ReadFile",
            "WriteFile",
            "Save",
            "SaveSlices",
        ),
        *(
            "ImmutableConst",
            "DebugIdentity",
            "DebugIdentityV2",
            "DebugIdentityV3",
            "XlaHostCompute",
        ),
        *("WriteSummary", "TensorListFromTensorFile", "PrintV2File", "MatchingFiles"),
    }
)
_KERAS_LAMBDA = re.compile(rb'"class_name":\s{0,5}"(Lambda|TorchModuleWrapper|TFSMLayer)"')
_Path = dict[int, object]
# Nested messages that contain nodes: SavedModel, MetaGraphDef, GraphDef, library, function.
_SAVED_MODEL: _Path = {2: {2: {1: "node", 2: {1: {3: "node"}}}}}
_GRAPH: _Path = {1: "node", 2: {1: {3: "node"}}}


def read_tensorflow(ranges: Ranges) -> WeightFacts:
    """Read the operators of a SavedModel or a frozen graph.

    Raises:
        MalformedHeaderError: The file is neither.
        HubError: The file could not be fetched.
    """
    name = ranges.path.lower().rpartition("/")[2]
    if name == "keras_metadata.pb":
        return _keras_metadata(ranges)
    is_saved_model = name.startswith("saved_model")
    walk = _Walk(ranges.path)
    is_cut = False
    try:
        walk.message(
            Stream(ranges.read, 0, ranges.size), None, _SAVED_MODEL if is_saved_model else _GRAPH
        )
    except TruncatedHeaderError:
        is_cut = True
    except BrokenMessageError:
        raise MalformedHeaderError(ranges.path, message("weights.malformed.tensorflow")) from None
    uses = tuple(
        Use(name=operator, action=Action.OPERATOR, verdict=LoadVerdict.DANGEROUS, place="graph")
        for operator in sorted(walk.operators & _DANGEROUS)
    )
    return WeightFacts(
        path=ranges.path,
        format="tensorflow",
        parameters=None,
        metadata=MappingProxyType({"operators": str(len(walk.operators))}),
        complete=not is_cut,
        uses=uses,
    )


def _keras_metadata(ranges: Ranges) -> WeightFacts:
    """The layer configuration next to a SavedModel of Keras 2."""
    size = ranges.size or len(ranges.head)
    names = sorted(set(_KERAS_LAMBDA.findall(ranges.read(0, min(size, 16 * 1024 * 1024)))))
    uses = tuple(
        Use(
            name=name.decode(), action=Action.LAYER, verdict=LoadVerdict.DANGEROUS, place="metadata"
        )
        for name in names
    )
    return WeightFacts(path=ranges.path, format="tensorflow", parameters=None, uses=uses)


class _Walk:
    def __init__(self, path: str) -> None:
        self._path = path
        self._nodes = 0
        self.operators: set[str] = set()

    def message(self, stream: Stream, end: int | None, path: _Path) -> None:
        """Walk a message, and the messages in it that lead to nodes."""
        for field in fields(stream, end):
            inner = path.get(field.number)
            if inner is None or field.kind != BYTES:
                continue
            if isinstance(inner, dict):
                self.message(stream, field.start + field.value, inner)
            else:
                self._node(stream, field.start + field.value)

    def _node(self, stream: Stream, end: int) -> None:
        self._nodes += 1
        if self._nodes > _MOST_NODES:
            raise TruncatedHeaderError(self._path, end)
        for field in fields(stream, end):
            if field.number == 2 and field.kind == BYTES and field.value < 200:
                self.operators.add(taken(stream, field).decode("utf-8", "replace"))
