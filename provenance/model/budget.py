"""Limit the time for reading other people's texts.

Every pattern is linear and every size has a limit, so ordinary texts never come near these times.
The limits are the last resort against a text that would hold up a run.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from provenance.errors import OverdueError
from provenance.messages import message


class Budget:
    """Time for reading: a share for each piece of work, and a total for the run.

    The clock defines what counts. A run counts processor time, so that a busy machine or a slow
    network does not change what is read.

    Args:
        clock: Returns seconds; must be monotonic.
        each: Seconds for one piece of work, such as reading one artefact.
        whole: Seconds for everything from now on.
    """

    def __init__(
        self,
        clock: Callable[[], float] = lambda: 0.0,
        each: float = math.inf,
        whole: float = math.inf,
    ) -> None:
        self._clock = clock
        self._each = each
        self._whole = whole
        self._spent = 0.0
        self._started: float | None = None

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count the time of one piece of work; nested work counts towards the outer one."""
        if self._started is not None:
            yield
            return
        self._started = self._clock()
        try:
            yield
        finally:
            self._spent += self._clock() - self._started
            self._started = None

    def check(self, path: str) -> None:
        """Raise if the time is over; readers call it between passages.

        Args:
            path: The file being read.

        Raises:
            OverdueError: The time for this piece of work, or for the whole run, is over.
        """
        if self._started is None:
            return
        taken = self._clock() - self._started
        if taken > self._each or self._spent + taken > self._whole:
            limit = self._each if taken > self._each else self._whole
            overdue = message("gap.overdue", file=path, seconds=f"{limit:g}")
            raise OverdueError(overdue, message("gap.overdue.hint"), path)


UNLIMITED = Budget()
