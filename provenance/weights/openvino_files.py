"""OpenVINO models: an XML graph next to a file of bare weights.

The root is `net`; its `layers` have a type and the operator set that defines it; a `Const` layer
has the type, shape and size of its part of the other file (https://docs.openvino.ai, "OpenVINO IR
format").
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

from provenance.messages import message
from provenance.weights.errors import MalformedHeaderError, TruncatedHeaderError
from provenance.weights.facts import WeightFacts, metadata_of
from provenance.weights.ranges import Ranges
from provenance.weights.shapes import ShapeDigest
from provenance.weights.spans import MAX_DIMENSIONS, elements
from provenance.weights.uses import Action, LoadVerdict, Use

# The graph of a model with a hundred layers takes a few megabytes.
MOST_XML = 24 * 1024 * 1024
_DTYPES = {"f32": "F32", "f16": "F16", "bf16": "BF16", "f64": "F64", "boolean": "BOOL"}
_INTEGERS = ("i4", "u4", "i8", "u8", "i16", "u16", "i32", "u32", "i64", "u64", "u1", "u2", "u3")
# No size of a tensor needs more digits: 2**63 has 19.
_MOST_DIGITS = 19
# A stated type that is not known is shown, but not at any length.
_LONGEST_TYPE = 40
_KNOWN_SETS = ("opset", "extension_opset")
_INTERNAL_SETS = frozenset({"experimental", "ie_internal_opset", "ov_internal"})
_MOST_USES, _MOST_TEXTS = 200, 200


def read_openvino(ranges: Ranges) -> WeightFacts:
    """Read the graph of a model.

    Raises:
        MalformedHeaderError: Not an OpenVINO graph.
        TruncatedHeaderError: The graph exceeds the read limit.
        HubError: The file could not be fetched.
    """
    size = ranges.size or len(ranges.head)
    if size > MOST_XML:
        raise TruncatedHeaderError(ranges.path, size)
    walk = _Walk(ranges.path)
    try:
        for event, element in _events(ranges.read(0, size)):
            walk.element(event, element)
    except (SyntaxError, ValueError, LookupError) as error:
        if isinstance(error, MalformedHeaderError):
            raise
        raise _malformed(ranges.path) from None
    if not walk.is_net:
        raise _malformed(ranges.path)
    return walk.facts()


def _events(data: bytes) -> Iterator[tuple[str, Any]]:
    """Start and end events of elements; entities and external references are rejected."""
    from defusedxml import ElementTree  # type: ignore[import-untyped]

    yield from ElementTree.iterparse(io.BytesIO(data), events=("start", "end"), forbid_dtd=True)


class _Walk:
    """Collects facts while walking through a graph's elements."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._layer = ("", "")
        self._texts: dict[str, str] = {}
        self._uses: dict[str, Use] = {}
        self._dtypes: Counter[str] = Counter()
        self._shapes = ShapeDigest()
        self._tensors = 0
        self._depth = 0
        self.is_net = False

    def element(self, event: str, element: Any) -> None:
        """Handle the start or end of an element."""
        if event == "end":
            self._depth -= 1
            element.clear()
            return
        self._depth += 1
        if self._depth == 1:
            self._root(element)
        elif element.tag == "layer":
            self._begin_layer(element)
        elif element.tag == "data" and self._layer[1] == "Const":
            self._weights(element)
        elif "value" in element.attrib and len(self._texts) < _MOST_TEXTS:
            self._texts.setdefault(element.tag, element.get("value", ""))

    def facts(self) -> WeightFacts:
        """The collected facts."""
        return WeightFacts(
            path=self._path,
            format="openvino",
            parameters=sum(self._dtypes.values()),
            dtypes=MappingProxyType(dict(sorted(self._dtypes.items()))),
            metadata=metadata_of(self._texts),
            tensors=self._tensors,
            shapes=self._shapes.text,
            uses=tuple(self._uses.values()),
        )

    def _root(self, element: Any) -> None:
        self.is_net = element.tag == "net"
        self._texts["name"] = element.get("name", "")
        self._texts["ir_version"] = element.get("version", "")

    def _begin_layer(self, element: Any) -> None:
        kind, operators = element.get("type", ""), element.get("version", "")
        self._layer = (element.get("name", ""), kind)
        is_known = operators.startswith(_KNOWN_SETS) or operators in _INTERNAL_SETS
        # Graphs before version 10 name no operator set.
        if operators and not is_known and len(self._uses) < _MOST_USES:
            name = f"{operators}::{kind}"[:300]
            use = Use(
                name=name, action=Action.OPERATOR, verdict=LoadVerdict.UNKNOWN, place="layers"
            )
            self._uses.setdefault(name, use)

    def _weights(self, element: Any) -> None:
        """Count a constant with its type and shape, such as `element_type="f16" shape="8, 4"`."""
        shape = self._shape(element.get("shape", ""))
        dtype = _dtype(element.get("element_type", ""))
        self._tensors += 1
        self._dtypes[dtype] += elements(self._path, self._layer[0], shape)
        self._shapes.add(self._layer[0], shape)

    def _shape(self, stated: str) -> list[int]:
        sizes = [size.strip() for size in stated.split(",")]
        shape = [int(size) for size in sizes if size.isdecimal() and len(size) <= _MOST_DIGITS]
        if len(shape) > MAX_DIMENSIONS:
            raise _malformed(self._path)
        return shape


def _dtype(stated: str) -> str:
    """The usual name of a type; a type that is not known keeps its own."""
    if stated in _INTEGERS:
        return stated.upper()
    return _DTYPES.get(stated, stated[:_LONGEST_TYPE])


def _malformed(path: str) -> MalformedHeaderError:
    return MalformedHeaderError(path, message("weights.malformed.openvino"))
