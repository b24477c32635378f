"""How often a sentence that counts as an answer is one, and how many answers are found: by question
and language, on labelled sentences that nobody tuned to.

    python -m benchmarks.privacy_accuracy --texts DIR [--part test] [--write]

`--part train` is for work on the rules. `--part test` opens the locked sentences, and is run once
per release; it prints figures alone, never a sentence. `--write` puts them into
provenance/privacy/data/accuracy.json and docs/accuracy.md. Cards are read from the corpus
(PROVENANCE_CORPUS, default ../shared/corpus), other pages from `DIR` as in
data_sources/privacy_reader.py.
"""

from __future__ import annotations

import argparse
import json
import math
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from data_sources.privacy_reader import FILES, read_all
from provenance.privacy import catalogue
from provenance.privacy.candidates import Sentence
from provenance.privacy.lexicon import LANGUAGES
from provenance.privacy.sentence_answers import answered_by

ROOT = Path(__file__).parents[1]
DATA = ROOT / "provenance" / "privacy" / "data" / "accuracy.json"
PAGE = ROOT / "docs" / "accuracy.md"
TABLE = re.compile(r"(<!-- figures -->\n).*(<!-- end of figures -->)", re.DOTALL)
# News, notices and policies, picked because they speak of personal data: what they say is mostly
# about other works.
PAGES = "ko-pages"
# With fewer cases than this a share says nothing.
FEWEST = 5
# A normal quantile for intervals of 95%.
Z = 1.96
NAMES = {"en": "English", "ko": "Korean", PAGES: "Korean pages other than cards"}


@dataclass(frozen=True, kw_only=True)
class Count:
    """What was counted for a question in a language.

    Attributes:
        called: Sentences that count as an answer.
        right: Those of them that the readers found to be one.
        given: Sentences that the readers found to be one.
    """

    called: int
    right: int
    given: int


def measure(part: str, folder: Path | None) -> dict[tuple[str, str], Count]:
    """Count every labelled sentence of a part, by group and question."""
    called, right, given = (
        Counter[tuple[str, str]](),
        Counter[tuple[str, str]](),
        Counter[tuple[str, str]](),
    )
    for item in read_all(FILES[part], folder):
        answers = _answered(item.sentence, item.language)
        is_page = item.language == "ko" and item.draw == "privacy"
        group = PAGES if is_page else item.language
        called.update((group, check) for check in answers)
        right.update((group, check) for check in answers & item.answered)
        given.update((group, check) for check in item.answered)
    checks = [check.id for check in catalogue()]
    return {
        (language, check): Count(
            called=called[language, check],
            right=right[language, check],
            given=given[language, check],
        )
        for language in NAMES
        for check in checks
        if called[language, check] or given[language, check]
    }


def _answered(sentence: Sentence, language: str) -> frozenset[str]:
    """The questions that the tool takes a sentence for an answer to; those of guard models need the
    whole card."""
    checks = answered_by(sentence, language)
    return frozenset(check for check in checks if check != "PRIV-074")


def wilson(right: int, of: int) -> tuple[float, float]:
    """The interval of 95% for a share (Wilson 1927)."""
    if not of:
        return 0.0, 1.0
    share, square = right / of, Z * Z
    middle = share + square / (2 * of)
    spread = Z * math.sqrt(share * (1 - share) / of + square / (4 * of * of))
    whole = 1 + square / of
    return max(0.0, (middle - spread) / whole), min(1.0, (middle + spread) / whole)


def row(name: str, count: Count) -> str:
    """A row of the table: precision and recall with their counts and intervals."""
    precision, recall = _share(count.right, count.called), _share(count.right, count.given)
    return f"| {name} | {precision} | {recall} |"


def _share(right: int, of: int) -> str:
    if not of:
        return "–"
    if of < FEWEST:
        return f"{right}/{of}"
    low, high = wilson(right, of)
    return f"{right}/{of} = {right / of:.0%} ({low:.0%}–{high:.0%})"


def table(counts: dict[tuple[str, str], Count]) -> str:
    """All figures as Markdown."""
    lines = []
    for language, name in NAMES.items():
        of_language = {
            check: count for (tongue, check), count in counts.items() if tongue == language
        }
        total = Count(
            called=sum(count.called for count in of_language.values()),
            right=sum(count.right for count in of_language.values()),
            given=sum(count.given for count in of_language.values()),
        )
        lines += [
            f"### {name}",
            "",
            "| question | right of those found | found of those there |",
            "|---|---|---|",
            row("all", total),
        ]
        titles = {check.id: check.title for check in catalogue()}
        lines += [row(f"{check} {titles[check]}", count) for check, count in of_language.items()]
        lines.append("")
    return "\n".join(lines) + "\n"


def write(counts: dict[tuple[str, str], Count]) -> None:
    """Put the figures where the report and the page find them."""
    stored = {
        language: {
            check: [count.right, count.called, count.given]
            for (tongue, check), count in counts.items()
            if tongue == language
        }
        for language in LANGUAGES
    }
    comment = "Built by benchmarks/privacy_accuracy.py: right, called, given by language and check."
    DATA.write_text(json.dumps({"comment": comment, **stored}, indent=1) + "\n", "utf-8")
    page = PAGE.read_text("utf-8")
    PAGE.write_text(TABLE.sub(lambda match: match[1] + table(counts) + match[2], page), "utf-8")


def main() -> None:
    """Measure, print, and write if asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts", type=Path, help="sentences that the corpus does not hold")
    parser.add_argument("--part", choices=tuple(FILES), default="train")
    parser.add_argument("--write", action="store_true", help="write accuracy.json and the page")
    options = parser.parse_args()
    counts = measure(options.part, options.texts)
    print(table(counts))
    if options.write:
        write(counts)


if __name__ == "__main__":
    main()
