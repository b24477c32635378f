"""A yes or no answers the question of a data sheet; counted people and described fields answer."""

from __future__ import annotations

import pytest
from privacy_cards import graded

ANSWERED = ("disclosed", "partial")
SHEET = "# A data sheet\n\n## {question}\n\n{answer}\n"

# Check, question, answer.
SHORT_ANSWERS = (
    ("PRIV-021", "Did the individuals in question consent to the use of their data?", "No."),
    ("PRIV-021", "Did the participants consent to the collection?", "Yes, in writing."),
    ("PRIV-022", "Were the individuals in question notified about the data collection?", "No."),
    ("PRIV-024", "Were any ethical review processes conducted?", "No."),
    (
        "PRIV-024",
        "Has an analysis of the potential impact of the dataset on data subjects been conducted?",
        "Yes.",
    ),
    ("PRIV-053", "Are there applicable limits on the retention of the data?", "No."),
    ("PRIV-016", "Over what timeframe was the data collected?", "June to August 2021."),
)
NO_ANSWERS = (
    ("PRIV-021", "Did the individuals in question consent to the use of their data?", "N/A."),
    ("PRIV-021", "Did the individuals consent to the use of their data?", "See the paper."),
    ("PRIV-024", "Were any ethical review processes conducted?", "Please describe them here."),
)
STATED = (
    ("PRIV-007", "# D\n\nEvery participant contributes six walks.\n"),
    ("PRIV-007", "# D\n\nThe file gives the age and sex of the 40 people included.\n"),
    ("PRIV-007", "# D\n\nThe corpus holds 300 phone calls: recordings of 60 volunteers.\n"),
    ("PRIV-002", "# D\n\nThe file gives the age and sex of the 40 people included.\n"),
    ("PRIV-090", "# D\n\n## Data Fields\n\n- `speaker_id`: the speaker's id on the site\n"),
    ("PRIV-005", "# D\n\nThe scans are of those over age 18.\n"),
    ("PRIV-010", "# D\n\nThe source is the Harbour Letters Collection of the town.\n"),
    ("PRIV-010", "# D\n\nOur data comes from three hospitals in the north.\n"),
    ("PRIV-010", "# D\n\n## Training data\n\nTiny Brecht — 900,000 characters of plays.\n"),
    ("PRIV-033", "# D\n\nThis project uses public or de-identified data only.\n"),
    ("PRIV-061", "# D\n\nNo attempts should be made to identify the patients behind the scans.\n"),
)
NOT_STATED = (
    ("PRIV-007", "# D\n\nWe caution against transcribing recordings of individuals.\n"),
    ("PRIV-036", "# D\n\nThe resource most used for this task was labelled by paid annotators.\n"),
    ("PRIV-050", "# D\n\nIf a record is withdrawn, users should stop and contact the curator.\n"),
    ("PRIV-053", "# D\n\nThe recording will not stop until the next erase cycle boundary.\n"),
    ("PRIV-090", "# D\n\n## Data Fields\n\n- `volume`: loudness of the recording\n"),
    ("PRIV-010", "# D\n\n## Training data\n\nTotal Tokens — 5M tokens\n"),
)


@pytest.mark.parametrize(("check", "question", "answer"), SHORT_ANSWERS)
def test_a_short_answer_answers_the_question_above_it(
    check: str, question: str, answer: str
) -> None:
    card = SHEET.format(question=question, answer=answer)
    assert graded(card, "dataset")[check].grade.value in ANSWERED


@pytest.mark.parametrize(("check", "question", "answer"), NO_ANSWERS)
def test_a_filler_answers_no_question(check: str, question: str, answer: str) -> None:
    disclosure = graded(SHEET.format(question=question, answer=answer), "dataset").get(check)
    assert disclosure is None or disclosure.grade.value not in ANSWERED


def test_no_consent_is_not_shown_as_consent() -> None:
    card = SHEET.format(question="Did the individuals consent to this use?", answer="No.")
    assert graded(card, "dataset")["PRIV-021"].stance == "not-done"


@pytest.mark.parametrize(("check", "card"), STATED)
def test_what_a_card_states_is_heard(check: str, card: str) -> None:
    assert graded(card, "dataset")[check].grade.value in ANSWERED


@pytest.mark.parametrize(("check", "card"), NOT_STATED)
def test_what_only_resembles_an_answer_is_none(check: str, card: str) -> None:
    disclosure = graded(card, "dataset").get(check)
    assert disclosure is None or disclosure.grade.value not in ANSWERED


def test_what_others_build_on_top_is_no_base() -> None:
    card = "# M\n\nOthers may build applications on top of them that run in real time.\n"
    disclosure = graded(card, "model").get("PRIV-071")
    assert disclosure is None or disclosure.grade.value not in ANSWERED


def test_advice_on_review_is_no_limit_of_use() -> None:
    card = "# M\n\n## Misuse\n\nImages should be reviewed for privacy before sharing.\n"
    disclosure = graded(card, "model").get("PRIV-060")
    assert disclosure is None or disclosure.grade.value not in ANSWERED
