"""`provenance aibom`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from provenance.bom.stamp import Stamp
from provenance.cli import notices, options, output, stamps
from provenance.errors import EXIT_CLEAN, EXIT_INCOMPLETE, UsageError
from provenance.report import open_gaps

if TYPE_CHECKING:
    from provenance.policy import Policy

FORMATS = ("cyclonedx-json", "cyclonedx-xml", "spdx-json")


@click.command("aibom")
@options.subjects
@click.option("-f", "--format", "form", type=click.Choice(FORMATS), help=f"Default: {FORMATS[0]}.")
@click.option(
    "--spec-version",
    type=click.Choice(["1.7", "1.6"]),
    help="Of CycloneDX; default: 1.7, or that of the --into file. SPDX is always 3.0.1.",
)
@click.option(
    "--into",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help=(
        "Put it into an application's CycloneDX document (JSON or XML), which comes out in its own"
        " form."
    ),
)
@click.option(
    "--attest",
    is_flag=True,
    help=(
        "Also say, as CycloneDX attestations, what is stated of the G7's elements and of personal"
        " data."
    ),
)
@click.option(
    "--timestamp",
    metavar="TIME|now",
    help="Time of the document; default: SOURCE_DATE_EPOCH, else none.",
)
@click.option(
    "--serial", metavar="UUID|random", help="Serial number of the document; default: none."
)
@click.option(
    "--author",
    metavar="NAME",
    help="Who answers for the document, as `Acme GmbH` or `Acme GmbH <sbom@acme.example>`.",
)
@click.option(
    "--bom-version",
    type=click.IntRange(min=1),
    metavar="N",
    help="Version of the document: one more for each correction; default: 1.",
)
@click.option(
    "-o",
    "--output",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File; default: stdout.",
)
@options.policy
def command(
    subjects: options.SubjectOptions,
    form: str | None,
    spec_version: str | None,
    into: Path | None,
    attest: bool,
    timestamp: str | None,
    serial: str | None,
    author: str | None,
    bom_version: int | None,
    path: Path | None,
    policy: Policy | None,
    today: date,
) -> None:
    """Write the AI bill of materials of a model or dataset and all it was made from.

    What could not be read is told in it as incomplete, and the exit status is 3 unless the policy
    accepts it.

    \b
    provenance aibom openai/gpt-oss-20b -o gpt-oss-20b.cdx.json
    provenance aibom -m models.yaml --into app.cdx.json -o app-with-models.cdx.json
    """
    if form and into:
        raise UsageError("--into keeps the form of the file", "Leave --format out.")
    if form == "spdx-json" and (spec_version or attest):
        option = "--spec-version" if spec_version else "--attest"
        raise UsageError(
            f"{option} is of CycloneDX",
            "Leave it out: SPDX is written as 3.0.1, without attestations.",
        )
    if into and (author or bom_version):
        option = "--author" if author else "--bom-version"
        raise UsageError(
            f"{option} is about a new document, and --into changes one that exists",
            "Leave it out: the application's document keeps its author and counts its version on.",
        )
    stamp = Stamp(
        timestamp=stamps.timestamp(timestamp),
        serial=stamps.serial(serial),
        author=stamps.author(author),
        version=bom_version or 1,
    )
    data = _read(into) if into else b""
    lineage = options.accepted(subjects.trace(), policy, today)
    notes: tuple[str, ...] = ()
    if form == "spdx-json":
        from provenance.spdx import writer as spdx

        bom = spdx.encode(lineage, stamp=stamp)
    elif into:
        from provenance import merge

        merged = merge.into(
            data, str(into), lineage, encode=_writer(attest), spec_version=spec_version, stamp=stamp
        )
        bom, notes = merged.payload, merged.notes
    else:
        output_form = (form or FORMATS[0]).removeprefix("cyclonedx-")
        bom = _writer(attest)(
            lineage, spec_version=spec_version or "1.7", output=output_form, stamp=stamp
        )
    _hand_out(bom, path)
    for note in notes:
        notices.notice(note)
    notices.tell_unread(lineage.gaps)
    click.get_current_context().exit(EXIT_INCOMPLETE if open_gaps(lineage.gaps) else EXIT_CLEAN)


def _writer(attest: bool) -> Callable[..., bytes]:
    from provenance import attest as attested
    from provenance import bom

    return attested.encode if attest else bom.encode


def _hand_out(bom: bytes, path: Path | None) -> None:
    if path:
        output.write_files({path: bom})
    else:
        output.write_stdout(bom)


def _read(path: Path) -> bytes:
    from provenance.conformance.reading import SIZE_LIMIT
    from provenance.files.local import read_local

    return read_local(path, SIZE_LIMIT, "Name the application's SBOM, in CycloneDX.")
