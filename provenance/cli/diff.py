"""`provenance diff`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from provenance.cli import options, output
from provenance.cli.audit import SEVERITIES
from provenance.errors import EXIT_CLEAN, EXIT_FINDINGS, UsageError

if TYPE_CHECKING:
    from provenance.lock import Lock


@click.command("diff")
@options.subjects
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(("terminal", "json", "markdown")),
    default="terminal",
)
@click.option(
    "--fail-on",
    type=click.Choice([*SEVERITIES, "never"]),
    default="high",
    show_default=True,
    help="Exit 1 from here.",
)
def command(subjects: options.SubjectOptions, form: str, fail_on: str) -> None:
    """Tell what has changed: from a lock to now, or from A to B.

    A and B are locks, JSON reports or references at a revision. A alone is compared with what the
    hub serves now.

    \b
    provenance diff provenance.lock
    provenance diff org/name@v1 org/name@v2
    provenance diff report-of-march.json report-of-june.json
    """
    from provenance.lock import compare, show_changes
    from provenance.model.finding import Severity

    if len(subjects.refs) > 2:
        raise UsageError(
            "diff compares two things",
            "Give a lock, a report or a reference, and another to compare with.",
        )
    before = _lock(subjects, subjects.refs[0])
    after = _lock(subjects, subjects.refs[1]) if subjects.refs[1:] else _now(subjects, before.refs)
    changes = compare(before, after)
    width, colour = output.terminal_width(), output.wants_colour()
    output.write_stdout(show_changes(changes, form, width=width, colour=colour))
    failing = fail_on != "never" and any(
        change.severity.reaches(Severity(fail_on)) for change in changes
    )
    click.get_current_context().exit(EXIT_FINDINGS if failing else EXIT_CLEAN)


def _lock(subjects: options.SubjectOptions, told: str) -> Lock:
    from provenance.lock import read_lock

    if Path(told).is_file():
        return read_lock(Path(told).read_bytes(), told)
    return _now(subjects, (told,))


def _now(subjects: options.SubjectOptions, refs: tuple[str, ...]) -> Lock:
    from dataclasses import replace

    from provenance.auditing.judge import judge
    from provenance.lock import pin

    return pin(judge(replace(subjects, refs=refs).trace(), rules=()))
