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

from provenance.hubs import open_hub, parse_reference
from provenance.lineage.graph import Lineage
from provenance.lineage.record import ArtifactRecord
from provenance.lineage.trace import trace
from provenance.model.artifact import Kind

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from json_server import json_server
from other_hub_answers import HUBS, registry, vertex

CORPUS = Path(os.environ.get("PROVENANCE_CORPUS", "../shared/corpus"))
# Description, listing, and what a person reads of the files.
LEAST = {
    "kaggle": 4,
    "modelscope": 4,
    "ngc": 2,
    "github": 5,
    "azureml": 2,
    "mlflow": 6,
    "unity": 4,
    "vertex": 1,
    "oci": 5,
}


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
    cases = {name: (text, answers()) for name, (text, answers, *_) in HUBS.items()}
    cases["oci"] = ("ollama:bear", registry())
    cases["vertex"] = ("vertex:google/bear3", vertex())
    for name, (text, answers) in cases.items():
        with json_server(answers) as server, tempfile.TemporaryDirectory() as empty:
            (Path(empty) / "models").mkdir()
            hub = open_hub(empty, places={name: server.url}, tokens={name: "token"})
            lineage = trace(hub, [(text, parse_reference(text))])
            filled = _filled(next(iter(lineage.records.values())))
            marks = " ".join(f"{'yes' if filled[field] else '-':7}" for field in filled)
            print(f"{name:12} {len(server.requested):8} {LEAST[name]:5}  {marks}")


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
