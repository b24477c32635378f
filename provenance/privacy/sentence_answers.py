"""Decide what each sentence answers, from the rules, the learned reader and their conflicts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache

from provenance.model.artifact import Kind
from provenance.privacy.candidates import CandidateBounds, Sentence, features, reader
from provenance.privacy.disclosure import Grade
from provenance.privacy.frames import SENTENCES_KEPT, answers_by_frames, is_kept
from provenance.privacy.korean import (
    KOREAN,
    NOT_STATED,
    OF_OTHERS,
    excluded_by,
    heading_classes,
    korean_classes,
    proposed_answers,
    takes_advice,
    unanswered_by,
)
from provenance.privacy.lexicon import pattern, places_of
from provenance.privacy.material import Material, ReadSentence
from provenance.privacy.other_subjects import names_only_itself, own_names, tests_other_harms
from provenance.privacy.people import answers_about_people, describes_a_field
from provenance.privacy.personal_data import (
    DENIALS,
    GradedStance,
    answers_of_claim,
    is_about_training_data,
)
from provenance.privacy.presence import answers_of_presence
from provenance.privacy.reading import PRIVACY
from provenance.privacy.service import (
    is_about_data_of_the_work,
    is_about_presence,
    place_of,
    places_of_policies,
    places_of_services,
)
from provenance.privacy.signals import (
    DONE,
    NOT_DONE,
    Question,
    heading_subjects,
    questions,
    subjects,
)
from provenance.privacy.stance import (
    ABSENT_BARE,
    POSSIBLE,
    PRESENT,
    advises,
    denies,
    hedges,
    states_nothing,
)
from provenance.privacy.words_alone import word_reader
from provenance.text.pattern_set import Places

_LABELLED = ("PRIV-005", "PRIV-040", "PRIV-042")
# The words of a guard model's labels do not answer these.
_ASKED_OF_GUARDS = frozenset({"PRIV-010", "PRIV-015", "PRIV-016", "PRIV-070", "PRIV-071"})
_PRESENCE = ("PRIV-001", "PRIV-002", "PRIV-003")
_KINDS = "PRIV-002"
_FILTERED = "PRIV-030"
_OF_THE_DATA = frozenset({*_PRESENCE, _FILTERED})
_LEAK_TEST, _BASE = "PRIV-041", "PRIV-071"
# A claim of anonymity is a claim by its words, whatever stands beside it.
_RULES_DECIDE = frozenset({"PRIV-043"})
# A safeguard that was not stated would silence a finding, so that words alone add none.
_SAFEGUARDS = frozenset({"PRIV-004", "PRIV-030", "PRIV-031", "PRIV-033"})
_FEWEST_WORDS = 2
# Sections on users, licences and results say nothing about the data.
_HEARD = ("", PRIVACY, "fields")


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceAnswer:
    """One question that one sentence answers.

    Attributes:
        check: Catalogue id.
        sentence: The sentence.
        grade: How far it answers.
        stance: Its stance.
        learned: Whether no rule found it, or the rules and the learned reader disagree.
        proposed: Whether only a wide frame of Korean found it.
        composed: Whether it follows from a statement of presence, which the learned reader does not
            doubt.
    """

    check: str
    sentence: ReadSentence
    grade: Grade
    stance: str
    learned: bool = False
    proposed: bool = False
    composed: bool = False


def answers_of_sentences(material: Material) -> list[SentenceAnswer]:
    """Every answer of every sentence, in document order.

    A rule's answer that the learned reader doubts counts in part; one that it refuses does not
    count. An answer that only the learned reader finds counts in part, unless the sentence is
    advice or hypothetical.
    """
    guard = material.guard
    readable = {
        question.check: question for question in questions() if not is_label(question, guard=guard)
    }
    kind = material.snapshot.ref.kind
    answers: list[SentenceAnswer] = []
    for sentence in material.sentences:
        sentence.passage.document.check_time()
        classes = _classes_of(sentence)
        ruled = list(_ruled(sentence, classes, readable, kind, guard=guard))
        answers += _joined(sentence, classes, ruled, material)
    return _without_shadows(_as_asked(_of_the_work(answers, material), material))


def _of_the_work(answers: Sequence[SentenceAnswer], material: Material) -> list[SentenceAnswer]:
    """Answers without those that a text on the users of a service gives on the data of a work."""
    if not answers:
        return []
    services, policies = places_of_services(material), places_of_policies(material)
    kept: list[SentenceAnswer] = []
    for answer in answers:
        place = place_of(answer.sentence.passage)
        of_service = place in services and is_about_data_of_the_work(answer.check)
        of_policy = place in policies and is_about_presence(answer.check)
        if not (of_service or of_policy):
            kept.append(answer)
    return kept


def _as_asked(answers: Sequence[SentenceAnswer], material: Material) -> list[SentenceAnswer]:
    """Answers without a base that is the model itself, and tests for other harms than leaks."""
    own = own_names(material)
    tests = [answer.sentence for answer in answers if answer.check == _LEAK_TEST]
    beside_the_point = _LEAK_TEST if tests_other_harms(tests) else ""
    return [
        answer
        for answer in answers
        if answer.check != beside_the_point
        and not (answer.check == _BASE and names_only_itself(answer.sentence, own))
    ]


def _without_shadows(answers: Sequence[SentenceAnswer]) -> list[SentenceAnswer]:
    """Answers without field descriptions before a sentence on the same question: it says more."""
    stated = {answer.check for answer in answers if not describes_a_field(answer.sentence.text)}
    return [
        answer
        for answer in answers
        if answer.check not in stated or not describes_a_field(answer.sentence.text)
    ]


def is_label(question: Question, *, guard: bool) -> bool:
    """Whether a guard model's taxonomy uses the same words, which makes the question unreadable."""
    return guard and question.check in _LABELLED


