"""Answer questions about the data itself: is personal data in it, which kinds, what was done?"""

from __future__ import annotations

import re
from collections.abc import Callable

from provenance.privacy.disclosure import Grade
from provenance.privacy.lexicon import KINDS, LANGUAGES, pattern
from provenance.privacy.material import ReadSentence
from provenance.privacy.reading import PRIVACY
from provenance.privacy.section import BOILERPLATE
from provenance.privacy.stance import (
    ABSENT_BARE,
    ABSENT_REASON,
    DEIDENTIFIED,
    NOT_DONE,
    POSSIBLE,
    PRESENT,
    PUBLIC_ONLY,
    SentenceClaim,
)
from provenance.text.sentences import clauses

# A model that detects personal or harmful text describes labels, not data; these words are about
# data.
_TRAINING = re.compile(
    r"\btrain(?:ed|ing)\b|\bfine-?tun|\bdata ?set|\bcorp(?:us|ora)\b|학습|훈련|말뭉치",
    re.IGNORECASE,
)
# What the model does with the data says nothing against what is in it.
_OF_THE_MODEL = re.compile(r",? (?:and|but|so) (?:the|this|our) models?\b.*", re.IGNORECASE)
_STATED = (PRESENT, POSSIBLE)
DENIALS = (ABSENT_BARE, ABSENT_REASON, PUBLIC_ONLY)
_PRECISE = frozenset({"contact", "identifiers", "ids", "sensitive", "biometric"})
# Kinds that are always personal data if they belong to people. Names alone may be of places, and
# age or gender alone may describe annotators.
_OF_PEOPLE = frozenset({"contact", "identifiers", "sensitive"})
# A list of this many kinds describes people, even without naming them.
SEVERAL_KINDS = 2
# What was never collected was not de-identified either.
_PROCESSES = frozenset({"de-identification", "removal", "ids-only", "identifiable"})
# Who tried to anonymise, or anonymised a part, does not call the data anonymous.
_NOT_ANONYMOUS_AS_A_WHOLE = re.compile(
    r"\b(?:partial(?:ly)?|partly|tr(?:y|ied|ies) (?:\w+ ){0,3}to|attempt(?:s|ed)? to)\b",
    re.IGNORECASE,
)
_SENSITIVE = "PRIV-003"
_SENSITIVE_QUESTION = re.compile(r"\bsensitive\b.{0,1000}\?|민감.{0,200}\?", re.IGNORECASE)
_STANCES = {DEIDENTIFIED: "done", NOT_DONE: "not-done"}

GradedStance = tuple[Grade, str]


def answers_of_claim(sentence: ReadSentence) -> dict[str, GradedStance]:
    """The questions about the data that a claim answers, how far and with which stance."""
    claim = sentence.claim
    if claim is None or not is_about_data(sentence):
        return {}
    answers: dict[str, GradedStance] = {}
    for check, read in _READERS.items():
        answer = read(claim)
        denies = claim.stance in DENIALS
        if check == _SENSITIVE and denies and _asks_for_sensitive_data(sentence.passage.heading):
            answer = answer or (Grade.PARTIAL, claim.stance)
        if answer:
            answers[check] = _capped(answer, sentence)
    return answers


def _asks_for_sensitive_data(heading: str) -> bool:
    """Whether a heading is a question on sensitive data, so that a mere "No." answers it."""
    return bool(_SENSITIVE_QUESTION.search(heading))


def is_about_training_data(sentence: ReadSentence) -> bool:
    """Whether the words are about a model's training data, not about the labels that it assigns."""
    return bool(_TRAINING.search(sentence.text))


def is_about_data(sentence: ReadSentence) -> bool:
    """Whether a claim is about the data, not about annotators, users, outputs, tasks, licences."""
    claim, role = sentence.claim, sentence.passage.role
    if claim is None or not _is_read(role, claim):
        return False
    of_others = pattern(claim.language, "of-others").search(sentence.text)
    if of_others or _is_about_harm(sentence.text, claim):
        return False
    if role == PRIVACY:
        # A label such as "Privacy:" also stands in front of rules for users.
        in_section = sentence.passage.in_section
        return in_section or not pattern(claim.language, "not-about-data").search(sentence.text)
    if not _speaks_of_data(sentence, claim):
        return False
    if _is_processed(claim):
        return _names_what_was_processed(sentence.text, claim)
    return claim.topic or _holds_details_of_people(sentence.text, claim)


