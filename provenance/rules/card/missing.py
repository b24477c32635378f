"""The rule card-missing (CARD001)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.messages import message
from provenance.model.artifact import CARD
from provenance.model.finding import Finding, Severity
from provenance.rules.base import CannotTellError, Context, Family, Rule


class CardMissing(
    Rule, code="CARD001", name="card-missing", family=Family.CARD, severity=Severity.MEDIUM
):
    """There is no card.

    ## What it checks
    Whether the repository contains a README.md, or a card of another name.

    ## Why it matters
    Nothing says what the artefact is, what it was made from, what it is meant for, or whose data
    it contains.

    ## How to fix
    Ask the maker for a card, or find the artefact that this one was copied from.

    ## Example
    A repository with nothing but `config.json` and `model.safetensors`.

    ## References
    - https://huggingface.co/docs/hub/model-cards
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        if subject.card is not None or subject.other_cards:
            return
        if subject.snapshot.file(CARD) or subject.snapshot.gaps:
            raise CannotTellError(message("card.card-missing.unknown", file=CARD))
        listed = message("card.card-missing.detail-files", count=len(subject.snapshot.files))
        yield self.finding(
            subject,
            message=message("card.card-missing.message", file=CARD),
            remedy=message("card.card-missing.remedy"),
            details=[listed],
        )
