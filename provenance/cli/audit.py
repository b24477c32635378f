"""`provenance audit`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from provenance.cli import options, output
from provenance.formats import FORMATS

if TYPE_CHECKING:
    from provenance.finding import Severity
    from provenance.policy import Policy

SEVERITIES = ("critical", "high", "medium", "low", "info")


class FormatFile(click.ParamType[tuple[str, Path]]):
    """`FORMAT=FILE`."""

    name = "FORMAT=FILE"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, Path]:
        """Split and check."""
        form, sign, path = str(value).partition("=")
        if not sign or form not in FORMATS or not path:
            self.fail(f"{value!r} is not FORMAT=FILE with a format of {', '.join(FORMATS)}", param, ctx)
        return form, Path(path)


@click.command("audit")
@options.subjects
@options.policy
@click.option("-f", "--format", "form", type=click.Choice(FORMATS), default="terminal", help="Format on stdout.")
@click.option("-o", "--output", "files", type=FormatFile(), multiple=True, help="Also write a file; repeatable.")
@click.option(
    "--fail-on",
    type=click.Choice([*SEVERITIES, "never"]),
    help="Exit 1 from here; default: what the policy says, else high.",
)
@click.option("--exit-zero", is_flag=True, help="Exit 0 whatever was found; an incomplete audit still exits 3.")
@click.option("-v", "--verbose", count=True, help="Spell out every question and check.")
@click.option("-q", "--quiet", is_flag=True, help="Nothing on stdout.")
def command(
    subjects: options.Subjects,
    policy: Policy | None,
    today: date,
    form: str,
    files: tuple[tuple[str, Path], ...],
    fail_on: str | None,
    exit_zero: bool,
    verbose: int,
    quiet: bool,
) -> None:
    """Audit models and datasets: lineage, licences, personal data, files.

    \b
    provenance audit openai/gpt-oss-20b
    provenance audit hf:datasets/org/name@revision -o json=report.json -o sarif=report.sarif
    provenance audit ./my-finetune --hub https://hub.example
    """
    from provenance.auditor import judge
    from provenance.formats import render

    report = judge(subjects.trace())
    if policy:
        from provenance.gate import enforce

        report = enforce(report, policy, today)
    width = output.terminal_width()
    output.write_files({path: render(report, name, width=width, verbose=verbose) for name, path in files})
    if not quiet:
        output.write_stdout(render(report, form, width=width, colour=output.wants_colour(), verbose=verbose))
    click.get_current_context().exit(report.exit_status(*_thresholds(fail_on, exit_zero, policy)))


def _thresholds(
    fail_on: str | None, exit_zero: bool, policy: Policy | None
) -> tuple[Severity | None, Mapping[str, Severity | None]]:
    """From where a finding fails, and by family: what the user typed, else the policy, else high."""
    from provenance.finding import Severity

    if exit_zero or fail_on == "never":
        return None, {}
    if fail_on:
        return Severity(fail_on), {}
    families = policy.fail_on if policy else {}
    return families.get("default", Severity.HIGH), families