def _is_about_harm(text: str, claim: SentenceClaim) -> bool:
    """Whether a sentence speaks of offensive content alone, which is not personal data."""
    named = claim.topic or claim.kinds
    return not named and bool(pattern(claim.language, "harmful-content").search(text))


def _is_processed(claim: SentenceClaim) -> bool:
    return claim.stance in (DEIDENTIFIED, NOT_DONE)


def _is_read(role: str, claim: SentenceClaim) -> bool:
    """Whether a claim counts below such a heading: a masked field still has its contents."""
    return role in ("", PRIVACY) or (role == "fields" and _is_processed(claim))


def _names_what_was_processed(text: str, claim: SentenceClaim) -> bool:
    """Whether a sentence names the kind of what was removed or kept."""
    if claim.topic or claim.kinds & _PRECISE:
        return True
    if "de-identification" in claim.marks and claim.kinds:
        return True
    return bool(pattern(claim.language, "names-taken-out").search(text))


def _holds_details_of_people(text: str, claim: SentenceClaim) -> bool:
    """Whether a sentence says that the data contains names, contacts or the like of people, without
    the words "personal data": "The records contain patient names and phone numbers."
    """
    tongue = claim.language
    if pattern(tongue, "of-texts").search(text):
        return False
    if claim.stance in DENIALS:
        return bool(pattern(tongue, "kind-sensitive", "kind-identifiers").search(text))
    if claim.stance not in _STATED or not pattern(tongue, "holding").search(text):
        return False
    if pattern(tongue, "names-of-people").search(text) or len(claim.kinds) >= SEVERAL_KINDS:
        return True
    people = pattern(tongue, "people").search(text)
    return bool(people and claim.kinds & _OF_PEOPLE)


def _speaks_of_data(sentence: ReadSentence, claim: SentenceClaim) -> bool:
    """Whether the words are about data; removal from training data is, outputs beside it or not."""
    text, tongue = sentence.text, claim.language
    taken_out = _is_processed(claim) and pattern(tongue, "names-taken-out").search(text)
    off_topic = ["not-about-data"]
    if not taken_out:
        off_topic.append("capability")
    if text.rstrip().endswith("?") or pattern(tongue, *off_topic).search(text):
        return False
    of_training = _is_processed(claim) and pattern(tongue, "training-data").search(text)
    if not of_training and _is_about_output(text, claim):
        return False
    if taken_out:
        return True
    context = f"{sentence.passage.heading}: {sentence.passage.text}"
    return any(pattern(language, "data-word").search(context) for language in LANGUAGES)


def _is_about_output(text: str, claim: SentenceClaim) -> bool:
    """Whether what is said of personal data is said of prompts or answers; a clause beside it that
    speaks of them changes nothing.
    """
    tongue = claim.language
    output = pattern(tongue, "about-output")
    text = _OF_THE_MODEL.sub("", text)
    if not output.search(text):
        return False
    named = pattern(tongue, "topic", *(f"kind-{kind}" for kind in KINDS))
    about_people = [clause for clause in clauses(text, tongue) if named.search(clause)]
    return not about_people or any(output.search(clause) for clause in about_people)


def _capped(answer: GradedStance, sentence: ReadSentence) -> GradedStance:
    """A sentence pasted under many owners' headings answers at most in part."""
    return (Grade.PARTIAL, answer[1]) if BOILERPLATE.search(sentence.text) else answer


def _presence(claim: SentenceClaim) -> GradedStance | None:
    if claim.stance in _STATED or claim.stance in DENIALS:
        return (Grade.DISCLOSED if claim.grade is Grade.DISCLOSED else Grade.PARTIAL), claim.stance
    if claim.stance == NOT_DONE and claim.kinds:
        # What was not removed is there.
        return Grade.DISCLOSED, PRESENT
    is_about_personal_data = claim.stance in (DEIDENTIFIED, NOT_DONE) and claim.topic
    return (Grade.PARTIAL, claim.stance) if is_about_personal_data else None


def _kinds(claim: SentenceClaim) -> GradedStance | None:
    """The kinds that a sentence names: that there is personal data says not which."""
    if not claim.kinds:
        return None
    if claim.stance in _STATED:
        return Grade.DISCLOSED, claim.stance
    return (Grade.DISCLOSED, PRESENT) if claim.stance == NOT_DONE else None


