"""POL011."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from provenance.model.finding import Finding, Severity
from provenance.report import Report
from provenance.rules.base import CannotTellError
from provenance.rules.policy.waivers import WaiverRule


class WaiverUnused(WaiverRule):
    """A waiver waives nothing.

    ## What it checks
    Whether every waiver that speaks of an input of this run covers a finding of it. A waiver for
    something that is not audited in this run is not judged, nor one of a rule that was not asked
    (about a lock, without `--locked`), and while something could not be read nothing is said of it.

    ## Why it matters
    What it once waived was mended. Left standing, it will hide the same flaw when it comes back.

    ## How to fix
    Remove it from the policy.

    ## Example
    A waiver of LIC001 for a model that has a licence by now.

    ## References
    - https://google.github.io/osv-scanner/configuration/
    """

    code: ClassVar[str] = "POL011"
    name: ClassVar[str] = "waiver-unused"
    severity: ClassVar[Severity] = Severity.LOW

    def check(self, subject: str, report: Report) -> Iterator[Finding]:
        """See the class."""
        unasked = self.policy.selected - {rule.code for rule in report.rules}
        unused = [
            waiver
            for waiver in self.waivers(subject)
            if not waiver.expired(self.today)
            and not waiver.codes <= unasked
            and not any(waiver.covers(finding) for finding in report.findings)
        ]
        if unused and report.gaps:
            raise CannotTellError("something could not be read, so a finding may be missing")
        for waiver in unused:
            if next(asked.purl for asked in report.inputs if waiver.names(asked.purl)) == subject:
                message = f"the waiver of {waiver.rule} for {waiver.artifact} waives nothing"
                yield self.finding(subject, waiver, message, "Remove it from the policy.")
