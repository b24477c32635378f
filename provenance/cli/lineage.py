"""`provenance lineage`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from provenance.cli import notices, options, output
from provenance.formats import GRAPHS

if TYPE_CHECKING:
    from provenance.policy import Policy


@click.command("lineage")
@options.subjects
@click.option(
    "-f", "--format", "form", type=click.Choice(GRAPHS), default="tree", show_default=True
)
@options.policy
def command(
    subjects: options.SubjectOptions, form: str, policy: Policy | None, today: date
) -> None:
    """Show what models and datasets were made from: bases, adapters, merges, quantisations,
    training data.

    \b
    provenance lineage openai/gpt-oss-20b
    provenance lineage org/name -f mermaid
    """
    from provenance.formats.graph import draw

    settings = options.settings(subjects, policy=policy, today=today)
    report = subjects.run(settings).inventory
    output.write_stdout(
        draw(report, form, width=output.terminal_width(), colour=output.wants_colour())
    )
    notices.tell_unread(report.gaps)
    click.get_current_context().exit(report.exit_status(None))
