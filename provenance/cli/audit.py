"""`provenance audit`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from provenance.cli import options, outputs
from provenance.errors import EXIT_INCOMPLETE
from provenance.formats import FORMATS

if TYPE_CHECKING:
    from provenance.auditing.run import LockFile
    from provenance.licences.use import IntendedUse
    from provenance.model.finding import Severity
    from provenance.policy import Policy
    from provenance.signatures import SignerTrust

# Format by ending of a file's name. `.xml` is what servers expect of JUnit.
ENDINGS = {
    ".txt": "terminal",
    ".json": "json",
    ".sarif": "sarif",
    ".md": "markdown",
    ".xml": "junit",
    ".csv": "csv",
}
SEVERITIES = ("critical", "high", "medium", "low", "info")


@click.command("audit")
@options.subjects
@options.intended_use
@options.profiles(
    "Ask the questions of a regulator or form, such as kr-pipc; `provenance privacy --profiles`"
    " lists them. Repeatable."
)
@click.option(
    "--viewer", is_flag=True, help="Also ask the hub's dataset viewer for its scan of each dataset."
)
@click.option(
    "--second-sources",
    is_flag=True,
    help="Also read the licence at the GitHub repository that a card names as its own.",
)
@options.signer
@options.policy
@click.option(
    "--fail-on",
    type=click.Choice([*SEVERITIES, "never"]),
    help=(
        "Exit with status 1 if any finding is at or above this severity (default: the policy's"
        " threshold, otherwise high)."
    ),
)
@click.option(
    "--exit-zero",
    is_flag=True,
    help="Exit with status 0 despite findings; an incomplete audit still exits with 3.",
)
@click.option(
    "--locked",
    is_flag=True,
    help="Fail if what the hub serves differs from the lock file.",
)
@options.lock_file
@outputs.shown_as(FORMATS, ENDINGS)
def command(
    subjects: options.SubjectOptions,
    use: IntendedUse | None,
    profiles: tuple[str, ...],
    viewer: bool,
    second_sources: bool,
    signer: SignerTrust | None,
    policy: Policy | None,
    today: date,
    fail_on: str | None,
    exit_zero: bool,
    locked: bool,
    lock_file: Path,
    page: outputs.ResultPage,
) -> None:
    """Audit models and datasets: lineage, licences, personal data, files.

    \b
    provenance audit openai/gpt-oss-20b
    provenance audit hf:datasets/org/name@revision -o report.json -o report.sarif
    provenance audit org/name --profile kr-pipc,g7-sbom
    provenance audit ./my-finetune --hub https://hub.example
    provenance audit org/name --use commercial --users 2M --region KR --region EU
    """
    from provenance.formats import render

    settings = options.settings(
        subjects,
        policy=policy,
        today=today,
        use=use,
        profiles=profiles,
        signer=signer,
        second_sources=second_sources,
    )
    lock = _read_lock(lock_file) if locked else None
    run = subjects.run(settings, lock=lock, viewer=viewer, tolerant=True)
    report = run.report
    status = report.exit_status(*_thresholds(fail_on, exit_zero, policy))
    # Nothing was read: a person needs the one sentence, a program the document that contains it.
    failure = run.lineage.failure if status == EXIT_INCOMPLETE else None
    page.show(partial(render, report), with_page=not (failure and page.form == FORMATS[0]))
    if failure:
        raise failure
    click.get_current_context().exit(status)


def _thresholds(
    fail_on: str | None, exit_zero: bool, policy: Policy | None
) -> tuple[Severity | None, Mapping[str, Severity | None]]:
    """Failing severity overall and by family: from the command line, else the policy, else high."""
    from provenance.model.finding import Severity

    if exit_zero:
        return None, {}
    families = policy.fail_on if policy else {}
    # Any difference from the lock fails unless the policy sets a severity; that is the purpose of a
    # lock.
    thresholds = {**families, "lock": families.get("lock", Severity.INFO)}
    if fail_on:
        return None if fail_on == "never" else Severity(fail_on), {"lock": thresholds["lock"]}
    return families.get("default", Severity.HIGH), thresholds


def _read_lock(path: Path) -> LockFile:
    from provenance.auditing.run import LockFile
    from provenance.files.local import read_local
    from provenance.lock import LIMIT

    hint = "Create one with `provenance lock`, or name it with --lock-file."
    data = read_local(path, LIMIT, hint)
    return LockFile(data=data, path=options.seen_from_here(path).as_posix())
