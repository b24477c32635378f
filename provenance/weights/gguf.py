"""Headers of GGUF files, versions 1 to 3."""

from __future__ import annotations

import re
import struct
from collections import Counter
from types import MappingProxyType

from provenance.weights.errors import MalformedHeaderError, TruncatedHeaderError
from provenance.weights.facts import ENTRY_LIMIT, VALUE_LIMIT, WeightFacts, metadata_of
from provenance.weights.naming import is_shard
from provenance.weights.spans import MAX_DIMENSIONS, data_end, elements

_MAGIC = b"GGUF"
_DEFAULT_ALIGNMENT = 32
_KEY_LIMIT = 65_535  # The specification's limit.
_MAX_TENSORS = 1_000_000
_MAX_NESTING = 4
# Where the size is not told: no file is larger than this, so no length in it can be.
_LARGEST_FILE = 2**50
_ALIGNMENT_KEY = "general.alignment"
_ALIGNMENT = re.compile(r"[1-9][0-9]{0,5}")
_KEPT = re.compile(r"general\..+|[^.]+\.context_length")

_STRING, _ARRAY, _BOOL = 8, 9, 7
_SCALARS = dict(zip((0, 1, 2, 3, 4, 5, 6, _BOOL, 10, 11, 12), "BbHhIif?Qqd", strict=True))

# ggml_type: name, elements and bytes of a block. No bytes where that changed between versions of
# ggml.
_TYPES: dict[int, tuple[str, int, int]] = {
    0: ("F32", 1, 4),
    1: ("F16", 1, 2),
    2: ("Q4_0", 32, 18),
    3: ("Q4_1", 32, 20),
    6: ("Q5_0", 32, 22),
    7: ("Q5_1", 32, 24),
    8: ("Q8_0", 32, 34),
    9: ("Q8_1", 32, 0),
    10: ("Q2_K", 256, 84),
    11: ("Q3_K", 256, 110),
    12: ("Q4_K", 256, 144),
    13: ("Q5_K", 256, 176),
    14: ("Q6_K", 256, 210),
    15: ("Q8_K", 256, 292),
    16: ("IQ2_XXS", 256, 66),
    17: ("IQ2_XS", 256, 74),
    18: ("IQ3_XXS", 256, 98),
    19: ("IQ1_S", 256, 50),
    20: ("IQ4_NL", 32, 18),
    21: ("IQ3_S", 256, 110),
    22: ("IQ2_S", 256, 82),
    23: ("IQ4_XS", 256, 136),
    24: ("I8", 1, 1),
    25: ("I16", 1, 2),
    26: ("I32", 1, 4),
    27: ("I64", 1, 8),
    28: ("F64", 1, 8),
    29: ("IQ1_M", 256, 56),
    30: ("BF16", 1, 2),
    31: ("Q4_0_4_4", 32, 18),
    32: ("Q4_0_4_8", 32, 18),
    33: ("Q4_0_8_8", 32, 18),
    34: ("TQ1_0", 256, 54),
    35: ("TQ2_0", 256, 66),
    39: ("MXFP4", 32, 17),
    40: ("NVFP4", 64, 36),
    41: ("Q1_0", 128, 18),
}


def read_gguf(path: str, head: bytes, size: int | None) -> WeightFacts:
    """Read the header of a GGUF file.

    Args:
        path: Path inside the repository.
        head: The first bytes of the file.
        size: Bytes of the whole file, or None where it is not known.

    Returns:
        The facts; where the header is longer than `head`, the metadata that was reached and
        `parameters` None.

    Raises:
        MalformedHeaderError: The header contradicts the specification (ggml, docs/gguf.md), itself
            or `size`.
        TruncatedHeaderError: Not even the counts at the start fit into `head`.
    """
    cursor = _Cursor(path, head, size)
    metadata: dict[str, str] = {}
    dtypes: Counter[str] = Counter()
    complete = False
    try:
        tensors, keys = cursor.counts()
        alignment = cursor.key_values(keys, metadata)
        cursor.tensors(tensors, dtypes, alignment)
        complete = True
    except _HeadEndError as error:
        if not cursor.counted:
            raise TruncatedHeaderError(path, error.needed) from None
    return WeightFacts(
        path,
        "gguf",
        sum(dtypes.values()) if complete else None,
        MappingProxyType(dict(sorted(dtypes.items())) if complete else {}),
        metadata_of(metadata),
        is_shard(path),
    )


class _HeadEndError(Exception):
    """The file goes on, the bytes at hand do not."""

    def __init__(self, needed: int) -> None:
        super().__init__(needed)
        self.needed = needed


