"""The cycle collector of Python, paused while many small objects are made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Work without the collector, and leave it as it was found; also a decorator.

    A text that is read, or a bill of materials that is built, is a tree of many small objects, none
    of which can be freed before the end. The collector walks all of them again and again as they
    grow in number: half of the time for a large one, and the part that grows faster than they do.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def set_aside_what_is_loaded() -> None:
    """Take everything that exists now out of the collector's sight: catalogues and code that live
    as long as the process. For a process that judges one artefact after another."""
    gc.collect()
    gc.freeze()
