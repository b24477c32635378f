"""`provenance aibom`."""

from __future__ import annotations

from pathlib import Path

import click

from provenance.cli import options, output
from provenance.errors import EXIT_CLEAN, EXIT_INCOMPLETE
from provenance.formats import printable

FORMATS = ("cyclonedx-json", "cyclonedx-xml")


@click.command("aibom")
@options.subjects
@click.option("-f", "--format", "form", type=click.Choice(FORMATS), default=FORMATS[0], show_default=True)
@click.option("--spec-version", type=click.Choice(["1.7", "1.6"]), default="1.7", show_default=True)
@click.option("-o", "--output", "path", type=click.Path(dir_okay=False, path_type=Path), help="File; default: stdout.")
def command(subjects: options.Subjects, form: str, spec_version: str, path: Path | None) -> None:
    """Write the AI bill of materials of a model or dataset and all it was made from.

    What could not be read is told in it as incomplete, and the exit status is 3.

    \b
    provenance aibom openai/gpt-oss-20b -o gpt-oss-20b.cdx.json
    """
    from provenance.bom import encode

    lineage = subjects.trace()
    bom = encode(lineage, spec_version=spec_version, output=form.removeprefix("cyclonedx-"))
    if path:
        output.write_files({path: bom})
    else:
        output.write_stdout(bom)
    for gap in lineage.gaps:
        click.echo(f"provenance: not read: {printable(f'{gap.artifact} {gap.what}: {gap.detail}')}", err=True)
    click.get_current_context().exit(EXIT_INCOMPLETE if lineage.gaps else EXIT_CLEAN)
