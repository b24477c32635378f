"""Sentences that may limit who uses a work and what for, by words learned from labelled sentences.

Nobody can list every way to restrict a use, so lists miss a third of what strangers write. This
reader is learned: a linear model weighs the words of a sentence, their neighbours, the classes that
they belong to (money, people, denials, permissions) and, where no blanks separate words, runs of
letters. Two more models of the same kind read what answers such a sentence: grants to everybody,
and words that set a restriction aside. `data_sources/limit_reader.py` builds
`data/limit_reader.json` from the labels.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from math import sqrt
from typing import Any

from provenance.text.english import ENGLISH_ONLY

# The part before the colon names the kind of a feature.
WORD, PAIR, GAP, STEM, RUN = "w:", "b:", "s:", "x:", "k:"
CLASS, CLASS_PAIR, CLASS_WORD, CLASS_TRIPLE = "c:", "p:", "q:", "t:"
LENGTH = "n:"
_START, _END = "^", "$"
# Weights are stored as integers; this many make one unit of the score.
UNITS = 100
_LONGEST = 600
# Words are also matched by their first letters, which their endings leave alone.
_STEM_LENGTH = 5
_RUNS = (1, 2, 3)
# A word of a class is read together with this many classified words behind it, if they are near.
_NEIGHBOURS, _REACH = 4, 10
# Sentences of fewer words than this fall into the same class of length.
_LENGTHS = (4, 8, 16, 30)
_DENIAL_ENDING = "n't"
_DENIAL = "deny"
_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+|[^\w\s]")
# Letters of scripts that put no blanks between words, and Hangul, whose words take many endings.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff가-힣\u0e00-\u0e7f]+")


class SentencePlace(Enum):
    """Where a sentence stands, which decides how sure the reader has to be."""

    TERMS = "terms"
    MODEL_CARD = "model-card"
    DATASET_CARD = "dataset-card"


class Reading(Enum):
    """What a learned model reads in a sentence.

    `limits` is a restriction, `grants` a permission to everybody and for every use, `answers` a
    sentence that sets another one aside: `That is about the demo, the weights are MIT.`
    """

    LIMITS = "limits"
    GRANTS = "grants"
    ANSWERS = "answers"


# From these scores on, a sentence may limit a use. They were chosen by cross-validation on cards
# under a permissive licence, of which three in a hundred are then read for nothing. Cards of
# datasets also tell what people in the data may do, and sections on terms hold little but terms.
BOUNDS: Mapping[SentencePlace, float] = {
    SentencePlace.TERMS: -1.2,
    SentencePlace.MODEL_CARD: -0.4,
    SentencePlace.DATASET_CARD: 1.2,
}
# Fragments such as `No preprocessing.` or `사용법` say too little to be sure of.
_FEWEST_WORDS, _FEWEST_SYLLABLES = 4, 8
# A sentence in English that limits a use speaks of who, what for, when, where or at which price.
# Two of these classes are needed, or money: `Fisheye lenses need undistortion.` has only one. One
# is enough where the score is high: `Keep it away from elections.`
_OF_TERMS = frozenset(
    {"money", "org", "folk", "only", "deny", "ask", "must", "may"}
    | {"act", "you", "time", "field", "place", "hold", "num"}
)
_SURE = 2.0
# A score below this means that a sentence in a language with many labels limits nothing, whatever
# words of terms stand close together in it.
_HARMLESS = -2.2
_HANGUL = re.compile(r"[가-힣]")
_MONEY = "money"
# Marks of a list before a sentence and the stop behind it: they say nothing about its meaning.
_MARKS_BEFORE = " \t\n-*•·–—>#|"
_MARKS_BEHIND = " \t\n.!…:;,|*。"


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitReader:
    """A learned model.

    Attributes:
        start: The score of a sentence without any known feature.
        weights: The weight of each known feature.
        classes: The classes of each classified word.
    """

    start: int
    weights: Mapping[str, int]
    classes: Mapping[str, tuple[str, ...]]

    def score(self, sentence: str) -> float:
        """How much speaks for what it reads: positive where more speaks for it than against it.

        Args:
            sentence: A sentence. At most 600 characters are weighed.
        """
        known = self.weights.keys() & features(sentence, self.classes)
        if not known:
            return self.start / UNITS
        total = sum(map(self.weights.__getitem__, known))
        return (self.start + total / sqrt(len(known))) / UNITS

    def reasons(self, sentence: str, most: int = 6) -> tuple[str, ...]:
        """The features that speak most for what it reads, highest weight first.

        Args:
            sentence: A sentence.
            most: How many features at most.
        """
        known = self.weights.keys() & features(sentence, self.classes)
        weighed = sorted((-self.weights[feature], feature) for feature in known)
        return tuple(feature for weight, feature in weighed[:most] if weight < 0)


def may_limit_use(sentence: str, place: SentencePlace) -> bool:
    """Whether a sentence reads like one that limits who uses a work and what for.

    Args:
        sentence: A sentence of a card, a form or a notice.
        place: Where it stands.
    """
    if is_fragment(sentence):
        return False
    score = _score(sentence)
    if score <= BOUNDS[place]:
        return False
    if ENGLISH_ONLY.search(sentence) is None:
        return True
    classes = classes_of_terms(sentence)
    return _MONEY in classes or len(classes) >= (1 if score > _SURE else 2)


def surely_limits_nothing(sentence: str) -> bool:
    """Whether a sentence in English or Korean reads like one that limits nothing.

    Args:
        sentence: A sentence of a card, a form or a notice.
    """
    if not is_in_taught_language(sentence) or is_fragment(sentence):
        return False
    return _score(sentence) < _HARMLESS


def classes_of_terms(sentence: str) -> frozenset[str]:
    """The classes of words that terms of use are made of, as far as an English sentence has them.

    Args:
        sentence: A sentence.
    """
    classes = limit_reader().classes
    names = {name for word in _words(_bare(sentence)) for name in _classes_of(word, classes)}
    return frozenset(names & _OF_TERMS)


def is_fragment(sentence: str) -> bool:
    """Whether a sentence has too few words, or too few syllables of a script that joins words.

    Args:
        sentence: A sentence.
    """
    text = _bare(sentence)
    syllables = sum(map(len, _UNSPACED.findall(text)))
    if syllables:
        return syllables < _FEWEST_SYLLABLES
    return len(text.split()) < _FEWEST_WORDS


def _bare(sentence: str) -> str:
    """A sentence without marks around it: a full stop or a bullet must not count."""
    text = unicodedata.normalize("NFKC", sentence[:_LONGEST])
    return text.lstrip(_MARKS_BEFORE).rstrip(_MARKS_BEHIND)


def limit_score(sentence: str) -> float:
    """How much speaks for a limit in a sentence.

    Args:
        sentence: A sentence of a card, a form or a notice.
    """
    return _score(sentence)


@lru_cache(maxsize=8192)  # every card is read by several readers, one after another
def _score(sentence: str) -> float:
    return limit_reader().score(sentence)


@cache
def limit_reader(reading: Reading = Reading.LIMITS) -> LimitReader:
    """A learned model as it is packaged.

    Args:
        reading: What it reads.
    """
    model = _packaged()[reading.value]
    return LimitReader(start=model["start"], weights=model["weights"], classes=_classes())


@cache
def _classes() -> dict[str, tuple[str, ...]]:
    return classes_of_words(_packaged()["classes"])


@cache
def _packaged() -> dict[str, Any]:
    path = files("provenance.licences") / "data" / "limit_reader.json"
    data: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return data


def is_in_taught_language(sentence: str) -> bool:
    """Whether a sentence is in English or Korean, for which there are many labels.

    Args:
        sentence: A sentence of a card, a form or a notice.
    """
    return bool(ENGLISH_ONLY.search(sentence) or _HANGUL.search(sentence))


def classes_of_words(classes: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The classes of each word.

    Args:
        classes: The words of each class, separated by blanks.
    """
    of_words: dict[str, tuple[str, ...]] = {}
    for name, words in classes.items():
        for word in words.split():
            of_words[word] = (*of_words.get(word, ()), name)
    return of_words


