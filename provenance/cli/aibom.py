"""`provenance aibom`."""

from __future__ import annotations

from pathlib import Path

import click

from provenance.cli import options, output, stamps
from provenance.errors import EXIT_CLEAN, EXIT_INCOMPLETE, UsageError
from provenance.formats import printable

FORMATS = ("cyclonedx-json", "cyclonedx-xml", "spdx-json")


@click.command("aibom")
@options.subjects
@click.option("-f", "--format", "form", type=click.Choice(FORMATS), default=FORMATS[0], show_default=True)
@click.option(
    "--spec-version", type=click.Choice(["1.7", "1.6"]), help="Of CycloneDX; default: 1.7. SPDX is always 3.0.1."
)
@click.option("--timestamp", metavar="TIME|now", help="Time to bear; default: SOURCE_DATE_EPOCH, else none.")
@click.option("--serial", metavar="UUID|random", help="Serial number to bear; default: none.")
@click.option("-o", "--output", "path", type=click.Path(dir_okay=False, path_type=Path), help="File; default: stdout.")
def command(
    subjects: options.Subjects,
    form: str,
    spec_version: str | None,
    timestamp: str | None,
    serial: str | None,
    path: Path | None,
) -> None:
    """Write the AI bill of materials of a model or dataset and all it was made from.

    What could not be read is told in it as incomplete, and the exit status is 3.

    \b
    provenance aibom openai/gpt-oss-20b -o gpt-oss-20b.cdx.json
    """
    if form == "spdx-json" and spec_version:
        raise UsageError("--spec-version is of CycloneDX", "Leave it out: SPDX is written as 3.0.1.")
    time, number = stamps.timestamp(timestamp), stamps.serial(serial)
    lineage = subjects.trace()
    if form == "spdx-json":
        from provenance.bom import spdx

        bom = spdx.encode(lineage, timestamp=time, serial=number)
    else:
        from provenance.bom import encode

        output_form = form.removeprefix("cyclonedx-")
        bom = encode(lineage, spec_version=spec_version or "1.7", output=output_form, timestamp=time, serial=number)
    if path:
        output.write_files({path: bom})
    else:
        output.write_stdout(bom)
    for gap in lineage.gaps:
        click.echo(f"provenance: not read: {printable(f'{gap.artifact} {gap.what}: {gap.detail}')}", err=True)
    click.get_current_context().exit(EXIT_INCOMPLETE if lineage.gaps else EXIT_CLEAN)
