"""The names of the tensors in a header, as short digests: to compare with an index of parts."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

_BYTES = 8
# The largest models have some ten thousand tensors in a file; a run may read 256 such headers.
MOST_NAMES = 20_000


def digest_names(names: Iterable[str], count: int) -> bytes:
    """The digests of the names of tensors, one after the other in their order.

    Args:
        names: The names.
        count: How many there are.

    Returns:
        Eight bytes a name; empty if there are more than 20,000.
    """
    if count > MOST_NAMES:
        return b""
    return b"".join(sorted(map(digest_name, names)))


def digest_name(name: str) -> bytes:
    """The digest of one name; a lone surrogate has one as well."""
    return blake2b(name.encode("utf-8", "surrogatepass"), digest_size=_BYTES).digest()


def digests(joined: bytes) -> frozenset[bytes]:
    """The digests in a result of `digest_names`."""
    starts = range(0, len(joined), _BYTES)
    return frozenset(joined[start : start + _BYTES] for start in starts)
