"""The rule use-denied (LIC030)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.licences.use import UseVerdict
from provenance.messages import message
from provenance.model.finding import Finding, Severity
from provenance.rules.base import CannotTellError, Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import use_finding


class UseDenied(
    Rule, code="LIC030", name="use-denied", family=Family.LICENCE, severity=Severity.CRITICAL
):
    """The licence terms exclude the intended use.

    ## What it checks
    With `--use` or a manifest's `use:`, whether the terms of the model and of everything it was
    made from allow that use: commercial use, limits of users and revenue, regions, fields of
    application, training on outputs, sharing of changed versions. One of the texts says no.

    ## Why it matters
    Whoever uses a work beyond its licence has no permission for it, however many steps of the
    lineage lie between.

    ## How to fix
    Ask the licensor for a separate licence, stay within what the clause allows, or choose another
    model. `provenance licences LICENCE` shows the terms with clause and source. This reports what
    the text says; it is not legal advice.

    ## Example
    `--use commercial` for a fine-tune whose base is under CC-BY-NC-4.0.

    ## References
    - https://huggingface.co/docs/hub/repositories-licenses
    """

    def check(self, context: Context) -> Iterator[Finding]:
        if context.judgement is None:
            raise NotApplicableError(message("licence.reason.no-use"))
        reasons = context.judgement.reasons
        denials = [reason for reason in reasons if reason.verdict is UseVerdict.DENY]
        if not denials and any(reason.topic == "unread" for reason in reasons):
            raise CannotTellError(message("licence.use-denied.unknown"))
        for reason in denials:
            yield use_finding(self, context, reason)
