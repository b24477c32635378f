"""Decide what each sentence answers, from the rules, the learned reader and their conflicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from provenance.model.artifact import Kind
from provenance.privacy.candidates import CandidateBounds, Sentence, reader
from provenance.privacy.disclosure import Grade
from provenance.privacy.frames import answers_by_frames
from provenance.privacy.lexicon import places_of
from provenance.privacy.material import Material, Spoken
from provenance.privacy.people import answers_about_people, describes_a_field
from provenance.privacy.personal_data import answers_of_claim, is_about_training_data
from provenance.privacy.reading import PRIVACY
from provenance.privacy.signals import (
    DONE,
    NOT_DONE,
    Question,
    heading_subjects,
    questions,
    subjects,
)
from provenance.privacy.stance import ABSENT_BARE, POSSIBLE, PRESENT, advises, denies, hedges

_LABELLED = ("PRIV-005", "PRIV-040", "PRIV-042")
_PRESENCE = ("PRIV-001", "PRIV-002", "PRIV-003")
_FILTERED = "PRIV-030"
# Sections on users, licences and results say nothing about the data.
_HEARD = ("", PRIVACY, "fields")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One question that one sentence answers.

    Attributes:
        check: Catalogue id.
        spoken: The sentence.
        grade: How far it answers.
        stance: Its stance.
        learned: Whether no rule found it, or the rules and the learned reader disagree.
    """

    check: str
    spoken: Spoken
    grade: Grade
    stance: str
    learned: bool = False


def hear(material: Material) -> list[Heard]:
    """Every answer of every sentence, in document order.

    A rule's answer that the learned reader doubts counts in part; one that it refuses does not
    count. An answer that only the learned reader finds counts in part, unless the sentence is
    advice or hypothetical.
    """
    readable = [question for question in questions() if not is_label(question, material)]
    kind = material.snapshot.ref.kind
    heard: list[Heard] = []
    for spoken in material.spoken:
        spoken.passage.document.check_time()
        ruled = list(_ruled(spoken, readable, kind, guard=material.guard))
        heard += _joined(spoken, ruled, material)
    return _without_shadows(heard)


def _without_shadows(answers: Sequence[Heard]) -> list[Heard]:
    """Answers without field descriptions before a sentence on the same question: it says more."""
    stated = {answer.check for answer in answers if not describes_a_field(answer.spoken.text)}
    return [
        answer
        for answer in answers
        if answer.check not in stated or not describes_a_field(answer.spoken.text)
    ]


def is_label(question: Question, material: Material) -> bool:
    """Whether a guard model's taxonomy uses the same words, which makes the question unreadable."""
    return material.guard and question.check in _LABELLED


def answers_in(spoken: Spoken, kind: Kind) -> Sentence:
    """A sentence with the findings of the rules alone, as input for the learned reader."""
    return _weighed(spoken, list(_ruled(spoken, questions(), kind, guard=False)), kind)


def heard_in(sentence: Sentence, language: str) -> frozenset[str]:
    """The questions that a sentence answers by the rules and the learned reader together."""
    bounds = reader().bounds.get(language, {})
    scores = reader().scores(sentence)
    kept = {
        check
        for check in sentence.answers
        if check not in bounds or scores[check] > bounds[check].refused
    }
    if not _is_statement(sentence.text, sentence.role, language):
        return frozenset(kept)
    if not reader().may_answer(sentence):
        return frozenset(kept)
    learned = {check for check, bound in bounds.items() if scores[check] >= bound.accepted}
    return frozenset(kept | (learned - sentence.answers.keys()))


def _ruled(
    spoken: Spoken, readable: Sequence[Question], kind: Kind, *, guard: bool
) -> Iterator[Heard]:
    """The findings of the rules: phrases and claims first, frames for the questions left over."""
    found = [*_from_signals(spoken, readable), *_from_claims(spoken, kind, guard=guard)]
    yield from found
    answered = {answer.check for answer in found}
    readings = {question.check for question in readable}
    passage = spoken.passage
    framed = answers_by_frames(spoken.places, spoken.language, passage.role, passage.heading)
    for check, (grade, stance) in framed.items():
        if check in answered or (guard and check not in readings):
            continue
        yield Heard(check=check, spoken=spoken, grade=grade, stance=stance)


