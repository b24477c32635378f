"""`provenance policy`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from provenance.cli import options
from provenance.errors import EXIT_CLEAN, EXIT_FINDINGS, UsageError
from provenance.hubs import parse_reference

if TYPE_CHECKING:
    from provenance.policy import Policy

_NO_POLICY = UsageError(
    "there is no policy here",
    "Write a provenance.toml, or name a file: `provenance policy check --config FILE`.",
)


@click.group("policy")
def command() -> None:
    """The rules that a team sets for the models it uses: provenance.toml, or [tool.provenance] in
    pyproject.toml."""


@command.command("check")
@options.policy
def check(policy: Policy | None, today: date) -> None:
    """Check the policy file: exit 2 if it contains an unknown setting, 1 if a waiver has expired
    or is too broad."""
    from provenance.wording.facts import counted

    if policy is None:
        raise _NO_POLICY
    flawed = 0
    waivers = policy.acceptances()
    for waiver in waivers:
        ended = (f"it ended on {waiver.until}",) if waiver.expired(today) else ()
        for flaw in (*ended, *waiver.excess(today)):
            flawed += 1
            click.echo(
                f"{waiver.setting.place}: the waiver of {waiver.subject} for {waiver.artifact}:"
                f" {flaw}"
            )
    counts = f"{counted(len(policy.settings), 'setting')}, {counted(len(waivers), 'waiver')}"
    click.echo(f"{policy.file}: {counts}, sha256 {policy.digest}")
    click.get_current_context().exit(EXIT_FINDINGS if flawed else EXIT_CLEAN)


@command.command("explain")
@click.argument("ref", required=False)
@options.policy
def explain(ref: str | None, policy: Policy | None, today: date) -> None:
    """Show which settings apply, to REF if given, and the file and line of each. Nothing
    is fetched.

    \b
    provenance policy explain
    provenance policy explain org/name
    """
    from provenance.cli.explanation import show_explanation

    if policy is None:
        raise _NO_POLICY
    show_explanation(policy, parse_reference(ref).purl if ref else None, today)
