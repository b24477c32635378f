"""Korean sentences that have the words of an answer and another subject, and what states one."""

from __future__ import annotations

import pytest
from privacy_cards import graded

from provenance.privacy.disclosure import ANSWERED

# Policies of a service speak for a company about its users, and not about training data.
POLICIES = (
    "# 개인정보 처리방침\n\n## 이용 목적\n\n회사는 수집한 개인정보를 모델 고도화에 활용합니다.",
    "# 처리방침\n\n## 개인정보의 처리\n\n당사는 개인정보를 수집하며 AI 모델 학습에 활용합니다.",
)

ANSWERS = (
    # Feedback of users, with a clause of purpose before it
    (
        "PRIV-013",
        "## 학습\n\n좋은 답을 낼 수 있도록, 실제 사용자의 피드백을 반영해 성능을 개선했습니다.",
    ),
    ("PRIV-036", "## 데이터\n\n라벨러는 비밀 유지 서약을 하고 대화 데이터를 검수하였습니다."),
    ("PRIV-036", "## 데이터\n\n동아리 회원들이 사진을 직접 라벨링하였습니다."),
    ("PRIV-041", "## 안전성\n\n개인정보 유출을 유도하는 질문으로 레드 팀 평가를 수행했다."),
    ("PRIV-016", "## 데이터\n\n### 수집 기간\n\n2021년 3월 ~ 2022년 2월"),
    ("PRIV-010", "## 개선 방법\n\n학습 데이터는 모두의 말뭉치를 사용했습니다."),
)

NO_ANSWERS = (
    # Plans
    ("PRIV-071", "## 향후 개선 방향\n\n- 기본 모델: KoGPT2 기반 생성 모델로 학습"),
    ("PRIV-011", "## 향후 과제\n\n- 여러 사이트의 게시글을 크롤링하여 데이터 추가"),
    # Kept until somebody asks is a time and no way to ask
    ("PRIV-050", "## 보관\n\n대화 기록은 삭제 요청 시까지 보관합니다."),
    # A file that a service deletes is no record of training data
    ("PRIV-030", "## 개인정보\n\n업로드한 얼굴 사진은 분석 후 자동 삭제됩니다."),
    # A reading passage is no fingerprint
    ("PRIV-006", "## 방법\n\n긴 지문은 잘라 내고 질문이 포함된 문단만 남겼습니다."),
    # A name that holds the letters of a board of review
    ("PRIV-024", "## 학습\n\nKoFairBERT는 추가 학습을 수행한 모델입니다."),
    # How long a crawler takes
    ("PRIV-011", "## 크롤러\n\n하루치 기사 본문 크롤링에는 약 20분이 걸립니다."),
    # An administrative district is no consent
    ("PRIV-021", "## 데이터\n\n바뀐 행정동의 코드로 수정하여 공개했습니다."),
    # Courses, and what a well-known model was made from
    ("PRIV-003", "## 강의 계획\n\n- 환자 데이터 분석과 위험도 예측"),
    ("PRIV-010", "## 배경\n\nBERT는 위키백과와 책으로 사전 학습된 모델이다."),
    # Folders of files
    ("PRIV-006", "## 구성\n\nwav 폴더에 A화자 음성, script 폴더에 녹음 대본이 있다."),
    # Steps of an interface
    ("PRIV-070", "## 미세 조정\n\n학습 데이터 메뉴에서 파일을 선택하고 모델을 미세 조정합니다."),
)


@pytest.mark.parametrize("card", POLICIES)
def test_the_policy_of_a_service_is_no_section_on_the_data(card: str) -> None:
    grades = graded(card, kind="model")
    assert grades["PRIV-001"].grade not in ANSWERED
    assert grades["PRIV-082"].grade not in ANSWERED


def test_a_section_on_training_data_is_one() -> None:
    grades = graded("## 개인정보\n\n학습 데이터에는 환자 이름이 포함되어 있습니다.", kind="model")
    assert grades["PRIV-001"].grade in ANSWERED
    assert grades["PRIV-082"].grade in ANSWERED


@pytest.mark.parametrize(("check", "card"), ANSWERS)
def test_what_is_stated_answers(check: str, card: str) -> None:
    assert graded(card, kind="model")[check].grade in ANSWERED


@pytest.mark.parametrize(("check", "card"), NO_ANSWERS)
def test_what_only_looks_like_an_answer_is_none(check: str, card: str) -> None:
    given = graded(card, kind="model").get(check)
    assert given is None or given.grade not in ANSWERED
