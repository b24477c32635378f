"""How a whole model card is answered: 16 questions of cards that a reader answered before the tool.

    python -m benchmarks.privacy_cards [--texts DIR] [--wrong]

`data_sources/privacy_labels/cards.tsv` holds the answers. A disputed answer is neither asked for
nor counted as wrong. Cards are read from the corpus (PROVENANCE_CORPUS, default ../shared/corpus).
Those of public repositories, `github:OWNER/NAME/PATH`, are read from DIR/OWNER/NAME/PATH; they are
left out if it is not given. `index:` marks files whose repository is not known; they are left out.
"""

from __future__ import annotations

import argparse
import csv
import os
from collections import Counter
from pathlib import Path

from provenance.hubs import FOLDER
from provenance.lineage.record import assemble
from provenance.model.artifact import CARD, ArtifactRef, FileEntry, Kind, Snapshot
from provenance.privacy.disclosure import ANSWERED

ROOT = Path(__file__).parents[1]
CARDS = ROOT / "data_sources" / "privacy_labels" / "cards.tsv"
CORPUS = Path(os.environ.get("PROVENANCE_CORPUS", ROOT.parent / "shared" / "corpus"))
NUMBERS = "001 002 003 007 010 011 015 016 023 025 030 036 040 060 070 071"
QUESTIONS = frozenset(f"PRIV-{number}" for number in NUMBERS.split())
# Cards of public repositories, which the corpus does not hold.
ELSEWHERE = "github:"


def place_of(file: str, elsewhere: Path | None) -> Path | None:
    """Where a card of the labels is stored, or None if it is not at hand."""
    path = CORPUS / file
    if file.startswith(ELSEWHERE):
        if elsewhere is None:
            return None
        path = elsewhere / file.removeprefix(ELSEWHERE)
    return path if path.is_file() else None


def answered(file: str, path: Path, kind: Kind) -> frozenset[str]:
    """The questions that the tool finds answered, at least in part, in one card."""
    parts = Path(file.removeprefix(ELSEWHERE)).parts
    start = {"hub": 2}.get(parts[0], 0 if file.startswith(ELSEWHERE) else 1)
    name = "/".join(parts[start : start + 2])
    ref = ArtifactRef(hub=FOLDER, kind=kind, name=name, revision="0" * 40)
    entries = (FileEntry(path=CARD),)
    snapshot = Snapshot(ref=ref, url="https://hub/x", source="/x", files=entries, metadata={})
    record = assemble(snapshot, {CARD: path.read_bytes()})
    return frozenset(
        disclosure.check for disclosure in record.disclosures if disclosure.grade in ANSWERED
    )


def main() -> None:
    """Answer every card, and print the shares of each draw."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts", type=Path, help="folder of the cards of public repositories")
    parser.add_argument("--wrong", action="store_true", help="name the cards with mistakes")
    options = parser.parse_args()
    counted = Counter[tuple[str, str]]()
    draws: dict[str, None] = {}
    with CARDS.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows, delimiter="\t"):
            path = place_of(row["file"], options.texts)
            if path is None:
                continue
            draws.setdefault(row["draw"], None)
            given = frozenset(row["answers"].split()) & QUESTIONS
            disputed = frozenset(row["disputed"].split())
            answers = answered(row["file"], path, Kind(row["kind"])) & QUESTIONS
            wrong, missed = answers - given - disputed, given - answers
            counted[row["draw"], "right"] += len(answers & given)
            counted[row["draw"], "wrong"] += len(wrong)
            counted[row["draw"], "missed"] += len(missed)
            if options.wrong and (wrong or missed):
                print(row["file"], "wrong", sorted(wrong), "missed", sorted(missed))
    for draw in draws:
        right = counted[draw, "right"]
        called, all_given = right + counted[draw, "wrong"], right + counted[draw, "missed"]
        print(f"{draw}: right {right}/{called}, found {right}/{all_given}")


if __name__ == "__main__":
    main()
