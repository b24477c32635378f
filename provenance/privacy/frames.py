"""Find questions that a sentence answers by several words together, in any order.

A signal (`signals.py`) is a phrase. A frame is a set of word classes, such as "a person", "to
agree", "to publish". A sentence with a word of each class answers the question, however it is
built: "Speakers agreed in writing that their voices are published",
"목소리를 공개하는 데 동의한 화자". The frames and the classes are in `data/frames.json`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from provenance.privacy.catalogue import load
from provenance.privacy.disclosure import Grade
from provenance.privacy.lexicon import LANGUAGES, compile_words, load_lexicon
from provenance.privacy.reading import PRIVACY
from provenance.privacy.signals import DONE, NOT_DONE
from provenance.privacy.stance import POSSIBLE, PRESENT, advises, denies, hedges

_ORDINARY = ("", PRIVACY)
_REFERENCE = re.compile(r"<([\w\-]+)>")
_WORD = re.compile(r"[a-z]+")
# English words are looked up by this many first letters; shorter words by all their letters.
CUE_LENGTH = 4
# In a longer sentence, the words that match a frame may be far apart.
LONGEST_SENTENCE = 500
# How to read the stance of a question: whether something was done, or whether something is there.
ACTION, PRESENCE, FACT = "action", "presence", "fact"

Answer = tuple[Grade, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Word classes that together answer a question.

    Attributes:
        all: Classes of which the sentence has one word each.
        near: Classes of which the sentence or its heading has one word each.
        under: Classes of which the heading has one word each.
        without: Classes of which the sentence has no word.
        full: Classes of which one more word makes the answer full.
    """

    all: tuple[str, ...]
    near: tuple[str, ...]
    under: tuple[str, ...]
    without: tuple[str, ...]
    full: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FramedQuestion:
    """How frames read one question in one language.

    Attributes:
        check: Catalogue id.
        stance: `action`, `presence` or `fact`: what the stance of an answer expresses.
        roles: Heading roles under which it is read.
        advised: Whether advice counts as an answer.
        without: Classes of which the sentence has no word, whatever the frame.
        frames: Any one of these answers it.
    """

    check: str
    stance: str
    roles: frozenset[str]
    advised: bool
    without: tuple[str, ...]
    frames: tuple[Frame, ...]


class _Words:
    """The word classes of a sentence and its heading; each is searched for at most once."""

    def __init__(self, text: str, heading: str, language: str) -> None:
        self._texts = {"text": text, "heading": heading}
        self._language = language
        self._known: dict[tuple[str, str], bool] = {}

    def has(self, name: str, place: str = "text") -> bool:
        """Whether the sentence, or its heading, has a word of a class."""
        key = (place, name)
        if key not in self._known:
            words = word_class(self._language, name)
            self._known[key] = bool(words.search(self._texts[place]))
        return self._known[key]

    def fits(self, frame: Frame) -> bool:
        """Whether the sentence satisfies a frame and contains nothing that it excludes."""
        if not all(self.has(name, "heading") for name in frame.under):
            return False
        if not all(self.has(name) for name in frame.all):
            return False
        if not all(self.has(name) or self.has(name, "heading") for name in frame.near):
            return False
        return not any(self.has(name) for name in frame.without)


def answers_by_frames(text: str, language: str, role: str, heading: str) -> dict[str, Answer]:
    """Which questions one sentence answers by its words together, how far and with which stance.

    Args:
        text: The sentence.
        language: `en` or `ko`.
        role: Role from its headings, see `Passage.role`.
        heading: The nearest heading.
    """
    asked = list(_worth_asking(text, language, heading))
    if not asked or text.rstrip().endswith("?"):
        return {}
    words = _Words(text[:LONGEST_SENTENCE], heading, language)
    advice = advises(text, language)
    found: dict[str, Answer] = {}
    for question in asked:
        if role not in question.roles or (advice and not question.advised):
            continue
        grade = _grade(question, words)
        if grade:
            found[question.check] = (grade, _stance(question, text, language))
    return found


