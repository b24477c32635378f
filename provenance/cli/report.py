"""`provenance report`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from provenance.cli import options, output
from provenance.cli.stamps import timestamp

if TYPE_CHECKING:
    from provenance.licences.use import IntendedUse
    from provenance.lock import Change
    from provenance.report import Report


@click.command("report")
@options.subjects
@options.intended_use
@click.option(
    "-o",
    "--output",
    "files",
    type=click.Path(path_type=Path),
    multiple=True,
    required=True,
    help="A file whose name ends in .html; repeatable.",
)
@click.option(
    "--lang", type=click.Choice(("en", "ko")), default="en", show_default=True, help="Language of the dossier."
)
@click.option("--since", type=click.Path(dir_okay=False, path_type=Path), help="An earlier JSON report or lock.")
@click.option("--day", default="now", metavar="TIME|none", help="Day of the review; SOURCE_DATE_EPOCH stands for now.")
def command(
    subjects: options.Subjects,
    use: IntendedUse | None,
    files: tuple[Path, ...],
    lang: str,
    since: Path | None,
    day: str,
) -> None:
    """Write a dossier for those who decide: one file to read, print, attach and check.

    \b
    provenance report openai/gpt-oss-20b --use product --region KR -o dossier.html
    provenance report -m models.yaml --lang ko -o dossier.html
    """
    from provenance.auditor import judge
    from provenance.review import Review, write

    report = judge(subjects.trace(), use=use)
    review = Review(
        report,
        lang,
        day=_day(day),
        since=since.name if since else "",
        changes=_changes(since, report) if since else (),
    )
    output.write_files({path: write(review, path.suffix.lstrip(".").lower()) for path in files})
    click.get_current_context().exit(report.exit_status(None))


def _day(told: str) -> str:
    time = None if told == "none" else timestamp(told)
    return time.date().isoformat() if time else ""


def _changes(since: Path, report: Report) -> tuple[Change, ...]:
    from provenance.lock import compare, pin, read_lock

    return compare(read_lock(since.read_bytes(), str(since)), pin(report))
