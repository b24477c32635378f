"""Korean sentences of makers on sources, rests and duties, and what only looks like them."""

from __future__ import annotations

import pytest
from privacy_cards import graded

from provenance.privacy.disclosure import ANSWERED

ANSWERS = (
    ("PRIV-010", "민원 접수처에 들어온 통화 4,000건을 글로 옮겨 썼습니다."),
    ("PRIV-010", "판례 공보에서 추려 쟁점별로 나누었습니다."),
    ("PRIV-010", "대학병원 5곳의 병리 소견서 3,100건."),
    ("PRIV-016", "2021년 3월 기준으로 공개된 전체 법령 자료입니다."),
    ("PRIV-032", "점검한 표본 500건에서 가려지지 않은 이름 3건을 발견했습니다."),
    ("PRIV-031", "이름과 등록번호를 삭제하고 진료일은 무작위로 밀었습니다."),
    ("PRIV-033", "이름을 지우지 않은 원본 그대로 배포합니다."),
    ("PRIV-040", "모델은 시험에서 남의 계좌번호를 4번 생성하였다."),
    ("PRIV-044", "유출 위험이 남으므로 운영자는 번호를 막는 필터를 두어야 한다."),
    ("PRIV-060", "채용 심사와 성격 추정에는 사용할 수 없습니다."),
    ("PRIV-061", "내려받은 사람은 조사 대상을 식별하지 않습니다."),
    ("PRIV-025", "help@data.example 또는 전화로 정정을 요청하실 수 있습니다."),
)

NO_ANSWERS = (
    # Patents of a model are no source, and a price list has a date too
    ("PRIV-010", "모델 구조는 특허로 출원하였다."),
    ("PRIV-016", "2021년 3월 기준 요금표입니다."),
    # Nothing was left
    ("PRIV-040", "모델은 계좌번호 질문에 답하지 않았다."),
    # A use that is allowed
    ("PRIV-060", "채용 공고를 요약하는 데 사용할 수 있습니다."),
)


OF_MODELS = ("PRIV-040", "PRIV-044")


def _kind_of(check: str) -> str:
    return "model" if check in OF_MODELS else "dataset"


@pytest.mark.parametrize(("check", "sentence"), ANSWERS)
def test_what_makers_state_is_heard(check: str, sentence: str) -> None:
    assert graded(sentence, kind=_kind_of(check))[check].grade in ANSWERED


@pytest.mark.parametrize(("check", "sentence"), NO_ANSWERS)
def test_what_only_looks_like_it_is_none(check: str, sentence: str) -> None:
    assert graded(sentence, kind=_kind_of(check))[check].grade not in ANSWERED


def test_advice_below_a_heading_for_those_who_tune_is_guidance() -> None:
    advice = "회원 정보가 있으면 먼저 지우고, 끝난 뒤 재현 여부를 확인하시기 바랍니다."
    below = graded(f"## 미세 조정을 하는 분께\n\n{advice}", kind="model")
    elsewhere = graded(f"## 설치\n\n{advice}", kind="model")
    assert below["PRIV-062"].grade in ANSWERED
    assert elsewhere["PRIV-062"].grade not in ANSWERED
