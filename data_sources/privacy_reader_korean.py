"""Learn which Korean sentences answer which question, and build
`provenance/privacy/data/reader_korean.json`.

    python -m data_sources.privacy_texts --clones CLONES --texts DIR
    python -m data_sources.privacy_reader_korean --texts DIR [--write]

It learns from those sentences of `privacy_labels/ko-train.tsv` and `ko-hard.tsv` that stand in the
corpus or in public repositories, where anybody can read them again. Those of web pages are left
out: pages change and go. Korean cards are too few to learn from alone, so composed sentences
(`composed.tsv`, `ko-composed.tsv`), which the author of the rules wrote, join them.
Every question is learned. A rule's answer counts where the score of its sentence is above a bound:
the lowest one for which cross-validation by document holds the precision asked for, otherwise the
one that gains most. Somewhat higher scores count in part. The same labels and texts give the same
bytes. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.model_selection import GroupKFold

from benchmarks.privacy_composed import allowed_beside
from data_sources.privacy_reader import CORPUS, LABELS, as_read, read_all
from provenance.model.artifact import Kind
from provenance.privacy.candidates import CLASS, PROPOSED, RULE, UNITS, Sentence, features
from provenance.privacy.korean import KOREAN, NOT_STATED, korean_questions

TARGET = Path(__file__).parents[1] / "provenance" / "privacy" / "data" / "reader_korean.json"
REAL = ("ko-train.tsv", "ko-hard.tsv")
# Of a draw `hard` are sentences that the rules took for answers, in files that are no cards.
CARDS, PAGES, HARD = "cards", "pages", "hard"
# Documents that are neither in the corpus nor at a known place of a public repository.
_ELSEWHERE = re.compile(r"(?:https?|index|code):")
_GROUPS = {"privacy": PAGES, "hard": HARD}
FOLDS = 4
FEWEST_ANSWERS = 5
FEWEST_SENTENCES = 2
# How strongly weights are drawn to nothing.
RIDGE = 60.0
# What a question counts as where a sentence may answer it or not.
OPEN = 0.45
# A score of 10 is a certain answer, so that weights can be rounded to whole hundredths.
SCALE = 10.0
SCALES = {RULE: 3.0, PROPOSED: 3.0, CLASS: 1.5}
# News and policies speak of other works; two readers agree least on them.
WEIGHTS = {PAGES: 0.5, CARDS: 2.0}
# Weights below this move no sentence over a bound.
SMALLEST_WEIGHT = 3
# A rule's answer is refused up to the lowest of these scores that keeps the precision.
REFUSALS = (1.5, 2.0, 2.5, 3.0, 3.5)
REFUSALS_OF_WIDE = (2.5, 3.0, 3.5, 4.0, 4.5, 5.0, 6.0)
PRECISION = 0.93
# Where no bound keeps it, a wrong answer costs as much as so many right ones.
COST_OF_A_WRONG_ANSWER = 1.5
# A card states its maker, its base, its data and its task in several sentences, and a reader labels
# the plainest one, so that sentences undercount what is right. Whole cards
# (benchmarks/privacy_cards.py) show that these bounds are high enough.
STATED_OFTEN = frozenset({"PRIV-010", "PRIV-023", "PRIV-025", "PRIV-070", "PRIV-071"})
REFUSED_WHERE_STATED_OFTEN = {"narrow": 1.5, "wide": 4.0}
# Purposes are worded like what code, a measure or a service is for: of the answers of the narrow
# rules between 1.5 and this score, 5 were right and 35 wrong in cross-validation.
REFUSED_PURPOSES = {"narrow": 3.5, "wide": 4.0}
_PURPOSE = "PRIV-023"
# A sentence of a card counts as much as so many composed ones.
CARDS_COUNT = 2
# A rule's answer counts in part so far above the score up to which it is refused.
IN_PART = 0.5
# A sentence answers without any rule from this score on. In cross-validation, of the answers added
# between this score and 6, 55 of 69 are right in composed sentences and 12 of 30 in real ones.
ACCEPTED = 5.0

Scores = NDArray[np.float64]
Answers = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Example:
    """A labelled Korean sentence.

    Attributes:
        sentence: As the reader meets it.
        group: `cards`, `pages`, or the round in which it was composed.
        document: Where it comes from; sentences of one document stay together.
        answered: Questions that it answers.
        open: Questions that it may answer or not: they are neither learned nor measured.
    """

    sentence: Sentence
    group: str
    document: str
    answered: frozenset[str]
    open: frozenset[str]


def examples(folder: Path | None) -> list[Example]:
    """Every labelled Korean sentence, real ones first, in the order of the files."""
    return [*_real(folder), *_composed()]


def _real(folder: Path | None) -> Iterator[Example]:
    for item in read_all(REAL, folder):
        if not _can_be_read_again(item.document):
            continue
        yield Example(
            sentence=item.sentence,
            group=_GROUPS.get(item.draw, CARDS),
            document=item.document,
            answered=item.answered,
            open=frozenset(),
        )


def _can_be_read_again(document: str) -> bool:
    """Whether a document stands in the corpus or in a public repository: no address of a page, and
    no file whose repository is not known."""
    return not _ELSEWHERE.match(document)


def _composed() -> Iterator[Example]:
    for number, row in enumerate(composed_rows(), start=1):
        text = row["text"].replace("\\n", " ")
        sentence, _ = as_read(text, row["heading"], Kind.MODEL)
        yield Example(
            sentence=sentence,
            group=row["round"],
            document=f"composed {number}",
            answered=_checks(row["answers"]),
            open=_open(row),
        )


def composed_rows() -> Iterator[dict[str, str]]:
    """The Korean sentences that were composed."""
    for name in ("composed.tsv", "ko-composed.tsv"):
        with (LABELS / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                if row.get("language", KOREAN) == KOREAN:
                    yield row


def _open(row: dict[str, str]) -> frozenset[str]:
    """What may come along with the answers of a composed sentence."""
    if "allowed" in row:
        return _checks(row["allowed"])
    answers = _checks(row["answers"])
    return allowed_beside(answers) - answers


def _checks(cell: str) -> frozenset[str]:
    return frozenset(cell.split()) - {"-"}


def learn(read: list[Example]) -> dict[str, Any]:
    """Fit every question and print what cross-validation says of the bounds."""
    vectors = DictVectorizer(dtype=np.float32, sort=True)
    matrix = vectors.fit_transform([dict.fromkeys(features(item.sentence), 1) for item in read])
    counts = np.asarray((matrix > 0).sum(axis=0)).ravel()
    kept = np.flatnonzero(counts >= FEWEST_SENTENCES)
    matrix, names = matrix[:, kept], vectors.get_feature_names_out()[kept]
    answers = Counter(check for item in read for check in item.answered)
    checks = sorted(check for check, count in answers.items() if count >= FEWEST_ANSWERS)
    matrix = matrix.multiply(_scales(names)).tocsr()
    targets = targets_of(read, checks)
    columns = out_of_fold(matrix, read, targets).T * SCALE
    scores = dict(zip(checks, columns, strict=True))
    refused = {
        check: (
            _refused_up_to(read, check, scores[check], wide=False),
            _refused_up_to(read, check, scores[check], wide=True),
        )
        for check in checks
    }
    print_figures(read, scores, refused)
    scaled, first = fit(matrix, read, targets)
    start, weights = _rounded(scaled * _scales(names)[:, None], first, names)
    bounds = {
        check: [ACCEPTED, narrow + IN_PART, narrow, min(wide, ACCEPTED)]
        for check, (narrow, wide) in refused.items()
    }
    return {
        "comment": "Built by data_sources/privacy_reader_korean.py from privacy_labels.",
        "checks": checks,
        "bounds": {KOREAN: bounds},
        "start": start,
        "gate": sorted(_gate()),
        "weights": weights,
    }


def _scales(names: NDArray[np.str_]) -> Scores:
    """How much each feature counts: what rules and word classes find says more than a syllable."""
    return np.array([SCALES.get(str(name)[:2], 1.0) for name in names])


def _gate() -> set[str]:
    """The word classes of which a sentence needs one to be weighed."""
    gate = {
        name
        for question in korean_questions().values()
        for frame in question.frames
        for name in frame.all
    }
    return gate - {NOT_STATED}


def out_of_fold(
    matrix: Any, read: list[Example], targets: Scores, *, ridge: float = RIDGE
) -> Scores:
    """The scores of each sentence by a model that saw no sentence of its document; arguments as
    in `fit`."""
    scores = np.zeros(targets.shape)
    documents = [item.document for item in read]
    for taught, tried in GroupKFold(FOLDS).split(matrix, groups=documents):
        items = [read[at] for at in taught]
        weights, start = fit(matrix[taught], items, targets[taught], ridge=ridge)
        scores[tried] = matrix[tried] @ weights + start
    return scores


def targets_of(read: list[Example], checks: list[str]) -> Scores:
    """1 for each question that a sentence answers, 0 for the others."""
    targets = np.zeros((len(read), len(checks)))
    for row, item in enumerate(read):
        for column, check in enumerate(checks):
            if check in item.answered:
                targets[row, column] = 1.0
            elif check in item.open:
                targets[row, column] = OPEN
    return targets


def fit(
    matrix: Any, read: list[Example], targets: Scores, *, ridge: float = RIDGE
) -> tuple[Scores, Scores]:
    """Ridge regression for all questions at once, in its dual form: there are more features than
    sentences.

    Args:
        matrix: The features of each sentence.
        read: The sentences.
        targets: What each of them answers, by question.
        ridge: How strongly weights are drawn to nothing.

    Returns:
        The weights of the features and the starting scores, by question.
    """
    trust = np.array([WEIGHTS.get(item.group, 1.0) for item in read])
    start = targets.mean(axis=0)
    products = (matrix @ matrix.T).toarray().astype(np.float64)
    products[np.diag_indices_from(products)] += ridge / trust
    duals = np.linalg.solve(products, targets - start)
    return np.asarray(matrix.T @ duals), start


def _rounded(
    weights: Scores, start: Scores, names: NDArray[np.str_]
) -> tuple[list[int], dict[str, list[int]]]:
    """Weights as whole numbers: for each feature the position of a question, its weight, and so
    on."""
    whole = np.rint(weights * UNITS * SCALE).astype(int)
    kept: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        for position in np.flatnonzero(np.abs(whole[place]) >= SMALLEST_WEIGHT):
            kept.setdefault(str(name), []).extend((int(position), int(whole[place, position])))
    first = [round(float(score) * UNITS * SCALE) for score in start]
    return first, dict(sorted(kept.items()))


def _refused_up_to(read: list[Example], check: str, scores: Scores, *, wide: bool) -> float:
    """The lowest bound above which answers of the rules, or those of wide frames, are precise
    enough; if none is, the bound above which right answers outweigh wrong ones most."""
    if check == _PURPOSE:
        return REFUSED_PURPOSES["wide" if wide else "narrow"]
    if check in STATED_OFTEN:
        return REFUSED_WHERE_STATED_OFTEN["wide" if wide else "narrow"]
    ruled = np.array([_is_ruled(item, check, wide=wide) for item in read])
    truth = np.array([check in item.answered for item in read])
    counts = np.array([_count(item, check) for item in read])
    gains: dict[float, float] = {}
    for bound in REFUSALS_OF_WIDE if wide else REFUSALS:
        kept = ruled & (scores > bound)
        right, called = counts[kept & truth].sum(), counts[kept].sum()
        if right >= PRECISION * called:
            return bound
        gains[bound] = right - COST_OF_A_WRONG_ANSWER * (called - right)
    return max(gains, key=lambda bound: gains[bound])


def _is_ruled(item: Example, check: str, *, wide: bool) -> bool:
    """Whether a rule answers a question, or only a wide frame does."""
    sentence = item.sentence
    return check in sentence.answers and (check in sentence.proposed) is wide


def _count(item: Example, check: str) -> int:
    """How often a sentence counts in the choice of a bound: pages do not."""
    if item.group == PAGES or check in item.open:
        return 0
    return CARDS_COUNT if item.group == CARDS else 1


def print_figures(
    read: list[Example], scores: dict[str, Scores], refused: dict[str, tuple[float, float]]
) -> None:
    """Precision and recall of the rules alone, and of both parts, by group."""
    print(", ".join(f"{check} {bounds}" for check, bounds in refused.items()))
    for group in sorted({item.group for item in read}):
        mine = np.array([item.group == group for item in read])
        ruled = _figures(read, scores, mine, {})
        print(f"{group}: rules {ruled}; both {_figures(read, scores, mine, refused)}")


def _figures(
    read: list[Example],
    scores: dict[str, Scores],
    mine: Answers,
    refused: dict[str, tuple[float, float]],
) -> str:
    called = right = given = 0
    for check, score in scores.items():
        truth = np.array([check in item.answered for item in read])
        counted = mine & np.array([check not in item.open for item in read])
        answers = np.array([check in item.sentence.answers for item in read])
        if refused:
            wide = np.array([check in item.sentence.proposed for item in read])
            narrow_bound, wide_bound = refused[check]
            answers = (answers & (score > np.where(wide, wide_bound, narrow_bound))) | (
                score >= ACCEPTED
            )
        called += int((answers & counted).sum())
        right += int((answers & counted & truth).sum())
        given += int((truth & counted).sum())
    precision, recall = right / max(called, 1), right / max(given, 1)
    return f"P {right}/{called} = {precision:.0%}, R {right}/{given} = {recall:.0%}"


def main() -> None:
    """Learn, print, and write if asked."""
    build(learn, description=__doc__, corpus=CORPUS, target=TARGET)


def build(
    learn_from: Callable[[list[Example]], dict[str, Any]],
    *,
    description: str | None,
    corpus: Path,
    target: Path,
) -> None:
    """Read the options, learn from the Korean sentences, and write the file if asked.

    Args:
        learn_from: What learns from the sentences.
        description: What the command does.
        corpus: Where the cards are.
        target: The file to write.
    """
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts", type=Path, help="sentences that the corpus does not hold")
    parser.add_argument("--write", action="store_true", help=f"write {target.name}")
    options = parser.parse_args()
    if not corpus.is_dir():
        parser.error(f"Some sentences are in the corpus: {corpus} is no folder.")
    if options.texts is None or not options.texts.is_dir():
        parser.error("Most Korean sentences are outside the corpus: --texts names their folder.")
    learned = learn_from(examples(options.texts))
    if options.write:
        text = json.dumps(learned, ensure_ascii=False, separators=(",", ":"))
        target.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
