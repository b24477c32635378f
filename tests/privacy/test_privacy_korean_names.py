"""Names in Latin letters and other bare parts of Korean cards: titles, lists, tables, fields."""

from __future__ import annotations

import pytest
from privacy_cards import graded

from provenance.privacy.disclosure import ANSWERED

KOREAN = "# 감자\n\n한국어 문장을 다룹니다.\n\n"

ANSWERS = (
    # Names alone below a heading, Korean or not
    ("PRIV-010", "model", KOREAN + "## 학습 데이터\n\n- KorQuAD 1.0\n- AIHub\n"),
    ("PRIV-010", "model", KOREAN + "## Dataset\n\n- NSMC\n"),
    ("PRIV-071", "model", KOREAN + "## 사용 모델\n\nKoELECTRA, KoBERT\n"),
    ("PRIV-071", "model", KOREAN + "## 베이스 모델\n\n- acme/kogpt-base\n"),
    # What was tuned is told by the heading, or by the id of its weights
    ("PRIV-070", "model", KOREAN + "## 베이스 모델\n\n- acme/kogpt-base\n\n## 데이터\n\n- NSMC\n"),
    # A title in Latin letters
    ("PRIV-071", "model", "# KoBART-summarization\n\n한국어 문장을 다룹니다.\n"),
    ("PRIV-023", "model", "# KoBART-summarization\n\n한국어 문장을 다룹니다.\n"),
    ("PRIV-071", "model", KOREAN + "## 모델\n\nKoBERT를 사용하였다.\n"),
    # Heads of columns, and a table behind its introduction
    ("PRIV-071", "model", KOREAN + "| 모델 | 베이스 |\n|---|---|\n| 감자 | Qwen2.5-7B |\n"),
    (
        "PRIV-010",
        "dataset",
        KOREAN
        + "데이터셋 구성은 아래와 같습니다.\n\n| 분야 | Source |\n|---|---|\n| 어휘 | NIKL |\n",
    ),
    # Fields that describe a person
    ("PRIV-002", "dataset", KOREAN + "## 데이터 구조\n\n- 나이: 평가자의 나잇대\n- 성별: 남, 여\n"),
    # Work by people with a profession, and a purpose that ends in a noun
    ("PRIV-036", "dataset", KOREAN + "## 라벨링\n\n- 간호사 3인 검수\n"),
    ("PRIV-023", "model", KOREAN + "## 용도\n\n회의록 요약 및 일정 정리용\n"),
    ("PRIV-023", "model", KOREAN + "## 소개\n\n댓글의 욕설 여부 판별\n"),
)

NO_ANSWERS = (
    # Names below a heading of results, and what is no name of data
    ("PRIV-010", "model", KOREAN + "## 성능\n\n- KorNLI\n- KorSTS\n"),
    ("PRIV-010", "model", KOREAN + "## 데이터\n\n- train.jsonl\n- Format\n"),
    ("PRIV-071", "model", KOREAN + "## 비교\n\nKoELECTRA, KoBERT\n"),
    # The title of an English card is a name, and a size is no task
    ("PRIV-071", "model", "# KoBART-base\n\n한국어 문장을 다룹니다.\n"),
    ("PRIV-071", "model", "# KoBART-summarization\n\nInstall it with pip and run it on a GPU.\n"),
    # A model of KLUE is no data
    ("PRIV-010", "model", KOREAN + "## 학습\n\nKLUE RoBERTa-large에 LoRA 적용\n"),
    # Categories of hate are no fields of a person
    ("PRIV-002", "dataset", KOREAN + "## 상세 설명\n\n- 성별: 특정 성별에 대한 혐오 표현\n"),
    # A part of the data is no purpose
    ("PRIV-023", "dataset", KOREAN + "## 분할\n\n- 학습용: 80%\n"),
    # What was not used is no source
    ("PRIV-010", "model", KOREAN + "## 데이터\n\n사용자 대화 로그는 학습에 사용하지 않음.\n"),
)


@pytest.mark.parametrize(("check", "kind", "card"), ANSWERS)
def test_bare_parts_of_a_korean_card_answer(check: str, kind: str, card: str) -> None:
    assert graded(card, kind=kind)[check].grade in ANSWERED


@pytest.mark.parametrize(("check", "kind", "card"), NO_ANSWERS)
def test_what_looks_like_them_does_not(check: str, kind: str, card: str) -> None:
    answer = graded(card, kind=kind).get(check)
    assert answer is None or answer.grade not in ANSWERED
