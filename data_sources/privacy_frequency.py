"""How often cards answer each question about personal data: the figures beside the questions in a
report.

    python data_sources/privacy_frequency.py            # prints the figures
    python data_sources/privacy_frequency.py --write    # writes provenance/privacy/data/peers.json

Model cards: those of 2020 and those of one family of 2025. Dataset cards: those of 2022. Cards in a
language that is not read are left out. The corpus is found through PROVENANCE_CORPUS, default
../shared/corpus; only counts are kept.
"""

from __future__ import annotations

import argparse
import datetime
import json
import re
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.privacy_sentences import CARD, Item, items
from provenance.cards import parse_card
from provenance.hubs import FOLDER
from provenance.model.artifact import ArtifactRef, Kind, Snapshot, SourceText
from provenance.privacy import assess_disclosures, catalogue
from provenance.privacy.disclosure import ANSWERED, Disclosure, Grade

GROUPS = {"model": ("model_cards_2020", "hub"), "dataset": ("dataset_cards_2022",)}
TARGET = Path(__file__).parents[1] / "provenance" / "privacy" / "data" / "peers.json"


def assessed(kind: str, item: Item) -> tuple[Disclosure, ...]:
    """Every question that is asked of this kind, for one card."""
    ref = ArtifactRef(hub=FOLDER, kind=Kind(kind), name=item.name, revision="0" * 40)
    document = SourceText.decode(ref, CARD, item.texts[CARD])
    card = parse_card(document.text)
    made = "fine-tune" if kind == "model" and card.strings("base_model") else kind
    return assess_disclosures(frozenset({made}), Snapshot(ref=ref), card, {CARD: document})


def measure(kind: str) -> dict[str, object]:
    """For each question, how many cards answer it and how many were asked: those that are asked
    whatever they hold."""
    cards, askable, answered = 0, Counter[str](), Counter[str]()
    for group in GROUPS[kind]:
        for item in items(group):
            disclosures = assessed(kind, item)
            if any(disclosure.grade is Grade.UNREAD for disclosure in disclosures):
                continue
            cards += 1
            askable.update(disclosure.check for disclosure in disclosures)
            answered.update(
                disclosure.check for disclosure in disclosures if disclosure.grade in ANSWERED
            )
    # PRIV-071 is asked of those that name their base alone, so that counting it tells nothing.
    always = [
        check.id
        for check in catalogue()
        if askable[check.id] * 4 > cards and check.id != "PRIV-071"
    ]
    return {
        "cards": cards,
        "answered": {check: [answered[check], askable[check]] for check in always},
    }


def main() -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="package the figures")
    wanted = parser.parse_args()
    measures = {kind: measure(kind) for kind in GROUPS}
    comment = (
        "Cards that answer a question at least in part, as data_sources/privacy_frequency.py counts"
        " them."
    )
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    text = json.dumps({"comment": comment, "as_of": today, **measures}, indent=1) + "\n"
    text = re.sub(r"\[\s+(\d+),\s+(\d+)\s+\]", r"[\1, \2]", text)
    print(text, end="")
    if wanted.write:
        TARGET.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
