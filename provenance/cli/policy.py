"""`provenance policy`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

import click

from provenance.artifact import ArtifactRef, name_of
from provenance.cli import options
from provenance.errors import EXIT_CLEAN, EXIT_FINDINGS, UsageError

if TYPE_CHECKING:
    from provenance.policy import Policy

Row: TypeAlias = tuple[str, str, str, str]
_NO_POLICY = UsageError(
    "there is no policy here", "Write a provenance.toml, or name a file: `provenance policy check --config FILE`."
)


@click.group("policy")
def command() -> None:
    """What a team demands of the models it uses: provenance.toml, or [tool.provenance] in pyproject.toml."""


@command.command("check")
@options.policy
def check(policy: Policy | None, today: date) -> None:
    """Check the policy file: exit 2 where something in it is not known, 1 where a waiver has ended or is too broad."""
    from provenance.formats.wording import counted

    if policy is None:
        raise _NO_POLICY
    flawed = 0
    for waiver in policy.waivers:
        ended = (f"it ended on {waiver.until}",) if waiver.expired(today) else ()
        for flaw in (*ended, *waiver.excess(today)):
            flawed += 1
            click.echo(f"{waiver.setting.place}: the waiver of {waiver.rule} for {waiver.artifact}: {flaw}")
    counts = f"{counted(len(policy.settings), 'setting')}, {counted(len(policy.waivers), 'waiver')}"
    click.echo(f"{policy.file}: {counts}, sha256 {policy.digest}")
    click.get_current_context().exit(EXIT_FINDINGS if flawed else EXIT_CLEAN)


@command.command("explain")
@click.argument("ref", required=False)
@options.policy
def explain(ref: str | None, policy: Policy | None, today: date) -> None:
    """Show what applies, to REF where one is named, and which line of which file says so. Nothing is fetched.

    \b
    provenance policy explain
    provenance policy explain org/name
    """
    from provenance.cli import console

    if policy is None:
        raise _NO_POLICY
    purl = ArtifactRef.parse(ref).purl if ref else None
    console.show_table(("key", "says", "so", "where"), [*_settings(policy, purl), *_waivers(policy, purl, today)])


def _settings(policy: Policy, purl: str | None) -> Iterator[Row]:
    """What each line of the file comes to."""
    from provenance.policy import same_organisation
    from provenance.rules import rules_named

    organisation = name_of(purl).rpartition("/")[0] if purl else ""
    for setting in policy.settings:
        section, so = setting.key.partition(".")[0], ""
        if section in ("select", "ignore"):
            so = ", ".join(sorted(rules_named(setting.value)))
        elif section == "severities":
            so = ", ".join(sorted(rules_named(setting.key.partition(".")[2])))
        elif section == "organisations" and organisation and same_organisation(setting.value, organisation):
            so = f"means {organisation}"
        if section != "waivers":
            yield setting.key, setting.value, so, str(setting.place)
    if "default" not in policy.fail_on:
        yield "fail-on", "high", "for families not named", "default"
    refused = policy.organisations.refusal(lambda word: same_organisation(word, organisation)) if organisation else None
    if refused:
        yield "organisations", organisation, "is not permitted", str(refused[0].place)


def _waivers(policy: Policy, purl: str | None, today: date) -> Iterator[Row]:
    """Those that speak of it, and how they stand."""
    for waiver in policy.waivers:
        if purl is None or waiver.names(purl):
            ended = f"ended on {waiver.until}" if waiver.expired(today) else f"holds until {waiver.until}"
            so = "; ".join((f"{ended} ({waiver.owner}): {waiver.reason}", *waiver.excess(today)))
            yield "waivers", f"{waiver.rule} {waiver.artifact}", so, str(waiver.setting.place)
