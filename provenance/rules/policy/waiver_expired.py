"""POL010."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.model.artifact import ArtifactId
from provenance.model.finding import Finding, Severity
from provenance.report import Report
from provenance.rules.policy.waivers import WaiverRule


class WaiverExpired(WaiverRule, code="POL010", name="waiver-expired", severity=Severity.MEDIUM):
    """A waiver has ended, and what it waived counts again.

    ## What it checks
    `until` of every waiver that speaks of this input, or of a gap in its lineage, against today's
    date in UTC (or `--today`). The last day counts.

    ## Why it matters
    A finding was accepted for a time, mostly because somebody meant to do something about it. That
    time is over.

    ## How to fix
    Ask the owner what became of it: mend what was found, or have the waiver granted anew with a
    later `until`.

    ## Example
    `until = 2026-06-30` on the first of July.

    ## References
    - https://google.github.io/osv-scanner/configuration/
    """

    def check(self, subject: ArtifactId, report: Report) -> Iterator[Finding]:
        for waiver in self.waivers(subject, report):
            if waiver.expired(self.today):
                message = (
                    f"the waiver of {waiver.subject} for {waiver.artifact} ended on {waiver.until}"
                )
                remedy = f"Ask {waiver.owner} to mend what was found, or to have it granted anew."
                yield self.about(subject, waiver, message, remedy)
