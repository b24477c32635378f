"""Corrections that people made to dataset cards: there must be a licence finding before the
correction, and none after it.

    python benchmarks/licence_fixes.py

A row for every pair of the corpus whose correction brought a licence; both versions are audited as
datasets. The corpus is found through PROVENANCE_CORPUS, default ../shared/corpus.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import provenance

CORPUS = Path(os.environ.get("PROVENANCE_CORPUS", Path(__file__).parents[2] / "shared" / "corpus"))
LICENCE = {"LIC001", "LIC003"}
NOTHING = (None, "", "unknown")


def pairs() -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every stored pair of cards, with the labels of its correction."""
    folder = CORPUS / "dataset_card_fixes"
    labels = json.loads((folder / "pairs.json").read_text("utf-8"))
    by_blobs = {(pair["before_blob"], pair["after_blob"]): pair for pair in labels}
    for place in sorted(folder.glob("[0-9]*")):
        pair = by_blobs.get((blob(place / "before.md"), blob(place / "after.md")))
        if pair is not None:
            yield place, pair


def fired(card: Path, codes: set[str]) -> list[str]:
    """Those of the rules that fire on a dataset with this card."""
    with tempfile.TemporaryDirectory() as work:
        shutil.copyfile(card, Path(work, "README.md"))
        fired_codes = {finding.rule for finding in provenance.audit(work, kind="dataset").findings}
    return sorted(fired_codes & codes)


def blob(path: Path) -> str:
    """The name that git gives to a file's content."""
    data = path.read_bytes()
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def main() -> None:
    """Audit every pair and print the table."""
    outcomes: Counter[str] = Counter()
    print(f"{'pair':36} {'corrected to':20} {'before':8} {'after':8}")
    for place, pair in pairs():
        if pair.get("licence_before") not in NOTHING or pair.get("licence_after") in NOTHING:
            continue
        before, after = (fired(place / f"{which}.md", LICENCE) for which in ("before", "after"))
        kind = "other" if pair["licence_after"] == "other" else "a licence"
        outcomes[f"before {bool(before)}, after {bool(after)}, corrected to {kind}"] += 1
        columns = [" ".join(codes) or "-" for codes in (before, after)]
        print(f"{place.name:36} {str(pair['licence_after'])[:20]:20} {columns[0]:8} {columns[1]:8}")
    for outcome, count in sorted(outcomes.items()):
        print(f"{count:4}  {outcome}")


if __name__ == "__main__":
    main()
