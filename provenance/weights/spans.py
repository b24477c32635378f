"""Check whether the positions of tensors in a file are possible."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from provenance.weights.errors import MalformedHeaderError

MAX_DIMENSIONS = 16
MAX_ELEMENTS = 2**63 - 1


def elements(path: str, name: str, shape: Sequence[int]) -> int:
    """Multiply the dimensions of one tensor; reject a product that no file could contain."""
    if len(shape) > MAX_DIMENSIONS:
        raise MalformedHeaderError(path, f"tensor {name[:80]!r} has {len(shape)} dimensions")
    count = 1
    for dimension in shape:
        count *= dimension
        if count > MAX_ELEMENTS:
            raise MalformedHeaderError(
                path, f"tensor {name[:80]!r} has more elements than a file can contain"
            )
    return count


def data_end(path: str, spans: Iterable[tuple[int, int]]) -> int:
    """Return the end of the last tensor; reject overlapping tensors.

    Args:
        path: File, for the message.
        spans: Start and end of each tensor, in bytes from the start of the data, in any order.
    """
    last = 0
    for start, end in sorted(spans):
        if start < last and start < end:
            raise MalformedHeaderError(path, "tensors overlap")
        last = max(last, end)
    return last
