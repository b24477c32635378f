"""Learn which English sentences answer which question, and build
`provenance/privacy/data/reader.json`.

    python -m data_sources.privacy_reader [--write]

The labels stand in `privacy_labels/train.tsv` and `en-hard.tsv`. The sentences are taken from the
corpus again (PROVENANCE_CORPUS, default ../shared/corpus); without it nothing is built. A sentence
of `en-hard.tsv` counts only for the questions that its row names. The composed sentences of
`en-composed.tsv` and `composed.tsv` teach with half the weight, and no figure and no bound counts
them. Needs scikit-learn. The same labels give the same bytes: every step is deterministic and
weights are rounded.

Printed for each question: what cross-validation by document says of the rules alone, of the learned
part alone and of both. A question is learned only where enough sentences answer it and a bound of
its score keeps the precision asked for.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from provenance.hubs import FOLDER
from provenance.model.artifact import CARD, ArtifactRef, Kind, SourceText
from provenance.privacy.candidates import NEVER, UNITS, WORD, Sentence, features
from provenance.privacy.lexicon import LANGUAGES
from provenance.privacy.material import read_sentences
from provenance.privacy.reading import Passage, clean, heading_role
from provenance.privacy.sentence_answers import answers_in
from provenance.privacy.stance import advises
from provenance.text.sentences import sentences

HERE = Path(__file__).parent
CORPUS = Path(os.environ.get("PROVENANCE_CORPUS", HERE.parents[1] / "shared" / "corpus"))
LABELS = HERE / "privacy_labels"
# Sentences that were composed to teach what few cards say; no figure counts them.
COMPOSED = ("composed.tsv", "en-composed.tsv")
# Answers of the tool, drawn at random; one reader said of each whether it is one.
HARD_FILE, HARD = "en-hard.tsv", "hard"
WEIGHT_OF_COMPOSED = 0.5
TARGET = HERE.parent / "provenance" / "privacy" / "data" / "reader.json"
FILES = {"train": ("train.tsv", "ko-train.tsv"), "test": ("test.tsv", "ko-test.tsv")}
STATEMENTS = frozenset({"done", "denied", "unknown", "hedged"})
# These ask for advice, so that advice answers them.
ASK_FOR_ADVICE = frozenset({"PRIV-044", "PRIV-062"})
FOLDS = 5
# Descriptions of fields look alike, and few labels show those that are no answer: rules find these.
LEFT_TO_THE_RULES = frozenset({"PRIV-090"})
# A question with fewer answered sentences is left to the rules.
FEWEST_ANSWERS = 15
# So many answered sentences of a language must lie above a bound for it to be believed.
FEWEST_ABOVE = 8
PRECISION = 0.92
# A rule's answers below a bound are doubted where at most so many of them are right.
DOUBTED, REFUSED = 0.5, 0.25
FEWEST_BELOW = 6
# So near to the bound from which the reader answers by itself, it doubts nothing.
DOUBT_MARGIN = 2.0
# An answered sentence weighs as much as three that answer nothing, since it is rarer.
WEIGHT_OF_AN_ANSWER = 3
FEWEST_SENTENCES = 2
# A word opens the gate if it weighs so much for some question and is no chance of a few sentences.
SMALLEST_OF_A_GATE = 35
FEWEST_OF_A_GATE = 4
# A word of every twentieth sentence would keep the gate open.
MOST_OF_A_GATE = 0.05
# Weights below this move no sentence over a bound.
SMALLEST_WEIGHT = 4
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
_MARKS = re.compile(r"[*`]+|^\s*[-*+>#|]+\s*|\s*\|\s*$")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(.*?)\s*#*$")

Scores = NDArray[np.float64]
Answers = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Read:
    """One labelled sentence: as it is weighed, its document, how it was drawn, and the questions it
    answers. `judged` are the only questions that its reader was asked, if not all of them."""

    sentence: Sentence
    language: str
    document: str
    draw: str
    answered: frozenset[str]
    composed: bool = False
    judged: frozenset[str] | None = None

    def counts_for(self, check: str) -> bool:
        """Whether its reader was asked a question."""
        return self.judged is None or check in self.judged


def read_labels(name: str) -> dict[str, list[dict[str, str]]]:
    """The rows of a file of labels, by sentence."""
    rows = defaultdict(list)
    with (LABELS / name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            rows[row["sentence"]].append(row)
    return dict(rows)


def answered(rows: list[dict[str, str]]) -> frozenset[str]:
    """The questions that at least half of the readers found answered."""
    counted = Counter[str]()
    for row in rows:
        parts = [label.split(":") for label in row["labels"].split() if label != "-"]
        counted.update({part[0] for part in parts if _answers(part[0], part[1])})
    return frozenset(check for check, count in counted.items() if count * 2 >= len(rows))


def _answers(check: str, stance: str) -> bool:
    return stance in STATEMENTS or (stance == "advised" and check in ASK_FOR_ADVICE)


def texts_of(folder: Path | None) -> dict[str, tuple[str, str]]:
    """Text and heading of the sentences that the corpus does not hold, by hash."""
    texts = {}
    for path in sorted(folder.glob("*.jsonl")) if folder else ():
        for line in path.read_text("utf-8").splitlines():
            entry = json.loads(line)
            texts[entry["id"]] = (entry["text"], entry.get("heading", ""))
    return texts


def redrawn(path: str, line: int, wanted: str) -> tuple[str, str] | None:
    """A sentence of the corpus by its place and hash, with the heading above it."""
    file = CORPUS / path
    if not file.is_file():
        return None
    lines = file.read_text("utf-8", "replace").splitlines()
    if line > len(lines):
        return None
    for text in map(str.strip, sentences(lines[line - 1].strip())):
        for form in (text.lower(), text):
            if hashlib.sha256(form.encode()).hexdigest()[:16] == wanted:
                headings = (_HEADING.fullmatch(above) for above in reversed(lines[: line - 1]))
                heading = next((match.group(1)[:80] for match in headings if match), "")
                return text, heading
    return None


def as_read(text: str, heading: str, kind: Kind) -> tuple[Sentence, str]:
    """A sentence as the reader meets it in a card."""
    prose = clean(_MARKS.sub("", _LINK.sub(r"\1", text)))
    ref = ArtifactRef(hub=FOLDER, kind=kind, name="acme/thing", revision="0" * 40)
    passage = Passage(
        text=prose,
        document=SourceText.decode(ref, CARD, prose.encode()),
        start=1,
        end=1,
        role=heading_role(heading),
        heading=heading,
    )
    sentences, _ = read_sentences([passage])
    if not sentences:
        nothing = Sentence(
            text=prose, heading=heading, role="skip", kind=kind.value, answers={}, claim=None
        )
        return nothing, "other"
    return answers_in(sentences[0], kind), sentences[0].language


def read_all(names: tuple[str, ...], folder: Path | None) -> Iterator[Read]:
    """Every labelled sentence whose text is at hand, in the order of the files."""
    texts = texts_of(folder)
    for name in names:
        for wanted, rows in read_labels(name).items():
            source = rows[0].get("file") or rows[0].get("source") or ""
            line = int(rows[0]["line"]) if rows[0]["line"].isdigit() else 0
            place = redrawn(source, line, wanted) or texts.get(wanted)
            if place is None:
                continue
            kind = Kind.DATASET if "dataset" in source else Kind.MODEL
            sentence, language = as_read(place[0], place[1], kind)
            yield Read(
                sentence=sentence,
                language=language,
                document=source,
                draw=rows[0]["draw"],
                answered=answered(rows),
                judged=_named(rows) if rows[0]["draw"] == HARD and language == "en" else None,
            )


def _named(rows: list[dict[str, str]]) -> frozenset[str]:
    """The questions that the labels name, whether answered or not."""
    labels = (label for row in rows for label in row["labels"].split() if label != "-")
    return frozenset(label.split(":")[0] for label in labels)


def read_composed() -> Iterator[Read]:
    """The composed English sentences; neighbours count as one document, since they are alike."""
    for name in COMPOSED:
        with (LABELS / name).open(encoding="utf-8", newline="") as file:
            for at, row in enumerate(csv.DictReader(file, delimiter="\t")):
                if row.get("language", "en") != "en":
                    continue
                text = row["text"].replace("\\n", " ")
                sentence, language = as_read(text, row["heading"], Kind.MODEL)
                if language != "en":
                    continue
                yield Read(
                    sentence=sentence,
                    language=language,
                    document=f"{name} {at // FOLDS}",
                    draw="composed",
                    answered=frozenset(row["answers"].split()) - {"-"},
                    composed=True,
                )


def out_of_fold(matrix: Any, truth: Answers, weights: Scores, documents: list[str]) -> Scores:
    """The score of each sentence by a model that saw no sentence of its document."""
    scores = np.zeros(len(truth))
    for taught, tried in GroupKFold(FOLDS).split(matrix, truth, documents):
        model = _fit(matrix[taught], truth[taught], weights[taught])
        scores[tried] = model.decision_function(matrix[tried])
    return scores


def _fit(matrix: Any, truth: Answers, weights: Scores) -> LogisticRegression:
    model = LogisticRegression(C=1.0, solver="liblinear", random_state=0)
    weighed = np.where(truth, WEIGHT_OF_AN_ANSWER, 1) * weights
    model.fit(matrix, truth, sample_weight=weighed)
    return model


def accepted_from(scores: Scores, truth: Answers) -> float | None:
    """The lowest score above which precision holds, or None."""
    order = np.argsort(-scores, kind="stable")
    right = np.cumsum(truth[order])
    precise = right / np.arange(1, len(order) + 1) >= PRECISION
    enough = right >= FEWEST_ABOVE
    places = np.flatnonzero(precise & enough)
    return float(scores[order[places[-1]]]) if len(places) else None


def doubted_below(scores: Scores, truth: Answers, ruled: Answers, share: float) -> float | None:
    """The highest score below which at most `share` of the rules' answers are right, or None."""
    own, right = scores[ruled], truth[ruled]
    order = np.argsort(own, kind="stable")
    counted = np.arange(1, len(order) + 1)
    wrong = (np.cumsum(right[order]) / counted <= share) & (counted >= FEWEST_BELOW)
    places = np.flatnonzero(wrong)
    return float(own[order[places[-1]]]) if len(places) else None


