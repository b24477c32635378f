"""What the three rules about waivers share."""

from __future__ import annotations

from provenance.model.artifact import ArtifactId
from provenance.model.finding import Finding
from provenance.policy import Acceptance, GapWaiver
from provenance.report import Report
from provenance.rules.base import NotApplicableError, PolicyRule


class WaiverRule(PolicyRule):
    """Judges the waivers that speak of an input, after they were applied."""

    def waivers(self, subject: ArtifactId, report: Report) -> list[Acceptance]:
        """Those that speak of it. One of a gap may speak of anything that the input was made from,
        and is judged at the first input that leads there.

        Raises:
            NotApplicableError: There is none.
        """
        named: list[Acceptance] = [
            waiver for waiver in self.policy.waivers if waiver.names(subject)
        ]
        named += [
            waiver for waiver in self.policy.gap_waivers if _first_input(waiver, report) == subject
        ]
        if not named:
            raise NotApplicableError("no waiver speaks of it")
        return named

    def about(self, subject: ArtifactId, waiver: Acceptance, message: str, remedy: str) -> Finding:
        """A finding that points at the waiver."""
        return Finding(
            self.code,
            self.severity,
            subject,
            message,
            remedy,
            (subject,),
            (waiver.setting.evidence(),),
            (f"owner: {waiver.owner}", f"reason: {waiver.reason}"),
            key=f"{waiver.subject} {waiver.artifact}",
        )


def reach(subject: ArtifactId, report: Report) -> frozenset[ArtifactId]:
    """purls of an input and of everything it was made from."""
    return frozenset(report.lineage.steps(subject))


def _first_input(waiver: GapWaiver, report: Report) -> ArtifactId | None:
    """The first input that is, or was made from, what a waiver names."""
    for named in report.inputs:
        if any(waiver.names(purl) for purl in reach(named.purl, report)):
            return named.purl
    return None
