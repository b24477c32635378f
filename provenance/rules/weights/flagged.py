"""The rule file-flagged (WGT002)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.lineage.record import ArtifactRecord
from provenance.messages import message
from provenance.model.finding import Finding, Severity
from provenance.rules.base import (
    CannotTellError,
    Context,
    Family,
    NotApplicableError,
    Rule,
)
from provenance.rules.evidence import file_evidence

_SEVERITIES = {"unsafe": Severity.CRITICAL, "suspicious": Severity.MEDIUM}
_LEVELS = {
    "unsafe": "weights.file-flagged.level-unsafe",
    "suspicious": "weights.file-flagged.level-suspicious",
}
# Files shown as evidence.
_SHOWN = 5


class FileFlagged(
    Rule, code="WGT002", name="file-flagged", family=Family.WEIGHTS, severity=Severity.CRITICAL
):
    """The hub's scanners flag a file as unsafe.

    ## What it checks
    The level at which the hub's scanners flag a file: `unsafe` is critical, `suspicious` is medium.

    ## Why it matters
    The scanners look for code in pickles and for known malware.

    ## How to fix
    Do not load the file. Read the scan on the file's page and ask the maker.

    ## Example
    `"securityRepoStatus": {"filesWithIssues": [{"path": "model.bin", "level": "unsafe"}]}`

    ## References
    - https://huggingface.co/docs/hub/security
    """

    def check(self, context: Context) -> Iterator[Finding]:
        snapshot = context.subject.snapshot
        status = snapshot.metadata.get("securityRepoStatus")
        if status is None:
            raise NotApplicableError(message("weights.file-flagged.not-applicable"))
        if not isinstance(status, dict):
            raise CannotTellError(message("weights.file-flagged.not-understood"))
        levels = {entry.scan for entry in snapshot.files}
        if not levels & _SEVERITIES.keys() and status.get("scansDone") is not True:
            raise CannotTellError(message("weights.file-flagged.unknown"))
        for level in _SEVERITIES:
            if level in levels:
                yield self._finding(context.subject, level)

    def _finding(self, subject: ArtifactRecord, level: str) -> Finding:
        """One finding about all files that the scanner puts on one level."""
        flagged = [entry for entry in subject.snapshot.files if entry.scan == level]
        return self.finding(
            subject,
            severity=_SEVERITIES[level],
            message=message(
                "weights.file-flagged.message",
                count=len(flagged),
                level=message(_LEVELS[level]),
                file=flagged[0].path,
            ),
            remedy=message("weights.file-flagged.remedy"),
            evidence=[file_evidence(subject, entry) for entry in flagged[:_SHOWN]],
            key=level,
        )
