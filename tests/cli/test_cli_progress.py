"""The line of progress: nothing where nobody looks, and nothing left behind where somebody does."""

from __future__ import annotations

import io
import sys

import pytest

from provenance.cli.progress import scanning_line, writing_line


class Terminal(io.StringIO):
    """A stderr that says that it is a terminal."""

    def isatty(self) -> bool:
        """See the class."""
        return True


def last_row(text: str) -> str:
    """What stands on the row in the end, as a terminal shows it."""
    row: list[str] = []
    at = 0
    for character in text:
        if character == "\r":
            at = 0
            continue
        row[at : at + 1] = [character]
        at += 1
    return "".join(row)


@pytest.mark.parametrize("environment", [{}, {"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_nothing_is_left_behind(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"TERM": "xterm", **environment}.items():
        monkeypatch.setenv(name, value)
    stderr = Terminal()
    monkeypatch.setattr(sys, "stderr", stderr)
    with writing_line() as show:
        show("a long name of a document")
        show("short")
    assert "\x1b" not in stderr.getvalue()
    assert last_row(stderr.getvalue()).strip() == ""
    assert bool(stderr.getvalue()) == (environment != {"TERM": "dumb"})


def test_a_scan_says_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    stderr = Terminal()
    monkeypatch.setattr(sys, "stderr", stderr)
    with scanning_line() as show:
        assert show is not None
        show(1_200, "src/app.py")
    assert "scanning: 1,200 files read, src/app.py" in stderr.getvalue()


def test_no_terminal_is_told_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with scanning_line() as show:
        assert show is None
