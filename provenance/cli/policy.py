"""`provenance policy`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
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
    click.echo(f"{policy.file}  sha256 {policy.digest}")
    console.show_table(("line", "key", "says", "so"), [*_settings(policy, purl), *_waivers(policy, purl, today)])


def _settings(policy: Policy, purl: str | None) -> Iterator[Row]:
    """What each line of the file comes to."""
    from provenance.policy import same_organisation

    said = (setting for setting in policy.settings if not setting.key.startswith("waivers."))
    for (line, key), group in groupby(said, lambda setting: (setting.place.line, setting.key)):
        values = [setting.value for setting in group]
        yield str(line), key, ", ".join(values), "; ".join(dict.fromkeys(filter(None, _so(key, values, purl))))
    if "default" not in policy.fail_on:
        yield "", "fail-on", "high", "for families that are not named"
    organisation = name_of(purl).rpartition("/")[0] if purl else ""
    refused = policy.organisations.refusal(lambda word: same_organisation(word, organisation)) if organisation else None
    if refused:
        yield str(refused[0].place.line), refused[0].key, "", f"{organisation} is not permitted"


def _so(key: str, values: Sequence[str], purl: str | None) -> Iterator[str]:
    """Which rules words mean, and which of them mean the organisation."""
    from provenance.policy import same_organisation
    from provenance.rules import rules_named

    section, _, word = key.partition(".")
    organisation = name_of(purl).rpartition("/")[0] if purl else ""
    words = [word] if section == "severities" else values
    if section in ("select", "ignore", "severities"):
        yield ", ".join(sorted(frozenset[str]().union(*map(rules_named, words))))
    if section == "organisations" and organisation and any(same_organisation(value, organisation) for value in values):
        yield f"means {organisation}"


def _waivers(policy: Policy, purl: str | None, today: date) -> Iterator[Row]:
    """Those that speak of it, and how they stand."""
    for waiver in policy.waivers:
        if purl is None or waiver.names(purl):
            stands = f"ended on {waiver.until}" if waiver.expired(today) else f"holds until {waiver.until}"
            so = "; ".join((f"{stands} ({waiver.owner}): {waiver.reason}", *waiver.excess(today)))
            yield str(waiver.setting.place.line), "waiver", f"{waiver.rule} {waiver.artifact}", so
