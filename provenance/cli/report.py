"""`provenance report`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from provenance.cli import notices, options, outputs
from provenance.cli.progress import writing_line
from provenance.cli.stamps import timestamp
from provenance.conformance.forms import FORMS
from provenance.errors import FaultError, UsageError
from provenance.messages import LANGUAGES, message

if TYPE_CHECKING:
    from provenance.auditing.run import Run
    from provenance.conformance.forms import FilledForm
    from provenance.dossier import Review
    from provenance.licences.use import IntendedUse
    from provenance.lock import Lock
    from provenance.model.artifact import ArtifactId
    from provenance.model.change import Change
    from provenance.policy import Policy
    from provenance.report import Report


# The writer refuses files with any other ending and lists its formats.
ENDINGS = {f".{form}": form for form in ("html", "pdf", "docx", "xlsx", "csv")}


@dataclass(frozen=True, slots=True)
class Target:
    """A target: a file, stdout, or a folder with a file per artefact.

    Attributes:
        form: Format of a file; empty for a folder.
        path: None for stdout.
    """

    form: str
    path: Path | None
    is_folder: bool = False

    @property
    def name(self) -> str:
        """The target's name in messages."""
        return self.path.name if self.path else "stdout"


def _targets(
    _context: click.Context, _option: click.Parameter, values: tuple[str, ...]
) -> tuple[Target, ...]:
    """The targets on the command line: a folder if the text ends in a slash, names one, or has no
    ending; else a file."""
    return tuple(_target(value) for value in values)


def _target(value: str) -> Target:
    if _names_folder(value):
        return Target("", Path(value), is_folder=True)
    file = outputs.OutputTargets(ENDINGS, default="html").convert(value, None, None)
    suffix = file.path.suffix.lstrip(".").lower() if file.path else ""
    return Target(file.form or suffix, file.path)


def _names_folder(value: str) -> bool:
    is_form = value == outputs.STDOUT or "=" in value
    if is_form:
        return False
    path = Path(value)
    return value.endswith(("/", os.sep)) or path.is_dir() or not path.suffix


# The organisation's data; each option fills one field of the cover sheet.
_COVER_OPTIONS = {
    "organisation": "Organisation that reviews, on the cover and at the head of each page.",
    "number": "Number of the document.",
    "classification": "Classification of the document, such as Confidential.",
    "valid-until": "Last day on which a decision may still apply.",
    "supplier": "Recipient of the letter.",
    "reply-by": "Day by which the supplier should reply.",
}


def _cover_options(command: Callable[..., None]) -> Callable[..., None]:
    for name, text in reversed(_COVER_OPTIONS.items()):
        command = click.option(f"--{name}", default="", metavar="TEXT", help=text)(command)
    return command


@click.command("report")
@options.subjects
@options.intended_use
@options.profiles(
    "Ask the questions of a regulator or form, such as kr-pipc; `provenance privacy --profiles`"
    " lists them. Repeatable."
)
@options.policy
@click.option(
    "-o",
    "--output",
    "files",
    callback=_targets,
    multiple=True,
    metavar="FILE",
    required=True,
    help=(
        "A file that ends in .html, .pdf, .docx, .xlsx or .csv (the questionnaire), a folder/, or"
        " `-` for HTML on stdout; repeatable."
    ),
)
@click.option(
    "--letter",
    "letters",
    callback=_targets,
    multiple=True,
    metavar="FILE",
    help="The letter to the supplier: a file that ends in .html, .pdf or .docx, or a folder/.",
)
@click.option(
    "--letter-lang",
    type=click.Choice(LANGUAGES),
    help="Language of the letter (default: the language of the supplier's documents).",
)
@click.option(
    "--form",
    "forms",
    type=click.Choice((*FORMS, "all", "none")),
    multiple=True,
    help=(
        "Regulator's form to fill in: what it asks, what was found, what is missing, whom to ask;"
        " repeatable. Default: the forms of the regions of use."
    ),
)
@_cover_options
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
    help="Paper size of PDF and Word files.",
)
@click.option(
    "--since",
    type=click.Path(dir_okay=False, path_type=Path),
    help="An earlier JSON report or lock.",
)
@click.option(
    "--answers",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A completed questionnaire to include.",
)
@click.option(
    "--day",
    default="now",
    metavar="TIME|none",
    help="Date of the review (default: SOURCE_DATE_EPOCH, otherwise today).",
)
def command(
    subjects: options.SubjectOptions,
    use: IntendedUse | None,
    profiles: tuple[str, ...],
    policy: Policy | None,
    today: date,
    files: tuple[Target, ...],
    letters: tuple[Target, ...],
    letter_lang: str | None,
    forms: tuple[str, ...],
    lang: str,
    paper: str,
    since: Path | None,
    answers: Path | None,
    day: str,
    **cover: str,
) -> None:
    """Write a dossier for reviewers: one file to read, print, attach and check.

    \b
    provenance report openai/gpt-oss-20b --use product --region KR -o dossier.html
    provenance report -m models.yaml --lang ko -o dossier.pdf -o answers.xlsx
    provenance report -m models.yaml --since march.json --answers answers.xlsx -o pages/
    provenance report org/model --organisation Acme --letter letter.docx -o dossier.pdf
    """
    from provenance.dossier import CoverSheet, Review, read_answers

    decisions = read_answers(answers) if answers else ()
    before = _earlier(since) if since else None
    settings = options.settings(subjects, policy=policy, today=today, use=use, profiles=profiles)
    run = subjects.run(settings)
    report = run.report
    changes = _changes(before, report) if before else ()
    review = Review(
        report=report,
        lang=lang,
        day=_day(day),
        since=since.name if since else "",
        changes=changes,
        decisions=decisions,
        forms=_filled_forms(run, forms),
        cover=CoverSheet.filled(cover, policy),
    )
    with writing_line() as show:
        documents = list(_files(review, files, paper, show))
        documents += _letters(review, letters, letter_lang or "", show)
    outputs.hand_out(documents)
    notices.tell_unread(report.gaps)
    click.get_current_context().exit(report.exit_status(None))