def _from_signals(spoken: Spoken, readable: Sequence[Question]) -> Iterator[Heard]:
    text, language, passage = spoken.text, spoken.language, spoken.passage
    if text.rstrip().endswith("?"):
        return
    above = _asked_by(passage.heading, language)
    asked = subjects(language).found_in(spoken.places) | above
    for question in readable:
        check = question.check
        if check not in asked or not question.is_read(text, language, passage.role):
            continue
        signal = question.signals[language]
        grade = signal.grade(text, passage.heading, below=check in above)
        if grade:
            stance = question.stance(text, language)
            yield Heard(check=check, spoken=spoken, grade=grade, stance=stance)


@lru_cache(maxsize=1_000)  # a heading stands above many sentences
def _asked_by(heading: str, language: str) -> frozenset[str]:
    """The questions that every sentence below a heading is about."""
    return frozenset(heading_subjects(language).found_in(places_of(heading, language)))


def _from_claims(spoken: Spoken, kind: Kind, *, guard: bool) -> Iterator[Heard]:
    if guard and not is_about_training_data(spoken):
        return
    claimed = answers_of_claim(spoken)
    shown = {} if guard else answers_about_people(spoken, of_dataset=kind is Kind.DATASET)
    for check, (grade, stance) in (shown | claimed).items():
        yield Heard(check=check, spoken=spoken, grade=grade, stance=stance)


def _weighed(spoken: Spoken, ruled: Sequence[Heard], kind: Kind) -> Sentence:
    return Sentence(
        text=spoken.text,
        heading=spoken.passage.heading,
        role=spoken.passage.role,
        kind=kind.value,
        answers={answer.check: answer.grade for answer in ruled},
        claim=spoken.claim,
    )


def _joined(spoken: Spoken, ruled: Sequence[Heard], material: Material) -> Iterator[Heard]:
    """The rules' findings as far as the learned reader accepts them, and its own findings."""
    bounds = reader().bounds[spoken.language]
    sentence = _weighed(spoken, ruled, material.snapshot.ref.kind)
    may_add = (
        bool(bounds)
        and not material.guard
        and reader().may_answer(sentence)
        and _is_statement(spoken.text, spoken.passage.role, spoken.language)
    )
    doubtful = any(answer.check in bounds and bounds[answer.check].doubts for answer in ruled)
    if not may_add and not doubtful:
        yield from ruled
        return
    scores = reader().scores(sentence)
    for answer in ruled:
        yield from _judged(answer, bounds.get(answer.check), scores)
    if not may_add:
        return
    for check, bound in bounds.items():
        if check not in sentence.answers and scores[check] >= bound.accepted:
            yield Heard(
                check=check,
                spoken=spoken,
                grade=Grade.PARTIAL,
                stance=_stance(check, spoken),
                learned=True,
            )


def _judged(
    answer: Heard, bound: CandidateBounds | None, scores: dict[str, float]
) -> Iterator[Heard]:
    score = scores.get(answer.check, 0.0)
    if bound is None or score > bound.doubted:
        yield answer
    elif score > bound.refused:
        yield replace(answer, grade=Grade.PARTIAL, learned=True)


def _is_statement(text: str, role: str, language: str) -> bool:
    """Whether a sentence states anything about the data, by the rules of stance."""
    if role not in _HEARD or text.rstrip().endswith("?"):
        return False
    return not advises(text, language)


def _stance(check: str, spoken: Spoken) -> str:
    if check in _PRESENCE:
        if denies(spoken.text, spoken.language):
            return ABSENT_BARE
        return POSSIBLE if hedges(spoken.text, spoken.language) else PRESENT
    if check == _FILTERED:
        return NOT_DONE if denies(spoken.text, spoken.language) else DONE
    question = next((entry for entry in questions() if entry.check == check), None)
    return question.stance(spoken.text, spoken.language) if question else ""