class _Cursor:
    """Walks through the header, refusing any length that the file cannot hold before it is
    followed."""

    def __init__(self, path: str, head: bytes, size: int | None) -> None:
        self.path = path
        self.head = head
        self.end = _LARGEST_FILE if size is None else size
        self.at = 0
        self.counted = False
        self.order = "<"
        self.length = "Q"

    def malformed(self, reason: str) -> MalformedHeaderError:
        return MalformedHeaderError(self.path, reason)

    def require(self, count: int) -> None:
        if self.at + count > self.end:
            raise self.malformed(
                f"byte {self.at} announces {count} more bytes than the file can hold"
            )
        if self.at + count > len(self.head):
            raise _HeadEndError(self.at + count)

    def take(self, count: int) -> bytes:
        self.require(count)
        self.at += count
        return self.head[self.at - count : self.at]

    def number(self, code: str) -> int:
        (value,) = struct.unpack(self.order + code, self.take(struct.calcsize("=" + code)))
        return int(value)

    def string(self, limit: int | None = None) -> str:
        count = self.number(self.length)
        if limit is not None and count > limit:
            raise self.malformed(f"a name of {count} bytes")
        return self.take(count).decode("utf-8", "replace")

    def counts(self) -> tuple[int, int]:
        """Read magic, version and the numbers of tensors and of key-value pairs."""
        if self.take(len(_MAGIC)) != _MAGIC:
            raise self.malformed("the file does not start with GGUF")
        version = self.take(4)
        if int.from_bytes(version, "little") & 0xFFFF == 0:
            self.order = ">"
        (number,) = struct.unpack(self.order + "I", version)
        if number not in (1, 2, 3):
            raise self.malformed(f"version {number} of the format is not known")
        if number == 1:
            self.length = "I"
        tensors, keys = self.number(self.length), self.number(self.length)
        if tensors > _MAX_TENSORS or keys > ENTRY_LIMIT:
            raise self.malformed(f"{tensors} tensors and {keys} keys are announced")
        self.counted = True
        return tensors, keys

    def key_values(self, count: int, metadata: dict[str, str]) -> int:
        """Read the pairs, add those worth keeping to `metadata`, and return the alignment of the
        data."""
        alignment = _DEFAULT_ALIGNMENT
        seen = set()
        for _ in range(count):
            key = self.string(_KEY_LIMIT)
            if key in seen:
                raise self.malformed(f"key {key[:80]!r} stands twice")
            seen.add(key)
            keep = _KEPT.fullmatch(key) is not None
            text = self.value(self.number("I"), keep=keep)
            if keep and text is not None:
                metadata[key] = text
            if key == _ALIGNMENT_KEY:
                if not text or not _ALIGNMENT.fullmatch(text):
                    raise self.malformed("general.alignment is no usable number")
                alignment = int(text)
        return alignment

    def value(self, kind: int, *, keep: bool) -> str | None:
        """Read one value; as text where it is to be kept."""
        if kind == _ARRAY:
            return self.array(keep=keep)
        if kind == _STRING and keep:
            return self.string()
        if kind == _STRING:
            self.skip(self.number(self.length))
            return None
        code = _SCALARS.get(kind)
        if code is None:
            raise self.malformed(f"value type {kind} is not known")
        (value,) = struct.unpack(self.order + code, self.take(struct.calcsize("=" + code)))
        return str(value).lower() if kind == _BOOL else str(value)

    def skip(self, count: int) -> None:
        self.require(count)
        self.at += count

    def array(self, *, keep: bool) -> str | None:
        """Read an array; one of texts or numbers that is to be kept as its items, joined."""
        kind, count = self.number("I"), self.number(self.length)
        if kind == _ARRAY:
            self.skip_nested(count)
            return None
        width = self.width(kind)
        self.require(count * width)
        if not keep and kind != _STRING:
            self.skip(count * width)
            return None
        kept: list[str] = []
        for _ in range(count):
            text = self.value(kind, keep=keep and len(kept) < VALUE_LIMIT)
            if text is not None:
                kept.append(text)
        return ", ".join(kept) if keep else None

    def skip_nested(self, count: int) -> None:
        """Step over an array of `count` arrays without recursion."""
        open_arrays = [count]
        while open_arrays:
            if open_arrays[-1] == 0:
                open_arrays.pop()
                continue
            open_arrays[-1] -= 1
            kind, inner = self.number("I"), self.number(self.length)
            if kind == _ARRAY:
                open_arrays.append(inner)
                if len(open_arrays) > _MAX_NESTING:
                    raise self.malformed("arrays stand in arrays too deep")
            elif kind == _STRING:
                for _ in range(inner):
                    self.skip(self.number(self.length))
            else:
                self.skip(inner * self.width(kind))

    def width(self, kind: int) -> int:
        """Bytes of one element; the least of a string."""
        if kind != _STRING and kind not in _SCALARS:
            raise self.malformed(f"value type {kind} is not known")
        return struct.calcsize("=" + (self.length if kind == _STRING else _SCALARS[kind]))

    def tensors(self, count: int, dtypes: Counter[str], alignment: int) -> None:
        """Count the elements of each tensor by type and see that the data can be where it is said
        to be."""
        names = set()
        spans = []
        for _ in range(count):
            name = self.string(_KEY_LIMIT)
            if name in names:
                raise self.malformed(f"tensor {name[:80]!r} stands twice")
            names.add(name)
            dimensions = self.number("I")
            if dimensions > MAX_DIMENSIONS:
                raise self.malformed(f"tensor {name[:80]!r} has {dimensions} dimensions")
            number = elements(
                self.path, name, [self.number(self.length) for _ in range(dimensions)]
            )
            kind, offset = self.number("I"), self.number("Q")
            dtype, block, width = _TYPES.get(kind, (f"type-{kind}", 1, 0))
            dtypes[dtype] += number
            spans.append((offset, offset + -(-number // block) * width))
        data = self.at + -self.at % alignment
        if spans and data + data_end(self.path, spans) > self.end:
            raise self.malformed("tensors reach beyond the end of the file")
