"""A restriction cannot be moved to a place where nobody reads it; the benchmark does the same to a
corpus of real cards."""

from __future__ import annotations

import pytest

from benchmarks.silence_places import MOVES, SENTENCES, Model, statements, under_mit

FRONT = {"language": "en", "tags": ["parks"]}
HARMLESS = "The benches of the park are green."
# Their words are never read, so anything in them is a gap.
UNREADABLE = (
    *("terms in a film", "terms in a PDF", "terms of the base in a picture"),
    *("facts, cut", "facts in JSON, cut", "facts of the base, cut"),
)


def moved(place: str, sentence: str) -> Model:
    model = under_mit(FRONT)
    MOVES[place](model, sentence)
    return model


@pytest.fixture(scope="module")
def before() -> frozenset[tuple[str, ...]]:
    return statements(under_mit(FRONT))


@pytest.mark.parametrize("sentence", [SENTENCES[0], SENTENCES[-1]])
@pytest.mark.parametrize("place", MOVES)
def test_no_move_is_silent(before: frozenset[tuple[str, ...]], place: str, sentence: str) -> None:
    added = statements(moved(place, sentence)) - before
    assert {kind for kind, *_ in added} >= {"reason"}
    assert any(sentence in statement[-1] for statement in added) or place in UNREADABLE


@pytest.mark.parametrize("place", [place for place in MOVES if place not in UNREADABLE])
def test_a_harmless_sentence_changes_nothing(
    before: frozenset[tuple[str, ...]], place: str
) -> None:
    added = statements(moved(place, HARMLESS)) - before
    assert not [statement for statement in added if statement[0] == "reason"]