def features(sentence: str, classes: Mapping[str, tuple[str, ...]]) -> set[str]:
    """All features of a sentence that the model may weigh.

    Args:
        sentence: A sentence. At most 600 characters are read.
        classes: The classes of each classified word.
    """
    text = _bare(sentence)
    words = _words(text)
    present = {WORD + word for word in words}
    present.update(f"{PAIR}{first} {second}" for first, second in pairwise((_START, *words, _END)))
    present.update(f"{GAP}{first} {third}" for first, third in zip(words, words[2:], strict=False))
    present.update(_stems(words))
    present.update(_runs(text))
    present.update(_of_classes(words, classes))
    present.add(f"{LENGTH}{sum(len(words) >= length for length in _LENGTHS)}")
    return present


def _words(text: str) -> list[str]:
    """Words, punctuation and `0` for every number, in lower case."""
    tokens = _TOKEN.findall(text.lower())
    return ["0" if token[0].isdigit() else token.replace("’", "'") for token in tokens]


def _stems(words: list[str]) -> Iterator[str]:
    for word in words:
        if len(word) > _STEM_LENGTH and not _UNSPACED.match(word):
            yield STEM + word[:_STEM_LENGTH]


def _runs(text: str) -> Iterator[str]:
    """Runs of one to three letters in scripts that put no blanks between words."""
    for match in _UNSPACED.finditer(text):
        letters = match.group()
        for length in _RUNS:
            for start in range(len(letters) - length + 1):
                yield RUN + letters[start : start + length]


def _of_classes(words: list[str], classes: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Classes of words, and two or three of them that stand near each other, in their order."""
    classified = [
        (at, word, names) for at, word in enumerate(words) if (names := _classes_of(word, classes))
    ]
    for number, (at, word, names) in enumerate(classified):
        near = [
            entry
            for entry in classified[number + 1 : number + 1 + _NEIGHBOURS]
            if entry[0] - at <= _REACH
        ]
        for name in names:
            yield CLASS + name
            for _, other_word, other_names in near:
                yield f"{CLASS_WORD}{name} {other_word}"
                for other in other_names:
                    yield f"{CLASS_PAIR}{name} {other}"
                    yield f"{CLASS_WORD}{word} {other}"
            for second, third in pairwise(near[:2]):
                for middle in second[2]:
                    for last in third[2]:
                        yield f"{CLASS_TRIPLE}{name} {middle} {last}"


def _classes_of(word: str, classes: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    names = classes.get(word)
    if names is not None:
        return names
    return (_DENIAL,) if word.endswith(_DENIAL_ENDING) else ()
