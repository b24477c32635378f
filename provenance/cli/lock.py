"""`provenance lock`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from provenance.cli import notices, options, output

if TYPE_CHECKING:
    from provenance.policy import Policy


@click.command("lock")
@options.subjects
@options.lock_file
@options.policy
def command(
    subjects: options.SubjectOptions, lock_file: Path, policy: Policy | None, today: date
) -> None:
    """Write down what models are today: commits, hashes, licences, terms, disclosure grades,
    lineage.

    Keep the file under version control. `provenance diff provenance.lock` tells what has changed
    since, and `provenance audit --locked` fails if the hub serves anything else.

    \b
    provenance lock openai/gpt-oss-20b
    """
    from provenance.lock import pin, write_lock

    settings = options.settings(subjects, policy=policy, today=today)
    report = subjects.run(settings).inventory
    lock = pin(report)
    output.write_files({lock_file: write_lock(lock)})
    read = sum(one.state == "read" for one in lock.artifacts.values())
    unread = len(lock.artifacts) - read
    notices.notice(f"{lock_file} holds {read} artefacts, {unread} that could not be read")
    notices.tell_unread(report.gaps)
    click.get_current_context().exit(report.exit_status(None))
