"""The rule waiver-expired (POL010)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.messages import message
from provenance.model.artifact import ArtifactId
from provenance.model.finding import Finding, Severity
from provenance.report import Report
from provenance.rules.policy.waivers import WaiverRule


class WaiverExpired(WaiverRule, code="POL010", name="waiver-expired", severity=Severity.MEDIUM):
    """A waiver has expired, and what it waived counts again.

    ## What it checks
    `until` of every waiver that covers this input, or a gap in its lineage, against today's date in
    UTC (or `--today`). The last day counts.

    ## Why it matters
    A finding was accepted for a time, usually because somebody meant to do something about it. That
    time is over.

    ## How to fix
    Ask the owner what became of it: fix what was found, or renew the waiver with a later `until`.

    ## Example
    `until = 2026-06-30` on the first of July.

    ## References
    - https://google.github.io/osv-scanner/configuration/
    """

    def check(self, subject: ArtifactId, report: Report) -> Iterator[Finding]:
        for waiver in self.waivers(subject, report):
            if waiver.expired(self.today):
                yield self.about(
                    waiver,
                    subject,
                    text=message(
                        "policy.waiver-expired.message",
                        rule=waiver.subject,
                        artifact=waiver.artifact,
                        until=waiver.until.isoformat(),
                    ),
                    remedy=message("policy.waiver-expired.remedy", owner=waiver.owner),
                )
