"""Korean words are weighed without the findings of the rules."""

from __future__ import annotations

import pytest
from privacy_cards import graded

from provenance.model.artifact import Kind
from provenance.privacy.candidates import Sentence, features
from provenance.privacy.disclosure import ANSWERED, Grade
from provenance.privacy.korean import excluded_by
from provenance.privacy.words_alone import is_of_rules, word_reader

USERS_DATA, SOURCES, BASE = "PRIV-013", "PRIV-010", "PRIV-071"


def sentence(text: str, answers: dict[str, Grade] | None = None) -> Sentence:
    return Sentence(
        text=text,
        heading="",
        role="",
        kind=Kind.MODEL.value,
        answers=answers or {},
        claim=None,
    )


def scores_of(read: Sentence) -> dict[str, float]:
    return word_reader().scores(features(read))


def test_what_the_rules_found_changes_no_score() -> None:
    text = "이용자 대화는 학습에 쓰지 않습니다."
    ruled = sentence(text, {USERS_DATA: Grade.DISCLOSED})
    difference = features(ruled) - features(sentence(text))
    assert difference and all(is_of_rules(name) for name in difference)
    assert scores_of(ruled) == scores_of(sentence(text))


def test_a_statement_looks_more_like_an_answer_than_a_remark() -> None:
    model = word_reader()
    stated = scores_of(sentence("고객이 올린 사진은 모델 학습에 쓰지 않습니다."))[USERS_DATA]
    remark = scores_of(sentence("모델의 입력 크기는 640x640입니다."))[USERS_DATA]
    assert stated >= model.accepted
    assert remark < model.refused


@pytest.mark.parametrize("text", ["", "???", "abc"])
def test_a_sentence_of_unknown_words_answers_nothing(text: str) -> None:
    scores = scores_of(sentence(text))
    assert max(scores.values()) < word_reader().accepted


def test_an_answer_of_words_alone_counts_in_part() -> None:
    text = "기상 특보문과 재난 문자를 학습 데이터로 모았다."
    answer = graded(f"# 모델\n\n## 학습 데이터\n\n{text}\n", "model")[SOURCES]
    assert answer.grade in ANSWERED


def test_a_bare_name_is_left_to_the_rules() -> None:
    answers = graded("# KoBART-base\n\n한국어 문장을 다룹니다.\n", "model")
    base = answers.get(BASE)
    assert base is None or base.grade not in ANSWERED


def test_exceptions_of_the_frames_hold_for_words_alone() -> None:
    assert "PRIV-012" in excluded_by(frozenset({"opt-no"}))
    assert "PRIV-012" not in excluded_by(frozenset({"opt", "opt-act"}))
    assert not excluded_by(frozenset())


def test_words_alone_add_no_safeguard() -> None:
    text = "데이터에는 환자의 이름과 주민등록번호가 포함되어 있습니다."
    answers = graded(f"# D\n\n## Data\n\n{text}\n", "dataset")
    stances = {answers[check].stance for check in ("PRIV-004", "PRIV-030") if check in answers}
    assert "done" not in stances