def learn(read: list[Read]) -> dict[str, Any]:
    """Fit every question that has enough answers, choose its bounds, and print how it does."""
    vectors = DictVectorizer(dtype=np.float32, sort=True)
    matrix = vectors.fit_transform([dict.fromkeys(features(item.sentence), 1) for item in read])
    counts = np.asarray((matrix > 0).sum(axis=0)).ravel()
    kept = np.flatnonzero(counts >= FEWEST_SENTENCES)
    matrix, names = matrix[:, kept], vectors.get_feature_names_out()[kept]
    tongues = np.array([item.language for item in read])
    weights = np.array([WEIGHT_OF_COMPOSED if item.composed else 1.0 for item in read])
    real = np.array([not item.composed for item in read])
    states = np.array([_may_state(item) for item in read])
    answers = Counter(check for item in read if not item.composed for check in item.answered)
    learned: dict[str, LogisticRegression] = {}
    bounds: dict[str, dict[str, list[float]]] = {language: {} for language in LANGUAGES}
    enough = {check for check, count in answers.items() if count >= FEWEST_ANSWERS}
    for check in sorted(enough - LEFT_TO_THE_RULES):
        truth = np.array([check in item.answered for item in read])
        ruled = np.array([check in item.sentence.answers for item in read])
        asked = np.array([item.counts_for(check) for item in read])
        scores = np.full(len(read), NEVER)
        papers = [item.document for item in read if item.counts_for(check)]
        scores[asked] = out_of_fold(matrix[asked], truth[asked], weights[asked], papers)
        if check not in ASK_FOR_ADVICE:
            scores[~states] = NEVER
        for language in LANGUAGES:
            of = (tongues == language) & real & asked
            chosen = _bounds(scores[of], truth[of], ruled[of])
            _print(check, language, truth[of], ruled[of], scores[of], chosen)
            if chosen:
                bounds[language][check] = chosen
                model = learned.get(check)
                learned[check] = model or _fit(matrix[asked], truth[asked], weights[asked])
    start, rounded = _rounded(learned, names)
    return {
        "comment": "Built by data_sources/privacy_reader.py from data_sources/privacy_labels.",
        "checks": list(learned),
        "bounds": bounds,
        "start": start,
        "gate": gate_of(rounded, read),
        "weights": rounded,
    }


