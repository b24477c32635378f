"""Corrections that people made to dataset cards: a finding must stand before and be gone after.

    python benchmarks/card_fixes.py

For every pair of the corpus whose correction brought a licence or a text on personal data, both versions are audited as
datasets. The corpus is found through PROVENANCE_CORPUS, default ../shared/corpus.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections import Counter
from pathlib import Path

import provenance

CORPUS = Path(os.environ.get("PROVENANCE_CORPUS", Path(__file__).parents[2] / "shared" / "corpus"))
LICENCE = {"LIC001", "LIC003"}
PERSONAL = {"PRIV082", "PRIV090"}
NOTHING = (None, "", "unknown")


def rules(card: Path) -> set[str]:
    """Codes of the rules that fire on a dataset with this card."""
    with tempfile.TemporaryDirectory() as work:
        shutil.copyfile(card, Path(work, "README.md"))
        return {finding.rule for finding in provenance.audit(work, kind="dataset").findings}


def blob(path: Path) -> str:
    """The name that git gives to a file's content."""
    data = path.read_bytes()
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def tell(title: str, outcomes: Counter[str]) -> None:
    """Print how many pairs ended how."""
    print(f"{title}: {sum(outcomes.values())} pairs")
    for outcome, count in sorted(outcomes.items()):
        print(f"  {count:4}  {outcome}")


def main() -> None:
    """Audit every pair and print the table."""
    folder = CORPUS / "dataset_card_fixes"
    told = json.loads((folder / "pairs.json").read_text("utf-8"))
    pairs = {(pair["before_blob"], pair["after_blob"]): pair for pair in told}
    licence: Counter[str] = Counter()
    personal: Counter[str] = Counter()
    for place in sorted(folder.glob("[0-9]*")):
        pair = pairs.get((blob(place / "before.md"), blob(place / "after.md")))
        if pair is None:
            continue
        before, after = rules(place / "before.md"), rules(place / "after.md")
        if pair.get("licence_before") in NOTHING and pair.get("licence_after") not in NOTHING:
            kind = "other" if pair["licence_after"] == "other" else "a licence"
            licence[f"before {bool(before & LICENCE)}, after {bool(after & LICENCE)}, corrected to {kind}"] += 1
        if "personal_after" in pair:
            personal[f"before {bool(before & PERSONAL)}, after {bool(after & PERSONAL)}"] += 1
    tell("licence finding", licence)
    tell("personal-data finding", personal)


if __name__ == "__main__":
    main()
