"""SPDX expressions as cards write them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.licences import catalogue
from provenance.licences.expression import parse_expression


@pytest.mark.parametrize(
    ("value", "expression", "keys"),
    [
        ("mit or apache-2.0", "MIT OR Apache-2.0", {"mit", "apache-2.0"}),
        ("(MIT AND CC-BY-4.0)", "MIT AND CC-BY-4.0", {"mit", "cc-by-4.0"}),
        ("Apache-2.0 WITH LLVM-exception", "Apache-2.0 WITH LLVM-exception", {"apache-2.0"}),
        ("apache-2.0 with llvm-exception", "Apache-2.0 WITH LLVM-exception", {"apache-2.0"}),
        ("Apache-2.0+", "Apache-2.0+", {"apache-2.0"}),
        ("GPL-2.0+ OR MIT", "GPL-2.0-or-later OR MIT", {"gpl-2.0-or-later", "mit"}),
    ],
)
def test_expressions(value: str, expression: str, keys: set[str]) -> None:
    read = parse_expression(value)
    assert read is not None
    assert (read[0], {licence.id for licence in read[1]}) == (expression, keys)


@pytest.mark.parametrize(
    "value", ["MIT", "MIT OR", "MIT OR LicenseRef-acme", "MIT WITH love", "C++", "MIT AND " * 60]
)
def test_what_is_no_expression_of_known_licences(value: str) -> None:
    assert parse_expression(value) is None


@given(st.lists(st.sampled_from(["MIT", "OR", "AND", "WITH", "(", ")", "GPL-2.0+", "x"])))
@settings(max_examples=200, deadline=None)
def test_any_words_are_read(words: list[str]) -> None:
    read = parse_expression(" ".join(words))
    assert read is None or {licence.id for licence in read[1]} <= set(catalogue())
