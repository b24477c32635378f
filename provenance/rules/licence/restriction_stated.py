"""The rule restriction-stated (LIC017)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.lineage.open_words import unclear_words
from provenance.messages import message
from provenance.model.artifact import CARD
from provenance.model.finding import Finding, Severity
from provenance.rules.base import CannotTellError, Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import evidence_of

# Restrictions shown as evidence.
_SHOWN = 3


class RestrictionStated(
    Rule, code="LIC017", name="restriction-stated", family=Family.LICENCE, severity=Severity.HIGH
):
    """A statement next to the declared licence restricts what it allows.

    ## What it checks
    Whether a licence text or its title, a notice, the access form or a sentence of the card limits
    the work to research or evaluation, forbids commercial use or changes, asks for a registration
    or a separate licence, sets a condition such as a territory or a number of users, or names
    further terms, although the declared licence does not. Sentences about code, a base, or a
    model's data are left out. At medium: words that may limit the work but do not say so in a known
    way, such as a sentence on what it was released for.

    ## Why it matters
    The licence grants more than its author intends. Whether the sentence is a condition or a wish
    is for a reviewer to ask; whoever filters by the tag never sees it.

    ## How to fix
    Ask the author which one is meant, and follow the stricter one until then. Authors: choose a
    licence that says so.

    ## Example
    `license: apache-2.0`, and in the card: "This model is for research purposes only."

    ## References
    - https://huggingface.co/docs/hub/models-gated
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        conclusion = subject.licence
        if not conclusion.licences:
            raise NotApplicableError(message("licence.reason.none-concluded"))
        restrictions, severity = conclusion.restrictions, Severity.HIGH
        if not restrictions:
            restrictions, severity = unclear_words(context.lineage, subject), Severity.MEDIUM
        if not restrictions:
            if any(gap.what.startswith(CARD) and not gap.topic for gap in subject.gaps):
                raise CannotTellError(message("licence.restriction-stated.unknown"))
            return
        first = restrictions[0]
        is_clear = severity is Severity.HIGH
        yield self.finding(
            subject,
            message=message(
                f"licence.restriction-stated.message{'' if is_clear else '-unclear'}",
                name=conclusion.name,
                file=first.evidence.file,
                quote=first.quote,
            ),
            remedy=message("licence.restriction-stated.remedy"),
            evidence=evidence_of(restrictions[:_SHOWN], conclusion.claims[:1]),
            severity=severity,
        )
