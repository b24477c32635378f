"""The rule use-policy-beside (LIC016)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.licences.claim import Role
from provenance.messages import message
from provenance.model.finding import Finding, Severity
from provenance.rules.base import Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import evidence_of

_RESTRICTS = "use-restrictions"


class UsePolicyBeside(
    Rule, code="LIC016", name="use-policy-beside", family=Family.LICENCE, severity=Severity.LOW
):
    """A use policy accompanies a licence that has none.

    ## What it checks
    Whether the repository has a use policy although the licence that applies says nothing about
    restricted uses.

    ## Why it matters
    The licence alone allows what the policy asks people not to do. Whether the policy binds is a
    question for those who sign; whoever looks only at the tag will miss it.

    ## How to fix
    Read the policy together with the licence, and ask the author whether use is conditional on it.

    ## Example
    `license: apache-2.0` next to a file USAGE_POLICY.

    ## References
    - https://huggingface.co/openai/gpt-oss-20b/blob/main/USAGE_POLICY
    """

    def check(self, context: Context) -> Iterator[Finding]:
        conclusion = context.subject.licence
        policies = [text for text in conclusion.other_terms if text.role is Role.USE_POLICY]
        if not policies:
            raise NotApplicableError(message("licence.use-policy-beside.not-applicable"))
        duties = {duty.id for licence in conclusion.licences for duty in licence.duties}
        if not conclusion.licences or _RESTRICTS in duties:
            return
        yield self.finding(
            context.subject,
            message=message(
                "licence.use-policy-beside.message",
                file=policies[0].evidence.file,
                licence=conclusion.licences[0].name,
            ),
            remedy=message("licence.use-policy-beside.remedy"),
            evidence=evidence_of(policies),
        )