def _sensitive(claim: SentenceClaim) -> GradedStance | None:
    if "sensitive" in claim.kinds and claim.stance in (*_STATED, DEIDENTIFIED, NOT_DONE):
        return Grade.DISCLOSED, claim.stance
    if claim.stance in DENIALS and pattern(claim.language, "kind-sensitive").search(claim.text):
        return Grade.DISCLOSED, claim.stance
    if "sensitive" in claim.text.lower() or "민감" in claim.text:
        if claim.stance == ABSENT_REASON:
            return Grade.DISCLOSED, claim.stance
        if claim.topic and claim.stance in (*_STATED, *DENIALS):
            return Grade.PARTIAL, claim.stance
    return None


def _identifiers(claim: SentenceClaim) -> GradedStance | None:
    if claim.stance in DENIALS and pattern(claim.language, "kind-identifiers").search(claim.text):
        return (Grade.DISCLOSED if claim.stance == ABSENT_REASON else Grade.PARTIAL), claim.stance
    if claim.stance not in (DEIDENTIFIED, NOT_DONE):
        return None
    # A sentence without an identifier says nothing about identifiers.
    return (Grade.DISCLOSED, _treatment(claim)) if "identifiers" in claim.kinds else None


def _treatment(claim: SentenceClaim) -> str:
    """Whether what a sentence names was treated, was not, or was never taken."""
    never_taken = claim.stance == DEIDENTIFIED and not claim.marks & _PROCESSES
    return ABSENT_BARE if never_taken else _STANCES[claim.stance]


def _biometric(claim: SentenceClaim) -> GradedStance | None:
    if claim.stance in DENIALS and pattern(claim.language, "kind-biometric").search(claim.text):
        return (Grade.DISCLOSED if claim.stance == ABSENT_REASON else Grade.PARTIAL), claim.stance
    if "biometric" not in claim.kinds:
        return None
    if claim.stance in (DEIDENTIFIED, NOT_DONE):
        return Grade.DISCLOSED, _treatment(claim)
    return (Grade.PARTIAL, claim.stance) if claim.stance in _STATED else None


def _filtering(claim: SentenceClaim) -> GradedStance | None:
    if claim.stance == NOT_DONE:
        return Grade.DISCLOSED, NOT_DONE
    if claim.stance == DEIDENTIFIED and claim.marks & {"removal", "de-identification"}:
        return (Grade.DISCLOSED if claim.kinds or claim.supported else Grade.PARTIAL), "done"
    return None


def _method(claim: SentenceClaim) -> GradedStance | None:
    if claim.stance != DEIDENTIFIED or not claim.marks & {"removal", "de-identification"}:
        return None
    tool = "tool" in claim.marks or "method" in claim.marks
    if tool and claim.kinds:
        return Grade.DISCLOSED, "done"
    return (Grade.PARTIAL, "done") if tool or claim.kinds else None


def _verification(claim: SentenceClaim) -> GradedStance | None:
    if "verified" in claim.marks and claim.stance in (DEIDENTIFIED, ABSENT_REASON):
        return Grade.DISCLOSED, "done"
    return (Grade.PARTIAL, POSSIBLE) if "residual" in claim.marks and claim.stance else None


def _de_identification(claim: SentenceClaim) -> GradedStance | None:
    if claim.stance == NOT_DONE:
        return Grade.DISCLOSED, NOT_DONE
    named = "de-identification" in claim.marks or claim.kinds
    if claim.stance == DEIDENTIFIED and named and claim.marks & _PROCESSES:
        return (Grade.DISCLOSED if claim.kinds or claim.supported else Grade.PARTIAL), DEIDENTIFIED
    return (
        (Grade.PARTIAL, POSSIBLE)
        if "identifiable" in claim.marks and claim.stance == POSSIBLE
        else None
    )


def _anonymity(claim: SentenceClaim) -> GradedStance | None:
    """Whether evidence supports the statement that data is anonymous."""
    anonymous = pattern(claim.language, "anonymous").search(claim.text)
    if not anonymous or claim.stance not in (DEIDENTIFIED, *DENIALS):
        return None
    if _NOT_ANONYMOUS_AS_A_WHOLE.search(claim.text):
        return None
    backed = claim.stance == ABSENT_REASON or bool(claim.marks & {"method", "verified", "tool"})
    return (Grade.DISCLOSED if backed else Grade.PARTIAL), claim.stance


_READERS: dict[str, Callable[[SentenceClaim], GradedStance | None]] = {
    "PRIV-001": _presence,
    "PRIV-002": _kinds,
    _SENSITIVE: _sensitive,
    "PRIV-004": _identifiers,
    "PRIV-006": _biometric,
    "PRIV-030": _filtering,
    "PRIV-031": _method,
    "PRIV-032": _verification,
    "PRIV-033": _de_identification,
    "PRIV-043": _anonymity,
}
