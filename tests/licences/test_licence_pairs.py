"""Pairs of licences as a person compared their texts, duty by duty and clause by clause."""

from __future__ import annotations

import pytest

from benchmarks.licence_pairs import Pair, compared, pairs


@pytest.mark.parametrize("pair", pairs(), ids=lambda pair: f"{pair['child']}<{pair['above']}")
def test_the_comparison_says_what_was_read(pair: Pair) -> None:
    assert compared(pair) == pair["lost"]


def test_the_pairs_are_many_and_varied() -> None:
    rows = pairs()

    assert len(rows) >= 60
    assert len({pair["above"] for pair in rows}) >= 30
    assert 20 <= sum(not pair["lost"] for pair in rows) <= len(rows) - 20
