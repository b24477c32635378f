"""POL010."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from provenance.model.finding import Finding, Severity
from provenance.report import Report
from provenance.rules.policy.waivers import WaiverRule


class WaiverExpired(WaiverRule):
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

    code: ClassVar[str] = "POL010"
    name: ClassVar[str] = "waiver-expired"
    severity: ClassVar[Severity] = Severity.MEDIUM

    def check(self, subject: str, report: Report) -> Iterator[Finding]:
        """See the class."""
        for waiver in self.waivers(subject, report):
            if waiver.expired(self.today):
                message = (
                    f"the waiver of {waiver.subject} for {waiver.artifact} ended on {waiver.until}"
                )
                remedy = f"Ask {waiver.owner} to mend what was found, or to have it granted anew."
                yield self.finding(subject, waiver, message, remedy)
