"""Read Korean sentences by wide frames, which the learned reader weighs.

The frames of `frames.py` are narrow: each one is trusted by itself. Those of `data/korean.json`
have many more words and let more wrong sentences through. A wide frame only proposes an answer, and
the learned reader of Korean decides whether it stands. The class `not-stated` marks sentences that
state nothing about this work: advice, plans, definitions, unfilled forms, other people's works.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from provenance.privacy.catalogue import load
from provenance.privacy.frames import (
    FramedQuestion,
    GradedStance,
    read_question,
    stance_of_answer,
    word_classes,
    write_out,
)
from provenance.privacy.lexicon import pattern_set, places_of
from provenance.privacy.stance import advises, denies, hedges
from provenance.text.pattern_set import PatternSet, Places

KOREAN = "ko"
NOT_STATED = "not-stated"
# Headings of plans, checklists and steps, under which nothing is stated.
NOT_STATED_HEADING = "not-stated-heading"
# What regulators, laws and an industry say or ought to do answers nothing, not even as advice.
OF_OTHERS = "of-others"
# What is planned, only supposed or asked by a template states nothing, not even below a heading on
# personal data.
_SUPPOSED = "supposed"
# Terms and policies of a service state something only if a model learns from what users enter.
TERMS_OF_A_SERVICE = "terms-of-a-service"
USERS_ARE_LEARNED_FROM = "users-are-learned-from"
NEGATED, HEDGED, ADVISED = "negated", "hedged", "advised"
# "해당 없음" is the answer of a form, although it has no predicate.
_ANSWER_OF_A_FORM = re.compile(r"해당\s?(?:사항\s?)?없")
_SIDE_REMARK = re.compile(r"\([^()]{1,80}\)")
# What stands around a side remark must be long enough to state something.
_SHORTEST_STATEMENT = 10


def korean_classes(places: Places, heading: str = "") -> frozenset[str]:
    """The word classes of a Korean sentence, and whether it is negated, hedged or advice.

    Args:
        places: The sentence, with the places of its words.
        heading: The nearest heading.
    """
    text = places.text
    classes = _stated_classes(places)
    if NOT_STATED in classes and _states_around_a_remark(text):
        classes.discard(NOT_STATED)
    if NOT_STATED_HEADING in heading_classes(heading):
        classes.add(NOT_STATED)
    signs = {
        NEGATED: denies(text, KOREAN),
        HEDGED: hedges(text, KOREAN),
        ADVISED: advises(text, KOREAN),
    }
    classes.update(sign for sign, is_so in signs.items() if is_so)
    return frozenset(classes)


def _stated_classes(places: Places) -> set[str]:
    """The word classes, with `not-stated` for terms of a service that no model learns from."""
    classes = set(_patterns().found_in(places))
    if TERMS_OF_A_SERVICE in classes and USERS_ARE_LEARNED_FROM not in classes:
        classes.add(NOT_STATED)
    return classes


def _states_around_a_remark(text: str) -> bool:
    """Whether only a form's word or a side remark in brackets looks as if nothing were stated.

    "기본 모델: acme/base (다른 모델도 지원 예정)" states a base, and its remark is a plan.
    """
    if _ANSWER_OF_A_FORM.search(text):
        return True
    without_remarks = _SIDE_REMARK.sub("", text).strip()
    if without_remarks == text or len(without_remarks) < _SHORTEST_STATEMENT:
        return False
    return NOT_STATED not in _stated_classes(places_of(without_remarks, KOREAN))


def is_supposed(text: str) -> bool:
    """Whether a Korean sentence is a plan, a supposition or the request of a template."""
    return _patterns().matches(_SUPPOSED, places_of(text, KOREAN), len(text))


@lru_cache(maxsize=1_000)  # a heading stands above many sentences
def heading_classes(heading: str) -> frozenset[str]:
    """The word classes of a heading."""
    # The colon of an introduction such as "데이터 소스:" is no part of its words.
    return frozenset(_patterns().found_in(places_of(heading.rstrip(" :："), KOREAN)))


def takes_advice(check: str) -> bool:
    """Whether advice answers a question, such as how people ask for deletion."""
    question = korean_questions().get(check)
    return question is not None and question.advised


def unanswered_by(classes: frozenset[str]) -> frozenset[str]:
    """The questions that a sentence does not answer, whatever rule or reader finds them.

    "주소를 묻는 질문은 거절하도록" is about what a model writes, and not about the data.

    Args:
        classes: The word classes of a Korean sentence; none for another language.
    """
    unanswered = _unanswered()
    return frozenset().union(*(unanswered[name] for name in classes & unanswered.keys()))


@lru_cache(maxsize=1_000)
def excluded_by(classes: frozenset[str]) -> frozenset[str]:
    """The questions of which every frame has an exception in a sentence, so that its words alone
    do not answer them.

    Args:
        classes: The word classes of a Korean sentence.
    """
    return frozenset(
        check
        for check, question in korean_questions().items()
        if all(not classes.isdisjoint(frame.without) for frame in question.frames)
    )


def proposed_answers(
    text: str, classes: frozenset[str], role: str, heading: str
) -> dict[str, GradedStance]:
    """The questions that a Korean sentence may answer, how far and with which stance.

    Args:
        text: The sentence.
        classes: Its word classes, see `korean_classes`; none for another language.
        role: Role from its headings, see `Passage.role`.
        heading: The nearest heading.
    """
    if not classes:
        return {}
    above = heading_classes(heading)
    stated = NOT_STATED not in classes
    answers: dict[str, GradedStance] = {}
    for check, question in korean_questions().items():
        if role not in question.roles or not (stated or question.advised):
            continue
        grade = question.grade(classes.__contains__, above.__contains__)
        if grade:
            answers[check] = (grade, stance_of_answer(question, text, KOREAN))
    return answers


@cache
def korean_questions() -> Mapping[str, FramedQuestion]:
    """Every question with wide frames, by check."""
    entries = load("korean.json")["questions"]
    return {check: read_question(check, entry, entry) for check, entry in entries.items()}


@cache
def _unanswered() -> Mapping[str, frozenset[str]]:
    entries = load("korean.json")["unanswered"]
    return {name: frozenset(checks) for name, checks in entries.items()}


@cache
def _patterns() -> PatternSet:
    classes = dict(word_classes(KOREAN))
    written = {}
    for name, words in load("korean.json")["words"].items():
        written[name] = classes[name] = [write_out(word, classes) for word in words]
    return pattern_set(KOREAN, written)
