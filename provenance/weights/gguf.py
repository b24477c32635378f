"""Headers of GGUF files, versions 1 to 3."""

from __future__ import annotations

import re
import struct
from collections import Counter
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from provenance.weights.errors import MalformedHeaderError, TruncatedHeaderError
from provenance.weights.facts import ENTRY_LIMIT, VALUE_LIMIT, WeightFacts, metadata_of
from provenance.weights.naming import is_shard
from provenance.weights.shapes import ShapeDigest
from provenance.weights.spans import MAX_DIMENSIONS, data_end, elements
from provenance.weights.templates import ChatTemplate, read_template

_MAGIC = b"GGUF"
_DEFAULT_ALIGNMENT = 32
_KEY_LIMIT = 65_535  # The specification's limit.
_MAX_TENSORS = 100_000
_MAX_NESTING = 4
# If the size is unknown: no file is larger than this, so no length in it can be either.
_LARGEST_FILE = 2**50
# Header bytes per token besides its text: score and type, and about two merges if the vocabulary is
# built from merges.
_SCORE_AND_TYPE = 12
_MERGES = 56
_TOKENIZER_KEY = "tokenizer.ggml.model"
_WITHOUT_MERGES = frozenset({"llama", "t5", "bert"})
_TOKEN_BYTES = 16
_TENSOR_BYTES = 128
# Other keys after the vocabulary, such as a chat template.
_OTHER_BYTES = 64 * 1024
_ALIGNMENT_KEY = "general.alignment"
_ALIGNMENT = re.compile(r"[1-9][0-9]{0,5}")
_KEPT = re.compile(
    r"general\..+|[^.]+\.(?:context_length|block_count|embedding_length|vocab_size)"
    r"|tokenizer\.ggml\.(?:model|pre)|[^.]*licen[cs]e[^.]*"
)
_TEMPLATE = re.compile(r"tokenizer\.chat_template(?:\..+)?")
_MOST_TEMPLATES = 32

_STRING, _ARRAY, _BOOL = 8, 9, 7
_SCALARS = dict(zip((0, 1, 2, 3, 4, 5, 6, _BOOL, 10, 11, 12), "BbHhIif?Qqd", strict=True))