def _may_state(item: Read) -> bool:
    """Whether the rules of stance let a sentence state anything: no advice, no question."""
    text = item.sentence.text
    return not text.rstrip().endswith("?") and not advises(text, item.language)


def gate_of(weights: dict[str, list[int]], read: list[Read]) -> list[str]:
    """Words that speak for a question: a sentence without any is not weighed."""
    counted = Counter(feature for item in read for feature in features(item.sentence))
    return sorted(
        feature.removeprefix(WORD)
        for feature, values in weights.items()
        if feature.startswith(WORD)
        and FEWEST_OF_A_GATE <= counted[feature] <= MOST_OF_A_GATE * len(read)
        and max(values[1::2]) >= SMALLEST_OF_A_GATE
    )


def _bounds(scores: Scores, truth: Answers, ruled: Answers) -> list[float] | None:
    accepted = accepted_from(scores, truth)
    doubted = doubted_below(scores, truth, ruled, DOUBTED)
    refused = doubted_below(scores, truth, ruled, REFUSED)
    if accepted is None:
        # What cannot be trusted to find an answer is not trusted to doubt one.
        return None
    most = accepted - DOUBT_MARGIN
    refused = NEVER if refused is None else min(refused, most)
    doubted = refused if doubted is None else max(min(doubted, most), refused)
    bounds = (accepted, doubted, refused)
    return [round(bound, 2) for bound in bounds]


