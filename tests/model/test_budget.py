"""Time for reading: counted only while something is read, never more than was allowed."""

from __future__ import annotations

import time

import pytest

from provenance.errors import OverdueError
from provenance.model.budget import UNLIMITED, Budget


class Clock:
    """Seconds that a test lets pass."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_what_takes_longer_than_one_piece_may_is_overdue() -> None:
    clock = Clock()
    budget = Budget(clock, each=10)
    with budget.running():
        clock.now += 10
        budget.check("README.md")
        clock.now += 1
        with pytest.raises(OverdueError, match="stopped after 10 s") as caught:
            budget.check("README.md")
    assert caught.value.path == "README.md"


def test_each_piece_of_work_has_its_own_time() -> None:
    clock = Clock()
    budget = Budget(clock, each=10)
    for _ in range(5):
        with budget.running():
            clock.now += 9
            budget.check("README.md")


def test_all_pieces_share_the_time_of_the_run() -> None:
    clock = Clock()
    budget = Budget(clock, each=10, whole=25)
    for _ in range(2):
        with budget.running():
            clock.now += 9
    clock.now += 1000  # between two pieces, nothing is counted
    with budget.running():
        clock.now += 7
        budget.check("LICENSE")
        clock.now += 1
        with pytest.raises(OverdueError, match="25 s"):
            budget.check("LICENSE")


def test_work_within_work_counts_once() -> None:
    clock = Clock()
    budget = Budget(clock, each=10)
    with budget.running():
        clock.now += 6
        with budget.running():
            clock.now += 6
            with pytest.raises(OverdueError):
                budget.check("LICENSE")


def test_nothing_is_overdue_where_nothing_runs() -> None:
    clock = Clock()
    budget = Budget(clock, each=1)
    clock.now = 100
    budget.check("README.md")
    with UNLIMITED.running():
        UNLIMITED.check("README.md")


def test_a_failure_ends_the_count() -> None:
    clock = Clock()
    budget = Budget(clock, each=1)
    with pytest.raises(ValueError, match="any"), budget.running():
        raise ValueError("any")
    clock.now = 100
    budget.check("README.md")


def test_the_next_piece_has_its_own_time() -> None:
    clock = Clock()
    budget = Budget(clock, each=10, whole=20)
    with budget.running():
        for _ in range(2):
            budget.next_piece()
            clock.now += 9
            budget.check("README.md")
        budget.next_piece()
        clock.now += 3
        with pytest.raises(OverdueError, match="20 s"):
            budget.check("README.md")
    budget.next_piece()  # nothing runs, so nothing begins


def test_the_costly_clock_decides_once_the_cheap_one_is_over() -> None:
    clock, ahead = Clock(), Clock()
    budget = Budget(clock, each=10, ahead=ahead)
    with budget.running():
        ahead.now = 1000
        budget.check("README.md")
        clock.now = 11
        with pytest.raises(OverdueError):
            budget.check("README.md")


def test_processor_time_does_not_pass_while_nothing_is_done() -> None:
    budget = Budget.of_processor(each=0.2)
    with budget.running():
        time.sleep(0.3)
        budget.check("README.md")
