"""Read all consecutive pickles of a stream, and those nested in the bytes of others."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from provenance.weights.pickles.calls import verdict_of
from provenance.weights.pickles.machine import COMPUTED, EXTENSION, MADE, Event, Machine, Sign
from provenance.weights.pickles.opcodes import BrokenPickleError, opcodes
from provenance.weights.pickles.stream import Stream, StreamEndError
from provenance.weights.uses import Action, LoadVerdict, Use

# A legacy torch file contains five; the loader is called once for each.
_MOST_STACKED = 16
_DEEPEST = 4
_MOST_USES = 500
_MOST_TENSORS = 100_000
_MOST_DIMENSIONS = 16
_STORAGE = re.compile(r"torch\.(?:storage\.)?(?:_?)(\w+)Storage")
_TENSORS = frozenset(
    {
        "torch._utils._rebuild_tensor_v2",
        "torch._utils._rebuild_tensor",
        "torch._utils._rebuild_tensor_v3",
    }
)
_WRAPPERS = frozenset(
    {
        "torch._utils._rebuild_parameter",
        "torch._utils._rebuild_parameter_with_state",
        "torch._tensor._rebuild_from_type_v2",
    }
)
_ARRAY_WRAPPER = ".NumpyArrayWrapper"
_BEGINS = re.compile(rb"\x80[\x02-\x05]|[(]?c[\w.]+\n[\w.]+\n|[(]?i[\w.]+\n[\w.]+\n")


@dataclass(frozen=True, slots=True)
class Tensor:
    """A tensor that a pickle describes."""

    name: str
    dtype: str
    shape: tuple[int, ...]


@dataclass(slots=True, kw_only=True)
class PickleReading:
    """What the pickles of a file would do.

    Attributes:
        uses: Imports in order of their first appearance, by name.
        tensors: Tensors by their keys.
        keys: Some of the dictionary keys with values other than tensors.
        pickles: Number of pickles read to the end.
        broken: Why reading stopped before the end, or None.
    """

    uses: dict[str, Use] = field(default_factory=dict)
    tensors: list[Tensor] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    pickles: int = 0
    broken: BrokenPickleError | None = None

    def add(self, action: str, name: str, place: str) -> None:
        """Record what is done with a name; a call weighs more than an import."""
        known = self.uses.get(name)
        if known and (known.action != "imports" or action == "imports"):
            return
        if len(self.uses) < _MOST_USES or known:
            place = known.place if known else place
            verdict = _judged(name, action)
            self.uses[name] = Use(name=name, action=Action(action), verdict=verdict, place=place)


def read_pickles(
    stream: Stream, place: str = "", depth: int = 0, into: PickleReading | None = None
) -> PickleReading:
    """Read every pickle of a stream; anything after the last one is data.

    Args:
        stream: The bytes.
        place: What the bytes are part of, for messages.
        depth: Nesting depth within other pickles.
        into: Where to add the results; a new reading if None.
    """
    reading = PickleReading() if into is None else into
    for number in range(_MOST_STACKED):
        begin = stream.peek()
        if not begin:
            break
        before = len(reading.uses)
        try:
            _read_one(stream, reading, place, depth)
        except BrokenPickleError as error:
            is_data = number > 0 and len(reading.uses) == before and not error.is_limit
            reading.broken = None if is_data else error
            break
        reading.pickles += 1
    return reading


def _read_one(stream: Stream, reading: PickleReading, place: str, depth: int) -> None:
    listener = _Listener(stream=stream, reading=reading, place=place, depth=depth)
    machine = Machine(listener.hear)
    for opcode in opcodes(stream):
        machine.run(opcode)


class _Listener:
    """Records the events of a machine."""

    def __init__(self, stream: Stream, reading: PickleReading, place: str, depth: int) -> None:
        self._stream = stream
        self._reading = reading
        self._place = place
        self._depth = depth

    def hear(self, event: Event) -> None:
        """Record one event."""
        hearers: dict[str, Callable[[Event], None]] = {
            "data": self._data,
            "entry": self._entry,
            "state": self._state,
        }
        hearers.get(event.action, self._use)(event)

    def _use(self, event: Event) -> None:
        self._reading.add(event.action, event.name, self._at(event))

    def _at(self, event: Event) -> str:
        at = f"byte {event.position:,}"
        return f"{self._place} {at}" if self._place else at

    def _data(self, event: Event) -> None:
        """Read a pickle in bytes as well: `pickle.loads` may receive them."""
        if self._depth >= _DEEPEST or not _BEGINS.match(event.data):
            return
        inner = read_pickles(Stream.of(event.data), self._at(event), self._depth + 1)
        for use in inner.uses.values():
            self._reading.add(use.action, use.name, use.place)

    def _entry(self, event: Event) -> None:
        tensor = _tensor(event.name, event.sign)
        tensors = self._reading.tensors
        if tensor and len(tensors) < _MOST_TENSORS:
            tensors.append(tensor)
        elif not tensor and len(self._reading.keys) < _MOST_USES:
            self._reading.keys.add(event.name)

    def _state(self, event: Event) -> None:
        """The array follows the state of joblib's array wrapper."""
        if not event.name.endswith(_ARRAY_WRAPPER):
            return
        entries = event.sign.entries or {}
        dtype = _dtype_of(entries.get("dtype"))
        if dtype.endswith("O") or dtype.startswith("O"):
            # An array of objects: a separate pickle.
            _read_one(self._stream, self._reading, f"{self._place} array".strip(), self._depth)
            return
        shape = _numbers(entries.get("shape"))
        width = dtype.lstrip("<>|=")[1:]
        if shape is None or not width.isdigit() or len(width) > 9:
            raise BrokenPickleError(event.position)
        count = int(width)
        for dimension in shape:
            count *= dimension
        try:
            if "numpy_array_alignment_bytes" in entries:
                self._stream.skip(self._stream.take(1)[0])
            self._stream.skip(count)
        except StreamEndError:
            raise BrokenPickleError(event.position) from None


