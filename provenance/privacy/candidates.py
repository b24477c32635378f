"""Find sentences that may answer a question, by words learned from labelled sentences.

The rules cover the words that their authors thought of. This reader is learned: for each question a
linear model weighs the words of a sentence, the words of its heading, and the findings of the
rules. `data_sources/privacy_reader.py` builds `data/reader.json` from the labels, and
`data_sources/privacy_reader_korean.py` builds `data/reader_korean.json`, the model of Korean.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from struct import Struct
from types import MappingProxyType

from provenance.privacy.catalogue import load
from provenance.privacy.disclosure import Grade
from provenance.privacy.stance import SentenceClaim

# The part before the colon names the kind of a feature.
WORD, PAIR, STEM, SYLLABLES = "w:", "b:", "x:", "k:"
HEADING, WHOLE_HEADING, ROLE, KIND = "h:", "H:", "r:", "d:"
RULE, STANCE, HOLDS, MARK = "R:", "S:", "K:", "M:"
PROPOSED, CLASS, HEADING_CLASS, SUFFIX = "P:", "c:", "C:", "e:"
SHAPE = "p:"
LONGEST_TEXT = 1_200
LONGEST_HEADING = 80
# English words are matched by their first letters, Korean ones by runs of two and three syllables.
STEM_LENGTH = 5
RUNS = (2, 3)
LENGTHS_WITH_SHAPE = (1, 2, 3)
# Weights are stored as integers; this many make one unit of the score.
UNITS = 100
# Bits of a column of scores, and its zero: sums of weights stay far from both ends of the column.
_WIDTH = 64
_ZERO = 1 << (_WIDTH - 1)
# No score is this low: a bound that is never reached.
NEVER = -1000.0
_TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")
# Names of data and models are new in every card; their shape and the words beside them are not.
_SHAPED = re.compile(r"[A-Za-z]\w*(?:[-/.]\w+)*|\d[\d,.]*|[^\w\s]")
_NAME, _TITLE, _PATH, _NUMBER, _YEAR = "<name>", "<title>", "<path>", "<number>", "<year>"
_SHAPES = frozenset({_NAME, _TITLE, _PATH, _NUMBER, _YEAR})
_IS_YEAR = re.compile(r"(?:19|20)\d\d")
_IS_NAME = re.compile(r"[a-z][A-Z]|[A-Z]{2}|[A-Za-z]\d|\d[A-Za-z]|-.*[A-Z]|[A-Z].*-")
_SENTENCE_STARTS = frozenset(".:!?")
_HANGUL = re.compile(r"[가-힣]")
_NO_HANGUL = re.compile(r"[^가-힣]+")
# The last syllables of a Korean sentence hold its predicate: done, planned, advised.
_ENDINGS = (2, 3)
# Texts kept with their words: a sentence is asked whether it may answer and then weighed, and a
# heading stands above many sentences.
_TEXTS_KEPT = 64
_FILES = {"en": "reader.json", "ko": "reader_korean.json"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence below its heading, with the findings of the rules.

    Attributes:
        text: The sentence.
        heading: The nearest heading.
        role: Role from its headings, see `Passage.role`.
        kind: `dataset` or `model`, the kind of its card.
        answers: Questions that it answers according to the rules, each with the grade.
        claim: Its claim about personal data according to the rules, if any.
        proposed: Those of `answers` that only a wide frame of Korean finds.
        classes: The word classes of a Korean sentence, see `korean.py`.
        heading_classes: Those of its heading.
    """

    text: str
    heading: str
    role: str
    kind: str
    answers: Mapping[str, Grade]
    claim: SentenceClaim | None
    proposed: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    heading_classes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CandidateBounds:
    """Score bounds of one question.

    Attributes:
        accepted: From this score on, a sentence answers the question without a rule.
        doubted: Below this score, a rule's finding answers at most in part.
        refused: Below this score, a rule's finding answers nothing.
        proposed: From this score on, what only a wide frame of Korean finds is an answer.
    """

    accepted: float
    doubted: float
    refused: float
    proposed: float = NEVER

    @property
    def doubts(self) -> bool:
        """Whether a rule's answer can be doubted at all."""
        return self.doubted > NEVER


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """The learned model.

    Attributes:
        checks: The questions, in the order of the weights.
        bounds: Bounds by language and question.
        start: The score of a sentence without any feature.
        weights: For each feature, positions in `checks` and their weights.
        gate: Words or word classes of which a sentence needs at least one to be weighed at all.
        columns: For each feature its weights in all questions as one number, see `_in_columns`.
        first: `start` as such a number, in which each column counts from `_ZERO`.
        layout: How the columns lie in the bytes of such a number.
    """

    checks: tuple[str, ...]
    bounds: Mapping[str, Mapping[str, CandidateBounds]]
    start: tuple[int, ...]
    weights: Mapping[str, tuple[tuple[int, int], ...]]
    gate: frozenset[str]
    columns: Mapping[str, int]
    first: int
    layout: Struct

    def may_answer(self, text: str, classes: frozenset[str]) -> bool:
        """Whether a sentence contains a word that supports a question; most contain none.

        Args:
            text: The sentence.
            classes: The word classes of a Korean sentence.
        """
        if classes:
            return not self.gate.isdisjoint(classes)
        return not self.gate.isdisjoint(_tokens(text[:LONGEST_TEXT]))

    def scores(self, sentence: Sentence) -> dict[str, float]:
        """The score of each question: the logit of the probability that it is answered."""
        return self.weigh(features(sentence))

    def weigh(self, present: Set[str]) -> dict[str, float]:
        """The score of each question for the features of a sentence."""
        known = self.columns.keys() & present
        total = sum(map(self.columns.__getitem__, known), self.first)
        sums = self.layout.unpack(total.to_bytes(self.layout.size, "little"))
        return {
            check: (value - _ZERO) / UNITS for check, value in zip(self.checks, sums, strict=True)
        }

    def reasons(self, sentence: Sentence, check: str, most: int = 6) -> tuple[str, ...]:
        """The features that support a question, highest weight first."""
        position = self.checks.index(check)
        weighed = []
        for feature in features(sentence):
            weight = dict(self.weights.get(feature, ())).get(position, 0)
            if weight > 0:
                weighed.append((-weight, feature))
        return tuple(feature for _, feature in sorted(weighed)[:most])


