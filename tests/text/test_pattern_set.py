"""A set of patterns finds what each of them finds."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from provenance.text.first_letters import GAP, first_letters, without_outer_groups
from provenance.text.pattern_set import PatternSet, SyllablePatterns, WordPatterns


@pytest.mark.parametrize(
    ("pattern", "letters"),
    [
        ("corpus", {"corp"}),
        (r"\bdata ?sets?", {"data"}),
        (r"(?<!\w)(?:we|they) collected(?!\w)", {"we c", "they"}),
        ("(?:un)?known", {"unkn", "know"}),
        ("organi[sz]e|no[- ]one|a[a-c-]b|x[-.]y", {"orga", "no-o", "no o", "a", "x-y", "x.y"}),
        ("go[od]", {"goo", "god"}),
        (r"(?-i:AI)\b", {f"ai{GAP}"}),
        (r"\bno\b|\bnever\b", {f"no{GAP}", "neve"}),
        (r"\b(?:no\b)?one", {f"no{GAP}", "one"}),
        (r"of\w*", {"of"}),
        ("a+b", {"a"}),
        ("a{0,3}bc", {"a", "bc"}),
        ("a{2}bc", {"a"}),
        (r"n\.?o", {"n.o", "no"}),
        ("개인 ?정보", {"개인 정", "개인정보"}),
        (r"[^x]y", {""}),
        (r"no[\s\-]one", {f"no{GAP}o", "no-o"}),
        (r"no\W", {f"no{GAP}"}),
        ("[a-z]x", {""}),
        (r"[]x]y", {"]y", "xy"}),
        (r".+", {""}),
        (r"(?:\d+ )?people", {"", "peop"}),
        ("", {""}),
    ],
)
def test_letters_of_a_pattern(pattern: str, letters: set[str]) -> None:
    re.compile(pattern)
    assert first_letters(pattern, 4) == letters


@pytest.mark.parametrize(
    ("pattern", "alternatives"),
    [
        ("a", ["a"]),
        ("a|b c", ["a", "b c"]),
        ("(?:a|b)", ["a", "b"]),
        ("(?:a|(?:b|[)|])|c)|d", ["a", "b", "[)|]", "c", "d"]),
        ("(?:a|b) c", ["(?:a|b) c"]),
        ("(?:a|b)(?:c|d)", ["(?:a|b)(?:c|d)"]),
        ("(?:a|b)?", ["(?:a|b)?"]),
        (r"(?:a|\))", ["a", r"\)"]),
        ("(?-i:a|b)", ["(?-i:a|b)"]),
        ("", [""]),
    ],
)
def test_alternatives_without_outer_groups(pattern: str, alternatives: list[str]) -> None:
    assert list(without_outer_groups(pattern)) == alternatives


LITERAL = st.sampled_from(["a", "be", "data", "no", "ten", "x", r"\.", " "])


def _groups(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    either = st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})")
    joined = st.lists(inner, min_size=1, max_size=4).map("".join)
    repeated = st.tuples(either, st.sampled_from(["?", "*", "+", "{0,2}", "{1,2}", "{2}", "*+"]))
    return either | joined | repeated.map("".join)


PATTERNS = st.recursive(LITERAL | st.sampled_from(["[ab]", r"\w", "[^n]"]), _groups, max_leaves=12)
TEXTS = st.text(alphabet="abdenotx. A", max_size=30)


def _matching(kind: type[PatternSet], text: str, /, **patterns: str) -> set[str]:
    words = kind({name: [alternatives] for name, alternatives in patterns.items()})
    places = kind.places(text)
    names = words.found_in(places)
    assert names == {name for name in patterns if words.matches(name, places, len(text))}
    assert words.has_any(places) == bool(names)
    return names


@given(pattern=PATTERNS, text=TEXTS)
@example(pattern="(?:a|be)", text="Be")
@example(pattern="no[^n]", text="no")
def test_what_a_search_finds(pattern: str, text: str) -> None:
    of_words = re.search(rf"(?<!\w)(?:{pattern})(?!\w)", text, re.IGNORECASE)
    assert bool(_matching(WordPatterns, text, it=pattern)) == bool(of_words)
    anywhere = re.search(pattern, text, re.IGNORECASE)
    assert bool(_matching(SyllablePatterns, text, it=pattern)) == bool(anywhere)


def test_names_of_what_is_found() -> None:
    names = {"people": "person|people", "sets": "data ?sets?", "at": "@[a-z]"}
    assert _matching(WordPatterns, "Names of People", **names) == {"people"}
    assert _matching(WordPatterns, "our metadata sets", **names) == set()
    assert _matching(WordPatterns, "data sets of a person: @me", **names) == {"people", "sets"}
    names = {"personal": "개인 ?정보", "writing": "글"}
    assert _matching(SyllablePatterns, "비개인 정보", **names) == {"personal"}
    assert _matching(SyllablePatterns, "댓글", **names) == {"writing"}
    assert _matching(SyllablePatterns, "모델", **names) == set()


def test_patterns_that_begin_with_the_same_word() -> None:
    names = {"data": "the data|the texts", "texts": "the texts?", "any": "the|th", "no": "a the"}
    assert _matching(WordPatterns, "All the texts", **names) == {"data", "texts", "any"}
    assert _matching(WordPatterns, "to th end", **names) == {"any"}
    assert _matching(WordPatterns, "then, theatre", **names) == set()


@given(patterns=st.lists(PATTERNS, min_size=2, max_size=4), texts=st.lists(TEXTS, max_size=3))
def test_patterns_of_a_set_are_found_independently(patterns: list[str], texts: list[str]) -> None:
    words = WordPatterns({str(number): [pattern] for number, pattern in enumerate(patterns)})
    for text in texts:
        alone = {
            str(number)
            for number, pattern in enumerate(patterns)
            if re.search(rf"(?<!\w)(?:{pattern})(?!\w)", text, re.IGNORECASE)
        }
        assert words.found_in(WordPatterns.places(text)) == alone


def test_the_beginning_of_a_text() -> None:
    words = WordPatterns({"sets": ["data sets"], "digits": [r"\d+"]})
    text = "of data sets 12"
    places = WordPatterns.places(text)
    assert words.matches("sets", places, len(text))
    assert words.matches("sets", places, text.index(" 12"))
    assert not words.matches("sets", places, text.index("ets"))
    assert not words.matches("digits", places, text.index("12"))


@pytest.mark.parametrize("text", ["data \u017fet", "\u0130 set", "SET \u0131"])
def test_letters_that_only_look_different(text: str) -> None:
    assert re.search(r"\b(?:set|i)\b", text, re.IGNORECASE)
    assert _matching(WordPatterns, text, word="set|i") == {"word"}
