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

from collections.abc import Mapping
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
    WHOLE_HEADING,
    Reader,
    Sentence,
    features,
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
# Weights are stored as integers; this many make one unit.
UNITS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class WordReader:
    """The learned model.

    Attributes:
        weights: The weights of the features, each multiplied by its rarity.
        rarity: How much each feature counts in the length of a sentence.
        start: The score of a sentence without any known feature, by question.
        refused: Below this score, an answer of the rules does not count.
        accepted: From this score on, a sentence answers a question in part without any rule.
    """

    weights: Reader
    rarity: Mapping[str, float]
    start: Mapping[str, float]
    refused: float
    accepted: float

    def scores(self, sentence: Sentence) -> dict[str, float]:
        """How far a sentence looks like an answer to each question: mostly between 0 and 1."""
        known = self.rarity.keys() & words_of(sentence).keys()
        length = max(sqrt(sum(self.rarity[name] ** 2 for name in known)), SHORTEST_LENGTH)
        sums = self.weights.sums(known)
        return {check: start + sums[check] / length for check, start in self.start.items()}


def words_of(sentence: Sentence) -> dict[str, float]:
    """The features of a sentence that no rule found, and how much each counts."""
    return {
        name: HEADINGS_COUNT if name.startswith(_OF_HEADINGS) else 1.0
        for name in features(sentence)
        if not name.startswith(_OF_RULES)
    }


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
        rarity={name: values[0] / UNITS for name, values in data["features"].items()},
        start=dict(zip(checks, data["start"], strict=True)),
        refused=data["refused"],
        accepted=data["accepted"],
    )
