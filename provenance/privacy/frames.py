"""Find questions that a sentence answers by several words together, in any order.

A signal (`signals.py`) is a phrase. A frame is a set of word classes, such as "a person", "to
agree", "to publish". A sentence with a word of each class answers the question, however it is
built: "Speakers agreed in writing that their voices are published",
"목소리를 공개하는 데 동의한 화자". The frames and the classes are in `data/frames.json`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from provenance.privacy.catalogue import load
from provenance.privacy.disclosure import Grade
from provenance.privacy.lexicon import LANGUAGES, load_lexicon, pattern_set, places_of
from provenance.privacy.reading import PRIVACY
from provenance.privacy.signals import DONE, NOT_DONE
from provenance.privacy.stance import (
    ABSENT_BARE,
    POSSIBLE,
    PRESENT,
    advises,
    denies,
    hedges,
    says_never_taken,
)
from provenance.text.gates import gates_of, new_gates
from provenance.text.pattern_set import PatternSet, Places

_ORDINARY = ("", PRIVACY)
_REFERENCE = re.compile(r"<([\w\-]+)>")
# English words are looked up by this many first letters; shorter words by all their letters.
CUE_LENGTH = 4
_BEGINNING = re.compile(rf"([a-z]{{1,{CUE_LENGTH}}})[a-z]*+")
# In a longer sentence, the words that match a frame may be far apart.
LONGEST_SENTENCE = 500
# Templates put the same sentences into many cards; each takes 5 kB here.
SENTENCES_KEPT = 1_000
# How to read the stance of a question: whether something was done, or whether something is there.
ACTION, PRESENCE, FACT = "action", "presence", "fact"
# What was never taken was not left untreated.
_TREATMENTS = frozenset({"PRIV-004", "PRIV-030", "PRIV-031", "PRIV-033"})

GradedStance = tuple[Grade, str]
HasClass = Callable[[str], bool]


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

    @property
    def classes(self) -> frozenset[str]:
        """All classes that it names."""
        return frozenset({*self.all, *self.near, *self.under, *self.without, *self.full})

    def fits(self, has: HasClass, is_headed: HasClass) -> bool:
        """Whether a sentence satisfies it and contains nothing that it excludes.

        Args:
            has: Whether the sentence has a word of a class.
            is_headed: Whether its heading has one.
        """
        # Asked ten times for every sentence of every card, where generators cost half of the time.
        for name in self.under:
            if not is_headed(name):
                return False
        for name in self.all:
            if not has(name):
                return False
        for name in self.near:
            if not has(name) and not is_headed(name):
                return False
        for name in self.without:  # noqa: SIM110
            if has(name):
                return False
        return True


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

    @property
    def classes(self) -> frozenset[str]:
        """All classes that it or one of its frames names."""
        return frozenset(self.without).union(*(frame.classes for frame in self.frames))

    def grade(
        self, has: HasClass, is_headed: HasClass, frames: Sequence[Frame] | None = None
    ) -> Grade | None:
        """How far a sentence answers it by the frames that fit; None if none does.

        Args:
            has: Whether the sentence has a word of a class.
            is_headed: Whether its heading has one.
            frames: Those of its frames that may fit; all if it is not known which.
        """
        may_fit = self.frames if frames is None else frames
        fitting = [frame for frame in may_fit if frame.fits(has, is_headed)]
        if not fitting or any(has(name) for name in self.without):
            return None
        full = any(has(name) for frame in fitting for name in frame.full)
        return Grade.DISCLOSED if full else Grade.PARTIAL


class _Words:
    """The word classes of a sentence and its heading; each is searched for at most once."""

    def __init__(self, places: Places, heading: str, language: str) -> None:
        self._places = places
        self._end = min(len(places.text), LONGEST_SENTENCE)
        self._classes = _word_classes(language)
        self._known: dict[str, bool] = {}
        self._in_heading = _in_heading(heading, language)

    def has(self, name: str) -> bool:
        """Whether the sentence has a word of a class."""
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = self._classes.matches(name, self._places, self._end)
        return known

    def is_headed(self, name: str) -> bool:
        """Whether the heading has a word of a class."""
        return name in self._in_heading


def answers_by_frames(
    places: Places, language: str, role: str, heading: str
) -> Mapping[str, GradedStance]:
    """Which questions one sentence answers by its words together, how far and with which stance.

    Args:
        places: The sentence, with the places of its words.
        language: `en` or `ko`.
        role: Role from its headings, see `Passage.role`.
        heading: The nearest heading.
    """
    if role not in _roles_read(language):
        return {}
    read = _kept_answers if is_kept(places.text) else _answers
    return read(places, language, role, heading)


def is_kept(text: str) -> bool:
    """Whether the reading of a sentence is kept for the next card with the same sentence."""
    return len(text) <= LONGEST_SENTENCE


def _answers(places: Places, language: str, role: str, heading: str) -> Mapping[str, GradedStance]:
    text = places.text
    if text.rstrip().endswith("?"):
        return {}
    words: _Words | None = None
    needed = _gates_of_frames(language)  # before the text is asked which of them it opens
    gates = gates_of(text) if language == "en" else 0
    answers: dict[str, GradedStance] = {}
    for question in _likely_questions(text, language, heading):
        if role not in question.roles:
            continue
        of_question = needed[question.check]
        frames = [frame for frame, gate in of_question if gates & gate == gate]
        if not frames or (not question.advised and advises(text, language)):
            continue
        words = words or _Words(places, heading, language)
        grade = question.grade(words.has, words.is_headed, frames)
        if grade:
            answers[question.check] = (grade, stance_of_answer(question, text, language))
    return answers


_kept_answers = lru_cache(maxsize=SENTENCES_KEPT)(_answers)


def stance_of_answer(question: FramedQuestion, text: str, language: str) -> str:
    """The stance of a sentence that answers a question, see `Disclosure.stance`."""
    if question.stance == FACT:
        return ""
    denied = denies(text, language)
    if question.stance == ACTION:
        if question.check in _TREATMENTS and says_never_taken(text, language):
            return ABSENT_BARE
        return NOT_DONE if denied else DONE
    if denied:
        return ABSENT_BARE
    return POSSIBLE if hedges(text, language) else PRESENT


def _likely_questions(text: str, language: str, heading: str) -> Iterator[FramedQuestion]:
    """Questions whose cue is in the sentence, or that its heading asks; most have neither."""
    cues = _cues(language)
    lowered = text.lower()
    if language == "en":
        present = cues.keys() & _BEGINNING.findall(lowered)
    else:
        present = {cue for cue in cues if cue in lowered}
    checks = set(_asked_by(heading, language))
    for cue in present:
        checks.update(cues[cue])
    questions = framed_questions(language)
    for check in sorted(checks):
        yield questions[check]


@lru_cache(maxsize=1_000)  # a heading stands above many sentences
def _asked_by(heading: str, language: str) -> tuple[str, ...]:
    """Questions with a frame for sentences below such a heading."""
    present = _in_heading(heading, language)
    return tuple(
        check
        for check, question in framed_questions(language).items()
        if any(name in present for frame in question.frames for name in frame.under)
    )


@cache
def framed_questions(language: str) -> Mapping[str, FramedQuestion]:
    """Every question with frames in a language, by check."""
    entries = load("frames.json")["questions"]
    return {
        check: read_question(check, entry, entry[language])
        for check, entry in sorted(entries.items())
        if language in entry
    }


@cache
def _roles_read(language: str) -> frozenset[str]:
    """The roles of headings under which any question is read."""
    questions = framed_questions(language).values()
    return frozenset(role for question in questions for role in question.roles)


@cache
def _word_classes(language: str) -> PatternSet:
    """All word classes of the frames of a language, to be searched for together."""
    names = {name for question in framed_questions(language).values() for name in question.classes}
    return pattern_set(language, {name: word_classes(language)[name] for name in sorted(names)})


@cache
def _gates_of_frames(language: str) -> Mapping[str, Sequence[tuple[Frame, int]]]:
    """The frames of each question, with the gates that a sentence has to open before one fits.

    Words of Korean have others before them and open no gates.
    """
    questions = framed_questions(language)
    classes = _word_classes(language)
    gate_of = dict[str, int]()
    if language == "en":
        beginnings = {name: classes.beginnings_of(name) for name in classes.names}
        known = {name: of_name for name, of_name in beginnings.items() if of_name is not None}
        gate_of = dict(zip(known, new_gates(list(known.values())), strict=True))
    return {
        check: [(frame, _needed_by(frame, gate_of)) for frame in question.frames]
        for check, question in questions.items()
    }


def _needed_by(frame: Frame, gate_of: Mapping[str, int]) -> int:
    needed = 0
    for name in frame.all:
        needed |= gate_of.get(name, 0)
    return needed


@cache
def _heading_classes(language: str) -> PatternSet:
    """The few word classes that a frame asks of a heading."""
    names: set[str] = set()
    for question in framed_questions(language).values():
        for frame in question.frames:
            names.update(frame.under, frame.near)
    return pattern_set(language, {name: word_classes(language)[name] for name in sorted(names)})


@lru_cache(maxsize=1_000)
def _in_heading(heading: str, language: str) -> frozenset[str]:
    """The word classes of a heading that a frame asks of headings."""
    return frozenset(_heading_classes(language).found_in(places_of(heading, language)))


def word_classes(language: str) -> Mapping[str, list[str]]:
    """Every class of a language by name, those of the lexicon among them."""
    return _all_classes()[language]


@cache
def _all_classes() -> Mapping[str, Mapping[str, list[str]]]:
    """Every class by language and name, with included classes expanded."""
    written: dict[str, dict[str, list[str]]] = {}
    for language in LANGUAGES:
        classes = dict(load_lexicon()[language])
        for name, words in load("frames.json")["words"][language].items():
            classes[name] = [write_out(word, classes) for word in words]
        written[language] = classes
    return written


def write_out(word: str, classes: Mapping[str, list[str]]) -> str:
    """A word of a class with the classes that it includes."""
    return _REFERENCE.sub(lambda reference: f"(?:{'|'.join(classes[reference[1]])})", word)


@cache
def _cues(language: str) -> Mapping[str, tuple[str, ...]]:
    """For each cue the checks that it triggers."""
    checks_of: dict[str, list[str]] = {}
    for check, entry in load("frames.json")["questions"].items():
        for cue in entry.get(language, {}).get("cues", ()):
            checks_of.setdefault(cue, []).append(check)
    return {cue: tuple(checks) for cue, checks in checks_of.items()}


def read_question(check: str, entry: dict[str, Any], words: dict[str, Any]) -> FramedQuestion:
    """A question of a file of frames.

    Args:
        check: Catalogue id.
        entry: What holds in every language.
        words: Its frames in one language.
    """
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
