"""LIC016."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.licences.claim import Role
from provenance.model.finding import Finding, Severity
from provenance.rules.base import Context, Family, NotApplicableError, Rule

_RESTRICTS = "use-restrictions"


class UsePolicyBeside(
    Rule, code="LIC016", name="use-policy-beside", family=Family.LICENCE, severity=Severity.LOW
):
    """A use policy stands beside a licence that has none.

    ## What it checks
    The repository holds a use policy, and the licence that applies says nothing of restricted uses.

    ## Why it matters
    The licence alone allows what the policy asks people not to do. Whether the policy binds is a
    question for those who sign; that it is there is easily missed by whoever looks at the tag.

    ## How to fix
    Read the policy beside the licence, and ask the author whether use is conditional on it.

    ## Example
    `license: apache-2.0` beside a file USAGE_POLICY.

    ## References
    - https://huggingface.co/openai/gpt-oss-20b/blob/main/USAGE_POLICY
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        policies = [said for said in subject.licence.beside if said.role is Role.USE_POLICY]
        if not policies:
            raise NotApplicableError("no use policy was read")
        licences = subject.licence.licences
        if not licences or any(
            duty.id == _RESTRICTS for licence in licences for duty in licence.duties
        ):
            return
        yield Finding(
            self.code,
            self.severity,
            subject.purl,
            f"{policies[0].evidence.file} stands beside {licences[0].name}, which restricts no use"
            " by itself",
            "Read it beside the licence, and ask the author whether use is conditional on it.",
            (subject.purl,),
            tuple(said.evidence for said in policies),
        )
