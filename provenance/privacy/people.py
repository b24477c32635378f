"""Find sentences that show whose data it is without the words "personal data": a field that
identifies somebody, records about patients."""

from __future__ import annotations

import re

from provenance.privacy.columns import WEAK, judge
from provenance.privacy.disclosure import Grade
from provenance.privacy.lexicon import pattern
from provenance.privacy.material import ReadSentence
from provenance.privacy.personal_data import GradedStance
from provenance.privacy.reading import PRIVACY
from provenance.privacy.stance import POSSIBLE, PRESENT, advises, denies, hedges

FIELDS = "fields"
_COLUMNS = "PRIV-090"
_FIELD = re.compile(r"`?[A-Za-z][A-Za-z0-9]*(?:[_.][A-Za-z0-9]+)+`?:")
_NAMED_FIELD = re.compile(
    r"[\s`'\"*]{0,4}([A-Za-z][\w.\-]{1,60})[`'\"*]{0,4}\s?(?:\([^)]{0,60}\))?\s?:"
)
# Columns of these kinds may hold labels that were given to texts.
_MAY_BE_LABELS = frozenset({"sensitive", "health", "demographic"})
# A list of details below a heading that says whose they are.
_DETAIL = re.compile(
    r"\W*(?:full |first |last |user ?)?(?:names?|genders?|sex|ages?|nationality|ethnicity|education"
    r"|dialect|occupation|native language|e-?mail|address|birth\w*|phone)\b",
    re.IGNORECASE,
)
# Every English sentence about a field or a patient contains one of these word beginnings: searched
# as plain text, since most sentences have none.
_SOMEBODY = (
    "user", "author", "speaker", "review", "customer", "patient", "poster", "comment", "blog",
    "upload", "person", "individual", "photograph", "participant", "interview", "client", "employ",
    "student", "sender", "recipient", "tude of", "mail address", "mail_address", "doctor",
    "people", "subject", "volunteer",
)  # fmt: skip


def is_personal_field(text: str) -> bool:
    """Whether a text describes a field whose name alone tells of a person: `gps_latitude: ...`."""
    labelled = _NAMED_FIELD.match(text)
    judged = judge(labelled[1]) if labelled else None
    if judged is None:
        return False
    kind, strength = judged
    return strength != WEAK and kind not in _MAY_BE_LABELS


def describes_a_field(text: str) -> bool:
    """Whether a text describes a named field: `customer_email: the sender`."""
    return _FIELD.match(text) is not None


def answers_about_people(sentence: ReadSentence, *, of_dataset: bool) -> dict[str, GradedStance]:
    """Answers from the people that a sentence mentions, if it makes no claim about personal data.

    Args:
        sentence: The sentence.
        of_dataset: Whether it is on a dataset card: fields of a model are its inputs.

    Returns:
        A field such as `user_id` or `gender of the speaker` names a kind and its location, and its
        description explains the column. Records about patients answer in part whether there is
        sensitive data.
    """
    text, tongue, role = sentence.text, sentence.language, sentence.passage.role
    if role not in ("", PRIVACY, FIELDS):
        return {}
    detail = of_dataset and _is_detail_of_a_person(text, sentence.passage.heading, tongue)
    named = detail or (of_dataset and role == FIELDS and is_personal_field(text))
    if not named and tongue == "en" and not _names_somebody(text.lower()):
        return {}
    field = named or (of_dataset and _is_field_of_a_person(text, tongue))
    records = bool(pattern(tongue, "records-of-patients").search(text))
    if not (field or records) or text.rstrip().endswith("?"):
        return {}
    if advises(text, tongue) or denies(text, tongue):
        return {}
    stance = POSSIBLE if hedges(text, tongue) else PRESENT
    answers: dict[str, GradedStance] = {}
    if field:
        answers["PRIV-001"] = answers["PRIV-002"] = (Grade.DISCLOSED, stance)
    if of_dataset and (role == FIELDS or describes_a_field(text)):
        answers[_COLUMNS] = (Grade.PARTIAL, "")
    if records:
        for check in ("PRIV-001", "PRIV-002", "PRIV-003"):
            answers.setdefault(check, (Grade.PARTIAL, stance))
    return answers


def _is_detail_of_a_person(text: str, heading: str, tongue: str) -> bool:
    """Whether an item such as `Age` stands below "The details of the speakers are:"."""
    if not _DETAIL.match(text):
        return False
    return bool(pattern(tongue, "details-of-people").search(heading))


def _is_field_of_a_person(text: str, tongue: str) -> bool:
    if not pattern(tongue, "person-fields").search(text):
        return False
    return not pattern(tongue, "no-person-fields").search(text)


def _names_somebody(text: str) -> bool:
    return any(map(text.__contains__, _SOMEBODY))
