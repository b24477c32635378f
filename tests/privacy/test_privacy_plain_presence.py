"""What a card says is in its data counts without the words "personal data"."""

from __future__ import annotations

import pytest
from privacy_cards import graded

STATED = (
    "The corpus contains employee names, dates and badge numbers.",
    "Each record includes the customer's e-mail address and phone number.",
    "Trained on support calls (including caller names and home addresses).",
    "The dataset holds clinical notes of 900 patients.",
    "학습 데이터에는 고객 이름과 전화번호가 포함되어 있습니다.",
    "데이터에 환자 성명과 주민등록번호가 수록되어 있습니다.",
)
NOT_STATED = (
    "Named entities are phrases that contain the names of persons and organizations.",
    "The corpus contains names of cities, rivers and mountains.",
    "The dataset includes synthetic customer names and phone numbers of fictional people.",
    "Annotators ranged in age from 20 to 25 years.",
    "The training data contains file names and column names.",
    "데이터에는 개체명(사람 이름 등) 태깅이 포함되어 있습니다.",
    "데이터에는 도시 이름과 역 이름이 포함되어 있습니다.",
)


@pytest.mark.parametrize("sentence", STATED)
def test_details_of_people_are_personal_data(sentence: str) -> None:
    answers = graded(f"# A card\n\n## Data\n\n{sentence}\n")
    assert answers["PRIV-001"].grade.value == "disclosed"
    assert answers["PRIV-002"].grade.value == "disclosed"


@pytest.mark.parametrize("sentence", NOT_STATED)
def test_names_of_other_things_are_not(sentence: str) -> None:
    answers = graded(f"# A card\n\n## Data\n\n{sentence}\n")
    assert answers["PRIV-001"].grade.value in ("absent", "partial")
    assert answers["PRIV-002"].grade.value == "absent"
