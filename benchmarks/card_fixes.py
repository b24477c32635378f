"""Corrections that people made to dataset cards: a finding on personal data must stand before and
be gone after.

    python -m benchmarks.card_fixes

For every pair of the corpus whose correction brought a text on personal data, both versions are
audited as datasets. `benchmarks/licence_fixes.py` does the same for licences.
"""

from __future__ import annotations

from collections import Counter

from benchmarks.licence_fixes import fired, pairs

PERSONAL = {"PII082", "PII090"}


def main() -> None:
    """Audit every pair and print how many ended how."""
    outcomes: Counter[str] = Counter()
    for place, pair in pairs():
        if "personal_after" in pair:
            before, after = (
                bool(fired(place / f"{which}.md", PERSONAL)) for which in ("before", "after")
            )
            outcomes[f"before {before}, after {after}"] += 1
    for outcome, count in sorted(outcomes.items()):
        print(f"{count:4}  {outcome}")


if __name__ == "__main__":
    main()
