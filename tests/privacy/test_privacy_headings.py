"""A heading can name the question that the sentences below it answer."""

from __future__ import annotations

import pytest
from privacy_cards import graded

ANSWERED = [
    (
        "PRIV-041",
        "disclosed",
        "Privacy red-team",
        "An external team spent two weeks on personal data, with 12,000 prompts.",
    ),
    ("PRIV-041", "partial", "Red teaming", "An external team tried 12,000 prompts."),
    ("PRIV-041", "partial", "레드팀 평가", "외부 기관이 12,000개의 프롬프트로 시험하였습니다."),
    (
        "PRIV-062",
        "disclosed",
        "Guidance for fine-tuning",
        "Say in your card whether the data holds personal data.",
    ),
    (
        "PRIV-062",
        "disclosed",
        "미세조정 시 유의사항",
        "추가한 개인정보에 대한 책임은 이용자에게 있습니다.",
    ),
]


@pytest.mark.parametrize(("check", "grade", "heading", "sentence"), ANSWERED)
def test_below_its_heading_a_sentence_answers(
    check: str, grade: str, heading: str, sentence: str
) -> None:
    disclosure = graded(f"# A model\n\n## {heading}\n\n{sentence}\n", "model")[check]
    assert disclosure.grade.value == grade
    assert disclosure.evidence[0].quote == sentence


@pytest.mark.parametrize(("check", "grade", "heading", "sentence"), ANSWERED)
def test_below_another_heading_it_does_not(
    check: str, grade: str, heading: str, sentence: str
) -> None:
    disclosure = graded(f"# A model\n\n## Results\n\n{sentence}\n", "model")[check]
    assert disclosure.grade.value == "absent"


def test_a_heading_alone_is_no_answer() -> None:
    disclosures = graded(
        "# A model\n\n## Privacy red-team\n\n[More Information Needed]\n", "model"
    )["PRIV-041"]
    assert disclosures.grade.value == "absent"


def test_advice_below_the_heading_tells_nothing_that_was_done() -> None:
    disclosures = graded(
        "# A model\n\n## Red teaming\n\nDevelopers should test the model.\n", "model"
    )["PRIV-041"]
    assert disclosures.grade.value == "absent"