def features(sentence: Sentence) -> set[str]:
    """All weighed features of a sentence."""
    tokens = _tokens(sentence.text[:LONGEST_TEXT])
    heading = _tokens(sentence.heading[:LONGEST_HEADING])
    present = {WORD + token for token in tokens}
    present.update(f"{PAIR}{first} {second}" for first, second in pairwise(tokens))
    for token in set(tokens):
        if _HANGUL.match(token):
            present.update(_runs(token))
        elif len(token) > STEM_LENGTH:
            present.add(STEM + token[:STEM_LENGTH])
    present.update(_beside_shapes(sentence.text[:LONGEST_TEXT]))
    present.update(HEADING + token for token in heading)
    present.update((WHOLE_HEADING + " ".join(heading), ROLE + sentence.role, KIND + sentence.kind))
    for check, grade in sentence.answers.items():
        present.update((RULE + check, f"{RULE}{check} {grade.value}"))
    if sentence.claim:
        present.add(STANCE + sentence.claim.stance)
        present.update(HOLDS + kind for kind in sentence.claim.kinds)
        present.update(MARK + mark for mark in sentence.claim.marks)
    if sentence.classes:
        present.update(_korean_features(sentence))
    return present


def _korean_features(sentence: Sentence) -> Iterator[str]:
    for check in sentence.proposed:
        yield PROPOSED + check
    for name in sentence.classes:
        yield CLASS + name
    for name in sentence.heading_classes:
        yield HEADING_CLASS + name
    syllables = _NO_HANGUL.sub("", sentence.text)
    for length in _ENDINGS:
        yield SUFFIX + syllables[-length:]


@lru_cache(maxsize=_TEXTS_KEPT)
def _tokens(text: str) -> list[str]:
    """Words, punctuation and `0` for every number, in lower case."""
    return ["0" if token[0].isdigit() else token for token in _TOKEN.findall(text.lower())]


def _beside_shapes(text: str) -> Iterator[str]:
    """Shapes of names and numbers, alone and with one or two words beside them."""
    if _HANGUL.search(text):
        return
    words = _shaped(text)
    for at in (at for at, word in enumerate(words) if word in _SHAPES):
        for length in LENGTHS_WITH_SHAPE:
            last = min(at, len(words) - length)
            for start in range(max(at - length + 1, 0), last + 1):
                yield SHAPE + " ".join(words[start : start + length])


def _shaped(text: str) -> list[str]:
    """Words in lower case; names, titles, paths and numbers by their shape, titles in a row as
    one."""
    shaped: list[str] = []
    starts = True
    for token in _SHAPED.findall(text):
        # Most words of most sentences have no shape.
        is_plain = token.islower() and token.isalpha()
        shape = token if is_plain else _shape(token, starts=starts)
        if not (shape == _TITLE and shaped and shaped[-1] == _TITLE):
            shaped.append(shape)
        starts = token in _SENTENCE_STARTS
    return shaped


def _shape(token: str, *, starts: bool) -> str:
    if token[0].isdigit():
        return _YEAR if _IS_YEAR.fullmatch(token) else _NUMBER
    if "/" in token and not starts and len(token) > 1:
        return _PATH
    if _IS_NAME.search(token):
        return _NAME
    if token[0].isupper() and not starts:
        return _TITLE
    return token.lower()


def _runs(token: str) -> Iterator[str]:
    for length in RUNS:
        for start in range(len(token) - length + 1):
            yield SYLLABLES + token[start : start + length]


def _in_columns(weights: Iterable[tuple[int, int]]) -> int:
    """Weights side by side in the digits of one number, so that one addition adds all of them."""
    return sum(weight << (position * _WIDTH) for position, weight in weights)


@cache
def reader(language: str = "en") -> Reader:
    """The learned model of a language."""
    data = load(_FILES.get(language, _FILES["en"]))
    bounds = {
        language: {check: CandidateBounds(*values) for check, values in of_language.items()}
        for language, of_language in data["bounds"].items()
    }
    weights = {
        feature: tuple(zip(values[::2], values[1::2], strict=True))
        for feature, values in data["weights"].items()
    }
    return make_reader(
        checks=tuple(data["checks"]),
        weights=weights,
        bounds=bounds,
        start=tuple(data["start"]),
        gate=frozenset(data["gate"]),
    )


def make_reader(
    *,
    checks: tuple[str, ...],
    weights: Mapping[str, tuple[tuple[int, int], ...]],
    bounds: Mapping[str, Mapping[str, CandidateBounds]] = MappingProxyType({}),
    start: tuple[int, ...] = (),
    gate: frozenset[str] = frozenset(),
) -> Reader:
    """A reader with these weights; arguments as in `Reader`. Without `start`, every score starts
    at 0."""
    first = start or (0,) * len(checks)
    return Reader(
        checks=checks,
        bounds=bounds,
        start=first,
        weights=weights,
        gate=gate,
        columns={feature: _in_columns(of_feature) for feature, of_feature in weights.items()},
        first=_in_columns((position, _ZERO + score) for position, score in enumerate(first)),
        layout=Struct(f"<{len(first)}Q"),
    )