def answers_in(sentence: ReadSentence, kind: Kind) -> Sentence:
    """A sentence with the findings of the rules alone, as input for the learned reader."""
    classes = _classes_of(sentence)
    readable = {question.check: question for question in questions()}
    ruled = list(_ruled(sentence, classes, readable, kind, guard=False))
    return _weighed(sentence, classes, ruled, kind)


def answered_by(sentence: Sentence, language: str) -> frozenset[str]:
    """The questions that a sentence answers by the rules and the learned reader together."""
    model = reader(language)
    bounds = model.bounds.get(language, {})
    present = features(sentence)
    scores = model.weigh(present)
    refused, accepted = _by_words_alone(sentence, present, language)
    ruled = sentence.answers.keys() - refused
    kept = {
        check
        for check in ruled
        if check not in bounds or _stands(check in sentence.proposed, bounds[check], scores[check])
    }
    if not _is_statement(sentence.text, sentence.role, sentence.classes, language):
        return frozenset(kept)
    if not model.may_answer(sentence.text, sentence.classes):
        return frozenset(kept)
    learned = {
        check
        for check, bound in bounds.items()
        if (scores[check] >= bound.accepted or check in accepted)
        and not _lacks_its_subject(check, sentence, language)
    }
    not_asked = sentence.answers.keys() | unanswered_by(sentence.classes)
    return frozenset(kept | (learned - not_asked))


def _classes_of(sentence: ReadSentence) -> frozenset[str]:
    """The word classes of a Korean sentence; other languages have none."""
    if sentence.language != KOREAN:
        return frozenset()
    return korean_classes(sentence.places, sentence.passage.heading)


def _ruled(
    sentence: ReadSentence,
    classes: frozenset[str],
    readable: Mapping[str, Question],
    kind: Kind,
    *,
    guard: bool,
) -> Iterator[SentenceAnswer]:
    """The findings of the rules. A sentence that states nothing about this work answers only
    questions that ask for advice."""
    if OF_OTHERS in classes:
        return
    ruled = list(_found_by_rules(sentence, classes, readable, kind, guard=guard))
    if not ruled:
        return
    stated = NOT_STATED not in classes and not states_nothing(sentence.text, sentence.language)
    unanswered = unanswered_by(classes)
    for answer in ruled:
        if answer.check in unanswered:
            continue
        if stated or takes_advice(answer.check):
            yield answer


