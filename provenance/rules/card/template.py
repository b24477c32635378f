"""The rule card-is-template (CARD003)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.messages import message
from provenance.model.artifact import CARD
from provenance.model.finding import Evidence, Finding, Severity
from provenance.rules.base import Context, Family, NotApplicableError, Rule

# Fewer blocks than this are leftovers in a card that somebody wrote.
_FEWEST_UNFILLED = 5


class CardIsTemplate(
    Rule, code="CARD003", name="card-is-template", family=Family.CARD, severity=Severity.LOW
):
    """The card is mostly the hub's template.

    ## What it checks
    Whether at least five blocks of the card are template text that nobody replaced, and whether
    they outnumber the blocks that somebody wrote.

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
            raise NotApplicableError(message("card.reason.no-card"))
        blocks = [block for section in subject.card.walk() for block in section.blocks]
        unfilled = [block for block in blocks if block.template]
        written = sum(block.stated for block in blocks)
        if len(unfilled) < _FEWEST_UNFILLED or len(unfilled) <= written:
            return
        place = unfilled[0].span
        yield self.finding(
            subject,
            message=message(
                "card.card-is-template.message",
                file=CARD,
                unfilled=len(unfilled),
                written=written,
            ),
            remedy=message("card.card-is-template.remedy"),
            evidence=[Evidence.quoting(document, place.start, place.end)],
        )
