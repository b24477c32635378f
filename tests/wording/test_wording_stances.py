"""Answers to questions in words that are true of what was asked."""

from __future__ import annotations

import pytest

from provenance.messages import in_language
from provenance.privacy.catalogue import catalogue
from provenance.wording.names import shown_stance, stance_name


@pytest.mark.parametrize(
    ("check", "stance", "words"),
    [
        ("PRIV-030", "done", "says it was done"),
        ("PRIV-030", "not-done", "says it was not done"),
        ("PRIV-040", "done", ""),
        ("PRIV-040", "not-done", "says there is none"),
        ("PRIV-005", "not-done", "says there is none"),
        ("PRIV-001", "present", "says there is some"),
        ("PRIV-050", "", ""),
    ],
)
def test_a_risk_or_a_contact_is_nothing_that_was_done(check: str, stance: str, words: str) -> None:
    assert stance_name(check, stance) == words


def test_questions_on_what_is_said_are_never_answered_by_done() -> None:
    for question in catalogue():
        if question.question.startswith(("Is it said that", "How can", "Where can")):
            assert shown_stance(question.id, "done") == "", question.id


def test_both_languages() -> None:
    assert in_language(stance_name("PRIV-040", "not-done"), "ko") == "없다고만 밝힘"
