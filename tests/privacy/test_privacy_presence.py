"""Statements of presence: kinds of personal data, whose they are, and that they are there."""

from __future__ import annotations

import pytest
from privacy_cards import graded

from provenance.model.artifact import Kind
from provenance.privacy.declared import declared_data, kinds_in

STATED = (
    ("Training data", "We tuned the model on memos in which employees are named.", "names"),
    ("Training data", "Trained on blood samples and the diagnoses of 400 patients.", "health"),
    ("Training data", "Portraits of 900 students were used.", "photos"),
    ("Training data", "The examples carry the tenants' bank account numbers.", "payment"),
    ("Training data", "Mail of our staff, with their phone numbers left in.", "phone"),
    ("Training data", "Fields: first name, surname, date of birth", "names"),
    ("Training data", "Trained on the chat histories of our customers.", "messages"),
    ("Data", "GPS tracks and home addresses of 40 couriers are included.", "address"),
    ("학습 데이터", "고객의 통화 녹취를 학습했으며 계좌번호가 그대로 남아 있습니다.", "payment"),
    ("학습 데이터", "직원 300명의 얼굴 사진으로 학습함", "biometric"),
    ("학습 데이터", "컬럼: 성명, 여권번호, 국적", "identity-numbers"),
    ("데이터", "환자 성명과 처방 내역이 적힌 문서", "health"),
    ("데이터", "승객의 이동 경로가 담겨 있다.", "location"),
)
NOT_STATED = (
    ("Training data", "The training data contains no names of patients."),
    ("Training data", "Names of patients were removed from the notes before training."),
    ("Training data", "Trained on synthetic records with names of patients."),
    ("Usage", "Type the names of your customers into the form."),
    ("Model description", "The model detects names and phone numbers of customers."),
    ("Limitations", "If records of patients are used, their names may leak."),
    ("Data", "Lists with the names of rivers, cities and streets."),
    ("Data", "first names of patients -> Lucie"),
    ("Data", "DNA sequences of ten thousand species of birds."),
    ("학습 데이터", "학습 전에 고객 이름과 전화번호를 삭제하였다."),
    ("학습 데이터", "가상의 환자 이름과 병력을 사용했습니다."),
    ("모델 설명", "본 모델은 환자의 이름을 찾아 줍니다."),
    ("데이터", "긴 지문이 포함된 독해 문제집"),
)


@pytest.mark.parametrize(("heading", "sentence", "kind"), STATED)
def test_presence_is_stated_in_whatever_words(heading: str, sentence: str, kind: str) -> None:
    answers = graded(f"# A card\n\n## {heading}\n\n{sentence}\n")
    assert answers["PRIV-001"].grade.value == "disclosed"
    assert answers["PRIV-002"].grade.value == "disclosed"
    data = declared_data(answers.values())
    assert data is not None
    assert kind in data.kinds


@pytest.mark.parametrize(("heading", "sentence"), NOT_STATED)
def test_what_states_no_presence_declares_nothing(heading: str, sentence: str) -> None:
    assert declared_data(graded(f"# A card\n\n## {heading}\n\n{sentence}\n").values()) is None


@pytest.mark.parametrize("sentence", ["Nombres de pacientes y diagnósticos.", "Recordings."])
def test_what_cannot_be_told_declares_nothing(sentence: str) -> None:
    assert declared_data(graded(f"# A card\n\n## Data\n\n{sentence}\n").values()) is None


def test_sensitive_kinds_faces_and_children_answer_their_questions() -> None:
    text = "Pictures of 70 children with their diagnoses and fingerprints are included."
    answers = graded(f"# A card\n\n## Data\n\n{text}\n", Kind.DATASET.value)
    for check in ("PRIV-003", "PRIV-005", "PRIV-006", "PRIV-007"):
        assert answers[check].grade.value in ("disclosed", "partial")


def test_what_was_not_removed_is_there() -> None:
    answers = graded("# A card\n\n## Training data\n\nCaller names were not masked.\n")
    assert (answers["PRIV-001"].grade.value, answers["PRIV-001"].stance) == ("disclosed", "present")


def test_kinds_need_the_people_whose_they_are() -> None:
    assert kinds_in("Voice samples of 900 clients were used.") >= {"voices"}
    assert not kinds_in("Voice samples were used.")


def test_contact_details_are_not_called_phone_numbers() -> None:
    kinds = kinds_in("The pages contain names and contact details that people published.")
    assert kinds == {"names", "contact"}


def test_the_name_of_a_hub_is_no_face() -> None:
    sentence = "Search our Hugging Face page for checkpoints with names that start with Tarn."
    assert "biometric" not in kinds_in(sentence)
    entry = graded(f"# Tarn\n\n{sentence}\n", "model").get("PRIV-001")
    assert entry is None or entry.grade.value == "absent"
