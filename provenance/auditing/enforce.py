"""Apply a policy to a report: which rules count, at which severity, what is waived, and the
policy's own findings."""

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
    """Apply a policy to a report.

    Drops rules that are not selected, changes severities, checks limits on licences, hubs and
    organisations, marks findings and gaps that a waiver or the baseline covers, and finally checks
    the waivers themselves.

    Args:
        report: The report to judge.
        policy: The policy to apply.
        today: The date for checking whether waivers have expired.

    Returns:
        The report with the policy's own findings added and the policy's digest in `policy`.
    """
    rules = (*report.rules, *(rule.info() for rule in POLICY_RULES))
    report = replace(
        report,
        rules=tuple(rule for rule in rules if rule.code in policy.selected),
        checks=tuple(check for check in report.checks if check.rule in policy.selected),
        policy=MappingProxyType({**report.policy, "policy": policy.file, "sha256": policy.digest}),
    )
    inputs = dict.fromkeys(reference.purl for reference in report.inputs)
    read = dict.fromkeys(reference.purl for reference in report.inputs if reference.state == "read")
    report = _with_checks(report, policy, _ask(LIMIT_RULES, read, report, policy, today))
    report = _waived(report, policy, today)
    # A waiver of a gap concerns unread content, so it is also checked where gaps are accepted.
    waivable = inputs if policy.gap_waivers else read
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
    """Mark the gaps that the policy accepts.

    Args:
        gaps: The gaps of a report or a lineage.
        policy: The policy to apply.
        today: The date for checking whether waivers have expired.
    """
    return tuple(replace(gap, waived=policy.accepted(gap, today)) for gap in gaps)


def _with_checks(report: Report, policy: Policy, added: Iterable[Check]) -> Report:
    """Add checks, with the severity of every finding set as the policy says."""
    order = {entry.purl: number for number, entry in reversed(list(enumerate(report.inputs)))}
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
