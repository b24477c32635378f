"""A progress line on stderr, if it is a terminal."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from provenance.lineage.progress import Progress

if TYPE_CHECKING:
    from provenance.survey.running import SurveyProgress

# A faster update rate is unreadable.
_SECONDS_BETWEEN = 0.1


class _Line:
    """A line that overwrites itself and is blanked at the end.

    Uses only carriage returns, so that nothing remains on terminals without control sequences.
    """

    def __init__(self) -> None:
        self._shown = 0

    def show(self, text: str) -> None:
        """Replace the text, cut to the width of the terminal."""
        columns = shutil.get_terminal_size((80, 24)).columns
        text = text[: columns - 1]
        blanks = " " * (self._shown - len(text))
        sys.stderr.write(f"\r{text}{blanks}")
        sys.stderr.flush()
        self._shown = len(text)

    def clear(self) -> None:
        """Leave a blank line, with the cursor at its start."""
        if self._shown:
            sys.stderr.write(f"\r{' ' * self._shown}\r")
            sys.stderr.flush()
            self._shown = 0


def _is_shown() -> bool:
    """Whether stderr is a terminal that supports carriage returns."""
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


@contextmanager
def _line() -> Iterator[_Line | None]:
    if not _is_shown():
        yield None
        return
    line = _Line()
    try:
        yield line
    finally:
        line.clear()


@contextmanager
def progress_line() -> Iterator[Callable[[Progress], None] | None]:
    """Yield a function that shows progress, or None if stderr is not a terminal; the line is erased
    at the end."""
    with _line() as line:
        if line is None:
            yield None
            return

        def show(now: Progress) -> None:
            text = (
                f"reading: {now.known} artefacts known, {now.fetched} fetched, {now.files} files on"
                " their way"
            )
            if now.waiting >= 1:
                text += f"; the hub's quota is short, next request in {now.waiting:.0f} s"
            line.show(text)

        yield show


@contextmanager
def writing_line() -> Iterator[Callable[[str], None]]:
    """Yield a function that shows on a terminal's stderr what is being written; the line is erased
    at the end."""
    with _line() as line:

        def show(name: str) -> None:
            if line:
                line.show(f"writing: {name}")

        yield show


@contextmanager
def scanning_line() -> Iterator[Callable[[int, str], None] | None]:
    """Yield a function that shows how many files were read and which is next, or None if stderr is
    not a terminal; the line is erased at the end."""
    with _line() as line:
        if line is None:
            yield None
            return
        last = 0.0

        def show(files: int, name: str) -> None:
            nonlocal last
            now = time.monotonic()
            if now - last >= _SECONDS_BETWEEN:
                last = now
                line.show(f"scanning: {files:,} files read, {name}")

        yield show


@contextmanager
def survey_line() -> Iterator[Callable[[SurveyProgress], None] | None]:
    """Yield a function that shows the progress of a survey, or None if stderr is not a terminal;
    the line is erased at the end."""
    with _line() as line:
        if line is None:
            yield None
            return

        def show(now: SurveyProgress) -> None:
            text = f"surveying: {now.done:,} of {now.partitions:,} partitions written"
            if now.waiting >= 1:
                text += f"; the hub's quota is short, next request in {now.waiting:.0f} s"
            line.show(text)

        yield show
