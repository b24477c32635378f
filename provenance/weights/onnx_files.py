"""ONNX models: their producer, the operators they need, and the location of their data.

Message numbers: onnx.proto of the ONNX project. Weights are skipped.
"""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType

from provenance.messages import message
from provenance.weights.errors import MalformedHeaderError, TruncatedHeaderError
from provenance.weights.facts import WeightFacts, metadata_of
from provenance.weights.pickles.stream import Stream
from provenance.weights.protobuf import BYTES, BrokenMessageError, fields, pair, taken
from provenance.weights.ranges import Ranges
from provenance.weights.shapes import ShapeDigest
from provenance.weights.spans import elements
from provenance.weights.uses import Action, LoadVerdict, Use

_DEEPEST = 8
# Stands for the operators of a domain that are not named.
_ANY_OPERATOR = "::*"
_MOST_NODES = 200_000
_MOST_USES = 200
# Operator domains that ONNX and its common runtime define themselves.
_KNOWN_DOMAINS = frozenset(
    {
        *("", "ai.onnx", "ai.onnx.ml", "ai.onnx.training", "ai.onnx.preview.training"),
        *(
            "com.microsoft",
            "com.microsoft.nchwc",
            "com.microsoft.experimental",
            "com.ms.internal.nhwc",
        ),
        *(
            "org.pytorch.aten",
            "pkg.onnxscript.torch_lib",
            "pkg.onnxscript.torch_lib.common",
            "pkg.torch",
        ),
    }
)
# TensorProto.DataType
_DTYPES = {
    1: "F32",
    2: "U8",
    3: "I8",
    4: "U16",
    5: "I16",
    6: "I32",
    7: "I64",
    8: "STRING",
    9: "BOOL",
    10: "F16",
    11: "F64",
    12: "U32",
    13: "U64",
    14: "C64",
    15: "C128",
    16: "BF16",
    17: "F8_E4M3",
    18: "F8_E4M3FNUZ",
    19: "F8_E5M2",
    20: "F8_E5M2FNUZ",
    21: "U4",
    22: "I4",
    23: "F4",
}


def read_onnx(ranges: Ranges) -> WeightFacts:
    """Read a model without its weights.

    Raises:
        MalformedHeaderError: Not an ONNX model.
        HubError: The file could not be fetched.
    """
    walk = _Walk(ranges)
    is_cut = False
    try:
        walk.model(Stream(ranges.read, 0, ranges.size))
    except TruncatedHeaderError:
        is_cut = True
    except BrokenMessageError:
        raise MalformedHeaderError(ranges.path, message("weights.malformed.onnx")) from None
    if not walk.is_model:
        raise MalformedHeaderError(ranges.path, message("weights.malformed.onnx"))
    return walk.facts(is_cut=is_cut)


