"""Where a licence text has a clause: exact, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.licences.clause_places import clause_lines

TEXT = """Model Terms 2 - NC

1. Definitions
    1.1 Model: the weights.
2. Grants
    a. You may read the Model.
    b. You may hand it on.
        i. Add a notice.
        ii. Keep this
        text with it.
3. Limits
    3.1 Commercial Use: prohibited for any purpose
    that earns money. Section 3.2 adds to it.

    3.2 Names: not granted.
4) Term
   (a) ends
   (b) stays
"""


@pytest.mark.parametrize(
    ("clause", "lines"),
    [
        ("3.1", (12, 13)),
        ("3.2", (15, 15)),
        ("3", (11, 11)),
        ("2.b", (7, 7)),
        ("2.b.ii", (9, 10)),
        ("2.b.ii, 3.1", (9, 10)),
        ("4(b)", (18, 18)),
        ("Section 3", (11, 11)),
    ],
)
def test_a_clause_is_found_by_its_number(clause: str, lines: tuple[int, int]) -> None:
    clause = clause.removeprefix("Section ")
    assert clause_lines(TEXT.splitlines(), clause) == lines


@pytest.mark.parametrize("clause", ["", "9", "3.9", "1.b", "EXHIBIT A", "二.1"])
def test_a_clause_that_is_not_there_has_no_place(clause: str) -> None:
    assert clause_lines(TEXT.splitlines(), clause) is None


def test_a_number_of_two_lists_is_uncertain() -> None:
    assert clause_lines(["1. Grant", "Policy", "1. Do no harm"], "1") is None


@given(st.lists(st.text(max_size=30), max_size=20), st.text(max_size=8))
def test_lines_are_of_the_text(lines: list[str], clause: str) -> None:
    place = clause_lines(lines, clause)
    assert place is None or 1 <= place[0] <= place[1] <= len(lines)
