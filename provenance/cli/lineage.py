"""`provenance lineage`."""

from __future__ import annotations

import click

from provenance.cli import notices, options, output
from provenance.errors import EXIT_CLEAN, EXIT_INCOMPLETE
from provenance.formats import GRAPHS


@click.command("lineage")
@options.subjects
@click.option(
    "-f", "--format", "form", type=click.Choice(GRAPHS), default="tree", show_default=True
)
def command(subjects: options.SubjectOptions, form: str) -> None:
    """Show what models and datasets were made from: bases, adapters, merges, quantisations,
    training data.

    \b
    provenance lineage openai/gpt-oss-20b
    provenance lineage org/name -f mermaid
    """
    from provenance.auditing.judge import judge
    from provenance.formats.graph import draw

    report = judge(subjects.trace(), rules=())
    output.write_stdout(
        draw(report, form, width=output.terminal_width(), colour=output.wants_colour())
    )
    notices.tell_unread(report.gaps)
    click.get_current_context().exit(EXIT_INCOMPLETE if report.gaps else EXIT_CLEAN)
