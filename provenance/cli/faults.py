"""Report internal faults to the user, whatever the command goes on to write."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager

from provenance.errors import EXIT_CLEAN, EXIT_FINDINGS, EXIT_INCOMPLETE
from provenance.model.fault import LOG

MOST = 10


class FaultLog(logging.Handler):
    """Collects each fault once, in order.

    With PROVENANCE_DEBUG, tracebacks go to stderr immediately.
    """

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: dict[str, None] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Store a fault's message."""
        self.messages[record.getMessage()] = None

    def lines(self) -> list[str]:
        """The faults to show, one line each."""
        shown = list(self.messages)[:MOST]
        more = len(self.messages) - len(shown)
        return [*shown, f"{more} more faults are not shown"] if more else shown

    def status(self, status: int) -> int:
        """The exit status of a run with faults: it is incomplete, whatever else it found."""
        incomplete = self.messages and status in (EXIT_CLEAN, EXIT_FINDINGS)
        return EXIT_INCOMPLETE if incomplete else status


@contextmanager
def listening() -> Iterator[FaultLog]:
    """Collect faults while a command runs."""
    kept = FaultLog()
    handlers: list[logging.Handler] = [kept]
    LOG.propagate = False
    if os.environ.get("PROVENANCE_DEBUG"):
        handlers.append(logging.StreamHandler())
        LOG.setLevel(logging.DEBUG)
    for handler in handlers:
        LOG.addHandler(handler)
    try:
        yield kept
    finally:
        for handler in handlers:
            LOG.removeHandler(handler)