# ggml_type: name, elements and bytes per block. No bytes if they changed between versions of ggml.
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
        size: Size of the whole file in bytes, or None if unknown.

    Returns:
        The facts; if the header is longer than `head`, the metadata reached so far, `parameters`
        None and `complete` False.

    Raises:
        MalformedHeaderError: The header contradicts the specification (ggml, docs/gguf.md), itself
            or `size`.
        TruncatedHeaderError: `head` does not even cover the counts at the start.
    """
    return _read(path, head, size)[0]


def expected_end(path: str, head: bytes, size: int | None) -> int:
    """Estimate how many bytes from the start of the file cover its header: at most `len(head)` if
    `head` is enough.

    A header does not state its length. If it extends beyond `head`, this is a safe overestimate
    from the numbers of tokens and tensors that it announces.

    Raises:
        MalformedHeaderError, TruncatedHeaderError: As for `read_gguf`.
    """
    return _read(path, head, size)[1]


def _read(path: str, head: bytes, size: int | None) -> tuple[WeightFacts, int]:
    """The facts, and the end of the header."""
    cursor = _Cursor(path, head, size)
    metadata: dict[str, str] = {}
    dtypes: Counter[str] = Counter()
    complete, end = False, 0
    try:
        tensors, keys = cursor.counts()
        alignment = cursor.key_values(keys, metadata)
        cursor.tensors(tensors, dtypes, alignment)
        complete, end = True, cursor.at
    except _HeadEndError as error:
        if not cursor.counted:
            raise TruncatedHeaderError(path, error.needed) from None
        end = cursor.estimate(error.needed)
    facts = WeightFacts(
        path=path,
        format="gguf",
        parameters=sum(dtypes.values()) if complete else None,
        dtypes=MappingProxyType(dict(sorted(dtypes.items())) if complete else {}),
        metadata=metadata_of(metadata),
        shard=is_shard(path),
        complete=complete,
        tensors=cursor.tensor_count if complete else None,
        shapes=cursor.shapes.text if complete else "",
        templates=tuple(cursor.templates),
    )
    return facts, end


class _HeadEndError(Exception):
    """The available bytes end before the file does."""

    def __init__(self, needed: int) -> None:
        super().__init__(needed)
        self.needed = needed


@dataclass(frozen=True, slots=True)
class _OpenArray:
    """An array of texts of which only the beginning is available.

    Attributes:
        count: Number of items.
        read: Number of items read completely.
        size: Bytes of the items read.
    """

    count: int
    read: int
    size: int

    def remaining_bytes(self) -> int:
        """A safe overestimate: the first tokens of a vocabulary are its shortest."""
        average = max(self.size / max(self.read, 1), _TOKEN_BYTES)
        return int((self.count - self.read) * average * 1.25)


class _Cursor:
    """Walks through the header; rejects lengths that the file cannot contain before using them."""

    def __init__(self, path: str, head: bytes, size: int | None) -> None:
        self.path = path
        self.end = _LARGEST_FILE if size is None else size
        self.head = head[: self.end]
        self.at = 0
        self.counted = False
        self.open_array: _OpenArray | None = None
        self.tokenizer = ""
        self.templates: list[ChatTemplate] = []
        self.shapes = ShapeDigest()
        self.tensor_count = 0
        self.tensors_announced = 0
        self.order = "<"
        self.length = "Q"

    def malformed(self, reason: str) -> MalformedHeaderError:
        return MalformedHeaderError(self.path, reason)

    def require_in_file(self, count: int) -> None:
        if self.at + count > self.end:
            raise self.malformed(
                f"byte {self.at} announces {count} more bytes than the file can hold"
            )

    def require(self, count: int) -> None:
        self.require_in_file(count)
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
        self.tensors_announced = tensors
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
            text = self.pair(key, metadata)
            if key == _ALIGNMENT_KEY:
                alignment = self.alignment_of(text)
        return alignment

    def pair(self, key: str, metadata: dict[str, str]) -> str | None:
        """Read the value of a key and keep it where it is worth that; as text if it was kept."""
        is_kept = _KEPT.fullmatch(key) is not None
        is_template = _TEMPLATE.fullmatch(key) is not None
        text = self.value(self.number("I"), keep=is_kept or is_template)
        if is_template and text and len(self.templates) < _MOST_TEMPLATES:
            self.templates.append(read_template(self.path, key, text))
        if key == _TOKENIZER_KEY:
            self.tokenizer = text or ""
        if is_kept and text is not None:
            metadata[key] = text
        return text

    def alignment_of(self, text: str | None) -> int:
        """The alignment that a text states."""
        if not text or not _ALIGNMENT.fullmatch(text):
            raise self.malformed("general.alignment is not a usable number")
        return int(text)

    def value(self, kind: int, *, keep: bool) -> str | None:
        """Read one value; as text if it is to be kept."""
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
        """Read an array; texts or numbers to be kept are returned joined."""
        kind, count = self.number("I"), self.number(self.length)
        if kind == _ARRAY:
            self.skip_nested(count)
            return None
        self.require_in_file(count * self.width(kind))
        if not keep:
            self.skip_items(kind, count)
            return None
        kept = [self.value(kind, keep=True) for _ in range(min(count, VALUE_LIMIT))]
        self.skip_items(kind, count - len(kept))
        return ", ".join(text for text in kept if text is not None)

    def skip_items(self, kind: int, count: int) -> None:
        """Skip consecutive values of one kind."""
        if kind == _STRING:
            self.skip_strings(count)
        else:
            self.skip(count * self.width(kind))

    def skip_strings(self, count: int) -> None:
        """Skip consecutive texts; a vocabulary has several hundred thousand."""
        head, width = self.head, struct.calcsize("=" + self.length)
        order: Literal["little", "big"] = "little" if self.order == "<" else "big"
        start = at = self.at
        for index in range(count):
            after = at + width
            end = after + int.from_bytes(head[at:after], order)
            if after > len(head) or end > len(head):
                self.open_array = _OpenArray(count, index, at - start)
                self.at = at
                self.skip(self.number(self.length))
            at = end
        self.at = at

    def estimate(self, needed: int) -> int:
        """The estimated end of the header if the available bytes end before byte `needed`."""
        rest = 0
        if self.open_array:
            bytes_per_token = _SCORE_AND_TYPE + (
                0 if self.tokenizer in _WITHOUT_MERGES else _MERGES
            )
            rest = self.open_array.remaining_bytes() + self.open_array.count * bytes_per_token
        return needed + rest + self.tensors_announced * _TENSOR_BYTES + _OTHER_BYTES

    def skip_nested(self, count: int) -> None:
        """Skip an array of `count` arrays without recursion."""
        open_arrays, seen = [count], 0
        while open_arrays:
            if open_arrays[-1] == 0:
                open_arrays.pop()
                continue
            open_arrays[-1] -= 1
            seen += 1
            if seen > ENTRY_LIMIT:
                raise self.malformed(f"more than {ENTRY_LIMIT:,} arrays stand in an array")
            kind, inner = self.number("I"), self.number(self.length)
            if kind == _ARRAY:
                open_arrays.append(inner)
                if len(open_arrays) > _MAX_NESTING:
                    raise self.malformed("arrays stand in arrays too deep")
            else:
                self.skip_items(kind, inner)

    def width(self, kind: int) -> int:
        """Bytes of one element; the minimum for a string."""
        if kind != _STRING and kind not in _SCALARS:
            raise self.malformed(f"value type {kind} is not known")
        return struct.calcsize("=" + (self.length if kind == _STRING else _SCALARS[kind]))

    def tensors(self, count: int, dtypes: Counter[str], alignment: int) -> None:
        """Count the elements of each tensor by type and check that its data can be at its
        offset."""
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
            shape = [self.number(self.length) for _ in range(dimensions)]
            number = elements(self.path, name, shape)
            self.shapes.add(name, shape)
            self.tensor_count += 1
            kind, offset = self.number("I"), self.number("Q")
            dtype, block, width = _TYPES.get(kind, (f"type-{kind}", 1, 0))
            dtypes[dtype] += number
            spans.append((offset, offset + -(-number // block) * width))
        data = self.at + -self.at % alignment
        if spans and data + data_end(self.path, spans) > self.end:
            raise self.malformed("tensors reach beyond the end of the file")
