"""A digest of tensor names and shapes: equal for models of the same architecture and size."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

_MODULUS = 2**256


class ShapeDigest:
    """Adds up the SHA-256 of each tensor's name and shape.

    The sum does not depend on the order of the tensors, and the sums of shards add up to that of
    the whole model.
    """

    def __init__(self) -> None:
        self._sum = 0

    def add(self, name: str, shape: Sequence[int]) -> None:
        """Add one tensor."""
        line = f"{name}\0{'x'.join(map(str, shape))}".encode("utf-8", "replace")
        digest = hashlib.sha256(line).digest()
        self._sum = (self._sum + int.from_bytes(digest, "big")) % _MODULUS

    @property
    def text(self) -> str:
        """64 hex digits."""
        return f"{self._sum:064x}"


def combined(digests: Iterable[str]) -> str:
    """The digest of a model from the digests of its shards."""
    total = sum(int(digest, 16) for digest in digests) % _MODULUS
    return f"{total:064x}"
