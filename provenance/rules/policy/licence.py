"""POL001."""

from __future__ import annotations

from typing import ClassVar

from provenance.artifact import name_of
from provenance.finding import Evidence, Severity
from provenance.licences import can_be_kept, lookup
from provenance.policy import Limits, Setting
from provenance.report import Report, ReportLicence
from provenance.rules.base import CannotTellError
from provenance.rules.policy.limit import LimitRule


class LicenceNotPermitted(LimitRule):
    """A licence is used that the policy does not permit.

    ## What it checks
    What was concluded of the licence of the model, of its bases and of the data they were trained
    on, against `licences.denied`; that of the model and its bases against `licences.allowed` as
    well, where such a list is given. Of `A OR B` one has to be permitted, of `A AND B` both. With a
    list of what is allowed, a licence that could not be told is not permitted; without one it is
    unknown, not passed.

    ## Why it matters
    Somebody in your organisation decided which terms it accepts. A model under others enters by a
    line of code.

    ## How to fix
    Use another model, ask those who wrote the policy to allow the licence, or have this case waived
    with a reason.

    ## Example
    `licences.denied = ["non-commercial"]`, and a merge declared as Apache-2.0 of which one base is
    under CC BY-NC 4.0.

    ## References
    - https://spdx.github.io/spdx-spec/v3.0.1/annexes/spdx-license-expressions/
    """

    code: ClassVar[str] = "POL001"
    name: ClassVar[str] = "licence-not-permitted"
    severity: ClassVar[Severity] = Severity.HIGH

    @property
    def limits(self) -> Limits:
        """See the class."""
        return self.policy.licences

    def refusal(
        self, purl: str, report: Report, is_data: bool
    ) -> tuple[str, tuple[Setting, ...]] | None:
        """See the class."""
        licence = _licence(purl, report)
        if licence is None:
            return None
        if licence.concluded is None:
            if self.limits.allowed and not is_data:
                return f"a licence that could not be told ({licence.name})", self.limits.allowed
            raise CannotTellError(f"the licence of {name_of(purl)} could not be told")
        refused: list[Setting] = []

        def accept(identifier: str) -> bool:
            found = lookup(identifier)
            names = {identifier.lower(), found.category if found else ""}
            settings = self.limits.refusal(
                lambda word: word.lower() in names or (found is not None and lookup(word) is found),
                listed_only=not is_data,
            )
            refused.extend(settings or ())
            return settings is None

        return (
            None if can_be_kept(licence.concluded, accept) else (licence.concluded, tuple(refused))
        )

    def proof(self, purl: str, report: Report) -> tuple[Evidence, ...]:
        """The strongest claim."""
        licence = _licence(purl, report)
        return tuple(claim.evidence for claim in licence.claims[:1]) if licence else ()


def _licence(purl: str, report: Report) -> ReportLicence | None:
    return next((licence for licence in report.licences if licence.artifact == purl), None)
