"""A data sheet asks in emphasised text and answers behind the question."""

from __future__ import annotations

import pytest
from privacy_cards import graded

BELOW = "# A data sheet\n\n## Collection\n\n**{question}**\n{answer}\n"
IN_AN_ITEM = (
    "# A data sheet\n\n## Collection\n\n"
    "- **{question}** *(If so, please explain.)*\n\n    {answer}\n"
)

ANSWERED = [
    ("PRIV-016", "disclosed", "Over what timeframe was the data collected?", "Late May 2023."),
    ("PRIV-016", "disclosed", "Over what time period?", "Collection ran until June 2022."),
    (
        "PRIV-010",
        "partial",
        "How was the data associated with each instance acquired?",
        "Voice calls were recorded by the ward's own telephones and uploaded to a server.",
    ),
    (
        "PRIV-011",
        "disclosed",
        "How was the data obtained?",
        "Nothing is crawled or bought from others.",
    ),
    (
        "PRIV-023",
        "disclosed",
        "For what purpose was the dataset created?",
        "To evaluate summarization of discharge letters.",
    ),
    (
        "PRIV-060",
        "disclosed",
        "Are there tasks for which the dataset should not be used?",
        "Profiling of tenants.",
    ),
    (
        "PRIV-003",
        "partial",
        "Does the dataset contain data that might be considered sensitive in any way?",
        "No.",
    ),
]


@pytest.mark.parametrize("form", [BELOW, IN_AN_ITEM])
@pytest.mark.parametrize(("check", "grade", "question", "answer"), ANSWERED)
def test_an_answer_is_read_with_the_question_in_front_of_it(
    form: str, check: str, grade: str, question: str, answer: str
) -> None:
    disclosure = graded(form.format(question=question, answer=answer), "dataset")[check]
    assert disclosure.grade.value == grade
    assert disclosure.evidence[0].quote == answer


@pytest.mark.parametrize("form", [BELOW, IN_AN_ITEM])
@pytest.mark.parametrize(("check", "grade", "question", "answer"), ANSWERED)
def test_a_question_without_an_answer_answers_nothing(
    form: str, check: str, grade: str, question: str, answer: str
) -> None:
    disclosure = graded(form.format(question=question, answer="N/A"), "dataset")[check]
    assert disclosure.grade.value in ("absent", "placeholder")


@pytest.mark.parametrize("form", [BELOW, IN_AN_ITEM])
def test_the_answer_to_another_question_is_not_the_period(form: str) -> None:
    card = form.format(question="When was the dataset published?", answer="Late May 2023.")
    assert graded(card, "dataset")["PRIV-016"].grade.value == "absent"


@pytest.mark.parametrize(
    ("heading", "item"),
    [
        ("Initial Data Collection and Normalization", "Nordlyset, regional newspaper"),
        ("Overview", "Main sources: 410 folk tales texts, 95 sermon recordings"),
        ("Sources", "Letters of the Hartmann family"),
    ],
)
def test_an_item_below_a_heading_of_sources_names_one(heading: str, item: str) -> None:
    card = f"# A corpus\n\n## {heading}\n\n- {item}\n- Splits: two\n"
    assert graded(card, "dataset")["PRIV-010"].grade.value == "partial"


@pytest.mark.parametrize("item", ["More information needed", "See the paper", "Privacy:"])
def test_an_item_that_names_nothing_is_no_source(item: str) -> None:
    card = f"# A corpus\n\n## Sources\n\n- {item}\n"
    assert graded(card, "dataset")["PRIV-010"].grade.value == "absent"


def test_the_address_of_a_dataset_holds_its_name() -> None:
    card = (
        "# A model\n\nThis model was trained by two datasets:\n\n"
        "- Train1 : https://huggingface.co/datasets/ada/harbour-calls-train (first half)\n"
    )
    disclosure = graded(card, "model")["PRIV-010"]
    assert disclosure.grade.value in ("disclosed", "partial")
    assert "ada/harbour-calls-train" in disclosure.evidence[0].quote


def test_another_address_names_no_dataset() -> None:
    card = (
        "# A model\n\nThis model was trained by two datasets:\n\n"
        "- Train1 : https://example.org/ada/harbour-calls-train (first half)\n"
    )
    assert graded(card, "model")["PRIV-010"].grade.value == "absent"


def test_scores_below_a_heading_of_an_application_are_no_purpose() -> None:
    card = (
        "# A model\n\n## Application for document classification\n\n"
        "| Model | Score |\n| --- | --- |\n| Sea-Base | 0.8123 |\n"
    )
    assert graded(card, "model")["PRIV-023"].grade.value == "absent"


def test_offensive_content_below_a_heading_on_sensitive_data_is_no_personal_data() -> None:
    card = (
        "# A corpus\n\n## Personal and Sensitive Information\n\n"
        "The corpus may contain offensive language.\n"
    )
    assert graded(card, "dataset")["PRIV-002"].grade.value == "absent"


@pytest.mark.parametrize(
    ("check", "sentence", "grade"),
    [
        ("PRIV-013", "실사용 데이터 미사용.", "disclosed"),
        ("PRIV-013", "실사용 데이터로 시험할 예정.", "absent"),
        ("PRIV-015", "데이터는 synthetic입니다.", "partial"),
        ("PRIV-030", "Redaction takes place on the clinic's own machine.", "partial"),
        ("PRIV-030", "Redaction should take place before upload.", "absent"),
    ],
)
def test_terse_statements_answer(check: str, sentence: str, grade: str) -> None:
    disclosure = graded(f"# 데이터\n\n{sentence}\n", "dataset").get(check)
    assert disclosure is not None
    assert disclosure.grade.value == grade
