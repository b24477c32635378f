"""GitLab code quality report: findings next to the lines of a merge request that introduce a
model."""

from __future__ import annotations

import hashlib
from typing import TypeAlias

from provenance.model.artifact import Gap, Place
from provenance.model.finding import Finding, Severity, shorten
from provenance.report import Report
from provenance.text.printable import json_bytes, printable
from provenance.wording.digest import Digest, relative
from provenance.wording.facts import waiver_words

LONGEST_TEXT = 1_000
_SEVERITIES = {
    Severity.CRITICAL: "blocker",
    Severity.HIGH: "critical",
    Severity.MEDIUM: "major",
    Severity.LOW: "minor",
    Severity.INFO: "info",
}

Object: TypeAlias = dict[str, object]


def render(report: Report, **_: object) -> bytes:
    """Write counting findings and gaps as a code quality report
    (https://docs.gitlab.com/ci/testing/code_quality/).

    An entry points to the policy or manifest line; without one, to the first line of the file on
    the hub, named as if the hub were a folder of the repository (`hf/org/name/README.md`). Waived
    findings are left out, because GitLab has no suppressions.

    Args:
        report: The report.

    Returns:
        UTF-8, indented by 2, ending in a line break.
    """
    digest = Digest(report)
    findings = sorted(report.findings, key=lambda finding: finding.severity.rank)
    entries = [_gap(gap, digest) for gap in report.gaps]
    return json_bytes(
        entries + [_entry(finding, digest) for finding in findings if not finding.waived]
    )


def _entry(finding: Finding, digest: Digest) -> Object:
    first = next(iter(finding.evidence), None)
    path = digest.address(first.artifact, first.file) if first else digest.address(finding.artifact)
    line = first.start_line if first and first.start_line else 1
    description = f"{digest.name(finding.artifact)}: {finding.message}. {finding.remedy}"
    own = digest.own_place(finding)
    return _shown(
        finding.rule,
        _SEVERITIES[finding.severity],
        description,
        finding.fingerprint,
        own,
        path,
        line,
    )


def _gap(gap: Gap, digest: Digest) -> Object:
    """A gap as an entry; accepted gaps stay visible."""
    description = f"{digest.name(gap.artifact)}, {gap.what}: not read ({gap.reason}). {gap.detail}"
    if gap.waived:
        description = f"Accepted {waiver_words(gap.waived)}. {description}"
    severity = "info" if gap.waived else "critical"
    key = "\x00".join(("gap", gap.artifact, gap.what, gap.reason))
    fingerprint = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    own = digest.gap_place(gap)
    return _shown(
        "not-read", severity, description, fingerprint, own, digest.address(gap.artifact), 1
    )


def _shown(
    rule: str,
    severity: str,
    description: str,
    fingerprint: str,
    own: Place | None,
    path: str,
    line: int,
) -> Object:
    return {
        "description": printable(shorten(description, LONGEST_TEXT)),
        "check_name": rule,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {
            "path": relative(own.file) if own else path,
            "lines": {"begin": own.line if own else line},
        },
    }
