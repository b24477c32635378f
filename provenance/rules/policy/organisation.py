"""POL002."""

from __future__ import annotations

from typing import ClassVar

from packageurl import PackageURL

from provenance.model.finding import Evidence, Severity
from provenance.policy import Limits, PolicySetting, same_organisation
from provenance.report import Report
from provenance.rules.policy.limit import LimitRule


class OrganisationNotPermitted(LimitRule):
    """Something was published by an organisation that the policy does not permit.

    ## What it checks
    The organisation of the model, of its bases and of the data they were trained on, against
    `organisations.denied`; that of the model and its bases against `organisations.allowed` as well,
    where such a list is given. Upper and lower case are the same, `*` stands for anything. A folder
    has no organisation.

    ## Why it matters
    Anybody can publish on a hub, also under a name that resembles a well-known one. Whom you take
    weights from is a decision about suppliers.

    ## How to fix
    Use the same model from an organisation that is permitted, or have this case waived with a
    reason.

    ## Example
    `organisations.allowed = ["openai", "google"]`, and a quantisation of gpt-oss-20b by somebody
    else.

    ## References
    - https://huggingface.co/docs/hub/organizations
    """

    code: ClassVar[str] = "POL002"
    name: ClassVar[str] = "organisation-not-permitted"
    severity: ClassVar[Severity] = Severity.HIGH

    @property
    def limits(self) -> Limits:
        """See the class."""
        return self.policy.organisations

    def refusal(
        self, purl: str, report: Report, is_data: bool
    ) -> tuple[str, tuple[PolicySetting, ...]] | None:
        """See the class."""
        parts = PackageURL.from_string(purl)
        if parts.type == "generic":
            return None
        organisation = parts.namespace or ""
        settings = self.limits.refusal(
            lambda word: same_organisation(word, organisation), listed_only=not is_data
        )
        return (organisation or "no organisation", settings) if settings else None

    def proof(self, purl: str, report: Report) -> tuple[Evidence, ...]:
        """None: the name says it."""
        return ()
