"""The file of clause patterns holds no expression that cannot match."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

from provenance.licences.clauses import read_clauses

CONTENT: dict[str, Any] = json.loads(
    (files("provenance.licences") / "data" / "clause_patterns.json").read_text("utf-8")
)
# Contracts hold no backslash. An expression that asks for it was escaped twice by mistake.
ESCAPED_TWICE = "\\\\"


def expressions() -> Iterator[str]:
    for row in (*CONTENT["patterns"], *CONTENT["fields"]):
        yield from row.get("any", ())
        yield from row.get("unless", ())
    for alternatives in CONTENT["fragments"].values():
        yield from alternatives
    yield from CONTENT["prohibition"]


def test_no_expression_asks_for_a_backslash() -> None:
    assert not [expression for expression in expressions() if ESCAPED_TWICE in expression]


@pytest.mark.parametrize("word", ["\\b", "\\w", "(?:"])
def test_words_are_plain_text(word: str) -> None:
    rows = (*CONTENT["patterns"], *CONTENT["fields"])
    assert not [row for row in rows if any(word in plain for plain in row["words"])]


def test_a_right_to_the_model_is_a_permission_to_change_it() -> None:
    reading = read_clauses("2. Licensor grants You the right to modify the Model and adapt it.")
    assert reading.of("derivatives", "yes")


@pytest.mark.parametrize("thing", ["the Outputs of the Model", "Your own works"])
def test_a_right_to_other_things_is_no_permission_to_change_the_model(thing: str) -> None:
    reading = read_clauses(f"2. Licensor grants You the right to modify {thing} at any time.")
    assert not reading.of("derivatives", "yes")
