"""The 683 dataset cards graded from files, every check, on one core; where the time goes.

    python benchmarks/privacy_speed.py [--profile]

The corpus is found through PROVENANCE_CORPUS, default ../shared/corpus. The aim is under 10 s of
processor time.
"""

from __future__ import annotations

import cProfile
import pstats
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.privacy_sentences import CARD, Item, items
from provenance.cards import parse_card
from provenance.hubs import HUGGING_FACE
from provenance.model.artifact import ArtifactRef, Kind, Snapshot, SourceText
from provenance.model.card import Card
from provenance.privacy import grade_disclosures

Parsed = tuple[ArtifactRef, SourceText, Card]


def parse(item: Item) -> Parsed:
    """From bytes to a card."""
    ref = ArtifactRef(hub=HUGGING_FACE, kind=Kind.DATASET, name="acme/thing", revision="0" * 40)
    document = SourceText.decode(ref, CARD, item.texts[CARD])
    return ref, document, parse_card(document.text)


def run() -> None:
    """Read, parse and grade everything; print processor time of each step."""
    started = time.process_time()
    cards = list(items("dataset_cards_2022"))
    read = time.process_time()
    parsed = [parse(item) for item in cards]
    parsed_at = time.process_time()
    answered = sum(
        len(grade_disclosures(frozenset({"dataset"}), Snapshot(ref=ref), card, {CARD: document}))
        for ref, document, card in parsed
    )
    ended = time.process_time()
    print(f"{len(cards)} cards, {answered} graded questions")
    steps = (
        ("read", read - started),
        ("parse", parsed_at - read),
        ("grade", ended - parsed_at),
        ("all", ended - started),
    )
    for name, seconds in steps:
        print(f"{name:6} {seconds:6.2f} s")


def main() -> None:
    """Run, or run under the profiler."""
    if "--profile" not in sys.argv:
        run()
        return
    profiler = cProfile.Profile()
    profiler.runcall(run)
    pstats.Stats(profiler).sort_stats("tottime").print_stats(20)


if __name__ == "__main__":
    main()
