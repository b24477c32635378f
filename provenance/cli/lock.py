"""`provenance lock`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from provenance.cli import notices, options, outputs

if TYPE_CHECKING:
    from provenance.policy import Policy


@click.command("lock")
@options.subjects
@click.option(
    "-o",
    "--output",
    "--lock-file",
    "target",
    type=outputs.OutputTargets({}),
    metavar="FILE",
    default=outputs.OutputTarget("", Path("provenance.lock")),
    show_default="provenance.lock",
    help="Path of the lock file; `-` for stdout.",
)
@options.policy
def command(
    subjects: options.SubjectOptions,
    target: outputs.OutputTarget,
    policy: Policy | None,
    today: date,
) -> None:
    """Record what models are today: commits, hashes, licences, terms, disclosure grades,
    lineage.

    Keep the file under version control. `provenance diff provenance.lock` shows what has changed
    since, and `provenance audit --locked` fails if the hub serves anything else.

    \b
    provenance lock openai/gpt-oss-20b
    """
    from provenance.lock import pin, write_lock

    settings = options.settings(subjects, policy=policy, today=today)
    report = subjects.run(settings).inventory
    lock = pin(report)
    outputs.hand_out([(target.path, write_lock(lock))])
    read = sum(artifact.state == "read" for artifact in lock.artifacts.values())
    unread = len(lock.artifacts) - read
    notices.notice(
        f"{target.path or 'stdout'} holds {read} artefacts, {unread} that could not be read"
    )
    notices.tell_unread(report.gaps)
    click.get_current_context().exit(report.exit_status(None))
