"""No aim is stated without one of the words that are looked for first."""

from __future__ import annotations

import re

import pytest

from provenance.licences.english_limits import ENGLISH_AIM_WORDS
from provenance.licences.korean_limits import KOREAN_AIM_WORDS
from provenance.licences.restrictive import is_unclear

WORDS = re.compile(f"{ENGLISH_AIM_WORDS}|{KOREAN_AIM_WORDS}", re.IGNORECASE)


@pytest.mark.parametrize(
    "sentence",
    [
        "Uploaded for your classroom use.",
        "Made public to support open education.",
        "For household use",
        "This checkpoint is a research preview.",
        "Meant for your own hobby use.",
        "A demo version of the reranker.",
        "시연 목적으로 공개합니다.",
        "사내용 모델",
        "비영리 연구 목적",
    ],
)
def test_an_aim_has_one_of_its_words(sentence: str) -> None:
    assert is_unclear(sentence, on_terms=False)
    assert WORDS.search(sentence)


def test_a_sentence_without_an_aim() -> None:
    assert not is_unclear("The reranker has six layers.", on_terms=False)
    assert not is_unclear("Commercial use is allowed.", on_terms=False)