def _found_by_rules(
    sentence: ReadSentence,
    classes: frozenset[str],
    readable: Mapping[str, Question],
    kind: Kind,
    *,
    guard: bool,
) -> Iterator[SentenceAnswer]:
    """Phrases and claims first, frames for the questions left over."""
    ruled = [*_from_signals(sentence, readable), *_from_claims(sentence, kind, guard=guard)]
    yield from ruled
    answered = {answer.check for answer in ruled}
    passage = sentence.passage
    framed = answers_by_frames(sentence.places, sentence.language, passage.role, passage.heading)
    proposed = proposed_answers(sentence.text, classes, passage.role, passage.heading)
    for check, (grade, stance) in {**proposed, **framed}.items():
        if check in answered:
            continue
        if guard and check not in readable and check not in _ASKED_OF_GUARDS:
            continue
        yield SentenceAnswer(
            check=check,
            sentence=sentence,
            grade=grade,
            stance=stance,
            proposed=check not in framed,
        )


def _from_signals(
    sentence: ReadSentence, readable: Mapping[str, Question]
) -> Iterator[SentenceAnswer]:
    text, language, passage = sentence.text, sentence.language, sentence.passage
    if text.rstrip().endswith("?"):
        return
    above = _asked_by(passage.heading, language)
    find = _kept_topics if is_kept(text) else _topics
    topics = find(sentence.places, language, passage.role) | above
    if not topics:
        return
    # Most sentences are about one or two of fifty questions.
    for check in sorted(topics & readable.keys()):
        question = readable[check]
        if not question.is_read(text, language, passage.role):
            continue
        signal = question.signals[language]
        grade = signal.grade(text, passage.heading, below=check in above)
        if grade:
            stance = question.stance(text, language)
            yield SentenceAnswer(check=check, sentence=sentence, grade=grade, stance=stance)


def _topics(places: Places, language: str, role: str) -> frozenset[str]:
    """The questions that a sentence under a heading of some role may answer by a phrase."""
    return frozenset(subjects(language, role).found_in(places))


_kept_topics = lru_cache(maxsize=SENTENCES_KEPT)(_topics)


@lru_cache(maxsize=1_000)  # a heading stands above many sentences
def _asked_by(heading: str, language: str) -> frozenset[str]:
    """The questions that every sentence below a heading is about."""
    return frozenset(heading_subjects(language).found_in(places_of(heading, language)))


def _from_claims(sentence: ReadSentence, kind: Kind, *, guard: bool) -> Iterator[SentenceAnswer]:
    if guard and not is_about_training_data(sentence):
        return
    claimed = answers_of_claim(sentence)
    shown = {} if guard else answers_about_people(sentence, of_dataset=kind is Kind.DATASET)
    found = shown | claimed
    composed = _composed(sentence, kind, found)
    for check, (grade, stance) in (found | composed).items():
        yield SentenceAnswer(
            check=check,
            sentence=sentence,
            grade=grade,
            stance=stance,
            composed=check in composed,
        )


def _composed(
    sentence: ReadSentence, kind: Kind, found: Mapping[str, GradedStance]
) -> dict[str, GradedStance]:
    """What a statement of presence answers better than the rules for claims, which know denials."""
    denied = any(stance in DENIALS for _, stance in found.values())
    if denied:
        return {}
    return {
        check: answer
        for check, answer in answers_of_presence(sentence, kind).items()
        if check not in found or found[check][0] is not Grade.DISCLOSED
    }


def _weighed(
    sentence: ReadSentence,
    classes: frozenset[str],
    ruled: Sequence[SentenceAnswer],
    kind: Kind,
) -> Sentence:
    above = heading_classes(sentence.passage.heading) if classes else frozenset[str]()
    return Sentence(
        text=sentence.text,
        heading=sentence.passage.heading,
        role=sentence.passage.role,
        kind=kind.value,
        answers={answer.check: answer.grade for answer in ruled},
        claim=sentence.claim,
        proposed=frozenset(answer.check for answer in ruled if answer.proposed),
        classes=classes,
        heading_classes=above,
    )


