"""The header of a weight file, from its first bytes."""

from __future__ import annotations

from provenance.weights.errors import MalformedHeaderError
from provenance.weights.facts import WeightFacts
from provenance.weights.gguf import read_gguf
from provenance.weights.naming import file_format
from provenance.weights.safetensors import read_safetensors

# What the hub's own client reads at most of a safetensors header.
HEADER_LIMIT = 25_000_000

_LFS_POINTER = b"version https://git-lfs.github.com/spec/"


def read_header(path: str, head: bytes, size: int | None) -> WeightFacts:
    """Read what the header of a safetensors or GGUF file says; no tensor is loaded.

    Args:
        path: Path inside the repository; its name tells the format.
        head: The first bytes of the file; 1 MB holds most headers.
        size: Bytes of the whole file, or None where it is not known.

    Returns:
        The facts. Of a GGUF file whose header is longer than `head`, what the first keys and values
        say, with `parameters` None: provenance stands in the `general.*` keys, before the long
        token lists.

    Raises:
        MalformedHeaderError: The header contradicts its format, itself or `size`.
        TruncatedHeaderError: Nothing can be told from `head`; its `needed` says how many bytes to
            give.
        ValueError: The name is neither that of a safetensors nor of a GGUF file.
    """
    if head.startswith(_LFS_POINTER):
        raise MalformedHeaderError(path, "a Git LFS pointer stands in place of the file")
    match file_format(path):
        case "safetensors":
            return read_safetensors(path, head, size, HEADER_LIMIT)
        case "gguf":
            return read_gguf(path, head, size)
        case other:
            raise ValueError(f"{path}: headers of format {other!r} are not read")
