"""Compare a few small tensors of two models, read by range.

Weights of normalisation layers have some kilobytes. A fine-tune hardly changes them and an adapter
merge leaves them as they were; two independent trainings do not produce similar ones.
"""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass

from provenance.errors import HubError
from provenance.files.safe_json import JsonError, load_json
from provenance.hubs import Hub
from provenance.lineage.compare import Likeness, Rung, RungAnswer
from provenance.lineage.record import ArtifactRecord
from provenance.messages import message
from provenance.weights import HEADER_LIMIT

_MOST_TENSORS = 6
_MOST_BYTES = 64 * 1024
# Fine-tunes change such a tensor by less than one percent overall, as measured.
_NEAR = 0.02
_NORM = re.compile(r".{0,200}(?:norm|ln_f|ln_1|ln_2|layernorm)[^.]{0,40}\.weight")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """The position of a tensor in a file."""

    path: str
    dtype: str
    start: int
    size: int


def compare_tensors(hub: Hub, left: ArtifactRecord, right: ArtifactRecord) -> Likeness:
    """Compare the small tensors that both models have under the same name.

    Args:
        hub: Where to read.
        left: First model.
        right: Second model.
    """
    try:
        mine, yours = _places(hub, left), _places(hub, right)
        common = sorted(mine.keys() & yours.keys())[:_MOST_TENSORS]
        distances = []
        for name in common:
            own = _numbers(hub, left, mine[name])
            other = _numbers(hub, right, yours[name])
            if len(own) == len(other) and own:
                distances.append(_distance(own, other))
    except (HubError, JsonError) as error:
        text = message("lineage.compare.tensors-unread", why=str(error))
        return Likeness(Rung.SAME_TENSORS, RungAnswer.UNKNOWN, text)
    if not distances:
        text = message("lineage.compare.no-tensors")
        return Likeness(Rung.SAME_TENSORS, RungAnswer.UNKNOWN, text)
    count, worst = len(distances), max(distances)
    if worst == 0:
        text = message("lineage.compare.equal-tensors", count=count)
        return Likeness(Rung.SAME_TENSORS, RungAnswer.YES, text)
    key = "near-tensors" if worst <= _NEAR else "other-tensors"
    text = message(f"lineage.compare.{key}", count=count, percent=f"{worst:.2%}")
    return Likeness(Rung.SAME_TENSORS, RungAnswer.YES if worst <= _NEAR else RungAnswer.NO, text)


def _places(hub: Hub, record: ArtifactRecord) -> Mapping[str, _Place]:
    """The small tensors of the first safetensors file, by name."""
    files = [facts.path for facts in record.weights if facts.format == "safetensors"]
    if not files:
        return {}
    path = files[0]
    length = int.from_bytes(hub.read_range(record.snapshot, path, 0, 8), "little")
    if length > HEADER_LIMIT:
        return {}
    header = load_json(hub.read_range(record.snapshot, path, 8, length)).value
    places: dict[str, _Place] = {}
    if isinstance(header, dict):
        for name, entry in header.items():
            if not _NORM.fullmatch(name) or not isinstance(entry, dict):
                continue
            start, end = entry["data_offsets"]
            size = end - start
            if 0 < size <= _MOST_BYTES:
                dtype = str(entry["dtype"])
                places[name] = _Place(path=path, dtype=dtype, start=8 + length + start, size=size)
    return places


def _numbers(hub: Hub, record: ArtifactRecord, place: _Place) -> list[float]:
    data = hub.read_range(record.snapshot, place.path, place.start, place.size)
    if place.dtype == "F32":
        return list(struct.unpack(f"<{len(data) // 4}f", data[: len(data) // 4 * 4]))
    halves = len(data) // 2
    if place.dtype == "F16":
        return list(struct.unpack(f"<{halves}e", data[: halves * 2]))
    if place.dtype != "BF16":
        return []
    # A BF16 number is the upper half of a 32-bit float.
    widened = b"".join(b"\0\0" + data[at : at + 2] for at in range(0, halves * 2, 2))
    return list(struct.unpack(f"<{halves}f", widened))


def _distance(own: list[float], other: list[float]) -> float:
    """The distance of two vectors relative to the length of the first."""
    if not all(map(math.isfinite, (*own, *other))):
        return math.inf
    length = math.hypot(*own)
    apart = math.dist(own, other)
    if not length:
        return float(apart > 0)
    return apart / length