def _grade(question: FramedQuestion, words: _Words) -> Grade | None:
    fitting = [frame for frame in question.frames if words.fits(frame)]
    if not fitting or any(words.has(name) for name in question.without):
        return None
    full = any(words.has(name) for frame in fitting for name in frame.full)
    return Grade.DISCLOSED if full else Grade.PARTIAL


def _stance(question: FramedQuestion, text: str, language: str) -> str:
    if question.stance == FACT:
        return ""
    denied = denies(text, language)
    if question.stance == ACTION:
        return NOT_DONE if denied else DONE
    if denied:
        return "absent-bare"
    return POSSIBLE if hedges(text, language) else PRESENT


def _worth_asking(text: str, language: str, heading: str) -> Iterator[FramedQuestion]:
    """Questions whose cue is in the sentence, or that its heading asks; most have neither."""
    cues = _cues(language)
    lowered = text.lower()
    if language == "en":
        beginnings = {word[:CUE_LENGTH] for word in _WORD.findall(lowered)}
        found = beginnings & cues.keys()
    else:
        found = {cue for cue in cues if cue in lowered}
    checks = set(_asked_by(heading, language))
    for cue in found:
        checks.update(cues[cue])
    questions = framed_questions(language)
    for check in sorted(checks):
        yield questions[check]


@lru_cache(maxsize=1_000)
def _asked_by(heading: str, language: str) -> tuple[str, ...]:
    """Questions with a frame for sentences below such a heading."""
    words = _Words("", heading, language)
    return tuple(
        check
        for check, question in framed_questions(language).items()
        if any(words.has(name, "heading") for frame in question.frames for name in frame.under)
    )


@cache
def framed_questions(language: str) -> Mapping[str, FramedQuestion]:
    """Every question with frames in a language, by check."""
    entries = load("frames.json")["questions"]
    return {
        check: _question(check, entry, entry[language])
        for check, entry in sorted(entries.items())
        if language in entry
    }


@cache
def word_class(language: str, name: str) -> re.Pattern[str]:
    """A word class of `data/frames.json`, or else of the lexicon."""
    return compile_words(language, _classes()[language][name])


@cache
def _classes() -> Mapping[str, Mapping[str, list[str]]]:
    """Every class by language and name, with included classes expanded."""
    written: dict[str, dict[str, list[str]]] = {}
    for language in LANGUAGES:
        classes = dict(load_lexicon()[language])
        for name, words in load("frames.json")["words"][language].items():
            classes[name] = [_written_out(word, classes) for word in words]
        written[language] = classes
    return written


def _written_out(word: str, classes: Mapping[str, list[str]]) -> str:
    return _REFERENCE.sub(lambda found: f"(?:{'|'.join(classes[found[1]])})", word)


@cache
def _cues(language: str) -> Mapping[str, tuple[str, ...]]:
    """For each cue the checks that it triggers."""
    asking: dict[str, list[str]] = {}
    for check, entry in load("frames.json")["questions"].items():
        for cue in entry.get(language, {}).get("cues", ()):
            asking.setdefault(cue, []).append(check)
    return {cue: tuple(checks) for cue, checks in asking.items()}


def _question(check: str, entry: dict[str, Any], words: dict[str, Any]) -> FramedQuestion:
    return FramedQuestion(
        check=check,
        stance=entry.get("stance", ACTION),
        roles=frozenset((*_ORDINARY, *entry.get("roles", ()))),
        advised=entry.get("advised", False),
        without=tuple(words.get("not", ())),
        frames=tuple(_frame(frame) for frame in words["frames"]),
    )


def _frame(entry: dict[str, list[str]]) -> Frame:
    return Frame(
        all=tuple(entry.get("all", ())),
        near=tuple(entry.get("near", ())),
        under=tuple(entry.get("under", ())),
        without=tuple(entry.get("not", ())),
        full=tuple(entry.get("full", ())),
    )
