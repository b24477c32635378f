"""Explain a policy topic by topic: what applies, to a given model or in general, and which line
says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from provenance.cli import output
from provenance.model.artifact import ArtifactId

if TYPE_CHECKING:
    from provenance.policy import Acceptance, Limits, Policy

_WIDTH = 15
_LOCKED = ("with --locked: whatever differs from the lock",)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A row of the explanation.

    Attributes:
        topic: Its topic; empty if it is that of the row above.
        text: What applies.
        line: Line of the policy file; 0 if there is none.
        notes: What belongs to it.
    """

    topic: str
    text: str
    line: int = 0
    notes: tuple[str, ...] = ()


def show_explanation(policy: Policy, purl: ArtifactId | None, today: date) -> None:
    """Print the explanation of a policy.

    Args:
        policy: The policy.
        purl: The artefact; None for any.
        today: Date for checking whether waivers have expired.
    """
    from rich.text import Text

    from provenance.text.columns import Page, styled

    page = Page(output.terminal_width(), output.wants_colour())
    what = f"{purl.name} under {policy.file}" if purl else policy.file
    page.row(styled(what, "bold"), right=styled(f"sha256 {policy.digest[:12]}", "dim"))
    page.blank()
    for row in _rows(policy, purl, today):
        right = styled(f"line {row.line}", "dim") if row.line else None
        page.row(styled(row.text), lead=Text(row.topic, "bold"), indent=_WIDTH, right=right)
        for note in row.notes:
            page.row(styled(note, "dim"), margin=_WIDTH, indent=_WIDTH + 2)
    output.write_stdout(page.payload())


def _rows(policy: Policy, purl: ArtifactId | None, today: date) -> Iterator[_Row]:
    yield from _gate(policy)
    yield from _selection(policy)
    yield from _limits("licences", policy.licences, _categories(policy.licences))
    yield from _limits("organisations", policy.organisations, _organisation(policy, purl))
    yield from _limits("hubs", policy.hubs, ())
    yield from _waivers(policy, purl, today)
    if policy.baseline:
        from provenance.wording.facts import counted

        earlier = counted(len(policy.baseline.fingerprints), "earlier finding")
        text = f"{policy.baseline.report}: {earlier} left out"
        yield _Row(topic="baseline", text=text, line=policy.baseline.setting.place.line)
    if policy.profiles:
        yield _Row(
            topic="profiles", text=", ".join(policy.profiles), line=_line(policy, "profiles")
        )
    if policy.use:
        from provenance.wording.facts import use_facts

        yield _Row(
            topic="use",
            text=" · ".join(use_facts(policy.use)),
            line=_line(policy, "use"),
            notes=("unless a manifest states one",),
        )


def _gate(policy: Policy) -> Iterator[_Row]:
    """The failing severities."""
    severities = {
        "default": "high",
        "lock": "info",
        **{key: s or "never" for key, s in policy.fail_on.items()},
    }
    default = severities.pop("default")
    yield _Row(
        topic="fails",
        text=_threshold("any rule", default),
        line=_line(policy, "fail-on.default", "fail-on"),
    )
    for family, severity in sorted(severities.items()):
        yield _Row(
            topic="",
            text=_threshold(f"rules on {family}", severity),
            line=_line(policy, f"fail-on.{family}"),
            notes=_LOCKED if family == "lock" else (),
        )


def _threshold(rules: str, severity: str) -> str:
    return f"{rules}: never" if severity == "never" else f"{rules}: from {severity} on"


def _selection(policy: Policy) -> Iterator[_Row]:
    """The selected rules, and their changed severities."""
    from provenance.rules import every_rule, rules_named

    names = {info.code: info.name for info in every_rule()}
    chosen = [setting for setting in policy.settings if setting.key == "select"]
    count = f"{len(policy.selected)} of {len(names)} count"
    if chosen:
        words = ", ".join(setting.value for setting in chosen)
        text, line = f"{count}: {words}, policy and lock", chosen[0].place.line
        yield _Row(topic="rules", text=text, line=line)
    else:
        yield _Row(topic="rules", text=count)
    for setting in policy.settings:
        rules = [f"{code} {names[code]}" for code in sorted(rules_named(setting.value))]
        if setting.key == "ignore":
            yield _Row(topic="", text=f"left out: {', '.join(rules)}", line=setting.place.line)
    for setting in policy.settings:
        section, _, word = setting.key.partition(".")
        if section == "severities":
            rules = [f"{code} {names[code]}" for code in sorted(rules_named(word))]
            yield _Row(
                topic="", text=f"{setting.value}: {', '.join(rules)}", line=setting.place.line
            )


def _limits(topic: str, limits: Limits, notes: Sequence[str]) -> Iterator[_Row]:
    """What is permitted for the lineage, or for the weights that are run."""
    reach = {
        "denied": "in the whole lineage",
        "allowed": "nothing else, of the model and its bases",
    }
    for word, settings in (("denied", limits.denied), ("allowed", limits.allowed)):
        if settings:
            text = f"{word}: {', '.join(setting.value for setting in settings)} ({reach[word]})"
            yield _Row(topic=topic, text=text, line=settings[0].place.line, notes=tuple(notes))
            topic, notes = "", ()
    if topic:
        yield _Row(topic=topic, text="any")


def _categories(limits: Limits) -> tuple[str, ...]:
    """The licences in a category."""
    from provenance.licences import catalogue

    members: dict[str, list[str]] = {}
    for identifier, licence in sorted(catalogue().items()):
        members.setdefault(licence.category, []).append(identifier)
    words = [
        setting.value for setting in (*limits.denied, *limits.allowed) if setting.value in members
    ]
    return tuple(
        f"{word} means {len(members[word])} licences, such as {', '.join(members[word][:3])}"
        for word in words
    )


def _organisation(policy: Policy, purl: ArtifactId | None) -> tuple[str, ...]:
    """Whether the organisation of the given artefact is permitted."""
    from provenance.policy import same_organisation

    name = purl.organisation if purl else ""
    if not name:
        return ()
    refused = policy.organisations.refusal(lambda word: same_organisation(word, name))
    return (f"{name} is {'not ' if refused else ''}permitted",)


def _waivers(policy: Policy, purl: ArtifactId | None, today: date) -> Iterator[_Row]:
    """The waivers that name it, and their state."""
    topic = "waivers"
    waivers = policy.acceptances()
    for waiver in waivers:
        if purl is None or waiver.names(purl):
            yield _Row(
                topic=topic,
                text=_standing(waiver, today),
                line=waiver.setting.place.line,
                notes=_reasons(waiver, today),
            )
            topic = ""
    if topic:
        yield _Row(
            topic=topic, text="none" if purl is None or not waivers else "none applies to it"
        )


def _standing(waiver: Acceptance, today: date) -> str:
    stands = (
        f"ended on {waiver.until}, no longer applies"
        if waiver.expired(today)
        else f"until {waiver.until}"
    )
    return f"{waiver.subject} for {waiver.artifact}: {stands}"


def _reasons(waiver: Acceptance, today: date) -> tuple[str, ...]:
    broad = waiver.excess(today)
    return (
        f"{waiver.reason} ({waiver.owner})",
        *((f"too broad: {'; '.join(broad)}",) if broad else ()),
    )


def _line(policy: Policy, *keys: str) -> int:
    """The line of the first of these keys that is set, or of a part of it; 0 if none is."""
    for key in keys:
        for setting in policy.settings:
            if setting.key == key or setting.key.startswith(f"{key}."):
                return setting.place.line
    return 0
