"""`provenance report`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from provenance.cli import notices, options, output
from provenance.cli.progress import writing_line
from provenance.cli.stamps import timestamp
from provenance.errors import FaultError, UsageError
from provenance.messages import LANGUAGES, message

if TYPE_CHECKING:
    from provenance.dossier import Review
    from provenance.licences.use import IntendedUse
    from provenance.lock import Lock
    from provenance.model.change import Change
    from provenance.policy import Policy
    from provenance.report import Report


@click.command("report")
@options.subjects
@options.intended_use
@options.profiles(
    "Ask what a regulator or form asks for: `provenance privacy --profiles`; repeatable."
)
@options.policy
@click.option(
    "-o",
    "--output",
    "files",
    type=click.Path(path_type=Path),
    multiple=True,
    required=True,
    help=(
        "A file that ends in .html, .pdf, .docx, .xlsx or .csv (the questionnaire), or a folder/;"
        " repeatable."
    ),
)
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="Language of the dossier.",
)
@click.option(
    "--paper",
    type=click.Choice(("a4", "letter")),
    default="a4",
    show_default=True,
    help="For PDF and Word.",
)
@click.option(
    "--since",
    type=click.Path(dir_okay=False, path_type=Path),
    help="An earlier JSON report or lock.",
)
@click.option(
    "--answers",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A filled questionnaire to print.",
)
@click.option(
    "--day",
    default="now",
    metavar="TIME|none",
    help="Day of the review; SOURCE_DATE_EPOCH stands for now.",
)
def command(
    subjects: options.SubjectOptions,
    use: IntendedUse | None,
    profiles: tuple[str, ...],
    policy: Policy | None,
    today: date,
    files: tuple[Path, ...],
    lang: str,
    paper: str,
    since: Path | None,
    answers: Path | None,
    day: str,
) -> None:
    """Write a dossier for those who decide: one file to read, print, attach and check.

    \b
    provenance report openai/gpt-oss-20b --use product --region KR -o dossier.html
    provenance report -m models.yaml --lang ko -o dossier.pdf -o answers.xlsx
    provenance report -m models.yaml --since march.json --answers answers.xlsx -o pages/
    """
    from provenance.dossier import Review, read_answers

    decisions = read_answers(answers) if answers else ()
    before = _earlier(since) if since else None
    settings = options.settings(subjects, policy=policy, today=today, use=use, profiles=profiles)
    report = subjects.run(settings).report
    changes = _changes(before, report) if before else ()
    review = Review(
        report=report,
        lang=lang,
        day=_day(day),
        since=since.name if since else "",
        changes=changes,
        decisions=decisions,
    )
    with writing_line() as show:
        output.write_files(dict(_files(review, files, paper, show)))
    notices.tell_unread(report.gaps)
    click.get_current_context().exit(report.exit_status(None))


def _files(
    review: Review, targets: tuple[Path, ...], paper: str, show: Callable[[str], None]
) -> Iterator[tuple[Path, bytes]]:
    """Every file to write; where a folder is asked for, an overview and a page for each artefact.

    A file that cannot be made by a fault of ours is left out, so that the others are written.
    """
    from provenance.dossier import write, write_folder
    from provenance.model.fault import shielded

    for target in targets:
        if target.suffix and not target.is_dir():
            show(target.name)
            form = target.suffix.lstrip(".").lower()
            with suppress(FaultError):
                work = partial(write, review, form, paper)
                subject = message("gap.fault.writing-file", file=target.name)
                yield target, shielded(work, subject)
            continue
        _make(target)
        for name, payload in write_folder(review):
            show(name)
            yield target / name, payload


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"{folder} cannot be made ({error.strerror})", "Name another folder, or a file."
        ) from None


def _day(told: str) -> str:
    time = None if told == "none" else timestamp(told)
    return time.date().isoformat() if time else ""


def _earlier(path: Path) -> Lock:
    from provenance.files.local import read_local
    from provenance.lock import LIMIT, read_lock

    return read_lock(read_local(path, LIMIT, "Give a JSON report or a lock."), str(path))


def _changes(before: Lock, report: Report) -> tuple[Change, ...]:
    from provenance.lock import compare, pin

    return compare(before, pin(report))
