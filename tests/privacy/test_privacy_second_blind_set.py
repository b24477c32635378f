"""Kinds of answers that a second set of unseen cards showed to be missed or wrong."""

from __future__ import annotations

import pytest
from privacy_cards import graded

ANSWERED = ("disclosed", "partial")

# Check, kind of artefact, card.
STATED = (
    ("PRIV-023", "dataset", "# D\n\nD is a dataset designed to evaluate cultural intelligence.\n"),
    ("PRIV-023", "model", "# M\n\nAcme-3 Jester is designed to test how models handle attacks.\n"),
    ("PRIV-023", "dataset", "# D\n\nThis dataset is well suited to observe variance of raters.\n"),
    ("PRIV-023", "dataset", "# D\n\nCLICK-3 is a corpus built to measure reading skills.\n"),
    ("PRIV-023", "model", "# 봇\n\n나의 말투를 모방하는 맞춤형 챗봇\n"),
    ("PRIV-010", "dataset", "# D\n\n- Over 900 receipts collected from shops and restaurants\n"),
    ("PRIV-010", "dataset", "# D\n\nA parallel corpus collected from the Finnish Constitution.\n"),
    ("PRIV-010", "dataset", "# D\n\nDialogues written by human annotators about travel.\n"),
    (
        "PRIV-010",
        "dataset",
        "# 자료\n\n모든 원본 데이터는 한빛 기록 모음에서 유래되었으며 정제되었습니다.\n",
    ),
    (
        "PRIV-010",
        "dataset",
        "# 자료\n\n(주)한빛이 수행한 사업을 통해 구축된 데이터의 일부입니다.\n",
    ),
    ("PRIV-061", "dataset", "# D\n\nThe corpus can be obtained by signing the form below.\n"),
    ("PRIV-061", "dataset", "# 자료\n\n원본은 협약서를 제출한 뒤 다운로드하시기 바랍니다.\n"),
    (
        "PRIV-050",
        "dataset",
        "# D\n\n## Privacy\n\nTo get your photo removed from the Acme dataset:\n\n1. Write us.\n",
    ),
    ("PRIV-070", "model", "# M\n\nWe slightly fine-tune vqgan_image_f16_16384 on ImageNet.\n"),
    ("PRIV-071", "model", "# M\n\nWe slightly fine-tune vqgan_image_f16_16384 on ImageNet.\n"),
    (
        "PRIV-071",
        "model",
        "# 봇\n\n사용 LLM: Solar 10.7B\n\n## 학습\n\n대화 로그로 미세 조정했습니다.\n",
    ),
    (
        "PRIV-071",
        "model",
        "# 봇\n\n상담 데이터로 파인튜닝한 챗봇입니다.\n\n## Pretrained Model\n\n"
        "https://huggingface.co/acme/Meta-Llama-3.1-8B\n",
    ),
)
NOT_STATED = (
    ("PRIV-023", "dataset", "# D\n\nClick is not designed to evaluate people.\n"),
    ("PRIV-023", "dataset", "# D\n\nThe parser is well known.\n"),
    ("PRIV-010", "dataset", "# D\n\nFeedback can be sent from shops and restaurants.\n"),
    ("PRIV-014", "dataset", "# 자료\n\n원본데이터는 협약서를 제출 후 다운로드 하시길 바랍니다.\n"),
    ("PRIV-016", "model", "# M\n\nThe model was trained between January 2023 and July 2023.\n"),
    ("PRIV-025", "model", "# M\n\n## Repositories\n\n- [BERT by Google](https://hub/bert)\n"),
    ("PRIV-030", "dataset", "# D\n\n## Privacy\n\nTo get your photo removed from this dataset:\n"),
    ("PRIV-060", "dataset", "# D\n\nThe user id (ids are numbers that do not identify people).\n"),
    ("PRIV-061", "dataset", "# D\n\nSigning the form below helps us.\n"),
    (
        "PRIV-071",
        "model",
        "# M\n\n## Similar\n\nSee https://huggingface.co/acme/llama-8b for more.\n",
    ),
)


@pytest.mark.parametrize("check, kind, card", STATED)
def test_a_kind_that_was_missed_is_heard(check: str, kind: str, card: str) -> None:
    assert graded(card, kind)[check].grade.value in ANSWERED


@pytest.mark.parametrize("check, kind, card", NOT_STATED)
def test_what_only_looks_like_it_is_no_answer(check: str, kind: str, card: str) -> None:
    answer = graded(card, kind).get(check)
    assert answer is None or answer.grade.value not in ANSWERED


def test_a_card_that_says_nothing_leaves_the_questions_open() -> None:
    disclosures = graded("# D\n\nA file.\n", "dataset")
    assert {disclosures[check].grade.value for check in ("PRIV-010", "PRIV-023")} == {"absent"}
