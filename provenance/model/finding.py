"""Data types of judging: severity, evidence, finding, check."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from provenance.model.artifact import ArtifactId, ArtifactRef, Gap, SourceText, Waived
from provenance.text.excerpt import QUOTE_LIMIT, QUOTED_FROM, shorten

__all__ = [
    "QUOTE_LIMIT",
    "Check",
    "Evidence",
    "Finding",
    "Outcome",
    "Severity",
    "shorten",
    "sorted_findings",
]

# Privacy rules were first published with the prefix of the questions, as `PRIV070`. Fingerprints
# keep that code, because waivers and baselines rely on them.
_CODE, _PUBLISHED_CODE = "PII", "PRIV"


def published_code(code: str) -> str:
    """The code under which a rule was first published."""
    if code.startswith(_CODE):
        return _PUBLISHED_CODE + code.removeprefix(_CODE)
    return code


class Severity(StrEnum):
    """How much a finding matters; `rank` orders severities, worst first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for critical to 4 for info."""
        return list(Severity).index(self)

    def reaches(self, threshold: Severity) -> bool:
        """Whether this is at least as bad as `threshold`."""
        return self.rank <= threshold.rank


class Outcome(StrEnum):
    """The outcome of a rule for one artefact. `unknown` means that the rule could not decide."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_APPLICABLE = "not-applicable"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where a reader can check a statement.

    Attributes:
        artifact: purl of the artefact that contains the file; empty for a file of the user's
            project.
        file: Path inside the repository, or the API path for a statement by the hub.
        revision: Commit at which it was read.
        start_line: First line, counted from 1; None if the file has no lines (an API answer, a
            weight header).
        end_line: Last line, inclusive.
        quote: At most 300 characters of the text, white space collapsed.
        sha256: Digest of the file as read; None for an API answer.
    """

    artifact: ArtifactId
    file: str
    revision: str
    start_line: int | None
    end_line: int | None
    quote: str
    sha256: str | None

    @classmethod
    def quoting(
        cls, document: SourceText, start_line: int, end_line: int, quote: str | None = None
    ) -> Evidence:
        """Point at lines of a text and quote them, or quote only `quote`."""
        if quote is None:
            # A quote shows no more lines than this; a block may have 100,000, each of them
            # quoted.
            last = min(end_line, start_line + QUOTED_FROM)
            quote = "\n".join(document.lines()[start_line - 1 : last])
        return cls(
            artifact=document.artifact,
            file=document.path,
            revision=document.revision,
            start_line=start_line,
            end_line=end_line,
            quote=shorten(quote),
            sha256=document.sha256,
        )

    @classmethod
    def without_lines(
        cls, ref: ArtifactRef, file: str, quote: str, *, sha256: str | None = None
    ) -> Evidence:
        """Point at a file, a weight header or an API answer as a whole, and quote as given."""
        return cls(
            artifact=ref.purl,
            file=file,
            revision=ref.revision or "",
            start_line=None,
            end_line=None,
            quote=quote,
            sha256=sha256,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong, with evidence and remedy.

    Attributes:
        rule: Code of the rule, such as `LIN020`.
        severity: How much it matters here.
        artifact: purl of the audited artefact.
        message: What is wrong, one sentence without a full stop.
        remedy: The next step, one or two sentences.
        path: purls from the audited artefact to the cause; at least the artefact itself.
        evidence: The weightiest first.
        details: Short lines, such as the duties that are lost.
        key: Distinguishes findings of one rule on one artefact; never a line number.
        questions: Ids of the related privacy questions (`PRIV-070`), sorted.
        waived: Why it does not count at the gate, or None if it counts.
    """

    rule: str
    severity: Severity
    artifact: ArtifactId
    message: str
    remedy: str
    path: tuple[ArtifactId, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    details: tuple[str, ...] = ()
    key: str = ""
    questions: tuple[str, ...] = ()
    waived: Waived | None = None

    @property
    def fingerprint(self) -> str:
        """32 hex digits that stay the same when lines move or the revision changes."""
        rule = published_code(self.rule)
        stable = "\x00".join((rule, self.artifact.identity, self.key))
        return hashlib.sha256(stable.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The result of one rule for one artefact.

    Attributes:
        rule: Code of the rule.
        artifact: purl of the audited artefact.
        outcome: Passed, failed, not applicable or unknown.
        reason: Why it is not applicable or unknown; otherwise empty.
        findings: What is wrong, if it failed.
        fault: The gap to report if the rule itself crashed; else None.
    """

    rule: str
    artifact: ArtifactId
    outcome: Outcome
    reason: str = ""
    findings: tuple[Finding, ...] = ()
    fault: Gap | None = None


def sorted_findings(checks: Iterable[Check]) -> tuple[Finding, ...]:
    """The findings of all checks, by artefact, then worst first."""
    findings = (finding for check in checks for finding in check.findings)
    return tuple(
        sorted(
            findings,
            key=lambda finding: (
                finding.artifact,
                finding.severity.rank,
                finding.rule,
                finding.key,
            ),
        )
    )
