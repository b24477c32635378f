"""The rule superseded (LIN003)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.messages import message
from provenance.model.artifact import CARD
from provenance.model.finding import Evidence, Finding, Severity
from provenance.rules.base import CannotTellError, Context, Family, NotApplicableError, Rule
from provenance.stated import names
from provenance.text.lines import LineSpan


class Superseded(
    Rule, code="LIN003", name="superseded", family=Family.LINEAGE, severity=Severity.LOW
):
    """Its maker points to a newer version.

    ## What it checks
    `new_version:` in the card.

    ## Why it matters
    The maker now works on another model: flaws of this one may be fixed only there.

    ## How to fix
    Audit the newer version, or record why you stay with this one.

    ## Example
    `new_version: acme/tune-v2`.

    ## References
    - https://huggingface.co/docs/hub/model-cards#specifying-a-new-version
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        card, document = subject.card, subject.card_document
        if card is None or document is None:
            raise CannotTellError(message("lineage.superseded.unknown-card", file=CARD))
        stated = names(card.fields.get("new_version"), ("new_version",))
        newer = [value for value in stated.values if value.text != subject.ref.name]
        if not newer and stated.leftovers:
            raise CannotTellError(message("lineage.superseded.unknown-value", file=CARD))
        if not newer:
            raise NotApplicableError(message("lineage.superseded.not-applicable"))
        name = newer[0].text
        place = card.span(newer[0].path) or LineSpan(1, 1)
        yield self.finding(
            subject,
            message=message("lineage.superseded.message", name=name),
            remedy=message("lineage.superseded.remedy", name=name),
            evidence=[Evidence.quoting(document, place.start, place.end)],
            key=name,
        )
