"""CARD003."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.model.artifact import CARD
from provenance.model.finding import Evidence, Finding, Severity
from provenance.rules.base import Context, Family, NotApplicableError, Rule

_FEWEST = 5


class CardIsTemplate(
    Rule, code="CARD003", name="card-is-template", family=Family.CARD, severity=Severity.LOW
):
    """The card is mostly the hub's template.

    ## What it checks
    At least five blocks of the card are template text that nobody replaced, and they outnumber what
    somebody wrote.

    ## Why it matters
    A long card looks like documentation; this one says almost nothing.

    ## How to fix
    Ask the maker to fill in what applies and to delete the rest.

    ## Example
    `- **Developed by:** [More Information Needed]`

    ## References
    - https://huggingface.co/docs/hub/model-card-annotated
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        document = subject.card_document
        if subject.card is None or document is None:
            raise NotApplicableError("there is no card")
        blocks = [block for section in subject.card.walk() for block in section.blocks]
        left = [block for block in blocks if block.template]
        stated = sum(block.stated for block in blocks)
        if len(left) >= _FEWEST and len(left) > stated:
            first = left[0].span
            yield Finding(
                self.code,
                self.severity,
                subject.purl,
                f"{CARD} is mostly template: {len(left)} blocks nobody filled, {stated} that say"
                " something",
                "Ask the maker to fill in what applies and to delete the rest.",
                (subject.purl,),
                (Evidence.quoting(document, first.start, first.end),),
            )
