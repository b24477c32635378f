"""TensorFlow Lite models: tensors, custom operators, and metadata.

Field numbers: schema.fbs of TensorFlow Lite. Buffers of weights are skipped.
"""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType

from provenance.weights.facts import WeightFacts, metadata_of
from provenance.weights.flatbuffer import FlatTable
from provenance.weights.ranges import Ranges
from provenance.weights.shapes import ShapeDigest
from provenance.weights.spans import MAX_DIMENSIONS, elements
from provenance.weights.uses import Action, LoadVerdict, Use

# Model, OperatorCode, SubGraph, Tensor, Buffer.
_VERSION, _OPERATORS, _SUBGRAPHS, _DESCRIPTION, _BUFFERS = range(5)
_CUSTOM_CODE = 1
_TENSORS = 0
_SHAPE, _TYPE, _BUFFER, _NAME = range(4)
_DATA, _OUTSIDE_OFFSET = 0, 1
_DTYPES = (
    *("F32", "F16", "I32", "U8", "I64", "STRING", "BOOL", "I16", "C64", "I8", "F64", "C128"),
    *("U64", "RESOURCE", "VARIANT", "U32", "U16", "I4", "BF16", "I2", "U4"),
)
_MOST_USES = 200


def read_tflite(ranges: Ranges) -> WeightFacts:
    """Read a model without its weights.

    Buffers are far apart, and only they show which tensors are weights. For a file on a hub, which
    would take a request per buffer, only the operators and the texts are read.

    Raises:
        MalformedHeaderError: Not a TensorFlow Lite model.
        TruncatedHeaderError, HubError: The file could not be read.
    """
    model = FlatTable.root(ranges)
    texts = {
        "schema_version": str(model.number(_VERSION, "I")),
        "description": model.text(_DESCRIPTION),
    }
    uses = _uses(model)
    counted = _Counted(ranges.path)
    if ranges.is_at_hand:
        counted.add(model)
    is_whole = ranges.is_at_hand
    return WeightFacts(
        path=ranges.path,
        format="tflite",
        parameters=sum(counted.dtypes.values()) if is_whole else None,
        dtypes=MappingProxyType(dict(sorted(counted.dtypes.items())) if is_whole else {}),
        metadata=metadata_of({key: text for key, text in texts.items() if text}),
        tensors=counted.tensors if is_whole else None,
        shapes=counted.shapes.text if is_whole else "",
        uses=uses,
    )


def _uses(model: FlatTable) -> tuple[Use, ...]:
    """Operators that the loading program must provide itself."""
    names = (operator.text(_CUSTOM_CODE) for operator in model.tables(_OPERATORS))
    custom = sorted({name for name in names if name})
    return tuple(
        Use(name=name[:300], action=Action.OPERATOR, verdict=LoadVerdict.UNKNOWN, place="operators")
        for name in custom[:_MOST_USES]
    )


class _Counted:
    """Tensors that contain weights: those whose buffer has data."""

    def __init__(self, path: str) -> None:
        self._path = path
        self.dtypes: Counter[str] = Counter()
        self.shapes = ShapeDigest()
        self.tensors = 0

    def add(self, model: FlatTable) -> None:
        filled = [_has_data(buffer) for buffer in model.tables(_BUFFERS)]
        counted: set[int] = set()
        for graph in model.tables(_SUBGRAPHS):
            for tensor in graph.tables(_TENSORS):
                number = tensor.number(_BUFFER, "I")
                is_new = number not in counted
                if number < len(filled) and filled[number] and is_new:
                    counted.add(number)
                    self._tensor(tensor)

    def _tensor(self, tensor: FlatTable) -> None:
        name = tensor.text(_NAME)
        # A dimension of unknown size is -1.
        dimensions = tensor.numbers(_SHAPE, "i", MAX_DIMENSIONS)
        shape = tuple(max(dimension, 0) for dimension in dimensions)
        self.tensors += 1
        self.dtypes[_dtype(tensor.number(_TYPE, "b"))] += elements(self._path, name, shape)
        self.shapes.add(name, shape)


def _dtype(number: int) -> str:
    """The name of a data type; a number that the format does not define stands for itself."""
    if 0 <= number < len(_DTYPES):
        return _DTYPES[number]
    return f"type-{number}"


def _has_data(buffer: FlatTable) -> bool:
    """Whether a buffer has data in the file, or after its tables in a file of over 2 GB."""
    return buffer.length(_DATA) > 0 or buffer.number(_OUTSIDE_OFFSET, "Q") > 1
