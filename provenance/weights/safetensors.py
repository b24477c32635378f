"""Headers of safetensors files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from provenance.files.safe_json import JsonError, load_json
from provenance.weights.errors import MalformedHeaderError, TruncatedHeaderError
from provenance.weights.facts import ENTRY_LIMIT, WeightFacts, metadata_of
from provenance.weights.naming import is_shard
from provenance.weights.shapes import ShapeDigest
from provenance.weights.spans import data_end, elements
from provenance.weights.tensor_names import digest_names

LENGTH_BYTES = 8
# The format's own library rejects longer headers.
_FORMAT_LIMIT = 100_000_000
# A parsed tensor takes about 700 bytes, eight of these marks and 80 bytes of the header; the
# largest models have some ten thousand tensors in a file.
MAX_TENSORS = 100_000
_MAX_VALUES = 10 * MAX_TENSORS
# Names that peft, diffusers, kohya-ss and LyCORIS give to the tensors of adapters.
_ADAPTER_TENSOR = re.compile(
    r"^(?:lora|lycoris)_|[._]lora_(?:[AB]|up|down|embedding_[AB]|magnitude_vector)\b"
    r"|[._](?:hada|lokr|oft)_"
)
_DTYPE = re.compile(r"[A-Za-z0-9_]{1,32}")
_BITS = {
    dtype: bits
    for bits, dtypes in {
        4: "F4",
        6: "F6_E2M3 F6_E3M2",
        8: "BOOL U8 I8 F8_E5M2 F8_E4M3 F8_E8M0 F8_E4M3FNUZ F8_E5M2FNUZ",
        16: "I16 U16 F16 BF16",
        32: "I32 U32 F32",
        64: "I64 U64 F64 C64",
    }.items()
    for dtype in dtypes.split()
}


def read_safetensors(path: str, head: bytes, size: int | None, limit: int) -> WeightFacts:
    """Read the header of a safetensors file.

    The format: 8 bytes of header length (little-endian), a JSON object that starts with `{`, then
    the data, which the tensors cover without overlap and without holes (safetensors README, section
    Format).

    Args:
        path: Path inside the repository.
        head: The first bytes of the file.
        size: Size of the whole file in bytes, or None if unknown.
        limit: Maximum header length to read, in bytes.

    Raises:
        MalformedHeaderError: The header contradicts the format, itself or `size`.
        TruncatedHeaderError: The header is longer than `head`.
    """
    start = header_end(path, head, size, limit)
    if len(head) < start:
        raise TruncatedHeaderError(path, start)
    header = _object(path, head[LENGTH_BYTES:start])
    metadata = _metadata(path, header.pop("__metadata__", None) or {})
    dtypes: Counter[str] = Counter()
    spans = []
    shapes = ShapeDigest()
    for name, entry in header.items():
        dtype, count, span = _tensor(path, name, entry)
        shapes.add(name, shape_of(entry))
        dtypes[dtype] += count
        spans.append(span)
    end = data_end(path, spans)
    if end != sum(stop - first for first, stop in spans):
        raise MalformedHeaderError(path, "some bytes between tensors belong to no tensor")
    if size is not None and start + end != size:
        raise MalformedHeaderError(
            path, f"the header describes {start + end:,} bytes, the file has {size:,} bytes"
        )
    return WeightFacts(
        path=path,
        format="safetensors",
        parameters=sum(dtypes.values()),
        dtypes=MappingProxyType(dict(sorted(dtypes.items()))),
        metadata=metadata,
        shard=is_shard(path),
        tensors=len(header),
        shapes=shapes.text,
        adapter=_is_adapter(header),
        names=digest_names(header, len(header)),
    )


def _is_adapter(names: Iterable[str]) -> bool:
    """Whether all tensors are parts of an adapter: `lora_unet_..._proj.lora_up.weight`."""
    parts = [bool(_ADAPTER_TENSOR.search(name)) for name in names]
    return bool(parts) and all(parts)


def header_end(path: str, head: bytes, size: int | None, limit: int) -> int:
    """How many bytes from the start of the file its header takes.

    Args:
        path: Path inside the repository.
        head: The first bytes of the file.
        size: Size of the whole file in bytes, or None if unknown.
        limit: Maximum header length to read, in bytes.

    Raises:
        MalformedHeaderError: The header is longer than the file, or than the format allows.
        TruncatedHeaderError: `head` does not even cover its length, or it is longer than `limit`.
    """
    length = int.from_bytes(head[:LENGTH_BYTES], "little") if len(head) >= LENGTH_BYTES else 0
    end = LENGTH_BYTES + length
    if size is not None and end > size:
        reason = f"the header ends at byte {end:,}, the file has {size:,} bytes"
        raise MalformedHeaderError(path, reason)
    if length > _FORMAT_LIMIT:
        reason = f"the header has {length:,} bytes, the format permits {_FORMAT_LIMIT:,}"
        raise MalformedHeaderError(path, reason)
    if length > limit or len(head) < LENGTH_BYTES:
        raise TruncatedHeaderError(path, end)
    return end


def _object(path: str, data: bytes) -> dict[str, object]:
    if not data.startswith(b"{"):
        raise MalformedHeaderError(path, "the header does not start with {")
    try:
        loaded = load_json(data, values=_MAX_VALUES)
    except JsonError as error:
        raise MalformedHeaderError(path, f"the header is not usable JSON: {error.reason}") from None
    if loaded.repeated:
        # Given two tensors with one name, readers may load either.
        raise MalformedHeaderError(path, f"the key {loaded.repeated[0]!r} occurs twice")
    if loaded.dropped:
        raise MalformedHeaderError(path, f"the header contains {loaded.dropped[0]}")
    header = loaded.value
    assert isinstance(header, dict)
    if len(header) > MAX_TENSORS:
        reason = f"its {len(header):,} tensors are beyond the limit of {MAX_TENSORS:,}"
        raise MalformedHeaderError(path, reason)
    return header


def _metadata(path: str, value: object) -> Mapping[str, str]:
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise MalformedHeaderError(path, "__metadata__ does not map texts to texts")
    if len(value) > ENTRY_LIMIT:
        raise MalformedHeaderError(path, f"__metadata__ has {len(value)} entries")
    return metadata_of(value)


def _tensor(path: str, name: str, entry: object) -> tuple[str, int, tuple[int, int]]:
    match entry:
        case {"dtype": str(dtype), "shape": list(shape), "data_offsets": [start, end]} if _natural(
            (*shape, start, end)
        ):
            count = elements(path, name, shape)
            # A type missing from this table is counted by its name; only its size cannot be
            # checked.
            bits = _BITS.get(dtype)
            if start > end or (bits is not None and (end - start) * 8 != count * bits):
                raise MalformedHeaderError(
                    path, f"tensor {name[:80]!r}: offsets do not fit shape and type"
                )
            if not _DTYPE.fullmatch(dtype):
                raise MalformedHeaderError(path, f"tensor {name[:80]!r} has no type")
            return dtype, count, (start, end)
    raise MalformedHeaderError(
        path, f"tensor {name[:80]!r} is not described by dtype, shape and data_offsets"
    )


def shape_of(entry: object) -> list[int]:
    """The shape in a tensor's entry, already checked."""
    shape = entry.get("shape") if isinstance(entry, dict) else None
    return shape if isinstance(shape, list) else []


def _natural(numbers: tuple[object, ...]) -> bool:
    return all(type(number) is int and number >= 0 for number in numbers)
