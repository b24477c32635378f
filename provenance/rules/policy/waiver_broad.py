"""The rule waiver-too-broad (POL012)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.messages import message
from provenance.model.artifact import ArtifactId
from provenance.model.finding import Finding, Severity
from provenance.report import Report
from provenance.rules.policy.waivers import WaiverRule


class WaiverTooBroad(WaiverRule, code="POL012", name="waiver-too-broad", severity=Severity.MEDIUM):
    """A waiver covers more than one accepted finding.

    ## What it checks
    Whether a waiver that covers this input names more than one rule, or gaps of any reason, names
    no organisation or folder in particular (`*`, `*/*`), or lasts for more than a year. It applies
    all the same.

    ## Why it matters
    It also waives what nobody has looked at: another rule of its family, the next model, whatever a
    licence becomes.

    ## How to fix
    Name one rule, the artefacts that were reviewed, and a date within a year. To switch a rule off
    for everything, use `ignore`.

    ## Example
    `rule = "privacy"`, `artifact = "*"`, `until = 2099-12-31`.

    ## References
    - https://google.github.io/osv-scanner/configuration/
    """

    def check(self, subject: ArtifactId, report: Report) -> Iterator[Finding]:
        for waiver in self.waivers(subject, report):
            excess = waiver.excess(self.today)
            if excess:
                yield self.about(
                    waiver,
                    subject,
                    text=message(
                        "policy.waiver-too-broad.message",
                        rule=waiver.subject,
                        artifact=waiver.artifact,
                        excess=excess,
                    ),
                    remedy=message("policy.waiver-too-broad.remedy", owner=waiver.owner),
                )
