"""How many answers of composed Korean passages are found, and how many of those found are right.

    python -m benchmarks.privacy_passages

The passages stand in data_sources/privacy_labels/ko-passages.tsv. Each is graded as a card of its
own below its heading. Answers that a passage may contain or not are neither asked for nor counted.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from benchmarks.privacy_composed import DERIVED
from provenance.cards import parse_card
from provenance.hubs import FOLDER
from provenance.model.artifact import CARD, ArtifactRef, Kind, Snapshot, SourceText
from provenance.privacy import grade_disclosures
from provenance.privacy.disclosure import ANSWERED

PASSAGES = Path(__file__).parents[1] / "data_sources" / "privacy_labels" / "ko-passages.tsv"
KINDS = {
    "dataset": frozenset({"dataset"}),
    "model": frozenset({"model", "fine-tune"}),
    "merge": frozenset({"model", "fine-tune", "merge"}),
}
NO_ANSWER = "-"


def graded(kind: str, heading: str, text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The questions that are put to a passage, and those that it answers at least in part."""
    card = f"# A card\n\n## {heading}\n\n" + text.replace("\\n", "\n") + "\n"
    of_kind = Kind.DATASET if kind == "dataset" else Kind.MODEL
    ref = ArtifactRef(hub=FOLDER, kind=of_kind, name="acme/thing", revision="0" * 40)
    documents = {CARD: SourceText.decode(ref, CARD, card.encode())}
    grades = grade_disclosures(KINDS[kind], Snapshot(ref=ref), parse_card(card), documents)
    questions = frozenset(grade.check for grade in grades)
    return questions, frozenset(grade.check for grade in grades if grade.grade in ANSWERED)


def main() -> None:
    """Grade every passage and print the shares by round."""
    called, right, given = Counter[str](), Counter[str](), Counter[str]()
    with PASSAGES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            questions, answers = graded(row["kind"], row["heading"], row["text"])
            expected = frozenset(row["answers"].split()) - {NO_ANSWER}
            ignored = frozenset(row["allowed"].split()) | (DERIVED - expected)
            name = row["round"]
            called[name] += len(answers - ignored)
            right[name] += len(answers & expected)
            given[name] += len(expected & questions)
    for name in sorted(given):
        print(f"{name}: right {right[name]}/{called[name]}, found {right[name]}/{given[name]}")


if __name__ == "__main__":
    main()
