"""Read the header of a weight file from its first bytes."""

from __future__ import annotations

from provenance.weights.errors import MalformedHeaderError, TruncatedHeaderError
from provenance.weights.facts import WeightFacts
from provenance.weights.gguf import expected_end, read_gguf
from provenance.weights.naming import file_format
from provenance.weights.safetensors import LENGTH_BYTES, header_end, read_safetensors

HEADER_FORMATS = ("safetensors", "gguf")
# The longest safetensors header that the hub's own client reads.
HEADER_LIMIT = 25_000_000

_LONGEST = HEADER_LIMIT - LENGTH_BYTES
_LFS_POINTER = b"version https://git-lfs.github.com/spec/"


def header_size(path: str, head: bytes, size: int | None, header: str = "") -> int:
    """How many bytes from the start of a file to read for its header.

    Args:
        path: Path inside the repository.
        head: The first bytes of the file.
        size: Size of the whole file in bytes, or None if unknown.
        header: `safetensors` or `gguf`; if empty, the name decides.

    Returns:
        At most `len(head)` if that is enough or if more bytes would not help; otherwise at most
        `size` and `HEADER_LIMIT`.
    """
    try:
        if (header or file_format(path)) == "gguf":
            end = expected_end(path, head, size)
        else:
            end = header_end(path, head, size, _LONGEST)
    except (MalformedHeaderError, TruncatedHeaderError):
        return len(head)
    return min(end, HEADER_LIMIT, end if size is None else size)


def read_header(path: str, head: bytes, size: int | None, header: str = "") -> WeightFacts:
    """Read the header of a safetensors or GGUF file; no tensor is loaded.

    Args:
        path: Path inside the repository.
        head: The first bytes of the file; `header_size` says how many are needed.
        size: Size of the whole file in bytes, or None if unknown.
        header: `safetensors` or `gguf`; if empty, the name decides.

    Returns:
        The facts. For a GGUF file whose header is longer than `head`, the first keys and values,
        with `parameters` None: provenance is in the `general.*` keys, before the long token lists.

    Raises:
        MalformedHeaderError: The header contradicts its format, itself or `size`.
        TruncatedHeaderError: `head` is too short for any result; `needed` gives the number of bytes
            required.
        ValueError: Neither a safetensors nor a GGUF file.
    """
    if head.startswith(_LFS_POINTER):
        raise MalformedHeaderError(path, "the file is only a Git LFS pointer")
    match header or file_format(path):
        case "safetensors":
            return read_safetensors(path, head, size, _LONGEST)
        case "gguf":
            return read_gguf(path, head, size)
        case other:
            raise ValueError(f"{path}: headers of format {other!r} are not read")
