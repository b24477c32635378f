"""The rule organisation-not-permitted (POL002)."""

from __future__ import annotations

from provenance.messages import message
from provenance.model.artifact import ArtifactId
from provenance.model.finding import Evidence, Severity
from provenance.policy import Limits, same_organisation
from provenance.report import Report
from provenance.rules.policy.limit import LimitRule, Refusal


class OrganisationNotPermitted(
    LimitRule, code="POL002", name="organisation-not-permitted", severity=Severity.HIGH
):
    """Something was published by an organisation that the policy does not permit.

    ## What it checks
    The organisation of the model, of its bases and of their training data against
    `organisations.denied`; that of the model and its bases also against `organisations.allowed`, if
    there is such a list. Case does not matter, and `*` matches anything. A folder has no
    organisation.

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

    def refusal(self, purl: ArtifactId, report: Report, is_data: bool) -> Refusal | None:
        if purl.hub.local:
            return None
        organisation = purl.organisation
        settings = self.limits.refusal(
            lambda word: same_organisation(word, organisation), listed_only=not is_data
        )
        if not settings:
            return None
        subject = organisation or message("policy.organisation-not-permitted.none")
        return Refusal(organisation, subject, settings)

    def proof(self, purl: ArtifactId, report: Report) -> tuple[Evidence, ...]:
        """No evidence: the name itself shows the organisation."""
        return ()
