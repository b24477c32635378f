"""POL002."""

from __future__ import annotations

from provenance.model.artifact import ArtifactId
from provenance.model.finding import Evidence, Severity
from provenance.policy import Limits, PolicySetting, same_organisation
from provenance.report import Report
from provenance.rules.policy.limit import LimitRule


class OrganisationNotPermitted(
    LimitRule, code="POL002", name="organisation-not-permitted", severity=Severity.HIGH
):
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

    @property
    def limits(self) -> Limits:
        return self.policy.organisations

    def refusal(
        self, purl: ArtifactId, report: Report, is_data: bool
    ) -> tuple[str, tuple[PolicySetting, ...]] | None:
        if purl.hub.local:
            return None
        organisation = purl.organisation
        settings = self.limits.refusal(
            lambda word: same_organisation(word, organisation), listed_only=not is_data
        )
        return (organisation or "no organisation", settings) if settings else None

    def proof(self, purl: ArtifactId, report: Report) -> tuple[Evidence, ...]:
        """None: the name says it."""
        return ()
