"""POL012."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.model.artifact import ArtifactId
from provenance.model.finding import Finding, Severity
from provenance.report import Report
from provenance.rules.policy.waivers import WaiverRule


class WaiverTooBroad(WaiverRule, code="POL012", name="waiver-too-broad", severity=Severity.MEDIUM):
    """A waiver reaches further than one accepted finding.

    ## What it checks
    Whether a waiver that speaks of this input names more than one rule, or gaps of any reason,
    names no organisation or folder in particular (`*`, `*/*`), or holds for more than a year. It
    waives what it covers all the same.

    ## Why it matters
    It also waives what nobody has looked at: another rule of its family, the next model, whatever a
    licence becomes.

    ## How to fix
    Name one rule and the artefacts that were looked at, and a day within a year. To switch a rule
    off for everything there is `ignore`.

    ## Example
    `rule = "privacy"`, `artifact = "*"`, `until = 2099-12-31`.

    ## References
    - https://google.github.io/osv-scanner/configuration/
    """

    def check(self, subject: ArtifactId, report: Report) -> Iterator[Finding]:
        for waiver in self.waivers(subject, report):
            excess = waiver.excess(self.today)
            if excess:
                message = (
                    f"the waiver of {waiver.subject} for {waiver.artifact} is broad:"
                    f" {'; '.join(excess)}"
                )
                remedy = (
                    f"Ask {waiver.owner} to narrow it to one rule or reason, the artefacts looked"
                    " at, and a year at most."
                )
                yield self.about(subject, waiver, message, remedy)
