"""What each hub is asked and what its answers fill; and the licence words of specifications of
Azure AI Foundry.

    python -m benchmarks.hubs

The hubs answer from loopback in the shapes that their clients read. The specifications are those of
the corpus at PROVENANCE_CORPUS.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path
from unittest.mock import patch

from fsspec.implementations.memory import MemoryFileSystem

from provenance.hubs import Hub, open_hub, parse_reference
from provenance.lineage.graph import Lineage
from provenance.lineage.ledger import Bounds
from provenance.lineage.record import ArtifactRecord
from provenance.lineage.trace import trace
from provenance.model.artifact import Kind

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from hub_server import HubServer
from json_server import json_server
from other_hub_answers import HUBS, registry, vertex
from weight_files import safetensors

CORPUS = Path(os.environ.get("PROVENANCE_CORPUS", "../shared/corpus"))
# Description, listing, and what a person reads of the files.
LEAST = {
    "hf": 3,
    "kaggle": 4,
    "modelscope": 4,
    "ngc": 2,
    "github": 5,
    "azureml": 2,
    "mlflow": 6,
    "unity": 4,
    "vertex": 1,
    "oci": 5,
    "folder": 3,
}
CARD = (
    b"---\nlicense: apache-2.0\nbase_model: acme/base\ndatasets: [acme/tickets]\n---\n"
    b"# Bear\n\nAnswers tickets.\n"
)
FILES = {"README.md": CARD, "config.json": b'{"model_type": "llama"}'}
# Of the subject alone, as the parents lie elsewhere.
SUBJECT_ONLY = Bounds(depth=0)


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--unknown", action="store_true", help="list the words not mapped")
    arguments = parser.parse_args()
    _hubs()
    azure = CORPUS / "azure"
    if azure.is_dir():
        _azure(azure, arguments.unknown)
    else:
        print(f"no specifications: {azure} is not there")


def _hubs() -> None:
    print(f"{'hub':12} requests least  licence base datasets hashes card")
    _hugging_face()
    cases = {name: (text, answers()) for name, (text, answers, *_) in HUBS.items()}
    cases["oci"] = ("ollama:bear", registry())
    cases["vertex"] = ("vertex:google/bear3", vertex())
    for name, (text, answers) in cases.items():
        with json_server(answers) as server, tempfile.TemporaryDirectory() as empty:
            (Path(empty) / "models").mkdir()
            hub = open_hub(empty, places={name: server.url}, tokens={name: "token"})
            record = _subject(hub, text)
            _print_row(name, len(server.requested), record)
    _store()


def _hugging_face() -> None:
    """The first hub, from a server with its wire format."""
    with tempfile.TemporaryDirectory() as folder:
        model = Path(folder) / "models" / "acme" / "bear"
        model.mkdir(parents=True)
        for path, body in FILES.items():
            (model / path).write_bytes(body)
        (model / "model.safetensors").write_bytes(safetensors({"weight": ("BF16", [2, 3])}))
        with HubServer(Path(folder)) as server:
            record = _subject(open_hub(server.url), "acme/bear")
            _print_row("hf", len(server.requests), record)


def _store() -> None:
    """A folder in fsspec's own memory; each call of its interface is one request of a store."""
    system = MemoryFileSystem()
    for path, body in FILES.items():
        system.pipe_file(f"/bear/{path}", body)
    with (
        patch.object(MemoryFileSystem, "ls", autospec=True, side_effect=MemoryFileSystem.ls) as ls,
        patch.object(
            MemoryFileSystem, "cat_file", autospec=True, side_effect=MemoryFileSystem.cat_file
        ) as cat,
    ):
        record = _subject(open_hub(offline=False), "memory://bear")
    _print_row("folder", ls.call_count + cat.call_count, record)
    system.rm("/bear", recursive=True)


def _subject(hub: Hub, text: str) -> ArtifactRecord:
    ref = parse_reference(text, typed=True)
    return next(iter(trace(hub, [(text, ref)], SUBJECT_ONLY).records.values()))


def _print_row(name: str, requests: int, record: ArtifactRecord) -> None:
    filled = _filled(record)
    marks = " ".join(f"{'yes' if filled[field] else '-':7}" for field in filled)
    print(f"{name:12} {requests:8} {LEAST[name]:5}  {marks}".rstrip())


def _filled(record: ArtifactRecord) -> dict[str, bool]:
    kinds = {parent.ref.kind for parent in record.parents}
    return {
        "licence": bool(record.licence.claims),
        "base": Kind.MODEL in kinds,
        "datasets": Kind.DATASET in kinds,
        "hashes": any(file.sha256 for file in record.snapshot.files),
        "card": record.card is not None,
    }


def _azure(folder: Path, list_unknown: bool) -> None:
    """Each specification as a folder: its licence words, its base, its card."""
    counts: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for spec in sorted(folder.glob("*/*/spec.yaml")):
        counts["specifications"] += 1
        record = _record(spec.parent)
        if record is None:
            counts["not read"] += 1
            continue
        claims = record.licence.claims
        counts["licence stated"] += bool(claims)
        counts["licence mapped"] += any(claim.spdx for claim in claims)
        counts["licence told as unknown"] += bool(claims) and not any(
            claim.spdx for claim in claims
        )
        counts["base named"] += bool(record.parents)
        counts["card"] += bool(record.other_cards) or record.card is not None
        for claim in claims:
            if not claim.spdx:
                words[claim.value[:60]] += 1
    for name, count in counts.items():
        print(f"{name:24} {count}")
    if list_unknown:
        for word, count in words.most_common():
            print(f"  {count:4} {word}")


def _record(folder: Path) -> ArtifactRecord | None:
    ref = parse_reference(str(folder.resolve()), Kind.MODEL)
    with tempfile.TemporaryDirectory() as empty:
        (Path(empty) / "models").mkdir()
        lineage: Lineage = trace(open_hub(empty, offline=True), [(str(folder), ref)])
    return next(
        (record for record in lineage.records.values() if record.ref.name == ref.name), None
    )


if __name__ == "__main__":
    main()
