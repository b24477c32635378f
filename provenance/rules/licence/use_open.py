"""The rule use-open (LIC031)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.licences.use import UseVerdict
from provenance.messages import message
from provenance.model.finding import Finding, Severity
from provenance.rules.base import Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import use_finding


class UseOpen(
    Rule, code="LIC031", name="use-open", family=Family.LICENCE, severity=Severity.MEDIUM
):
    """Whether the licence terms allow the intended use depends on an unanswered question.

    ## What it checks
    With `--use` or a manifest's `use:`, whether the terms of the model and of everything it was
    made from allow that use. One of them depends on something that was not stated (how many users,
    which region, whether it competes with the licensor), on a text that was not read or not
    recognised, or on terms that are known at second hand only.

    ## Why it matters
    What is not known is not allowed: somebody has to answer before the use begins.

    ## How to fix
    Answer the question that the finding asks, with an option if it names one. `provenance licences
    LICENCE` shows the terms with clause and source. If the terms exclude the use anyway, LIC030
    says so and this rule does not ask.

    ## Example
    `--use commercial` for a model under the Llama 3.1 Community License without `--users`.

    ## References
    - https://huggingface.co/docs/hub/repositories-licenses
    """

    def check(self, context: Context) -> Iterator[Finding]:
        if context.judgement is None:
            raise NotApplicableError(message("licence.reason.no-use"))
        if context.judgement.verdict is UseVerdict.DENY:
            raise NotApplicableError(message("licence.use-open.not-applicable"))
        for reason in context.judgement.reasons:
            yield use_finding(self, context, reason)
