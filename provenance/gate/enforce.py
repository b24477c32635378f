"""A report under a policy: what counts and how much, what is waived, what the policy itself
finds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import partial
from types import MappingProxyType

from provenance.model.artifact import ArtifactId, Gap
from provenance.model.finding import Check, Finding, sorted_findings
from provenance.policy import Policy
from provenance.report import Report
from provenance.rules import LIMIT_RULES, POLICY_RULES, WAIVER_RULES
from provenance.rules.base import PolicyRule, check_of, gaps_of


def enforce(report: Report, policy: Policy, today: date) -> Report:
    """Judge a report once more, by what a team demands.

    Rules that are not selected are left out; severities are changed; limits on licences, hubs and
    organisations are checked; what a waiver or the baseline covers is marked and no longer counts,
    findings and gaps alike; at last the waivers are checked.

    Args:
        report: What the rules found.
        policy: What the team demands.
        today: The day by which waivers end.

    Returns:
        The report with the policy's own findings among the others, and its digest in `policy`.
    """
    rules = (*report.rules, *(rule.info() for rule in POLICY_RULES))
    report = replace(
        report,
        rules=tuple(rule for rule in rules if rule.code in policy.selected),
        checks=tuple(check for check in report.checks if check.rule in policy.selected),
        policy=MappingProxyType({**report.policy, "policy": policy.file, "sha256": policy.digest}),
    )
    read = dict.fromkeys(named.purl for named in report.inputs if named.state == "read")
    report = _with_checks(report, policy, _ask(LIMIT_RULES, read, report, policy, today))
    report = _waived(report, policy, today)
    # A waiver of a gap speaks of what was not read, so it is judged there as well.
    waivable = dict.fromkeys(named.purl for named in report.inputs) if policy.gap_waivers else read
    return _with_checks(report, policy, _ask(WAIVER_RULES, waivable, report, policy, today))


def _ask(
    rules: Iterable[type[PolicyRule]],
    subjects: Iterable[ArtifactId],
    report: Report,
    policy: Policy,
    today: date,
) -> Iterable[Check]:
    for subject in subjects:
        for rule in rules:
            if rule.code in policy.selected:
                judge = rule(policy, today).check
                yield check_of(rule.code, subject, partial(judge, subject, report))


def accept(gaps: Iterable[Gap], policy: Policy, today: date) -> tuple[Gap, ...]:
    """Mark what somebody accepted among what could not be read.

    Args:
        gaps: Of a report or a lineage.
        policy: What the team demands.
        today: The day by which waivers end.
    """
    return tuple(replace(gap, waived=policy.accepted(gap, today)) for gap in gaps)


def _with_checks(report: Report, policy: Policy, added: Iterable[Check]) -> Report:
    """With more checks, every finding at the severity that the policy gives its rule."""
    order = {named.purl: number for number, named in reversed(list(enumerate(report.inputs)))}
    new = tuple(added)
    checks = [_weighed(check, policy) for check in (*report.checks, *new)]
    return _with_findings(
        replace(report, gaps=(*report.gaps, *gaps_of(new))),
        sorted(checks, key=lambda check: (order.get(check.artifact, 0), check.rule)),
    )


def _weighed(check: Check, policy: Policy) -> Check:
    if check.rule not in policy.severities:
        return check
    severity = policy.severities[check.rule]
    return replace(
        check, findings=tuple(replace(finding, severity=severity) for finding in check.findings)
    )


def _waived(report: Report, policy: Policy, today: date) -> Report:
    def judged(finding: Finding) -> Finding:
        return replace(finding, waived=policy.waived(finding, today))

    checks = [
        replace(check, findings=tuple(map(judged, check.findings))) for check in report.checks
    ]
    report = replace(report, gaps=accept(report.gaps, policy, today))
    return _with_findings(report, checks)


def _with_findings(report: Report, checks: list[Check]) -> Report:
    return replace(report, checks=tuple(checks), findings=sorted_findings(checks))
