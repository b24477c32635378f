"""How many answers of composed sentences are found, and how many of those found are right.

    python -m benchmarks.privacy_composed

The sentences stand in data_sources/privacy_labels/composed.tsv. Each is graded as a card of its own
below its heading. Answers that come along with others are neither asked for nor counted as wrong.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from provenance.cards import parse_card
from provenance.hubs import FOLDER
from provenance.model.artifact import CARD, ArtifactRef, Kind, Snapshot, SourceText
from provenance.privacy import grade_disclosures
from provenance.privacy.disclosure import ANSWERED

SENTENCES = Path(__file__).parents[1] / "data_sources" / "privacy_labels" / "composed.tsv"
KINDS = frozenset({"model", "fine-tune", "adapter", "merge", "dataset"})
# Asked of datasets alone.
OF_DATASETS = frozenset({"PRIV-033", "PRIV-052", "PRIV-061", "PRIV-090", "PRIV-094"})
# Follow from other answers.
DERIVED = frozenset({"PRIV-017", "PRIV-070", "PRIV-082", "PRIV-083", "PRIV-092"})
# Of these groups one answer often comes along with another.
TOGETHER = (
    ("001", "002", "003", "004", "007", "030", "031", "033", "043", "063", "090"),
    ("005", "006", "007", "010", "011", "013", "014", "015", "016", "021", "023"),
    ("010", "011", "015", "023", "030", "070", "071", "075"),
    ("025", "040", "042", "044", "050", "051", "052", "054", "060", "062"),
    ("001", "002", "005", "006", "026", "030", "032", "033", "053"),
)


def answered(heading: str, text: str, kind: Kind) -> frozenset[str]:
    """The questions that a card of one section answers, at least in part."""
    card = f"# A card\n\n## {heading}\n\n" + text.replace("\\n", "\n") + "\n"
    ref = ArtifactRef(hub=FOLDER, kind=kind, name="acme/thing", revision="0" * 40)
    documents = {CARD: SourceText.decode(ref, CARD, card.encode())}
    grades = grade_disclosures(KINDS, Snapshot(ref=ref), parse_card(card), documents)
    return frozenset(grade.check for grade in grades if grade.grade in ANSWERED)


def allowed_beside(expected: frozenset[str]) -> frozenset[str]:
    """Answers that may come along with those expected."""
    allowed = set(DERIVED)
    for group in TOGETHER:
        checks = {f"PRIV-{number}" for number in group}
        if checks & expected:
            allowed |= checks
    return frozenset(allowed)


def main() -> None:
    """Grade every sentence and print the shares by language and round."""
    given, hits, wrong = Counter[str](), Counter[str](), Counter[str]()
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            expected = frozenset(row["answers"].split()) - {"-"}
            kind = Kind.DATASET if expected & OF_DATASETS else Kind.MODEL
            answers = answered(row["heading"], row["text"], kind)
            name = f"{row['language']} {row['round']}"
            given[name] += len(expected)
            hits[name] += len(answers & expected)
            wrong[name] += len(answers - expected - allowed_beside(expected))
    for name in sorted(given):
        print(f"{name}: found {hits[name]}/{given[name]}, wrong {wrong[name]}")


if __name__ == "__main__":
    main()
