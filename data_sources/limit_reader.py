"""Learn which sentences limit the use of a work, and build
`provenance/licences/data/limit_reader.json`.

    python -m data_sources.limit_reader [--write]

Three models are learned: which sentences limit a use, which grant every use to everybody, and which
answer a sentence that seems to limit. Taught by three kinds of sentences: those composed for this
(`limit_labels/composed.tsv`), those of the cases that earlier rounds tried (`tried.tsv`), and the
sentences of real cards (PROVENANCE_CORPUS, default ../shared/corpus), nearly all of which limit
nothing. `found.tsv` names, by hash, the sentences of cards that do limit a use and those that are
kept apart since one may argue. The composed sentences about personal data teach what limits
nothing as well. Needs scikit-learn. The same labels give the same bytes: every step is
deterministic and weights are rounded.

Printed: how many of the held-out sentences that limit a use are found, at each of the bounds of
`learned_limits`, and how many cards would be read for nothing. Composed sentences and cards are
held out by group, the rounds one after another.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize

from provenance.cards import parse_card
from provenance.licences.learned_limits import (
    BOUNDS,
    UNITS,
    Reading,
    SentencePlace,
    classes_of_words,
    features,
    is_fragment,
)
from provenance.licences.sentences import card_sentences

HERE = Path(__file__).parent
CORPUS = Path(os.environ.get("PROVENANCE_CORPUS", HERE.parents[1] / "shared" / "corpus"))
LABELS = HERE / "limit_labels"
PRIVACY = ("ko-composed.tsv", "composed.tsv", "en-composed.tsv")
TARGET = HERE.parent / "provenance" / "licences" / "data" / "limit_reader.json"
CARDS = {
    "hub/models": SentencePlace.MODEL_CARD,
    "model_cards_2020": SentencePlace.MODEL_CARD,
    "vendor": SentencePlace.MODEL_CARD,
    "dataset_cards_2022": SentencePlace.DATASET_CARD,
}
FOLDS = 4
# From this round on, each has an author of its own.
FIRST_OF_ITS_OWN_AUTHOR = 10
# Neighbours in a file of composed sentences are alike and are held out together.
ALIKE = 5
# Composed sentences are rare and count more than one of the many from cards.
WEIGHT_OF_COMPOSED = 3.0
# Grants and answers are rarer still.
WEIGHT_OF_ANSWERS = 6.0
REGULARISATION = 20.0
FEWEST_SENTENCES = 2
MOST_FEATURES = {Reading.LIMITS: 15_000, Reading.GRANTS: 5_000, Reading.ANSWERS: 3_000}
# How often a feature occurs counts towards its importance up to this number.
OFTEN = 50
LIMITS, FREE, APART = "limits", "free", "apart"
GRANTS, ANSWERS, PARTLY, UNCLEAR = "grants", "answers", "partly", "unclear"
# Labels that a model is not taught: a grant to some limits the others without saying so, and a
# sentence may grant and answer at once.
LEFT_OUT = {
    Reading.LIMITS: {PARTLY},
    Reading.GRANTS: {ANSWERS, UNCLEAR},
    Reading.ANSWERS: {GRANTS, UNCLEAR},
}
COMPOSED, CARD, PRIVATE = "composed", "card", "privacy"

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A labelled sentence: where it comes from, and the group that is held out together."""

    text: str
    label: str
    source: str
    group: str
    place: SentencePlace = SentencePlace.MODEL_CARD

    @property
    def limits(self) -> bool:
        """Whether it limits a use."""
        return self.label == LIMITS