def _rounded(
    learned: dict[str, LogisticRegression], names: NDArray[np.str_]
) -> tuple[list[int], dict[str, list[int]]]:
    """Weights as whole numbers: for each feature the position of a question, its weight, and so
    on."""
    start = [round(float(model.intercept_[0]) * UNITS) for model in learned.values()]
    weights: dict[str, list[int]] = {}
    for position, model in enumerate(learned.values()):
        for name, weight in zip(names, model.coef_[0], strict=True):
            rounded = round(float(weight) * UNITS)
            if abs(rounded) >= SMALLEST_WEIGHT:
                weights.setdefault(str(name), []).extend((position, rounded))
    return start, dict(sorted(weights.items()))


def _print(
    check: str,
    language: str,
    truth: Answers,
    ruled: Answers,
    scores: Scores,
    chosen: list[float] | None,
) -> None:
    accepted, _, refused = chosen or (-NEVER, NEVER, NEVER)
    accepted_rows = scores >= accepted
    # Where nothing is refused, the rules answer for advice too, which has no score.
    stands = (scores > refused) | (refused == NEVER)
    both = (ruled & stands) | accepted_rows
    parts = (("rules", ruled), ("learned", accepted_rows), ("both", both))
    figures = "  ".join(f"{name} {_figures(part, truth)}" for name, part in parts)
    print(f"{check} {language} of {int(truth.sum()):3}: {figures}  {chosen or ''}")


def _figures(answers: Answers, truth: Answers) -> str:
    right, called, given = int((answers & truth).sum()), int(answers.sum()), int(truth.sum())
    return f"P {right}/{called} R {right}/{given}"


def packed(learned: dict[str, Any]) -> str:
    """The text of `reader.json`."""
    return json.dumps(learned, ensure_ascii=False, separators=(",", ":")) + "\n"


def main() -> None:
    """Learn, print, and write if asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts", type=Path, help="sentences that the corpus does not hold")
    parser.add_argument("--write", action="store_true", help="write reader.json")
    options = parser.parse_args()
    if not CORPUS.is_dir():
        parser.error(f"The English sentences are in the corpus: {CORPUS} is no folder.")
    names = (*FILES["train"], HARD_FILE)
    read = [item for item in read_all(names, options.texts) if item.language == "en"]
    read += read_composed()
    print(f"{len(read)} sentences of {len({item.document for item in read})} documents")
    packaged = packed(learn(read))
    if options.write:
        TARGET.write_text(packaged, "utf-8")


if __name__ == "__main__":
    main()
