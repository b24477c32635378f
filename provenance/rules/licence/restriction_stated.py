"""LIC017."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.model.artifact import CARD
from provenance.model.finding import Finding, Severity
from provenance.rules.base import CannotTellError, Context, Family, NotApplicableError, Rule

_SHOWN = 3


class RestrictionStated(
    Rule, code="LIC017", name="restriction-stated", family=Family.LICENCE, severity=Severity.HIGH
):
    """Words beside the declared licence restrict what it allows.

    ## What it checks
    A licence text or its title, a notice, the access form or a sentence of the card keeps the work
    to research or evaluation, forbids commercial use or changes, or asks for a registration or a
    licence of its own, and the licence that is declared does not. Sentences about code, a base, or
    a model's data are left out.

    ## Why it matters
    The licence grants more than its author says to mean. Whether the sentence is a condition or a
    wish is what a reviewer has to ask; whoever filters by the tag never sees it.

    ## How to fix
    Ask the author which is meant, and keep to the stricter until then. An author chooses a licence
    that says so.

    ## Example
    `license: apache-2.0`, and in the card: "This model is for research purposes only."

    ## References
    - https://huggingface.co/docs/hub/models-gated
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        conclusion = subject.licence
        if not conclusion.licences:
            raise NotApplicableError("no licence was concluded")
        said = conclusion.restrictions
        if not said:
            if any(gap.what.startswith(CARD) and not gap.topic for gap in subject.gaps):
                raise CannotTellError("the card could not be read")
            return
        first = said[0]
        proofs = (
            *(one.evidence for one in said[:_SHOWN]),
            *(claim.evidence for claim in conclusion.claims[:1]),
        )
        yield Finding(
            self.code,
            self.severity,
            subject.purl,
            f"{conclusion.name} does not say so, but {first.evidence.file} restricts the work:"
            f" “{first.quote}”",
            "Ask the author which is meant, and keep to the stricter until then.",
            (subject.purl,),
            tuple(dict.fromkeys(proofs)),
        )