def rows(name: str, folder: Path = LABELS) -> list[dict[str, str]]:
    """The rows of a file of labels."""
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def hash_of(text: str) -> str:
    """The name of a sentence in `found.tsv`."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def read_composed() -> Iterator[Labelled]:
    """The composed sentences and those of the rounds."""
    for number, row in enumerate(rows("composed.tsv")):
        yield Labelled(
            text=row["text"],
            label=row["label"],
            source=COMPOSED,
            group=f"{COMPOSED} {number // ALIKE}",
        )
    for row in rows("tried.tsv"):
        yield Labelled(
            text=row["text"], label=row["label"], source=row["round"], group=row["round"]
        )


def read_privacy(found: dict[str, str]) -> Iterator[Labelled]:
    """Sentences composed about personal data, which limit nothing."""
    for name in PRIVACY:
        for row in rows(name, HERE / "privacy_labels"):
            text = row["text"].replace("\\n", " ")
            if hash_of(text) not in found:
                yield Labelled(text=text, label=FREE, source=PRIVATE, group=hash_of(text))


def read_cards(found: dict[str, str]) -> Iterator[Labelled]:
    """The sentences of the corpus, each once."""
    for folder, place in CARDS.items():
        for path in sorted((CORPUS / folder).rglob("README.md")):
            card = parse_card(path.read_text("utf-8", "replace"))
            for stated in card_sentences(card):
                label = found.get(hash_of(stated.text))
                is_on_terms = stated.headed and place is SentencePlace.MODEL_CARD
                if label != APART and not stated.is_heading:
                    yield Labelled(
                        text=stated.text,
                        label=label or FREE,
                        source=CARD,
                        group=path.relative_to(CORPUS).as_posix(),
                        place=SentencePlace.TERMS if is_on_terms else place,
                    )


def read_all() -> list[Labelled]:
    """Every labelled sentence once; what stands in several places counts for the first. Fragments
    are left out, since the reader does not weigh them."""
    found = {row["sentence"]: row["label"] for row in rows("found.tsv")}
    read: dict[str, Labelled] = {}
    for item in (*read_composed(), *read_privacy(found), *read_cards(found)):
        if not is_fragment(item.text):
            read.setdefault(item.text, item)
    return list(read.values())


@dataclass(frozen=True, slots=True)
class Model:
    """Chosen features, by their columns, with a fitted model of them."""

    columns: NDArray[np.intp]
    fitted: LogisticRegression

    def scores(self, matrix: Any) -> Scores:
        """The scores of the rows of a matrix."""
        return np.asarray(self.fitted.decision_function(normalize(matrix[:, self.columns])))


def fit(matrix: Any, truth: NDArray[np.bool_], weights: Scores, most: int) -> Model:
    """Fit all features, keep the most important ones, and fit those alone."""
    first = _fitted(normalize(matrix), truth, weights)
    counts = np.asarray((matrix > 0).sum(axis=0)).ravel()
    importance = np.abs(first.coef_[0]) * np.sqrt(np.minimum(counts, OFTEN))
    columns = np.sort(np.argsort(-importance, kind="stable")[:most])
    return Model(columns, _fitted(normalize(matrix[:, columns]), truth, weights))


def _fitted(matrix: Any, truth: NDArray[np.bool_], weights: Scores) -> LogisticRegression:
    model = LogisticRegression(C=REGULARISATION, solver="liblinear", random_state=0)
    return model.fit(matrix, truth, sample_weight=weights)


def taught(
    read: list[Labelled], matrix: Any, reading: Reading, without: NDArray[np.bool_]
) -> Model:
    """Fit the model of a reading.

    Args:
        read: The sentences.
        matrix: Their features.
        reading: What the model reads.
        without: Which sentences are held out.
    """
    labels = np.array([item.label for item in read])
    truth = labels == reading.value
    is_composed = np.array([item.source not in (CARD, PRIVATE) for item in read])
    weights = np.where((labels == LIMITS) | is_composed, WEIGHT_OF_COMPOSED, 1.0)
    if reading is not Reading.LIMITS:
        weights = np.where(truth, WEIGHT_OF_ANSWERS, weights)
    used = ~without & ~np.isin(labels, sorted(LEFT_OUT[reading]))
    return fit(matrix[used], truth[used], weights[used], MOST_FEATURES[reading])


def held_out(read: list[Labelled], matrix: Any) -> Scores:
    """The score of each sentence by a model that saw no sentence of its group. The first nine
    rounds are held out two by two, since their authors tuned the rules between them; each later
    one is by an author of its own."""
    scores = np.zeros(len(read))
    folds = np.array([_fold(item) for item in read])
    for fold in sorted(set(folds)):
        model = taught(read, matrix, Reading.LIMITS, folds == fold)
        scores[folds == fold] = model.scores(matrix[folds == fold])
    return scores


def _fold(item: Labelled) -> int:
    """The number of the part that a sentence is held out with; rounds follow the other parts."""
    if item.source in (COMPOSED, CARD, PRIVATE):
        return int(hash_of(item.group), 16) % FOLDS
    number = int(item.source.removeprefix("r"))
    return FOLDS + number if number >= FIRST_OF_ITS_OWN_AUTHOR else FOLDS + (number - 1) // 2


def report(read: list[Labelled], truth: NDArray[np.bool_], scores: Scores) -> None:
    """Print what is found of each source, and the cards that would be read for nothing."""
    sources = np.array([item.source for item in read])
    for source in sorted(set(sources) - {CARD, PRIVATE}):
        own = sources == source
        shares = (
            f"{place.value} {np.mean(scores[own & truth] > bound):.2f}"
            f" (free {np.mean(scores[own & ~truth] > bound):.2f})"
            for place, bound in BOUNDS.items()
        )
        print(f"{source:9} {int((own & truth).sum()):5} limit: {'  '.join(shares)}")
    for place in SentencePlace:
        highest: dict[str, float] = {}
        for item, score in zip(read, scores, strict=True):
            if item.source == CARD and item.place is place and not item.limits:
                highest[item.group] = max(score, highest.get(item.group, score))
        over = sum(score > BOUNDS[place] for score in highest.values())
        print(f"{place.value}: {over} of {len(highest)} cards hold a sentence over the bound")


def learn(read: list[Labelled], *, with_figures: bool = False) -> dict[str, Any]:
    """Fit the models of labelled sentences.

    Args:
        read: The sentences.
        with_figures: Whether to print what cross-validation says first.
    """
    words = json.loads((LABELS / "classes.json").read_text("utf-8"))
    classes = classes_of_words(words)
    vectors = DictVectorizer(dtype=np.float32, sort=True)
    present = (dict.fromkeys(features(item.text, classes), 1) for item in read)
    matrix = vectors.fit_transform(present)
    kept = np.flatnonzero(np.asarray((matrix > 0).sum(axis=0)).ravel() >= FEWEST_SENTENCES)
    matrix, names = matrix[:, kept], vectors.get_feature_names_out()[kept]
    print(f"{len(read)} sentences, {len(names)} features")
    if with_figures:
        truth = np.array([item.limits for item in read])
        report(read, truth, held_out(read, matrix))
    nothing = np.zeros(len(read), dtype=np.bool_)
    models = {reading: taught(read, matrix, reading, nothing) for reading in Reading}
    return {
        "comment": "Built by data_sources/limit_reader.py from data_sources/limit_labels.",
        "classes": words,
        **{reading.value: _as_data(model, names) for reading, model in models.items()},
    }


def _as_data(model: Model, names: Iterable[str]) -> dict[str, Any]:
    """A model as it is packaged, with whole numbers for weights."""
    chosen = np.asarray(names)[model.columns]
    pairs = zip(chosen, model.fitted.coef_[0], strict=True)
    return {
        "start": round(float(model.fitted.intercept_[0]) * UNITS),
        "weights": {str(name): round(float(weight) * UNITS) for name, weight in sorted(pairs)},
    }


def packed(data: dict[str, Any]) -> str:
    """The model as the bytes of its file, one feature a line."""
    return json.dumps(data, ensure_ascii=False, indent=0) + "\n"


def main() -> None:
    """Print the figures, and write the model with `--write`."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help=f"write {TARGET.name}")
    parser.add_argument("--quick", action="store_true", help="fit without cross-validation")
    arguments = parser.parse_args()
    if arguments.write and not CORPUS.is_dir():
        parser.error(f"set PROVENANCE_CORPUS: the model is learned from the cards in {CORPUS}")
    text = packed(learn(read_all(), with_figures=not arguments.quick))
    print(f"{TARGET.name}: {len(text.encode()):,} bytes")
    if arguments.write:
        TARGET.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
