"""How the section grader agrees with a person: three-grade accuracy on the graded sections, with a
part held out.

    python benchmarks/privacy_sections.py [--wrong]

Every third section (index 2 modulo 3) was set aside before the rules were tuned. The corpus is
found through PROVENANCE_CORPUS, default ../shared/corpus.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.privacy_sentences import CARD, CORPUS, Item, grade

HELD_OUT = 2
DEEPEST = 3
_HEADINGS = re.compile(r"^(#{1,6})\s", re.MULTILINE)


def section_grade(heading: str, text: str) -> str:
    """The grade of PRIV-082 for a dataset card that holds one section."""
    # The headings of the section stand below its own.
    deepest = min((len(mark) for mark in _HEADINGS.findall(text)), default=DEEPEST)
    level = "#" * max(min(deepest - 1, DEEPEST), 1)
    behind = f"{level[:2]} Considerations\n\nNothing else.\n"
    card = f"# Dataset Card\n\n{level} {heading}\n\n{text}\n\n{behind}"
    disclosures = grade(Item("acme/thing", frozenset({"dataset"}), {CARD: card.encode()}))
    return next(
        (disclosure.grade.value for disclosure in disclosures if disclosure.check == "PRIV-082"),
        "not read",
    )


def main() -> None:
    """Print accuracy of both parts and of each grade."""
    sections = json.loads((CORPUS / "privacy_sections_graded.json").read_text("utf-8"))
    for part in ("tuned on", "held out"):
        chosen = [
            entry
            for at, entry in enumerate(sections)
            if (at % 3 == HELD_OUT) == (part == "held out")
        ]
        pairs = Counter(
            (entry["grade"], section_grade(entry["heading"], entry["text"])) for entry in chosen
        )
        right = sum(count for (given, graded), count in pairs.items() if given == graded)
        print(f"{part}: {right}/{len(chosen)} = {right / len(chosen):.1%}")
        for name in ("disclosed", "partial", "placeholder"):
            called = sum(count for (_, graded), count in pairs.items() if graded == name)
            given = sum(count for (person, _), count in pairs.items() if person == name)
            print(
                f"  {name:12} precision {pairs[name, name]}/{called}, recall"
                f" {pairs[name, name]}/{given}"
            )
        if "--wrong" in sys.argv:
            for at, entry in enumerate(chosen):
                graded = section_grade(entry["heading"], entry["text"])
                if graded != entry["grade"]:
                    print(
                        f"  {at}: {entry['grade']} by hand, {graded} here: {entry['text'][:160]!r}"
                    )


if __name__ == "__main__":
    main()
