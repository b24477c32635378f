"""What tests put into the folder of a test hub, and the client they read it with."""

from __future__ import annotations

import json
import struct
from pathlib import Path

from hub_server import HubServer
from huggingface_hub import HfApi

CARD = """---
license: apache-2.0
language: [en, ko]
library_name: transformers
pipeline_tag: text-generation
base_model: acme/base
datasets: [acme/tickets]
tags: [support]
---
# Tiny

A card written for this test.
"""


def api(hub: HubServer, token: str | bool = "hf_valid") -> HfApi:
    """The real client of a test hub; `token=False` for none."""
    return HfApi(endpoint=hub.url, token=token)


def put(folder: Path, files: dict[str, str | bytes], **meta: object) -> None:
    """Write a repository; `meta` becomes its `_meta.json`."""
    if meta:
        files = {**files, "_meta.json": json.dumps(meta)}
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def safetensors(**shapes: list[int]) -> bytes:
    """A file of half-precision tensors: header and zeros."""
    header, end = {}, 0
    for name, (rows, columns) in shapes.items():
        start, end = end, end + 2 * rows * columns
        header[name] = {"dtype": "F16", "shape": [rows, columns], "data_offsets": [start, end]}
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + bytes(end)


WEIGHTS = safetensors(embed=[4, 8])
MODEL_FILES: dict[str, str | bytes] = {
    "README.md": CARD,
    "config.json": "{}",
    "model.safetensors": WEIGHTS,
    "onnx/model.onnx": b"\x08\x07",
}


def put_hub(root: Path) -> Path:
    """Write a hub of seven repositories, one for each way in which the hub treats them."""
    put(root / "models/acme/tiny", MODEL_FILES)
    put(root / "models/acme/gated", {"README.md": "# Gated\n"}, gated="manual", sha="a" * 40)
    put(root / "models/acme/secret", {"README.md": "# Secret\n"}, private=True)
    put(root / "models/acme/gone", {"README.md": "# Gone\n"}, disabled=True)
    index = {
        "metadata": {},
        "weight_map": {"embed": "model-1.safetensors", "head": "model-2.safetensors"},
    }
    shards = {"model-1.safetensors": WEIGHTS, "model-2.safetensors": safetensors(head=[2, 2])}
    put(root / "models/acme/sharded", {"model.safetensors.index.json": json.dumps(index), **shards})
    put(root / "models/solo", {"README.md": "# One of the few without a namespace\n"})
    put(
        root / "datasets/acme/tickets",
        {"README.md": "---\nlicense: mit\n---\n", "data/train.csv": "a,b\n1,2\n"},
    )
    return root
