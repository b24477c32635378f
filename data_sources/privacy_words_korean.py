"""Learn how Korean sentences look that answer a question, from their words alone, and build
`provenance/privacy/data/words_korean.json`.

    python -m data_sources.privacy_words_korean --texts DIR [--write]

It learns from the sentences of `privacy_reader_korean.py`, without the findings of the rules. The
two bounds are chosen by cross-validation by document, whose figures it prints; `docs/decisions`
has them. The same labels and texts give the same bytes. Needs scikit-learn.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.preprocessing import normalize

from data_sources.privacy_reader import CORPUS
from data_sources.privacy_reader_korean import (
    CARDS,
    FEWEST_ANSWERS,
    FEWEST_SENTENCES,
    HARD,
    PAGES,
    Example,
    Scores,
    build,
    fit,
    out_of_fold,
    targets_of,
)
from provenance.privacy.candidates import UNITS, features
from provenance.privacy.words_alone import emphasis, is_of_rules

TARGET = Path(__file__).parents[1] / "provenance" / "privacy" / "data" / "words_korean.json"
# How strongly weights are drawn to nothing: sentences have length 1 here.
RIDGE = 0.5
# An answer of the rules below this score does not count, see `WordReader`.
REFUSED = 0.1
ACCEPTED = 0.4
TRIED_REFUSALS = (0.0, 0.05, 0.1, 0.15, 0.2)
TRIED_ACCEPTANCES = (0.3, 0.35, 0.4, 0.45, 0.5)
# Smaller weights, times the rarity, move a score by less than half a hundredth.
SMALLEST_WEIGHT = 25

Flags = NDArray[np.bool_]


def learn(read: list[Example]) -> dict[str, Any]:
    """Fit every question and print what cross-validation says of the bounds."""
    vectors = DictVectorizer(dtype=np.float64, sort=True)
    matrix = vectors.fit_transform([_words_of(item) for item in read])
    counts = np.asarray((matrix > 0).sum(axis=0)).ravel()
    kept = np.flatnonzero(counts >= FEWEST_SENTENCES)
    names = vectors.get_feature_names_out()[kept]
    rarity = np.log(len(read) / counts[kept])
    scaled = normalize(matrix[:, kept].multiply(rarity).tocsr())
    answers = Counter(check for item in read for check in item.answered)
    checks = sorted(check for check, count in answers.items() if count >= FEWEST_ANSWERS)
    targets = targets_of(read, checks)
    print_figures(read, checks, out_of_fold(scaled, read, targets, ridge=RIDGE))
    weights, start = fit(scaled, read, targets, ridge=RIDGE)
    counted = np.array([emphasis(str(name)) for name in names])
    return {
        "comment": "Built by data_sources/privacy_words_korean.py from privacy_labels.",
        "checks": checks,
        "refused": REFUSED,
        "accepted": ACCEPTED,
        "start": [round(float(score), 4) for score in start],
        "features": _rounded(weights, rarity * counted, names),
    }


def _words_of(item: Example) -> dict[str, float]:
    """The features of a sentence that no rule found, and how much each counts."""
    return {name: emphasis(name) for name in features(item.sentence) if not is_of_rules(name)}


def _rounded(weights: Scores, rarity: Scores, names: NDArray[np.str_]) -> dict[str, list[int]]:
    """For each feature its rarity, then the position of a question, its weight, and so on."""
    whole = np.rint(weights * rarity[:, None] * UNITS).astype(int)
    kept: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        values = [round(float(rarity[place]) * UNITS)]
        for position in np.flatnonzero(np.abs(whole[place]) >= SMALLEST_WEIGHT):
            values.extend((int(position), int(whole[place, position])))
        kept[str(name)] = values
    return dict(sorted(kept.items()))


def print_figures(read: list[Example], checks: list[str], scores: Scores) -> None:
    """What the tried bounds keep of the rules' answers, and what they add, by kind of text."""
    groups = np.array([item.group for item in read])
    is_composed = ~np.isin(groups, (CARDS, PAGES, HARD))
    ruled = _table(read, checks, lambda item: frozenset(item.sentence.answers))
    truth = _table(read, checks, lambda item: item.answered)
    counted = ~_table(read, checks, lambda item: item.open)
    for name, mine in (("cards", groups == CARDS), ("composed", is_composed)):
        cells = mine[:, None] & counted
        there = int((truth & cells).sum())
        for bound in TRIED_REFUSALS:
            left = ruled & cells & (scores >= bound)
            print(f"{name}: rules from {bound}: {_share(left, truth)}, there {there}")
        for bound in TRIED_ACCEPTANCES:
            added = ~ruled & cells & (scores >= bound)
            print(f"{name}: added from {bound}: {_share(added, truth)}")


def _table(read: list[Example], checks: list[str], questions: Any) -> Flags:
    return np.array([[check in questions(item) for check in checks] for item in read])


def _share(answers: Flags, truth: Flags) -> str:
    right, called = int((answers & truth).sum()), int(answers.sum())
    return f"{right}/{called} = {right / max(called, 1):.0%}"


def main() -> None:
    """Learn, print, and write if asked."""
    build(learn, description=__doc__, corpus=CORPUS, target=TARGET)


if __name__ == "__main__":
    main()
