"""Weigh the words of a Korean sentence without knowing what the rules found in it.

The reader of `candidates.py` learned to trust the rules, so it seldom answers where no rule does,
and seldom doubts where one does. This reader sees no finding of a rule: words, runs of syllables,
word classes and headings alone. It refuses answers of the rules in sentences that look like no
answer, and adds answers, in part, to sentences that look like one.

Rare features count more than common ones, and a long sentence no more than a short one: tf-idf
weights with cosine normalisation (Salton and Buckley 1988). `data_sources/privacy_words_korean.py`
builds `data/words_korean.json` from the labels.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cache
from math import sqrt

from provenance.privacy.candidates import (
    HEADING,
    HEADING_CLASS,
    HOLDS,
    MARK,
    PROPOSED,
    RULE,
    STANCE,
    UNITS,
    WHOLE_HEADING,
    Reader,
    make_reader,
)
from provenance.privacy.catalogue import load

# Features that tell what the rules found.
_OF_RULES = (RULE, PROPOSED, STANCE, HOLDS, MARK)
# A heading stands above many sentences and says less than the words of each.
_OF_HEADINGS = (HEADING, WHOLE_HEADING, HEADING_CLASS)
HEADINGS_COUNT = 0.6
# A sentence with few known words is no surer than one of this length: "한국어 문장을 다룹니다."
SHORTEST_LENGTH = 25.0


@dataclass(frozen=True, slots=True, kw_only=True)
class WordReader:
    """The learned model.

    Attributes:
        weights: The weights of the features, each multiplied by its rarity.
        rarity: How much each feature counts in the length of a sentence, in hundredths: whole
            numbers have the same sum in every order.
        start: The score of a sentence without any known feature, by question.
        refused: Below this score, an answer of the rules does not count.
        accepted: From this score on, a sentence answers a question in part without any rule.
    """

    weights: Reader
    rarity: Mapping[str, int]
    start: Mapping[str, float]
    refused: float
    accepted: float

    def scores(self, present: Set[str]) -> dict[str, float]:
        """How far a sentence with these features looks like an answer to each question: mostly
        between 0 and 1. Features that rules found are unknown to it."""
        known = self.rarity.keys() & present
        length = sqrt(sum(self.rarity[name] ** 2 for name in known)) / UNITS
        divisor = max(length, SHORTEST_LENGTH)
        sums = self.weights.weigh(known)
        return {check: start + sums[check] / divisor for check, start in self.start.items()}


def is_of_rules(name: str) -> bool:
    """Whether a feature tells what the rules found."""
    return name.startswith(_OF_RULES)


def emphasis(name: str) -> float:
    """How much a feature counts beside its rarity."""
    return HEADINGS_COUNT if name.startswith(_OF_HEADINGS) else 1.0


@cache
def word_reader() -> WordReader:
    """The learned model of Korean words."""
    data = load("words_korean.json")
    checks = tuple(data["checks"])
    weights = {
        name: tuple(zip(values[1::2], values[2::2], strict=True))
        for name, values in data["features"].items()
    }
    return WordReader(
        weights=make_reader(checks=checks, weights=weights),
        rarity={name: values[0] for name, values in data["features"].items()},
        start=dict(zip(checks, data["start"], strict=True)),
        refused=data["refused"],
        accepted=data["accepted"],
    )