class _Walk:
    """Collects facts while walking through a model's messages."""

    def __init__(self, ranges: Ranges) -> None:
        self._path = ranges.path
        self._texts: dict[str, str] = {}
        self._domains: dict[str, str] = {}
        self._functions: set[str] = set()
        self._uses: dict[tuple[str, str], Use] = {}
        self._dtypes: Counter[str] = Counter()
        self._shapes = ShapeDigest()
        self._tensors = 0
        self._nodes = 0
        self.is_model = False

    def model(self, stream: Stream) -> None:
        """ModelProto."""
        names = {2: "producer_name", 3: "producer_version", 4: "domain", 6: "doc_string"}
        for field in fields(stream, None):
            if field.number in names and field.kind == BYTES:
                text = taken(stream, field).decode("utf-8", "replace")
                self._texts[names[field.number]] = text
            elif field.number == 7 and field.kind == BYTES:
                self.is_model = True
                self._graph(stream, field.start + field.value, 0)
            elif field.number == 8:
                self._opset(Stream.of(taken(stream, field)))
            elif field.number == 14:
                key, value = pair(taken(stream, field))
                self._texts.setdefault(key, value)
            elif field.number == 25 and field.kind == BYTES:
                self._function(stream, field.start + field.value)

    def facts(self, *, is_cut: bool) -> WeightFacts:
        """The collected facts."""
        texts = {key: value for key, value in self._texts.items() if key and value}
        if self._domains:
            texts["opset_import"] = ", ".join(
                f"{domain or 'ai.onnx'} {version}" for domain, version in self._domains.items()
            )
        uses = self._uses_and_domains()
        return WeightFacts(
            path=self._path,
            format="onnx",
            parameters=None if is_cut else sum(self._dtypes.values()),
            dtypes=MappingProxyType(dict(sorted(self._dtypes.items()))),
            metadata=metadata_of(texts),
            complete=not is_cut,
            tensors=None if is_cut else self._tensors,
            shapes="" if is_cut else self._shapes.text,
            uses=uses,
        )

    def _uses_and_domains(self) -> tuple[Use, ...]:
        """What the graph uses, and each foreign domain of which it names no operator."""
        for domain in self._domains:
            if domain not in _KNOWN_DOMAINS and domain not in self._functions:
                self._use(f"{domain}{_ANY_OPERATOR}", Action.OPERATOR, LoadVerdict.UNKNOWN)
        names = [use.name for use in self._uses.values()]
        used = {name.partition("::")[0] for name in names if _names_an_operator(name)}
        needless = {f"{domain}{_ANY_OPERATOR}" for domain in used}
        return tuple(use for use in self._uses.values() if use.name not in needless)

    def _use(self, name: str, action: Action, verdict: LoadVerdict) -> None:
        if len(self._uses) < _MOST_USES:
            use = Use(name=name[:300], action=action, verdict=verdict, place="graph")
            self._uses.setdefault((name, action), use)

    def _opset(self, stream: Stream) -> None:
        domain, version = "", ""
        for field in fields(stream, None):
            if field.number == 1:
                domain = taken(stream, field).decode("utf-8", "replace")
            elif field.number == 2:
                version = str(field.value)
        self._domains[domain[:200]] = version

    def _graph(self, stream: Stream, end: int, depth: int) -> None:
        """GraphProto."""
        if depth > _DEEPEST:
            raise BrokenMessageError
        for field in fields(stream, end):
            inner_end = field.start + field.value
            if field.number == 1 and field.kind == BYTES:
                self._node(stream, inner_end, depth)
            elif field.number == 5 and field.kind == BYTES:
                self._tensor(stream, inner_end)

    def _function(self, stream: Stream, end: int) -> None:
        """FunctionProto: operators that the model defines itself, built from known ones."""
        for field in fields(stream, end):
            if field.number == 7 and field.kind == BYTES:
                self._node(stream, field.start + field.value, 1)
            elif field.number == 10:
                self._functions.add(taken(stream, field).decode("utf-8", "replace"))

    def _node(self, stream: Stream, end: int, depth: int) -> None:
        """NodeProto."""
        self._nodes += 1
        if self._nodes > _MOST_NODES:
            raise TruncatedHeaderError(self._path, end)
        operator, domain = "", ""
        for field in fields(stream, end):
            if field.number == 4:
                operator = taken(stream, field).decode("utf-8", "replace")
            elif field.number == 7:
                domain = taken(stream, field).decode("utf-8", "replace")
            elif field.number == 5 and field.kind == BYTES:
                self._attribute(stream, field.start + field.value, depth)
        if domain not in _KNOWN_DOMAINS and domain not in self._functions:
            self._use(f"{domain}::{operator}", Action.OPERATOR, LoadVerdict.UNKNOWN)
        if operator == "PyOp" or operator.startswith("PythonOp"):
            self._use(f"{domain}::{operator}", Action.OPERATOR, LoadVerdict.DANGEROUS)

    def _attribute(self, stream: Stream, end: int, depth: int) -> None:
        """AttributeProto: graphs of branches and loops, and tensors."""
        for field in fields(stream, end):
            inner_end = field.start + field.value
            if field.number in (6, 11) and field.kind == BYTES:
                self._graph(stream, inner_end, depth + 1)

    def _tensor(self, stream: Stream, end: int) -> None:
        """TensorProto: its shape, and the location of its data."""
        shape: list[int] = []
        kind, name, location = 0, "", ""
        for field in fields(stream, end):
            if field.number == 1:
                shape += _packed(taken(stream, field)) if field.kind == BYTES else [field.value]
            elif field.number == 2:
                kind = field.value
            elif field.number == 8:
                name = taken(stream, field).decode("utf-8", "replace")
            elif field.number == 13:
                key, value = pair(taken(stream, field))
                location = value if key == "location" else location
        self._tensors += 1
        dtype = _DTYPES.get(kind, f"type-{kind}")
        self._dtypes[dtype] += elements(self._path, name, shape)
        self._shapes.add(name, shape)
        if location and _leaves(location):
            self._use(location, Action.READS, LoadVerdict.DANGEROUS)


def _names_an_operator(name: str) -> bool:
    return "::" in name and not name.endswith(_ANY_OPERATOR)


def _leaves(location: str) -> bool:
    """Whether a path leads out of the model's folder."""
    parts = location.replace("\\", "/").split("/")
    return ".." in parts or location.startswith(("/", "\\")) or ":" in parts[0]


def _packed(data: bytes) -> list[int]:
    numbers, value, place = [], 0, 0
    for byte in data[:200]:
        value |= (byte & 0x7F) << place
        place += 7
        if byte < 0x80:
            numbers.append(value)
            value, place = 0, 0
    return numbers
