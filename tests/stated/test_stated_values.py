"""Values of any shape: texts, figures, and what is left over."""

from __future__ import annotations

import math

import pytest

from provenance.stated import figure, is_empty, texts


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("en", ["en"]),
        (["en", ["ko"], {"other": ["de"]}], ["en", "ko", "de"]),
        ({"first": ["en"], "second": "ko"}, ["en", "ko"]),
        (2048, ["2048"]),
        (None, []),
    ],
    ids=str,
)
def test_texts(value: object, expected: list[str]) -> None:
    reading = texts(value)
    assert list(reading.texts) == expected
    assert not reading.leftovers


@pytest.mark.parametrize(
    "value", [True, [False], {"en": None}, {"en": True}, [None], ["  "], {"en": [[]]}], ids=str
)
def test_what_is_no_text_is_left_over(value: object) -> None:
    reading = texts(value, ("language",))
    assert not reading.values
    assert reading.leftovers[0].path[0] == "language"


def test_order_is_that_of_the_document() -> None:
    assert texts([["a", "b"], "c", ["d"]]).texts == ("a", "b", "c", "d")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.91, "0.91"),
        (3, "3"),
        ("91.2%", "91.2%"),
        ("31.2 ± 0.4", "31.2 ± 0.4"),
        ("n/a", "n/a"),
        ([0.9, 0.8], "0.9, 0.8"),
        ({"mean": 0.9, "std": 0.1}, "mean: 0.9, std: 0.1"),
        (math.nan, "NaN"),
        (math.inf, "inf"),
        (True, "true"),
        ({"passed": True}, "passed: true"),
        (None, ""),
        ([], ""),
    ],
    ids=str,
)
def test_figures(value: object, written: str) -> None:
    assert figure(value) == written


def test_a_long_figure_is_cut() -> None:
    assert figure(list(range(1_000))).endswith("…")


def test_what_a_template_left_is_empty() -> None:
    assert is_empty({"name": None, "results": [{"metrics": [{"type": "", "value": None}]}]})
    assert not is_empty({"acme/base": None})
