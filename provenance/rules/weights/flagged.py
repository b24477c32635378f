"""WGT002."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.model.finding import Finding, Severity
from provenance.rules.base import CannotTellError, Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import file_evidence

_SEVERITIES = {"unsafe": Severity.CRITICAL, "suspicious": Severity.MEDIUM}
_SHOWN = 5


class FileFlagged(
    Rule, code="WGT002", name="file-flagged", family=Family.WEIGHTS, severity=Severity.CRITICAL
):
    """The hub's scanners flag a file as unsafe.

    ## What it checks
    The level at which the hub's scanners flag a file: `unsafe` is critical, `suspicious` is medium.

    ## Why it matters
    The hub's scanners look for code in pickles and for known malware.

    ## How to fix
    Do not load the file. Read the scan on the file's page and ask the maker.

    ## Example
    `"securityRepoStatus": {"filesWithIssues": [{"path": "model.bin", "level": "unsafe"}]}`

    ## References
    - https://huggingface.co/docs/hub/security
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        status = subject.snapshot.metadata.get("securityRepoStatus")
        if not isinstance(status, dict):
            raise NotApplicableError("the hub tells nothing of scans")
        told = False
        for verdict, severity in _SEVERITIES.items():
            flagged = [entry for entry in subject.snapshot.files if entry.scan == verdict]
            if flagged:
                told = True
                yield Finding(
                    self.code,
                    severity,
                    subject.purl,
                    f"the hub's scanners call {len(flagged)} file(s) {verdict}: {flagged[0].path}",
                    "Do not load it; read the scan on the file's page and ask the maker.",
                    (subject.purl,),
                    tuple(file_evidence(subject, entry) for entry in flagged[:_SHOWN]),
                    key=verdict,
                )
        if not told and status.get("scansDone") is not True:
            raise CannotTellError("the hub's scans are not done")
