"""A lazy pattern answers as a compiled one, and is compiled no sooner than it is asked."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance import licences
from provenance.text.lazy import LazyPattern

EXPRESSION = r"\b(?P<first>no|any)\b(?: (\w+))?"
TEXTS = st.lists(st.sampled_from(["no", "ANY", "use", "data", ", ", " "]), max_size=8).map(" ".join)


def spans(match: re.Match[str] | None) -> object:
    return match and (match.span(), match.groups())


@given(text=TEXTS, start=st.integers(0, 9), end=st.integers(0, 30))
def test_the_answers_are_those_of_a_compiled_pattern(text: str, start: int, end: int) -> None:
    lazy, plain = LazyPattern(EXPRESSION, re.IGNORECASE), re.compile(EXPRESSION, re.IGNORECASE)
    assert spans(lazy.search(text)) == spans(plain.search(text))
    assert spans(lazy.search(text, start, end)) == spans(plain.search(text, start, end))
    assert spans(lazy.match(text, start, end)) == spans(plain.match(text, start, end))
    assert spans(lazy.fullmatch(text, start, end)) == spans(plain.fullmatch(text, start, end))
    assert [*map(spans, lazy.finditer(text))] == [*map(spans, plain.finditer(text))]
    assert lazy.sub(r"<\g<first>>", text) == plain.sub(r"<\g<first>>", text)
    assert lazy.sub(lambda match: match[0].upper(), text) == plain.sub(
        lambda match: match[0].upper(), text
    )
    assert lazy.split(text) == plain.split(text)


def test_a_fault_in_it_shows_at_its_first_use() -> None:
    pattern = LazyPattern(r"(")
    with pytest.raises(re.error):
        pattern.search("text")


def test_every_packaged_pattern_is_one() -> None:
    patterns: list[LazyPattern] = []
    for found in pkgutil.iter_modules(licences.__path__, f"{licences.__name__}."):
        module = importlib.import_module(found.name)
        patterns += [each for each in vars(module).values() if isinstance(each, LazyPattern)]
    assert patterns
    for pattern in patterns:
        assert pattern.compiled.pattern
