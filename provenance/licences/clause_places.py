"""Where a licence text has the clause that the catalogue cites, such as `3.1` or `1.b.ii`."""

from __future__ import annotations

import re
from collections.abc import Sequence

# A clause is quoted up to its end, but no further than this.
_MOST_LINES = 12
# Texts have at most some thousand lines; a longer one is not a licence.
_MOST_TEXT = 20_000
_STEP = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3})*|[A-Za-z]{1,4}")
_NUMBERED = re.compile(
    r"[\s#>*]{0,40}\(?(?:[0-9]{1,3}(?:\.[0-9]{1,3})*|[a-z]{1,4})[.):](?=\s|\*|$)"
)
_DOTTED = re.compile(r"[\s#>*]{0,40}[0-9]{1,3}(?:\.[0-9]{1,3})+\s")


def clause_lines(lines: Sequence[str], clause: str) -> tuple[int, int] | None:
    """The lines of a clause.

    Args:
        lines: The lines of a licence text.
        clause: Its number as the catalogue cites it; of several the first counts.

    Returns:
        First and last line, from 1; None if the clause has no number, or if its place is uncertain.
        A number that opens several lines is uncertain: lists are numbered, too.
    """
    number = clause.partition(",")[0].strip()
    steps = _STEP.findall(number)
    if not number[:1].isdecimal() or not steps or len(lines) > _MOST_TEXT:
        return None
    start = _only_line(lines, steps[0])
    for step in steps[1:]:
        if start is None:
            return None
        start = _first_line(lines, step, after=start)
    return None if start is None else (start + 1, _end(lines, start))


def _opening(step: str) -> re.Pattern[str]:
    """How a line opens with a number: `3.1`, `3.1.`, `(b)`, `b.`, `## 3.` or `Section 3`."""
    mark = r"[.):]" if "." not in step else r"[.):]?"
    title = r"(?:section|article)\s{1,5}" if step[0].isdigit() else r"(?!)"
    return re.compile(
        rf"[\s#>*]{{0,40}}(?:\(?{re.escape(step)}{mark}|{title}{re.escape(step)}[.):]?)(?=\s|\*|$)",
        re.IGNORECASE,
    )


def _only_line(lines: Sequence[str], step: str) -> int | None:
    opens = _opening(step)
    places = [number for number, line in enumerate(lines) if opens.match(line)]
    return places[0] if len(places) == 1 else None


def _first_line(lines: Sequence[str], step: str, *, after: int) -> int | None:
    """The first line below a clause that opens with a number, unless it is another's part."""
    opens = _opening(step)
    for number in range(after + 1, len(lines)):
        if opens.match(lines[number]):
            return number
        if lines[number][:1].isdigit():
            return None
    return None


def _end(lines: Sequence[str], start: int) -> int:
    """The last line of a clause: before an empty line or the next number."""
    limit = min(len(lines), start + _MOST_LINES)
    for number in range(start + 1, limit):
        line = lines[number]
        if not line.strip() or _NUMBERED.match(line) or _DOTTED.match(line):
            return number
    return limit
