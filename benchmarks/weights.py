"""How many requests and bytes it takes to read what weight files say, beside a full download.

    python -m benchmarks.weights

Large files are sparse: they have the size of real ones and hold nothing but their headers. The hub
counts what is asked for.
"""

from __future__ import annotations

import io
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from threading import Lock

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import risky_files  # noqa: E402
import weight_files  # noqa: E402

from provenance.hubs import parse_reference  # noqa: E402
from provenance.lineage.trace import trace  # noqa: E402
from provenance.model.artifact import ArtifactRef, FileEntry, Snapshot  # noqa: E402
from provenance.weights import read_header  # noqa: E402

GB = 10**9
_FIRST_PART = 64 * 1024


def sharded_safetensors(folder: Path) -> None:
    """Two shards of 2.5 GB, a hundred tensors each."""
    for number in (1, 2):
        path = folder / f"model-0000{number}-of-00002.safetensors"
        header = {}
        width = 12_500_000
        for index in range(100):
            start = index * width * 2
            header[f"layers.{number}.{index}.weight"] = {
                "dtype": "BF16",
                "shape": [width],
                "data_offsets": [start, start + width * 2],
            }
        _sparse(path, weight_files.safetensors_header(header), 100 * width * 2)


def gguf(folder: Path) -> None:
    """A vocabulary of 256,000 tokens and 4 GB of data."""
    tokens: list[object] = [f"token-{number}" for number in range(256_000)]
    keys: dict[str, object] = {
        "general.architecture": "llama",
        "general.license": "apache-2.0",
        "general.base_model.0.repo_url": "https://hub.example/acme/base",
        "general.dataset.0.repo_url": "https://hub.example/datasets/acme/chats",
        "tokenizer.ggml.model": "llama",
        "tokenizer.ggml.tokens": tokens,
    }
    _sparse(folder / "chat.gguf", weight_files.Gguf().file(keys, {"norm": ("F32", [8])}), 4 * GB)


def torch_archive(folder: Path) -> None:
    """An archive of 2 GB with one tensor."""
    path = folder / "pytorch_model.bin"
    state = risky_files.torch_state({"weight": (500, 1_000_000)})
    with path.open("wb") as file, zipfile.ZipFile(file, "w") as archive:
        archive.writestr("archive/data.pkl", state)
        with archive.open("archive/data/0", "w", force_zip64=True) as data:
            piece = bytes(10**7)
            for _ in range(200):
                data.write(piece)


def joblib_forest(folder: Path) -> None:
    """A packed pickle of a few megabytes."""
    buffer = io.BytesIO()
    import gzip
    import pickle

    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0) as packed:
        packed.write(pickle.dumps([float(number) for number in range(500_000)]))
    (folder / "model.pkl.gz").write_bytes(buffer.getvalue())


def onnx_model(folder: Path) -> None:
    """A graph with one initializer of 1 GB behind its nodes."""
    size = GB
    tensor = b"\x08" + _varint(size // 4) + b"\x10\x01\x42\x01w\x4a" + _varint(size)
    node = b"\x0a\x08\x22\x06MatMul"
    graph_size = len(node) + 1 + len(_varint(len(tensor) + size)) + len(tensor) + size
    head = b"\x08\x08\x3a" + _varint(graph_size) + node
    head += b"\x2a" + _varint(len(tensor) + size) + tensor
    _sparse(folder / "model.onnx", head, size)


def begun_gguf() -> str:
    """What the first 64 KiB of the GGUF file tell, and what they do not."""
    with tempfile.TemporaryDirectory() as root:
        gguf(Path(root))
        path = Path(root) / "chat.gguf"
        size = path.stat().st_size
        with path.open("rb") as file:
            facts = read_header(path.name, file.read(_FIRST_PART), size)
    keys = ("general.license", "general.base_model.0.repo_url", "general.dataset.0.repo_url")
    known = [key for key in keys if key in facts.metadata]
    rest = "tensors and the end of the vocabulary" if not facts.complete else "nothing"
    return f"gguf, first 64 KiB: {', '.join(known)}; not read: {rest}"


def _varint(number: int) -> bytes:
    out = b""
    while number > 0x7F:
        out += bytes([number & 0x7F | 0x80])
        number >>= 7
    return out + bytes([number])


def _sparse(path: Path, head: bytes, size: int) -> None:
    with path.open("wb") as file:
        file.write(head)
        file.truncate(len(head) + size)


class CountingHub:
    """Serves one folder of files without reading them whole, and counts what is asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self.requests = 0
        self.bytes = 0

    def snapshot(self, ref: ArtifactRef) -> Snapshot:
        """See `Hub.snapshot`."""
        files = tuple(
            FileEntry(path=path.name, size=path.stat().st_size)
            for path in sorted(self._folder.iterdir())
        )
        return Snapshot(ref=ref.at("a" * 40), files=files)

    def read(self, snapshot: Snapshot, path: str, limit: int, *, prefix: bool = False) -> bytes:
        """See `Hub.read`."""
        return self.read_range(snapshot, path, 0, limit)

    def read_range(self, snapshot: Snapshot, path: str, start: int, length: int) -> bytes:
        """See `Hub.read_range`."""
        with (self._folder / path).open("rb") as file:
            file.seek(start)
            data = file.read(length)
        with self._lock:
            self.requests += 1
            self.bytes += len(data)
        return data


CASES: dict[str, Callable[[Path], None]] = {
    "safetensors, 2 shards": sharded_safetensors,
    "gguf, 256,000 tokens": gguf,
    "torch archive": torch_archive,
    "joblib": joblib_forest,
    "onnx": onnx_model,
}


def main() -> int:
    """Audit each case once and print the table."""
    print(f"{'case':24}{'of':>10}{'requests':>10}{'bytes':>12}{'share':>10}{'seconds':>9}  gaps")
    for name, write in CASES.items():
        with tempfile.TemporaryDirectory() as root:
            folder = Path(root)
            write(folder)
            hub = CountingHub(folder)
            ref = parse_reference("acme/x")
            started = time.perf_counter()
            lineage = trace(hub, [("acme/x", ref)])
            seconds = time.perf_counter() - started
            total = sum(path.stat().st_size for path in folder.iterdir())
        [record] = lineage.records.values()
        gaps = [gap.what for gap in record.gaps]
        print(
            f"{name:24}{total / GB:>8.2f}GB{hub.requests:>10}{hub.bytes:>12,}"
            f"{hub.bytes / total:>10.4%}{seconds:>9.2f}  {', '.join(gaps) or '-'}"
        )
    print(begun_gguf())
    return 0


if __name__ == "__main__":
    sys.exit(main())
