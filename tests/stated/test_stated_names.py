"""Names in every shape that front matter was seen to have: read, empty or left over, never lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.stated import is_empty, names

READ = [
    ("acme/base", ["acme/base"]),
    ("  acme/base ", ["acme/base"]),
    ("acme/base@v2", ["acme/base@v2"]),
    ("acme/base/", ["acme/base"]),
    ("`acme/base`", ["acme/base"]),
    ("'acme/base'", ["acme/base"]),
    ("<acme/base>", ["acme/base"]),
    ("acme/base (8 bit)", ["acme/base"]),
    ("models/acme/base", ["acme/base"]),
    ("acme/base, acme/other", ["acme/base", "acme/other"]),
    ("acme/base; acme/other;", ["acme/base", "acme/other"]),
    ("acme/base and acme/other", ["acme/base", "acme/other"]),
    ("acme/base acme/other", ["acme/base", "acme/other"]),
    ("acme/base\nacme/other", ["acme/base", "acme/other"]),
    ("acme/base+acme/lora", ["acme/base", "acme/lora"]),
    ("squad, glue", ["squad", "glue"]),
    ("https://huggingface.co/acme/base/tree/main", ["https://huggingface.co/acme/base/tree/main"]),
    ("hf.co/acme/base", ["hf.co/acme/base"]),
    ("hf://acme/base@main/model.bin", ["hf://acme/base@main/model.bin"]),
    (
        "[the base](https://huggingface.co/acme/base)",
        ["https://huggingface.co/acme/base"],
    ),
    (
        '<a href="https://huggingface.co/acme/base">base</a>',
        ["https://huggingface.co/acme/base"],
    ),
    ([["acme/base"], [["acme/other"]]], ["acme/base", "acme/other"]),
    ({"name": "acme/base"}, ["acme/base"]),
    ({"id": "acme/base", "revision": "a1b2c3"}, ["acme/base@a1b2c3"]),
    ({"Repo-ID": "acme/base"}, ["acme/base"]),
    ({"path": "glue", "name": "mrpc"}, ["glue"]),
    ({"name": "Base 7B", "url": "https://hf.co/acme/base"}, ["https://hf.co/acme/base"]),
    ({"finetune": "acme/base"}, ["acme/base"]),
    ({"primary": ["acme/base"], "second": ["acme/other"]}, ["acme/base", "acme/other"]),
    ({"acme/base": None}, ["acme/base"]),
    ({"acme/base": {"weight": 0.5}, "acme/other": {"weight": 0.5}}, ["acme/base", "acme/other"]),
    ([{"model": {"repo": "acme/base"}}], ["acme/base"]),
    ("/home/me/My Models/base", ["/home/me/My Models/base"]),
    (r"D:\models\base", [r"D:\models\base"]),
    ("an earlier model of ours", ["an earlier model of ours"]),
]
EMPTY: list[object] = [
    None,
    "",
    "  ",
    [],
    {},
    "none",
    "N/A",
    "-",
    False,
    "해당 없음",
    {"name": None},
]
LEFT = [
    (7, "a number"),
    (1.5, "a number"),
    (True, "true"),
    ([True], "true"),
    ("unknown", "text"),
    ("TBD", "text"),
    ({"name": "Base 7B"}, "a mapping"),
    ({"zzz": None}, "a mapping"),
    ({"author": "acme/team"}, "a mapping"),
    ({"name": 7}, "a mapping"),
    (["acme/base", 3], "a number"),
    ([None], "nothing"),
    ([" ", "acme/base"], "nothing"),
    (["acme/base", []], "a list"),
    ([[None]], "nothing"),
    ([{"name": None}], "a mapping"),
    ("acme/base, an earlier model", "text"),
    ({"id": "acme/base", "revision": {"a": 1}}, "a mapping"),
    ("a" * 5_000, "text"),
]


@pytest.mark.parametrize(("value", "expected"), READ, ids=str)
def test_read(value: object, expected: list[str]) -> None:
    reading = names(value)
    assert list(reading.texts) == expected
    assert not reading.leftovers


@pytest.mark.parametrize("value", EMPTY, ids=str)
def test_empty(value: object) -> None:
    reading = names(value)
    assert not reading.values
    assert not reading.leftovers


@pytest.mark.parametrize(("value", "shape"), LEFT, ids=lambda value: str(value)[:40])
def test_left_over(value: object, shape: str) -> None:
    [left] = names(value).leftovers
    assert left.shape == shape
    assert left.expected


def test_places() -> None:
    reading = names([{"repo": "acme/base"}, "acme/other"], ("base_model",))
    assert [value.path for value in reading.values] == [
        ("base_model", 0, "repo"),
        ("base_model", 1),
    ]


def test_more_names_than_are_read_are_told() -> None:
    reading = names(["acme/x"] * 3_000)
    assert len(reading.values) == 2_000
    assert [left.expected for left in reading.leftovers] == ["at most 2,000 names"]


def test_deep_nesting_is_told() -> None:
    value: object = "acme/base"
    for _ in range(20):
        value = [value]
    assert names(value).leftovers


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40)
SHAPES = st.recursive(
    SCALARS | st.sampled_from(["acme/base", "https://huggingface.co/acme/base", "unknown"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(max_size=8) | st.sampled_from(["name", "id", "author", "acme/base"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=400, deadline=None)
@given(SHAPES)
def test_nothing_that_is_there_is_lost(value: object) -> None:
    """A value is read, left over, empty, or one of the words for nothing.

    A list of empty values is not empty.
    """
    reading = names(value)
    if isinstance(value, list) and value and is_empty(value):
        assert not reading.values
        assert reading.leftovers
    elif is_empty(value):
        assert not reading.values
        assert not reading.leftovers
    elif isinstance(value, int | float) and value is not False:
        assert reading.leftovers
    elif isinstance(value, str) and value.strip("`'\"<>[]*/“” \n\t").casefold() not in (
        *("none", "null", "nil", "n/a", "na", "n.a.", "no", "nothing", "-", "--", ""),
        *("undefined", "empty", "not applicable", "n/"),
    ):
        assert reading.values or reading.leftovers
