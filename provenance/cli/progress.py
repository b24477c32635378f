"""One line on a terminal's stderr that says how far the reading has come; nothing anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from provenance.lineage.trace import Progress

_CLEAR = "\r\x1b[K"


@contextmanager
def progress_line() -> Iterator[Callable[[Progress], None] | None]:
    """Give a function that shows progress, or None where stderr is no terminal; the line is gone
    afterwards."""
    if not sys.stderr.isatty():
        yield None
        return

    def show(now: Progress) -> None:
        text = (
            f"reading: {now.known} artefacts known, {now.fetched} fetched, {now.files} files on"
            " their way"
        )
        if now.held >= 1:
            text += f"; the hub's quota is short, next request in {now.held:.0f} s"
        sys.stderr.write(f"{_CLEAR}{text}")
        sys.stderr.flush()

    try:
        yield show
    finally:
        sys.stderr.write(_CLEAR)
        sys.stderr.flush()


@contextmanager
def writing_line() -> Iterator[Callable[[str], None]]:
    """Give a function that tells on a terminal's stderr what is being written; the line is gone
    afterwards."""
    terminal = sys.stderr.isatty()

    def show(name: str) -> None:
        if terminal:
            sys.stderr.write(f"{_CLEAR}writing: {name}")
            sys.stderr.flush()

    try:
        yield show
    finally:
        if terminal:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()
