"""How many answers of composed sentences are found, and how many of those found are right.

    python -m benchmarks.privacy_composed [--presence]

The sentences stand in data_sources/privacy_labels/composed.tsv. Each is graded as a card of its own
below its heading. Answers that come along with others are neither asked for nor counted as wrong.
With `--presence`, those of presence.tsv: PRIV-001 to PRIV-003, 005 to 007, and what counts as wrong
are statements of presence that a sentence does not make.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from pathlib import Path

from provenance.cards import parse_card
from provenance.hubs import FOLDER
from provenance.model.artifact import CARD, ArtifactRef, Kind, Snapshot, SourceText
from provenance.privacy import grade_disclosures
from provenance.privacy.disclosure import ANSWERED, Disclosure

LABELS = Path(__file__).parents[1] / "data_sources" / "privacy_labels"
SENTENCES, PRESENCE = LABELS / "composed.tsv", LABELS / "presence.tsv"
# What may be wrongly taken for present; whose data it is, and whether it is that of children, is
# also said of data that is not personal.
PRESENT_CHECKS = frozenset({"PRIV-001", "PRIV-002", "PRIV-003", "PRIV-006"})
DENYING = frozenset({"absent-bare", "absent-with-reason", "public-only", "deidentified", "removed"})
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
    return frozenset(grade.check for grade in answers(heading, text, kind))


def answers(heading: str, text: str, kind: Kind) -> list[Disclosure]:
    """The answers of a card of one section."""
    card = f"# A card\n\n## {heading}\n\n" + text.replace("\\n", "\n") + "\n"
    ref = ArtifactRef(hub=FOLDER, kind=kind, name="acme/thing", revision="0" * 40)
    documents = {CARD: SourceText.decode(ref, CARD, card.encode())}
    grades = grade_disclosures(KINDS, Snapshot(ref=ref), parse_card(card), documents)
    return [grade for grade in grades if grade.grade in ANSWERED]


def allowed_beside(expected: frozenset[str]) -> frozenset[str]:
    """Answers that may come along with those expected."""
    allowed = set(DERIVED)
    for group in TOGETHER:
        checks = {f"PRIV-{number}" for number in group}
        if checks & expected:
            allowed |= checks
    return frozenset(allowed)


def measure_presence() -> None:
    """Print what is found of the statements of presence, and what is wrongly taken for one."""
    given, hits, wrong = Counter[str](), Counter[str](), Counter[str]()
    with PRESENCE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            expected = frozenset(row["answers"].split()) - {"-"}
            stated = {
                answer.check
                for answer in answers(row["heading"], row["text"], Kind(row["kind"]))
                if answer.stance not in DENYING
            }
            allowed = expected | frozenset(row["allowed"].split())
            name = f"{row['language']} {row['round']}"
            given[name] += len(expected)
            hits[name] += len(stated & expected)
            wrong[name] += len((stated & PRESENT_CHECKS) - allowed)
    for name in sorted(given):
        print(f"{name}: found {hits[name]}/{given[name]}, wrong {wrong[name]}")


def main() -> None:
    """Grade every sentence and print the shares by language and round."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--presence", action="store_true")
    if parser.parse_args().presence:
        measure_presence()
        return
    given, hits, wrong = Counter[str](), Counter[str](), Counter[str]()
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            expected = frozenset(row["answers"].split()) - {"-"}
            kind = Kind.DATASET if expected & OF_DATASETS else Kind.MODEL
            found = answered(row["heading"], row["text"], kind)
            name = f"{row['language']} {row['round']}"
            given[name] += len(expected)
            hits[name] += len(found & expected)
            wrong[name] += len(found - expected - allowed_beside(expected))
    for name in sorted(given):
        print(f"{name}: found {hits[name]}/{given[name]}, wrong {wrong[name]}")


if __name__ == "__main__":
    main()
