"""How many clauses in sentences of our own are read: styles of vendors, universities and others.

    python -m benchmarks.licence_sentences [--half 1|2] [--missed]

`data_sources/licence_reading/sentences.json` has sentences that were written and labelled before
the reader saw them. The first half was used to improve the reader, the second was kept apart, so
only the second says anything of other texts, and little, since one person wrote both. A row with
`absent` names a clause that the sentence does not state.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from provenance.licences.clauses import read_clauses

ROWS = Path(__file__).parent.parent / "data_sources" / "licence_reading" / "sentences.json"
# A sentence alone would be taken for a title or a definition; it stands below one.
_ABOVE = "Terms of the Lantern Model\n\nThese terms are between you and the Lantern Institute.\n\n"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--half", type=int, choices=(1, 2))
    parser.add_argument("--missed", action="store_true")
    arguments = parser.parse_args()
    rows: list[dict[str, Any]] = json.loads(ROWS.read_text("utf-8"))
    for half in (1, 2) if arguments.half is None else (arguments.half,):
        show(half, [row for row in rows if row["half"] == half], missed=arguments.missed)


def show(half: int, rows: list[dict[str, Any]], *, missed: bool) -> None:
    """Print the counts of a half, and what was missed or found by mistake."""
    counts: Counter[str] = Counter()
    for row in rows:
        is_absent = row.get("absent", False)
        counts["absent" if is_absent else "stated"] += 1
        if states(row) is not is_absent:
            counts["left alone" if is_absent else "found"] += 1
        elif missed:
            kind = "found by mistake" if is_absent else "missed"
            print(f"    {kind}: {row['topic']} {row.get('says', '')} “{row['text']}”")
    print(
        f"half {half}: {counts['found']} of {counts['stated']} clauses found,"
        f" {counts['left alone']} of {counts['absent']} others left alone"
    )


def states(row: dict[str, Any]) -> bool:
    """Whether the reader finds the labelled clause in a sentence."""
    reading = read_clauses(f"{_ABOVE}{row['text']}\n")
    clauses = reading.of(row["topic"], row.get("says", ""))
    return any(clause.start >= len(_ABOVE) for clause in clauses)


if __name__ == "__main__":
    main()
