"""Conditions on metadata: what they select, and what is refused before it could run."""

from __future__ import annotations

import contextlib

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.errors import UsageError
from provenance.survey.selection import COLUMNS, joined_tags, parse_condition

ROWS = pa.Table.from_pylist(
    [
        {"id": "acme/a", "org": "acme", "likes": 7, "tags": joined_tags(["gguf", "llama"])},
        {"id": "acme/b", "org": "acme", "likes": 2, "tags": joined_tags(["gguf-like"])},
        {"id": "zeta/c", "org": "zeta", "likes": None, "tags": joined_tags([])},
    ],
    schema=COLUMNS,
)


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        ("likes >= 5", ["acme/a"]),
        ("not likes >= 5", ["acme/b"]),
        ('org == "acme" and likes < 5', ["acme/b"]),
        ('org in ["zeta", "omega"] or likes == 7', ["acme/a", "zeta/c"]),
        ('"gguf" in tags', ["acme/a"]),
        ('"gguf" not in tags', ["acme/b", "zeta/c"]),
        ("likes > -1", ["acme/a", "acme/b"]),
    ],
)
def test_selects(condition: str, names: list[str]) -> None:
    assert ROWS.filter(parse_condition(condition))["id"].to_pylist() == names


@pytest.mark.parametrize(
    "condition",
    [
        "",
        "likes",
        "likes >= '5'",
        "org == 5",
        "password == 'x'",
        "__import__('os').system('true')",
        "likes >= 5; drop table models",
        "1 < likes < 5",
        "likes >= (lambda: 5)()",
        "tags == 'gguf'",
        "likes in tags",
        "likes == True",
        "(" * 5000 + "likes > 1",
        "not " * 50 + "likes > 1",
        "likes > 1 or " * 500 + "likes > 1",
    ],
)
def test_refuses(condition: str) -> None:
    with pytest.raises(UsageError, match="condition"):
        parse_condition(condition)


@given(st.text(max_size=60))
def test_any_text_is_a_condition_or_refused(text: str) -> None:
    with contextlib.suppress(UsageError):
        ROWS.filter(parse_condition(text))
