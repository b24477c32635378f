"""The header of a weight file, from its first bytes."""

from __future__ import annotations

from provenance.weights.errors import MalformedHeaderError, TruncatedHeaderError
from provenance.weights.facts import WeightFacts
from provenance.weights.gguf import expected_end, read_gguf
from provenance.weights.naming import file_format
from provenance.weights.safetensors import LENGTH_BYTES, header_end, read_safetensors

HEADER_FORMATS = ("safetensors", "gguf")
# What the hub's own client reads at most of a safetensors header.
HEADER_LIMIT = 25_000_000

_LONGEST = HEADER_LIMIT - LENGTH_BYTES
_LFS_POINTER = b"version https://git-lfs.github.com/spec/"


def header_size(path: str, head: bytes, size: int | None, header: str = "") -> int:
    """How many bytes from the start of a file to read for its header.

    Args:
        path: Path inside the repository.
        head: The first bytes of the file.
        size: Bytes of the whole file, or None where it is not known.
        header: `safetensors` or `gguf`; what the name tells if empty.

    Returns:
        At most `len(head)` where that is enough, or where no more bytes would help; else at most
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
    """Read what the header of a safetensors or GGUF file says; no tensor is loaded.

    Args:
        path: Path inside the repository.
        head: The first bytes of the file; `header_size` says how many.
        size: Bytes of the whole file, or None where it is not known.
        header: `safetensors` or `gguf`; what the name tells if empty.

    Returns:
        The facts. Of a GGUF file whose header is longer than `head`, what the first keys and values
        say, with `parameters` None: provenance stands in the `general.*` keys, before the long
        token lists.

    Raises:
        MalformedHeaderError: The header contradicts its format, itself or `size`.
        TruncatedHeaderError: Nothing can be told from `head`; its `needed` says how many bytes to
            give.
        ValueError: It is neither a safetensors nor a GGUF file.
    """
    if head.startswith(_LFS_POINTER):
        raise MalformedHeaderError(path, "a Git LFS pointer stands in place of the file")
    match header or file_format(path):
        case "safetensors":
            return read_safetensors(path, head, size, _LONGEST)
        case "gguf":
            return read_gguf(path, head, size)
        case other:
            raise ValueError(f"{path}: headers of format {other!r} are not read")
