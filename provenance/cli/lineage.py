"""`provenance lineage`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from provenance.cli import notices, options, output, outputs
from provenance.formats import GRAPHS

if TYPE_CHECKING:
    from provenance.policy import Policy

ENDINGS = {".txt": "tree", ".mmd": "mermaid", ".dot": "dot", ".gv": "dot", ".json": "json"}


@click.command("lineage")
@options.subjects
@outputs.stdout_format(GRAPHS)
@outputs.option(ENDINGS, "Write to a file instead of stdout; repeatable.")
@options.policy
def command(
    subjects: options.SubjectOptions,
    form: str,
    targets: tuple[outputs.OutputTarget, ...],
    policy: Policy | None,
    today: date,
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
    width = output.terminal_width()
    documents = []
    for name, path in outputs.forms_of(targets, form, GRAPHS) or [(form, None)]:
        colour = path is None and output.wants_colour()
        documents.append((path, draw(report, name, width=width, colour=colour)))
    outputs.hand_out(documents)
    notices.tell_unread(report.gaps)
    click.get_current_context().exit(report.exit_status(None))
