"""What the three rules about waivers share."""

from __future__ import annotations

from provenance.model.finding import Finding
from provenance.policy import Waiver
from provenance.rules.base import NotApplicableError, PolicyRule


class WaiverRule(PolicyRule):
    """Judges the waivers that speak of an input, after they were applied."""

    def waivers(self, subject: str) -> list[Waiver]:
        """Those that speak of it.

        Raises:
            NotApplicableError: There is none.
        """
        found = [waiver for waiver in self.policy.waivers if waiver.names(subject)]
        if not found:
            raise NotApplicableError("no waiver speaks of it")
        return found

    def finding(self, subject: str, waiver: Waiver, message: str, remedy: str) -> Finding:
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
            key=f"{waiver.rule} {waiver.artifact}",
        )
