"""Sentences on what a model can do, on harms, on users of a deployment and on whom to ask: none of
them says what is in the data."""

from __future__ import annotations

import pytest
from privacy_cards import graded

ANSWERED = ("disclosed", "partial")
ABOUT_DATA = ("PRIV-001", "PRIV-002", "PRIV-003", "PRIV-030")

OF_OTHER_DATA = (
    (
        "S10 - Hate",
        "Answers that demean people on the basis of their sensitive personal characteristics,"
        " such as race, religion and disability.",
    ),
    (
        "Limitations",
        "Chat history may contain sensitive information; deploy with suitable privacy controls.",
    ),
    ("Contact", "Privacy issues: privacy@acme.example"),
    ("Recommendations", "Anonymize predictions where possible"),
    (
        "Out-of-scope use",
        "Use by nurses: it is not designed or intended to replace the judgment of a physician, nor"
        " for the removal of diagnoses of patients.",
    ),
)
CAPABILITY = "MedLM-7B can detect and remove identifiable patient data from health records."
SOURCES = (
    "Post-trained with a blend of data from the Foobar 3 and Barfoo 4 models.",
    "The model was trained on a mixture of data from Wikipedia and OpenWebText.",
)
TAKEN_FROM_THE_WEB = (
    "The tweets were collected between May and July 2019.",
    "For posts, the data was gathered using the Twitter API.",
)
NOT_ASKED_FOR_ISSUES = "If you need access to the checkpoints, raise an issue in the repository."


def _grades(heading: str, text: str) -> dict[str, str]:
    """The grades of a model card with one section, by check."""
    card = f"# Model\n\n## {heading}\n\n{text}\n"
    disclosures = graded(card, kind="model").values()
    return {disclosure.check: disclosure.grade.value for disclosure in disclosures}


@pytest.mark.parametrize(("heading", "sentence"), OF_OTHER_DATA)
def test_what_is_said_of_other_data_is_not_in_the_data(heading: str, sentence: str) -> None:
    grades = _grades(heading, sentence)
    assert [check for check in ABOUT_DATA if grades.get(check) in ANSWERED] == []


def test_what_a_model_can_remove_is_neither_a_kind_nor_removed() -> None:
    grades = _grades("De-Identification", CAPABILITY)
    assert [check for check in ABOUT_DATA[1:] if grades.get(check) in ANSWERED] == []


@pytest.mark.parametrize("sentence", SOURCES)
def test_a_blend_of_data_from_named_sources_names_them(sentence: str) -> None:
    grades = _grades("Training", sentence)
    assert grades["PRIV-010"] in ANSWERED


def test_a_blend_without_names_names_no_source() -> None:
    sentence = "Trained with a blend of data from several places."
    grades = _grades("Training", sentence)
    assert grades.get("PRIV-010") != "disclosed"


@pytest.mark.parametrize("sentence", TAKEN_FROM_THE_WEB)
def test_collecting_posts_is_collecting_from_the_web(sentence: str) -> None:
    grades = _grades("Training data", sentence)
    assert grades["PRIV-011"] in ANSWERED


def test_an_issue_tracker_is_where_questions_go() -> None:
    grades = _grades("Questions?", "Post a GitHub issue on the Foobar repo.")
    assert grades["PRIV-025"] in ANSWERED


def test_an_issue_for_access_is_no_contact() -> None:
    assert _grades("Weights", NOT_ASKED_FOR_ISSUES).get("PRIV-025") not in ANSWERED


@pytest.mark.parametrize(
    "sentence",
    ["Content moderation (with human review)", "Establish a human review process"],
)
def test_review_that_users_are_told_to_do_is_no_annotation(sentence: str) -> None:
    assert _grades("Uses", f"- {sentence}").get("PRIV-036") not in ANSWERED
