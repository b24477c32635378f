"""Limit the time for reading other people's texts.

Every pattern is linear and every size has a limit, so ordinary texts never come near these times.
The limits are the last resort against a text that would hold up a run.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from provenance.errors import OverdueError
from provenance.messages import message

# The share of the time for a piece of work that is too short to be counted by itself.
_SHORT = 0.001


class Budget:
    """Time for reading: a share for each piece of work, and a total for the run.

    The clock defines what counts. A run counts processor time, so that a busy machine or a slow
    network does not change what is read.

    Args:
        clock: Returns seconds; must be monotonic.
        each: Seconds for one piece of work, such as reading one artefact.
        whole: Seconds for everything from now on.
        ahead: A clock that is cheap to read and never slower than `clock`. While it says that there
            is time left, `clock` is not read.
    """

    def __init__(
        self,
        clock: Callable[[], float] = lambda: 0.0,
        each: float = math.inf,
        whole: float = math.inf,
        *,
        ahead: Callable[[], float] | None = None,
    ) -> None:
        self._clock = clock
        self._ahead = ahead or clock
        self._each = each
        self._whole = whole
        self._spent = 0.0
        self._started: float | None = None
        # Until then by `ahead`, the time cannot be over, and a piece of work is too short to count.
        self._in_time_until = 0.0
        self._is_short_until = 0.0

    @classmethod
    def of_processor(cls, each: float = math.inf, whole: float = math.inf) -> Budget:
        """A limit of the processor time of this thread, which never passes faster than time.

        Args:
            each: Seconds for one piece of work.
            whole: Seconds for everything from now on.
        """
        return cls(time.thread_time, each, whole, ahead=time.perf_counter)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count the time of one piece of work; nested work counts towards the outer one."""
        if self._started is not None:
            yield
            return
        self._started = self._clock()
        self._begin()
        try:
            yield
        finally:
            self._spent += self._clock() - self._started
            self._started = None

    def next_piece(self) -> None:
        """End one piece of work and begin another one; does nothing where nothing is running.

        A piece that took next to no time counts towards the next one: to read the clock would take
        longer.
        """
        if self._started is None or self._ahead() < self._is_short_until:
            return
        now = self._clock()
        self._spent += now - self._started
        self._started = now
        self._begin()

    def _begin(self) -> None:
        """Note how long a piece of work that begins now is in time, and how long it is short."""
        now = self._ahead()
        self._in_time_until = now + min(self._each, self._whole - self._spent)
        self._is_short_until = now + self._each * _SHORT

    def check(self, path: str) -> None:
        """Raise if the time is over; readers call it between passages.

        Args:
            path: The file being read.

        Raises:
            OverdueError: The time for this piece of work, or for the whole run, is over.
        """
        if self._started is None or self._ahead() <= self._in_time_until:
            return
        taken = self._clock() - self._started
        if taken > self._each or self._spent + taken > self._whole:
            limit = self._each if taken > self._each else self._whole
            overdue = message("gap.overdue", file=path, seconds=f"{limit:g}")
            raise OverdueError(overdue, message("gap.overdue.hint"), path)


UNLIMITED = Budget()
