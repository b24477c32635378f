"""Sentences that deny a limit have its words and limit nothing, unless they except something."""

from __future__ import annotations

import pytest

from provenance.licences.freedom import denies_any_limit
from provenance.licences.restrictive import limits, may_bound

FREE = (
    "Do shops have to register with a form? No.",
    "May a bank sell answers of this model? Yes.",
    "The files cost nothing, whatever you earn with them.",
    "It is under MIT, which includes commercial use.",
    "회사가 쓰면 비용을 내야 하나요? 아니요.",
    "영업에 써도 되나요? 네.",
    "연구용으로만 쓸 수 있는 것 아닌가요? 아닙니다.",
    "You don't need the paid app to use it, not in a shop either.",
    "상업적 이용에 아무런 제약이 없습니다.",
    "등록도 허락도 없고 회사도 환영합니다.",
)
NOT_FREE = (
    "Is there a fee? Yes, for banks.",
    "May a bank sell answers of this model? No.",
    "Is it non-commercial? Yes.",
    "Is commercial use forbidden? Yes.",
    "Is it licensed for academic work? Yes.",
    "상업적으로 쓰면 안 되나요? 네.",
    "The files cost nothing for universities.",
    "상업적 이용 외에는 제약이 없습니다.",
    "비영리 이용에는 제약이 없습니다.",
    "허락 없이 판매할 수 없습니다.",
)


@pytest.mark.parametrize("sentence", FREE)
def test_a_denied_limit_is_none(sentence: str) -> None:
    assert denies_any_limit(sentence)
    assert not limits(sentence)
    assert not may_bound(sentence)


@pytest.mark.parametrize("sentence", NOT_FREE)
def test_an_exception_or_another_answer_frees_nothing(sentence: str) -> None:
    assert not denies_any_limit(sentence)


def test_a_remark_frees_nothing() -> None:
    assert not denies_any_limit("The weather was fine.")


def test_both_kinds_of_users_are_named() -> None:
    sentence = "The weights are licensed for both researchers and commercial entities."
    assert not limits(sentence)
    assert not may_bound(sentence)
