"""Korean sentences on outputs, bans, pledges and labellers, which say nothing about the data."""

from __future__ import annotations

import pytest
from privacy_cards import graded

from provenance.privacy.catalogue import catalogue, load
from provenance.privacy.disclosure import ANSWERED
from provenance.privacy.korean import korean_classes, unanswered_by
from provenance.privacy.lexicon import places_of

NO_ANSWERS = (
    # What a model writes
    ("PRIV-030", "서비스의 필터가 여권번호와 계좌번호를 가려 내보냅니다."),
    ("PRIV-002", "남의 전화번호와 이메일을 묻는 질문은 거부하도록 추가로 학습했습니다."),
    # Banned uses
    ("PRIV-003", "종교 추정과 정신 질환 진단에는 사용할 수 없습니다."),
    # The labellers' own records
    ("PRIV-030", "검수자의 이름과 연락처는 급여를 준 뒤 삭제했습니다."),
    # Names that nobody bears
    ("PRIV-002", "문장에 나오는 이름과 전화번호는 임의로 지어 넣었습니다."),
    # How long something is kept
    ("PRIV-032", "보관 기간: 이름이 남은 원본 녹음은 검토 후 3개월 뒤 삭제."),
    # Pledges of users
    ("PRIV-021", "제공받은 자료는 제공 기관의 동의 없이 다른 사람에게 줄 수 없습니다."),
    # People who speak a language use no service
    ("PRIV-013", "모델 학습용 일본어 사용자의 한국어 대화 데이터 수집."),
    # What others did, tools, and a form that nobody filled
    ("PRIV-030", "관련 연구: 국어원은 말뭉치에서 이름과 주소를 삭제하였다고 보고하였다."),
    ("PRIV-030", "상담 기록의 이름을 지우고 통계를 내도록 지원하는 웹 기반 플랫폼입니다."),
    ("PRIV-001", "[기재 요망: 데이터에 포함된 개인정보의 항목을 적는다.]"),
)


@pytest.mark.parametrize(("check", "sentence"), NO_ANSWERS)
def test_a_sentence_with_another_subject_answers_nothing(check: str, sentence: str) -> None:
    assert graded(f"## 개인정보\n\n{sentence}", kind="dataset")[check].grade not in ANSWERED


def test_the_data_beside_them_is_still_heard() -> None:
    grades = graded("## 개인정보\n\n상담 기록의 이름과 연락처는 모두 삭제했습니다.", kind="dataset")
    assert grades["PRIV-030"].grade in ANSWERED


def test_other_languages_and_sentences_without_such_words_rule_nothing_out() -> None:
    assert unanswered_by(frozenset()) == frozenset()
    classes = korean_classes(places_of("상담 기록의 이름은 모두 삭제했습니다.", "ko"))
    assert unanswered_by(classes) == frozenset()


def test_every_class_that_rules_a_question_out_exists() -> None:
    known = {check.id for check in catalogue()}
    written = load("korean.json")
    for name, checks in written["unanswered"].items():
        assert name in written["words"]
        assert set(checks) <= known
