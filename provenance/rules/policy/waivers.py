"""What the three rules about waivers share."""

from __future__ import annotations

from provenance.messages import Message, message
from provenance.model.artifact import ArtifactId
from provenance.model.finding import Finding
from provenance.policy import Acceptance, GapWaiver
from provenance.report import Report
from provenance.rules.base import NotApplicableError, PolicyRule


class WaiverRule(PolicyRule):
    """Judges the waivers that cover an input, after they were applied."""

    def waivers(self, subject: ArtifactId, report: Report) -> list[Acceptance]:
        """The waivers that cover an input.

        A waiver of a gap may cover anything that the input was made from; it is judged at the first
        input that leads there.

        Raises:
            NotApplicableError: There are none.
        """
        waivers: list[Acceptance] = [
            waiver for waiver in self.policy.waivers if waiver.names(subject)
        ]
        waivers += [
            waiver for waiver in self.policy.gap_waivers if _first_input(waiver, report) == subject
        ]
        if not waivers:
            raise NotApplicableError(message("policy.reason.no-waiver"))
        return waivers

    def about(
        self, waiver: Acceptance, subject: ArtifactId, *, text: Message, remedy: Message
    ) -> Finding:
        """A finding that points at a waiver."""
        return self.finding(
            subject,
            message=text,
            remedy=remedy,
            evidence=[waiver.setting.evidence()],
            details=[
                message("policy.reason.owner", owner=waiver.owner),
                message("policy.reason.reason", reason=waiver.reason),
            ],
            key=f"{waiver.subject} {waiver.artifact}",
        )


def reach(subject: ArtifactId, report: Report) -> frozenset[ArtifactId]:
    """purls of an input and of everything it was made from."""
    return frozenset(report.lineage.steps(subject))


def _first_input(waiver: GapWaiver, report: Report) -> ArtifactId | None:
    """The first input that is, or was made from, what a waiver names."""
    for reference in report.inputs:
        if any(waiver.names(purl) for purl in reach(reference.purl, report)):
            return reference.purl
    return None
