"""The rule waiver-unused (POL011)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.messages import message
from provenance.model.artifact import ArtifactId
from provenance.model.finding import Finding, Severity
from provenance.policy import Acceptance, GapWaiver, Waiver
from provenance.report import Report
from provenance.rules.base import CannotTellError
from provenance.rules.policy.waivers import WaiverRule, reach


class WaiverUnused(WaiverRule, code="POL011", name="waiver-unused", severity=Severity.LOW):
    """A waiver waives nothing.

    ## What it checks
    Whether every waiver that covers an input of this run matches a finding of it, and every waiver
    of a gap matches a gap in the lineage of an input. Waivers of artefacts that are not in this run
    are not judged, nor are waivers of rules that were not asked (about a lock, without `--locked`).
    If something that a waiver covers could not be read, nothing is said about it.

    ## Why it matters
    What it once waived was fixed. If it stays, it will hide the same flaw when it comes back.

    ## How to fix
    Remove it from the policy.

    ## Example
    A waiver of LIC001 for a model that has a licence by now.

    ## References
    - https://google.github.io/osv-scanner/configuration/
    """

    def check(self, subject: ArtifactId, report: Report) -> Iterator[Finding]:
        idle = [
            waiver
            for waiver in self.waivers(subject, report)
            if not waiver.expired(self.today) and not self._is_used(waiver, report)
        ]
        unused = [waiver for waiver in idle if not _may_be_hidden(waiver, report)]
        if idle and not unused:
            raise CannotTellError(message("policy.waiver-unused.unknown"))
        for waiver in unused:
            if isinstance(waiver, GapWaiver) or _first_named(waiver, report) == subject:
                yield self.about(
                    waiver,
                    subject,
                    text=message(
                        "policy.waiver-unused.message",
                        rule=waiver.subject,
                        artifact=waiver.artifact,
                    ),
                    remedy=message("policy.waiver-unused.remedy"),
                )

    def _is_used(self, waiver: Acceptance, report: Report) -> bool:
        """Whether it covers something, or something that this run did not ask about."""
        if isinstance(waiver, GapWaiver):
            return any(waiver.covers(gap) for gap in report.gaps)
        if isinstance(waiver, Waiver):
            unasked = self.policy.selected - {rule.code for rule in report.rules}
            return waiver.codes <= unasked or any(map(waiver.covers, report.findings))
        return False


def _may_be_hidden(waiver: Acceptance, report: Report) -> bool:
    """Whether a gap may hide what a waiver covers.

    For a waiver of a gap that is a gap of the very artefact, for a waiver of a finding any gap in
    the lineage.
    """
    if isinstance(waiver, GapWaiver):
        return any(waiver.names(gap.artifact) for gap in report.gaps)
    behind: set[ArtifactId] = set()
    for reference in report.inputs:
        if waiver.names(reference.purl):
            behind |= {purl.identity for purl in reach(reference.purl, report)}
    return any(gap.artifact.identity in behind for gap in report.gaps)


def _first_named(waiver: Acceptance, report: Report) -> ArtifactId:
    return next(reference.purl for reference in report.inputs if waiver.names(reference.purl))
