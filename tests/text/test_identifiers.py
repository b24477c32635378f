"""Ids of rules and questions in any spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.text.identifiers import has_separator, identifier_of


@pytest.mark.parametrize(
    ("word", "identifier"),
    [
        ("LIN020", "LIN020"),
        ("lin20", "LIN020"),
        (" lic 3 ", "LIC003"),
        ("priv_070", "PRIV070"),
        ("ＰＲＩＶ－０７０", "PRIV070"),
        ("PRIV–70", "PRIV070"),
        ("licence-drift", ""),
        ("LIN0200", ""),
        ("", ""),
    ],
)
def test_a_spelling_means_letters_and_three_digits(word: str, identifier: str) -> None:
    assert identifier_of(word) == identifier


@pytest.mark.parametrize(
    ("word", "separated"), [("PRIV-070", True), ("priv 70", True), ("PRIV070", False), ("x", False)]
)
def test_a_separator_is_seen(word: str, separated: bool) -> None:
    assert has_separator(word) is separated


@given(st.text(max_size=40))
def test_any_text_has_an_identifier_or_none(word: str) -> None:
    identifier = identifier_of(word)
    assert identifier == "" or identifier_of(identifier) == identifier
