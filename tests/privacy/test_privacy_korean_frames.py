"""Wide frames of Korean propose answers, and the learned reader of Korean decides on them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from privacy_cards import graded

from provenance.privacy.candidates import NEVER, reader
from provenance.privacy.catalogue import load
from provenance.privacy.frames import word_classes, write_out
from provenance.privacy.korean import (
    ADVISED,
    KOREAN,
    NOT_STATED,
    heading_classes,
    korean_classes,
    korean_questions,
    proposed_answers,
    takes_advice,
)
from provenance.privacy.lexicon import compile_words, places_of

ANSWERED = [
    ("PRIV-001", "개인정보", "접수 기록에 환자의 성함과 휴대전화번호가 그대로 실려 있습니다."),
    ("PRIV-005", "참여자", "초등학생 90명이 보호자의 서면 동의를 받고 녹음에 참여하였다."),
    ("PRIV-010", "학습 데이터", "국회 회의록과 한국어 위키백과로 사전학습함"),
    ("PRIV-016", "수집 기간", "2020년 3월 ~ 2021년 8월"),
    ("PRIV-021", "동의", "모든 화자에게서 음성 공개에 관한 동의를 얻었음"),
    ("PRIV-024", "윤리", "연구윤리심의위원회의 승인을 받은 과제임"),
    ("PRIV-030", "전처리", "이름과 연락처는 별표로 가림"),
    ("PRIV-031", "정제", "휴대폰 번호는 정규식으로 탐지해 [PHONE]으로 치환하였습니다."),
    ("PRIV-040", "한계", "학습 데이터에 있던 전화번호를 그대로 출력할 수 있습니다."),
    ("PRIV-053", "보관", "녹음 원본은 연구 종료 후 2년간 보관한 뒤 파기함"),
    ("PRIV-060", "금지", "특정 개인을 감시하거나 추적하는 용도로 쓸 수 없습니다."),
    ("PRIV-063", "데모", "입력한 문장은 서버에 저장하지 않음"),
]
NOTHING_STATED = [
    ("PRIV-030", "가이드", "학습 전에 주민등록번호를 제거하는 것이 바람직하다."),
    ("PRIV-030", "소개", "글에서 이름과 전화번호를 찾아 마스킹하는 모델입니다."),
    ("PRIV-030", "향후 계획", "다음 버전에서 개인정보 비식별화를 적용할 예정입니다."),
    ("PRIV-030", "서식", "[개인정보를 제거하였는지 적어 주세요]"),
    ("PRIV-001", "약관", "회사는 회원가입 시 이름과 이메일을 수집합니다."),
    ("PRIV-021", "점검표", "법정대리인의 동의를 받았는지 점검하십시오."),
    ("PRIV-035", "논문", "이 논문은 연합학습에서 개인정보를 보호하는 방법을 제안한다."),
    ("PRIV-053", "약관", "회원 탈퇴 시 개인정보는 지체 없이 파기됩니다."),
    ("PRIV-010", "업계", "AI 기업들은 인터넷에 공개된 데이터를 긁어 학습에 쓴다."),
]


@pytest.mark.parametrize(("check", "heading", "sentence"), ANSWERED)
def test_a_statement_answers_in_every_register(check: str, heading: str, sentence: str) -> None:
    disclosure = graded(f"# 카드\n\n## {heading}\n\n{sentence}\n", "model", "fine-tune")[check]
    assert disclosure.grade.value in ("disclosed", "partial")
    assert disclosure.evidence[0].quote == sentence


@pytest.mark.parametrize(("check", "heading", "sentence"), NOTHING_STATED)
def test_advice_plans_forms_and_others_answer_nothing(
    check: str, heading: str, sentence: str
) -> None:
    disclosure = graded(f"# 카드\n\n## {heading}\n\n{sentence}\n", "model", "fine-tune")[check]
    assert disclosure.grade.value == "absent"


def test_advice_answers_only_questions_that_ask_for_it() -> None:
    text = "서비스에 적용할 때에는 출력에서 개인정보를 걸러 내시기 바랍니다."
    disclosures = graded(f"# 카드\n\n## 배포\n\n{text}\n", "model")
    assert disclosures["PRIV-044"].grade.value in ("disclosed", "partial")
    assert disclosures["PRIV-030"].grade.value == "absent"
    assert takes_advice("PRIV-044")
    assert not takes_advice("PRIV-030")


def test_an_empty_answer_of_a_form_is_an_answer() -> None:
    assert NOT_STATED not in korean_classes(places_of("해당 없음", KOREAN))
    assert NOT_STATED in korean_classes(places_of("[개인정보를 적어 주세요]", KOREAN))


def test_the_heading_can_hold_one_part_of_a_frame() -> None:
    text = "한국어 위키백과"
    classes = korean_classes(places_of(text, KOREAN))
    assert "PRIV-010" in proposed_answers(text, classes, "", "데이터 출처")
    assert "PRIV-010" not in proposed_answers(text, classes, "", "성능")


def test_every_class_that_a_frame_names_exists() -> None:
    words = load("korean.json")["words"]
    for question in korean_questions().values():
        assert question.frames
        for frame in question.frames:
            assert frame.all
            assert frame.classes <= words.keys()


def test_every_word_compiles() -> None:
    classes = dict(word_classes(KOREAN))
    for name, words in load("korean.json")["words"].items():
        classes[name] = [write_out(word, classes) for word in words]
        assert compile_words(KOREAN, classes[name]).search("") is None


def test_every_learned_question_of_korean_has_bounds() -> None:
    learned = reader(KOREAN)
    assert set(learned.bounds[KOREAN]) == set(learned.checks)
    for bound in learned.bounds[KOREAN].values():
        assert NEVER <= bound.refused <= bound.doubted <= bound.accepted


def test_the_same_labels_give_the_same_bytes() -> None:
    pytest.importorskip("sklearn", reason="needs scikit-learn")
    from data_sources import privacy_reader_korean as trainer

    composed = trainer.examples(None)[-160:]
    first, second = (json.dumps(trainer.learn(composed)) for _ in range(2))
    assert first == second


@given(st.text(max_size=300), st.text(max_size=60))
def test_any_text_is_read(text: str, heading: str) -> None:
    classes = korean_classes(places_of(text, KOREAN))
    assert heading_classes(heading) <= set(load("korean.json")["words"])
    answers = proposed_answers(text, classes, "", heading)
    if NOT_STATED in classes:
        assert all(takes_advice(check) for check in answers)
    assert ADVISED not in load("korean.json")["words"]


@pytest.mark.parametrize(
    ("word", "inside", "alone"),
    [
        ("공지", "인공지능 학습용 데이터", "화면에 공지하였다"),
        ("동의", "학교 활동의 기록", "화자의 동의를 받았다"),
        ("의사", "의사소통을 돕는다", "의사가 판독하였다"),
        ("로그", "프로그램을 실행한다", "대화 로그를 모았다"),
        ("이전", "에이전트가 답한다", "국외로 이전한다"),
    ],
)
def test_the_syllables_of_a_word_inside_another_are_not_that_word(
    word: str, inside: str, alone: str
) -> None:
    pattern = compile_words(KOREAN, [word])
    assert not pattern.search(inside)
    assert pattern.search(alone)


@pytest.mark.parametrize(
    "sentence",
    [
        "개인정보위는 AI 기업에 학습 데이터의 개인정보를 제거하라고 권고했다.",
        "개인정보처리자의 정당한 이익은 다양한 층위의 이익을 포괄할 수 있음",
        "대부분의 AI 시스템은 입력된 데이터를 학습에 활용한다.",
    ],
)
def test_what_regulators_laws_and_an_industry_say_answers_nothing(sentence: str) -> None:
    grades = graded(f"# 카드\n\n## 동향\n\n{sentence}\n", "model")
    assert not [grade for grade in grades.values() if grade.evidence]


@pytest.mark.parametrize(
    ("sentence", "answers"),
    [
        ("환자의 이름과 주민등록번호는 비식별화 조치를 거쳐 삭제하였다.", True),
        ("환자의 이름과 주민등록번호는 비식별화 조치를 거쳐야 연구에 쓸 수 있다.", False),
        ("환자의 이름과 주민등록번호는 삭제한 뒤에만 반출할 수 있다.", False),
    ],
)
def test_a_requirement_is_not_what_was_done(sentence: str, answers: bool) -> None:
    grades = graded(f"# 카드\n\n## 개인정보\n\n{sentence}\n", "dataset")
    assert bool(grades["PRIV-030"].evidence) is answers


def test_items_with_bullets_stand_below_the_line_above_them() -> None:
    card = "# 카드\n\n데이터 구축 목적\n● 민원 응대 챗봇 모델 개발에 활용\n● 상담 요약 연구\n"
    disclosure = graded(card, "dataset")["PRIV-023"]
    assert disclosure.evidence[0].quote == "민원 응대 챗봇 모델 개발에 활용"


def test_a_short_line_above_a_list_is_its_heading() -> None:
    card = "# 카드\n\n구축 목적\n- 민원 응대 챗봇 모델 개발에 활용\n"
    disclosure = graded(card, "dataset")["PRIV-023"]
    assert disclosure.evidence[0].quote == "민원 응대 챗봇 모델 개발에 활용"