def _joined(
    sentence: ReadSentence,
    classes: frozenset[str],
    ruled: Sequence[SentenceAnswer],
    material: Material,
) -> Iterator[SentenceAnswer]:
    """The rules' findings as far as the learned reader accepts them, and its own findings."""
    model = reader(sentence.language)
    bounds = model.bounds.get(sentence.language, {})
    may_add = (
        bool(bounds)
        and not sentence.passage.is_answer
        and not material.guard
        and model.may_answer(sentence.text, classes)
        and _is_statement(sentence.text, sentence.passage.role, classes, sentence.language)
    )
    doubtful = any(answer.check in bounds and bounds[answer.check].doubts for answer in ruled)
    if not may_add and not doubtful:
        yield from ruled
        return
    weighed = _weighed(sentence, classes, ruled, material.snapshot.ref.kind)
    present = features(weighed)
    scores = model.weigh(present)
    refused, accepted = _by_words_alone(weighed, present, sentence.language)
    for answer in ruled:
        if answer.composed or answer.check not in refused:
            yield from _judged(answer, bounds.get(answer.check), scores)
    if not may_add:
        return
    not_asked = weighed.answers.keys() | unanswered_by(classes)
    for check, bound in bounds.items():
        is_found = scores[check] >= bound.accepted or check in accepted
        if check in not_asked or not is_found:
            continue
        if not _lacks_its_subject(check, sentence, sentence.language):
            yield SentenceAnswer(
                check=check,
                sentence=sentence,
                grade=Grade.PARTIAL,
                stance=_stance(check, sentence),
                learned=True,
            )


def _by_words_alone(
    sentence: Sentence, present: Set[str], language: str
) -> tuple[frozenset[str], frozenset[str]]:
    """The questions that a Korean sentence does not answer, and those that it answers, judged by
    its words without the rules; none in another language, and none for a bare name."""
    is_bare_name = len(sentence.text.split()) < _FEWEST_WORDS
    if language != KOREAN or is_bare_name:
        return frozenset(), frozenset()
    model = word_reader()
    scores = model.scores(present)
    refused = frozenset(check for check, score in scores.items() if score < model.refused)
    accepted = frozenset(check for check, score in scores.items() if score >= model.accepted)
    return refused - _RULES_DECIDE, accepted - _SAFEGUARDS - excluded_by(sentence.classes)


def _lacks_its_subject(check: str, sentence: ReadSentence | Sentence, language: str) -> bool:
    """Whether a sentence does not speak of what an answer of the learned reader needs."""
    if _lacks_its_kinds(check, sentence):
        return True
    return _speaks_of_others(check, sentence.text, language)


def _lacks_its_kinds(check: str, sentence: ReadSentence | Sentence) -> bool:
    """Whether a sentence on personal data names no kind, which the question asks for."""
    return check == _KINDS and sentence.claim is not None and not sentence.claim.kinds


def _speaks_of_others(check: str, text: str, language: str) -> bool:
    """Whether a sentence speaks of personal data, and by the rules of other data than the work's.

    Annotators, what the model finds and what it writes: the rules for claims read none of them,
    and the learned reader, which weighs single words, adds none.
    """
    if check not in _OF_THE_DATA or language == KOREAN:
        return False
    return bool(pattern(language, "of-others").search(text))


def _judged(
    answer: SentenceAnswer, bound: CandidateBounds | None, scores: dict[str, float]
) -> Iterator[SentenceAnswer]:
    score = scores.get(answer.check, 0.0)
    if bound is None or answer.composed:
        yield answer
    elif not _stands(answer.proposed, bound, score):
        return
    elif score > bound.doubted:
        yield answer
    else:
        yield replace(answer, grade=Grade.PARTIAL, learned=True)


def _stands(proposed: bool, bound: CandidateBounds, score: float) -> bool:
    """Whether the learned reader lets an answer of the rules stand."""
    return score > (bound.proposed if proposed else bound.refused)


def _is_statement(text: str, role: str, classes: frozenset[str], language: str) -> bool:
    """Whether a sentence states anything about the data, by the rules of stance."""
    if role not in _HEARD or text.rstrip().endswith("?") or NOT_STATED in classes:
        return False
    return not (advises(text, language) or states_nothing(text, language))


def _stance(check: str, sentence: ReadSentence) -> str:
    if check in _PRESENCE:
        if denies(sentence.text, sentence.language):
            return ABSENT_BARE
        return POSSIBLE if hedges(sentence.text, sentence.language) else PRESENT
    if check == _FILTERED:
        return NOT_DONE if denies(sentence.text, sentence.language) else DONE
    question = next((entry for entry in questions() if entry.check == check), None)
    return question.stance(sentence.text, sentence.language) if question else ""
