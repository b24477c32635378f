"""How many labelled pairs of models each rung of evidence names right, wrongly, or not at all.

    python -m benchmarks.families FAMILIES_JSON PAIRS_JSON

The pairs are judged from facts on geometry and tokenizers, as `provenance compare` reads them from
config.json and tokenizer.json; pairs in which one side has no facts cannot be judged. Exits with 1
where two unrelated models of different families count as one family.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from provenance.lineage.compare import RungAnswer, family_likeness
from provenance.weights import TokenizerFacts, geometry_of, same_family


def judged(left: dict[str, Any], right: dict[str, Any]) -> RungAnswer:
    """The rung `same-family` for two rows."""
    left_geometry, right_geometry = geometry_of(left), geometry_of(right)
    if (
        left_geometry is None
        or left_geometry != right_geometry
        or _tokenizer(left) != _tokenizer(right)
    ):
        return RungAnswer.NO
    return family_likeness(left_geometry, _tokenizer(left)).answer


def _tokenizer(row: dict[str, Any]) -> TokenizerFacts:
    facts = row["tokenizer"]
    return TokenizerFacts(facts["vocab_size"], tuple(facts["first_5_merges"]))


def labelled(rows: dict[str, dict[str, Any]], pairs: list[dict[str, Any]]) -> int:
    """Print what is said of the labelled pairs; returns how many are wrong."""
    counts: Counter[tuple[str, str]] = Counter()
    wrong = 0
    for pair in pairs:
        left, right = (rows.get(name) for name in pair["pair"])
        answer = judged(left, right) if left and right else RungAnswer.UNKNOWN
        label = "related" if pair["related"] else "unrelated"
        counts[label, answer if left and right else "no facts"] += 1
        if answer is RungAnswer.YES and not pair["related"] and left and right:
            wrong += left["family"] != right["family"]
            print("same family, said to be unrelated:", *pair["pair"])
    for (label, verdict), count in sorted(counts.items()):
        print(f"{label:10} {verdict:9} {count}")
    return wrong


def all_pairs(rows: dict[str, dict[str, Any]]) -> None:
    """Print what is said of every pair of the rows, by whether their families are one."""
    counts: Counter[tuple[bool, str]] = Counter()
    names = sorted(rows)
    for index, name in enumerate(names):
        for other in names[index + 1 :]:
            answer = judged(rows[name], rows[other])
            is_one = rows[name]["family"] == rows[other]["family"]
            counts[is_one, answer] += 1
            if answer is RungAnswer.YES and not is_one:
                print("one family across publishers:", name, other)
    for (is_one, verdict), count in sorted(counts.items()):
        print(f"{'one family' if is_one else 'two families':13} {verdict:8} {count}")


def found_by_rule(rows: dict[str, dict[str, Any]]) -> None:
    """Print how many rows the catalogue names, if their own entries are left out."""
    named = 0
    for row in rows.values():
        alike = same_family(geometry_of(row), _tokenizer(row))
        named += any(known.repo != row["repo"] for known in alike)
    print(f"{named} of {len(rows)} models have a relative in the catalogue")


def main() -> int:
    """Read both files and print the counts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("families", type=Path)
    parser.add_argument("pairs", type=Path)
    arguments = parser.parse_args()
    facts = json.loads(arguments.families.read_text("utf-8"))
    rows = {row["repo"]: row for row in facts}
    wrong = labelled(rows, json.loads(arguments.pairs.read_text("utf-8")))
    all_pairs(rows)
    found_by_rule(rows)
    print(f"unrelated pairs of different families that count as one: {wrong}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
