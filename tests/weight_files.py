"""Small writers of weight files, so that what is read back was written by other code."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence

_BYTES = {"F32": 4, "BF16": 2, "I8": 1}
_GGUF_TYPES = {"F32": (0, 1, 4), "Q8_0": (8, 32, 34), "Q4_K": (12, 256, 144)}


def safetensors(
    tensors: Mapping[str, tuple[str, Sequence[int]]], metadata: Mapping[str, str] | None = None
) -> bytes:
    """A whole safetensors file with zeros for data."""
    header: dict[str, object] = {"__metadata__": dict(metadata)} if metadata else {}
    at = 0
    for name, (dtype, shape) in tensors.items():
        size = _BYTES[dtype]
        for dimension in shape:
            size *= dimension
        header[name] = {"dtype": dtype, "shape": list(shape), "data_offsets": [at, at + size]}
        at += size
    return safetensors_header(header) + bytes(at)


def safetensors_header(header: object) -> bytes:
    """Length and JSON, whatever it says."""
    data = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(data)) + data


class Gguf:
    """Writes a GGUF file of one version and byte order."""

    def __init__(self, version: int = 3, order: str = "<") -> None:
        self.version = version
        self.order = order
        self.length = "I" if version == 1 else "Q"

    def string(self, text: str) -> bytes:
        data = text.encode()
        return struct.pack(self.order + self.length, len(data)) + data

    def value(self, value: object) -> bytes:
        """A type tag and the value; lists hold texts or lists."""
        if isinstance(value, bool):
            return struct.pack(self.order + "I?", 7, value)
        if isinstance(value, int):
            return struct.pack(self.order + "II", 4, value)
        if isinstance(value, float):
            return struct.pack(self.order + "If", 6, value)
        if isinstance(value, list):
            count = struct.pack(self.order + self.length, len(value))
            kind, items = self._items(value)
            return struct.pack(self.order + "II", 9, kind) + count + items
        return struct.pack(self.order + "I", 8) + self.string(str(value))

    def _items(self, values: Sequence[object]) -> tuple[int, bytes]:
        """The type of the items of a list, and the items: all at once where they are simple, since
        a vocabulary has hundreds of thousands of them."""
        kinds = {type(value) for value in values}
        if kinds <= {str}:
            pack = struct.Struct(self.order + self.length).pack
            encoded = [str(value).encode() for value in values]
            return 8, b"".join([part for text in encoded for part in (pack(len(text)), text)])
        if kinds == {int}:
            return 4, struct.pack(f"{self.order}{len(values)}I", *values)
        if kinds == {float}:
            return 6, struct.pack(f"{self.order}{len(values)}f", *values)
        items = [self.value(value) for value in values]
        kind: int = struct.unpack(self.order + "I", items[0][:4])[0]
        return kind, b"".join(item[4:] for item in items)

    def counts(self, tensors: int, keys: int) -> bytes:
        return b"GGUF" + struct.pack(
            self.order + "I" + self.length * 2, self.version, tensors, keys
        )

    def file(
        self, metadata: Mapping[str, object], tensors: Mapping[str, tuple[str, Sequence[int]]]
    ) -> bytes:
        head = self.counts(len(tensors), len(metadata))
        head += b"".join(self.string(key) + self.value(value) for key, value in metadata.items())
        data = 0
        for name, (dtype, shape) in tensors.items():
            kind, block, width = _GGUF_TYPES[dtype]
            elements = 1
            for dimension in shape:
                elements *= dimension
            head += self.string(name) + struct.pack(self.order + "I", len(shape))
            head += b"".join(
                struct.pack(self.order + self.length, dimension) for dimension in shape
            )
            head += struct.pack(self.order + "IQ", kind, data)
            data += -(-elements // block) * width
            data += -data % 32
        return head + bytes(-len(head) % 32) + bytes(data)