def _judged(name: str, action: str) -> LoadVerdict:
    """A call of something that a pickle computes, or a change to an import, is never harmless."""
    if name == COMPUTED or action == "changes":
        return LoadVerdict.DANGEROUS
    if name.startswith(EXTENSION):
        return LoadVerdict.UNKNOWN
    return verdict_of(name.removeprefix("what ").removesuffix(" gives"))


def _tensor(name: str, sign: Sign) -> Tensor | None:
    """The tensor that a call rebuilds, or None."""
    for _ in range(_DEEPEST):
        if sign.kind == MADE and sign.text in _WRAPPERS and sign.members:
            sign = sign.members[0]
    if sign.kind != MADE or sign.text not in _TENSORS or len(sign.members) < 3:
        return None
    shape = _numbers(sign.members[2])
    storage = sign.members[0].members
    if shape is None or len(storage) < 2:
        return None
    match = _STORAGE.fullmatch(storage[1].text)
    dtype = _DTYPES.get(match[1] if match else "", "unknown")
    return Tensor(name, dtype, shape)


def _numbers(sign: Sign | None) -> tuple[int, ...] | None:
    """The numbers of a tuple, or None if it has other members."""
    if sign is None or len(sign.members) > _MOST_DIMENSIONS:
        return None
    if sign.kind == MADE and sign.text == "torch.Size" and sign.members:
        sign = sign.members[0]
    if any(member.kind != "number" or member.value < 0 for member in sign.members):
        return None
    return tuple(member.value for member in sign.members)


def _dtype_of(sign: Sign | None) -> str:
    """The type code of a NumPy type, such as `f8`."""
    if sign is None or sign.kind != MADE or sign.text != "numpy.dtype" or not sign.members:
        return ""
    return sign.members[0].text


_DTYPES = {
    "Float": "F32",
    "Half": "F16",
    "BFloat16": "BF16",
    "Double": "F64",
    "Long": "I64",
    "Int": "I32",
    "Short": "I16",
    "Char": "I8",
    "Byte": "U8",
    "Bool": "BOOL",
    "ComplexFloat": "C64",
    "ComplexDouble": "C128",
    "QInt8": "QI8",
    "QUInt8": "QU8",
    "QInt32": "QI32",
}