def _filled_forms(run: Run, chosen: tuple[str, ...]) -> dict[ArtifactId, tuple[FilledForm, ...]]:
    """The forms of each input that was read.

    Args:
        run: The run with its intended use.
        chosen: The named forms; empty for those of the regions of use.
    """
    from provenance import bom
    from provenance.conformance.forms import fill, forms_of_regions

    filled = {}
    for text, ref in run.lineage.inputs:
        names = chosen or forms_of_regions(_regions(run, text))
        if "all" in names:
            names = FORMS
        names = tuple(name for name in names if name != "none")
        record = run.lineage.record(ref)
        if record is None or not names:
            continue
        document = bom.encode(replace(run.lineage, inputs=((text, ref),), places=(), rejected=()))
        filled[ref.purl] = fill(document, names)
    return filled


def _regions(run: Run, text: str) -> frozenset[str]:
    """The regions of use of an input: from the manifest, else the command line or the policy."""
    use = run.lineage.uses.get(text) or run.settings.use
    return frozenset(use.regions) if use else frozenset()


def _files(
    review: Review, targets: tuple[Target, ...], paper: str, show: Callable[[str], None]
) -> Iterator[tuple[Path | None, bytes]]:
    """All files to write; for a folder, an overview and a page per artefact.

    A file that fails internally is left out, so that the others are written.
    """
    from provenance.dossier import write, write_folder
    from provenance.model.fault import shielded

    for target in targets:
        if target.path is None or not target.is_folder:
            show(target.name)
            with suppress(FaultError):
                work = partial(write, review, target.form, paper)
                subject = message("gap.fault.writing-file", file=target.name)
                yield target.path, shielded(work, subject)
            continue
        _make(target.path)
        for name, payload in write_folder(review):
            show(name)
            yield target.path / name, payload


def _letters(
    review: Review, targets: tuple[Target, ...], lang: str, show: Callable[[str], None]
) -> Iterator[tuple[Path | None, bytes]]:
    """The letters to write: one file for one input, a folder for several.

    Raises:
        UsageError: A single file is given for several letters.
    """
    from provenance.dossier import write_letters

    for target in targets:
        written = list(write_letters(review, target.form or "html", lang))
        if target.path and target.is_folder:
            _make(target.path)
            for name, payload in written:
                show(name)
                yield target.path / name, payload
        elif len(written) > 1:
            raise UsageError(
                f"{target.name} is one file, but each input has its own letter",
                "Name a folder that ends in a slash.",
            )
        else:
            show(target.name)
            yield target.path, written[0][1]


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"{folder} cannot be created ({error.strerror})", "Name another folder, or a file."
        ) from None


def _day(text: str) -> str:
    time = None if text == "none" else timestamp(text)
    return time.date().isoformat() if time else ""


def _earlier(path: Path) -> Lock:
    from provenance.files.local import read_local
    from provenance.lock import LIMIT, read_lock

    return read_lock(read_local(path, LIMIT, "Give a JSON report or a lock."), str(path))


def _changes(before: Lock, report: Report) -> tuple[Change, ...]:
    from provenance.lock import compare, pin

    return compare(before, pin(report))
