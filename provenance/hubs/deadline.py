"""Work that is given up at a deadline, whatever it waits for."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

T = TypeVar("T")


def within(seconds: float, work: Callable[[], T]) -> T:
    """The result of work that runs in a daemon thread of its own, which is abandoned when the time
    is over.

    Time limits of network clients restart with every byte, so headers that arrive byte by byte, or
    a chain of slow redirects, would block forever.

    Args:
        seconds: How long to wait.
        work: What to do.

    Raises:
        TimeoutError: The time is over.
        BaseException: What the work raised.
    """
    outcome: Future[T] = Future()

    def run() -> None:
        try:
            outcome.set_result(work())
        except BaseException as error:
            outcome.set_exception(error)

    Thread(target=run, name="provenance-get", daemon=True).start()
    return outcome.result(seconds)
