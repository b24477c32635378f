"""A gated pattern finds what the same expression finds without a gate."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from provenance import licences, privacy
from provenance.licences import bounds, restrictive, subjects
from provenance.text.gated import AnyGated, GatedPattern

EXPRESSIONS = (
    r"\b(?:research|stud(?:y|ies))\b|연구용|(?<!not )\bre-?sale\b",
    r"^\W*(?:the )?(?:use|usage) (?:is|of)\b",
    r"\bno\b|\bif\b|@|❌",
    r"\be[ -]?mail\b|(?!)|\bnon[- ]?commercial\w*",
    r"(?!)",
    r"n't|\b(?:\w+ )?cop(?:y|ies)\b",
    r"[a-z]|[|]x|коммерческ\w*",
)
WORDS = st.sampled_from(
    [
        *("research", "RESEARCH", "studies", "re-sale", "resale", "not", "no", "if", "If", "@"),
        *("EMAIL", "e-mail", "non-commercial", "NonCommercial", "use", "is", "the", "of", "don't"),
        *(
            "copy",
            "copies",
            "연구용",
            "비연구용으로",
            "КОММЕРЧЕСКОЕ",
            "❌",
            "ſtudy",
            "\u212aeep",
            "İf",
            "|x",
        ),
    ]
)
TEXTS = st.one_of(st.text(max_size=40), st.lists(WORDS, max_size=8).map(" ".join))


@pytest.mark.parametrize("expression", EXPRESSIONS)
@given(text=TEXTS)
@example(text="ſtudies of re\u2011sale")
def test_the_gate_changes_nothing(expression: str, text: str) -> None:
    gated, plain = GatedPattern(expression), re.compile(expression, re.IGNORECASE)
    match = plain.search(text)
    of_gated = gated.search(text)
    assert (match and match.span()) == (of_gated and of_gated.span())
    behind = plain.search(text, 3, 20)
    of_gated = gated.search(text, 3, 20)
    assert (behind and behind.span()) == (of_gated and of_gated.span())
    spans = [match.span() for match in gated.finditer(text)]
    assert spans == [match.span() for match in plain.finditer(text)]
    assert gated.sub("-", text) == plain.sub("-", text)


PACKAGED = [
    pattern
    for room in (subjects, restrictive, bounds)
    for pattern in vars(room).values()
    if isinstance(pattern, GatedPattern)
] + [pattern for _, pattern in restrictive._COMPILED]


@settings(deadline=None)  # expressions are compiled when a text first needs them
@given(
    text=st.text(
        alphabet="abcdefilmnoprstuvwxyz -.,'NC상업연구용도금지商用мер", min_size=5, max_size=60
    )
)
@example(text="For research only; no commercial use, contact us: comercial no permitido")
def test_the_gate_of_a_packaged_pattern_changes_nothing(text: str) -> None:
    for pattern in PACKAGED:
        plain = pattern._whole.search(text)
        gated = pattern.search(text)
        assert (plain and plain.span()) == (gated and gated.span())


def test_groups_are_refused_when_a_text_meets_them() -> None:
    with pytest.raises(ValueError, match="groups"):
        GatedPattern(r"\b(a)b").search("ab")


def test_every_packaged_pattern_is_one() -> None:
    patterns = list(PACKAGED)
    for room in (licences, privacy):
        for found in pkgutil.iter_modules(room.__path__, f"{room.__name__}."):
            module = importlib.import_module(found.name)
            patterns += [each for each in vars(module).values() if isinstance(each, GatedPattern)]
    assert len(patterns) > len(PACKAGED)
    for pattern in patterns:
        assert pattern._whole.groups == 0
        pattern.may_match("text")


def test_a_short_word_also_opens_the_gate_of_a_whole_word() -> None:
    gated = GatedPattern(r"\bno\b|\bmodels")
    assert gated.beginnings == {"no ", "model"}
    assert gated.may_match("No") and gated.may_match("MODEL")
    assert not gated.may_match("none") and not gated.may_match("nor")


@pytest.mark.parametrize(
    ("text", "may_match"),
    [("no data here", True), ("nothing", False), ("말뭉치", True), ("\u00e9t\u00e9", True)],
)
def test_any_of_several_patterns_may_match(text: str, may_match: bool) -> None:
    gate = AnyGated([GatedPattern(r"\bdata\b"), GatedPattern(r"\bcorpus\b|말뭉치")])
    assert gate.may_match(text) == may_match


def test_a_pattern_without_known_words_may_always_match() -> None:
    gate = AnyGated([GatedPattern(r"\bdata\b"), GatedPattern(r"\d+ cards")])
    assert gate.may_match("nothing")
    assert not AnyGated([GatedPattern(r"\bdata\b")]).may_match("nothing")
