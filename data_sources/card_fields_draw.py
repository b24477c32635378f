"""Draw the cards whose fields are labelled in data_sources/card_fields.

    python -m data_sources.card_fields_draw

Prints part and path of 60 model cards and 40 dataset cards of the corpus (PROVENANCE_CORPUS,
default ../shared/corpus), and of 40 other model cards, the second draw. The same corpus gives the
same draws.
"""

from __future__ import annotations

import hashlib
import os
import random
from collections.abc import Iterator
from pathlib import Path

CORPUS = Path(os.environ.get("PROVENANCE_CORPUS", Path(__file__).parents[2] / "shared" / "corpus"))
SEED = 17
# A shorter card states next to nothing.
FEWEST_BYTES = 600
# How many cards of each group go to each part.
PER_PART = {"hub": 9, "model_cards_2020": 12, "vendor": 9, "dataset_cards_2022": 20}
SECOND_SEED = 18
# How many cards of each group the second draw has.
OF_SECOND = {"hub": 10, "model_cards_2020": 22, "vendor": 8}
LABELS = Path(__file__).parent / "card_fields"


def is_locked(path: str) -> bool:
    """Whether a card belongs to the locked part."""
    return int(hashlib.sha256(path.encode()).hexdigest(), 16) % 2 == 0


def draw() -> Iterator[tuple[str, str]]:
    """Part and path of every drawn card."""
    rng = random.Random(SEED)
    for group, count in PER_PART.items():
        pool = [path for path in _pool(group) if (CORPUS / path).stat().st_size > FEWEST_BYTES]
        for part in ("open", "locked"):
            cards = [path for path in pool if is_locked(path) == (part == "locked")]
            if group == "hub":
                cards = _one_of_each_owner(cards, rng)
            for path in sorted(rng.sample(cards, count)):
                yield part, path


def draw_second() -> Iterator[tuple[str, str]]:
    """Part and path of every card of the second draw; none is in the first."""
    rng = random.Random(SECOND_SEED)
    first = {card for part in ("open", "locked") for card in _labelled(part)}
    for group, count in OF_SECOND.items():
        unread = [path for path in _pool(group) if path not in first]
        cards = [path for path in unread if (CORPUS / path).stat().st_size > FEWEST_BYTES]
        if group == "hub":
            cards = _one_of_each_owner(cards, rng)
        for path in sorted(rng.sample(cards, count)):
            yield "second", path


def _labelled(part: str) -> Iterator[str]:
    """The cards of a part that have labels."""
    rows = (LABELS / f"{part}.tsv").read_text("utf-8").splitlines()[1:]
    yield from (row.split("\t")[0] for row in rows)


def _pool(group: str) -> list[str]:
    """The cards of a group, by path; of vendors, what calls itself a card and a README."""
    files = (path.relative_to(CORPUS).as_posix() for path in (CORPUS / group).rglob("*.md"))
    if group == "vendor":
        return sorted(path for path in files if _is_vendor_card(path))
    return sorted(path for path in files if path.endswith("README.md"))


def _is_vendor_card(path: str) -> bool:
    named_card = "modelcard" in path.lower().replace("_", "").replace("-", "")
    is_readme = path.count("/") == 2 and path.endswith("/README.md") and "dataset" not in path
    return named_card or is_readme


def _one_of_each_owner(cards: list[str], rng: random.Random) -> list[str]:
    """One card for each owner: some publish a hundred runs of one script."""
    owners: dict[str, list[str]] = {}
    for path in cards:
        owners.setdefault(path.split("/")[2], []).append(path)
    return [rng.choice(owners[owner]) for owner in sorted(owners)]


def main() -> None:
    """Print the draw."""
    for part, path in (*draw(), *draw_second()):
        print(part, path)


if __name__ == "__main__":
    main()
