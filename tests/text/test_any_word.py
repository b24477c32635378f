"""Words are looked for in any case, plain ones and expressions alike."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.text.any_word import AnyWord

WORDS = r"commerc|비상업|коммерческ|\bnda\b|licen[cs]"


@pytest.mark.parametrize(
    "text", ["No COMMERCE", "비상업적", "Коммерческое", "an NDA applies", "Licence", "licenſe"]
)
def test_words_are_there(text: str) -> None:
    assert AnyWord(WORDS).is_in(text)


@pytest.mark.parametrize("text", ["", "agenda", "상업", "lice n"])
def test_words_are_not_there(text: str) -> None:
    assert not AnyWord(WORDS).is_in(text)


@given(st.text(alphabet="comerCıİſ비상업кК nda-licen", max_size=20))
def test_the_same_as_one_expression(text: str) -> None:
    assert AnyWord(WORDS).is_in(text) == bool(re.search(WORDS, text, re.IGNORECASE))
