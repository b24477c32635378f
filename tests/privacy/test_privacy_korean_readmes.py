"""READMEs of Korean models and data sets: what they state in half a sentence."""

from __future__ import annotations

import pytest
from privacy_cards import graded

from provenance.privacy.disclosure import ANSWERED

ANSWERS = (
    # A task stated as what the work is or does
    ("PRIV-023", "## 소개\n\n고객 문의를 유형별로 분류하는 모델을 구축했습니다."),
    ("PRIV-023", "## 소개\n\n항만 물류 업무에 특화된 한국어 언어모델"),
    ("PRIV-023", "## 소개\n\n요리법을 읽고 재료를 추출하기 위해 제작된 데이터셋입니다."),
    ("PRIV-023", "# 한국어 회의록 요약 모델\n\n설치는 아래를 참고합니다."),
    # A base in passing
    ("PRIV-071", "## 학습\n\nKoELECTRA를 이용해 별점을 예측하는 프로젝트입니다."),
    ("PRIV-071", "## 학습\n\nKoBART에 고문서 대역 자료를 추가로 학습시켜 만들었습니다."),
    ("PRIV-071", "# KoGPT2 기반 시조 생성 모델\n\n설치는 아래를 참고합니다."),
    # Data that is used
    ("PRIV-010", "## 데이터\n\n학습 데이터는 기상청 예보문을 사용하였습니다."),
    ("PRIV-010", "## 소개\n\n사용된 데이터는 한 통신사의 상담 데이터입니다."),
    # Who answers for it
    ("PRIV-025", "## 데이터 정보\n\n- 주관 기관: 가나다 주식회사"),
    ("PRIV-025", "## 라이선스\n\n상업적 이용은 data@example.kr 로 문의 부탁드립니다."),
    ("PRIV-025", "## 소개\n\n이 모델은 가나대학교 언어처리 연구실에서 개발한 언어 모델입니다."),
)

NO_ANSWERS = (
    # A date of an entry is no period of collection
    ("PRIV-016", "## 소식\n\n2024-03-02 발표 자료와 코드를 게시하였습니다."),
    ("PRIV-016", "## 배경\n\n시장은 2019년부터 2023년까지 연평균 20% 성장한 것으로 나타났습니다."),
    # Samples of input and output are no statements
    ("PRIV-001", "## 예시\n\ninput: 담당 기자의 이름과 전화번호가 포함되어 있다."),
    # A line about a file of code
    ("PRIV-001", "## 구성\n\n- mask.py: 이름과 이메일이 포함된 데이터를 읽습니다."),
    # A domain is no data about people, and a new version holds no record of crimes
    ("PRIV-003", "## 소개\n\n의료 특화 한국어 언어모델입니다."),
    ("PRIV-003", "## 데이터\n\n이미지를 작게 바꾼 버전과 크게 바꾼 버전을 만들 수 있다."),
    # Made by hand, to train a language model
    (
        "PRIV-015",
        "## 데이터\n\n대회에 참가하기 위해 자체적으로 제작한 인공지능 챌린지 데이터셋입니다.",
    ),
    # A hub of data sets is no web site that was scraped
    ("PRIV-011", "## 데이터\n\nAI 허브에서 내려받은 후기 데이터를 수집한 뒤 정리했습니다."),
    # The age in the middle of "tokenizer"
    ("PRIV-030", "## 학습\n\n기존 토크나이저를 한국어 토크나이저로 교체했습니다."),
    # What was trained from scratch has no base
    ("PRIV-071", "## 학습\n\n동화책 말뭉치로 처음부터 학습한 BERT 모델입니다."),
    # How a data set is split is no purpose
    ("PRIV-023", "## 구성\n\n데이터는 학습, 검증, 테스트 목적으로 나뉜다."),
)


@pytest.mark.parametrize(("check", "card"), ANSWERS)
def test_a_readme_answers_in_half_a_sentence(check: str, card: str) -> None:
    assert graded(card, kind="model")[check].grade in ANSWERED


@pytest.mark.parametrize(("check", "card"), NO_ANSWERS)
def test_what_only_looks_like_an_answer_is_none(check: str, card: str) -> None:
    given = graded(card, kind="model").get(check)
    assert given is None or given.grade not in ANSWERED


def test_the_title_of_an_english_card_is_a_name() -> None:
    card = "# KoBART summarization model\n\nInstall it as described below."
    given = graded(card, kind="model").get("PRIV-071")
    assert given is None or given.grade not in ANSWERED


def test_a_title_is_quoted_with_its_line() -> None:
    card = "\n# KoBERT 기반 민원 분류 모델\n\n설치는 아래를 참고합니다."
    proof = graded(card, kind="model")["PRIV-071"]
    assert proof.evidence[0].start_line == 2
