"""CARD001."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.model.artifact import CARD
from provenance.model.finding import Finding, Severity
from provenance.rules.base import CannotTellError, Context, Family, Rule


class CardMissing(
    Rule, code="CARD001", name="card-missing", family=Family.CARD, severity=Severity.MEDIUM
):
    """There is no card.

    ## What it checks
    The repository holds no README.md.

    ## Why it matters
    Nothing says what the artefact is, what it was made from, for what it is meant, or whose data is
    in it.

    ## How to fix
    Ask the maker for a card, or look for the artefact that this one was copied from.

    ## Example
    A repository with `config.json` and `model.safetensors` alone.

    ## References
    - https://huggingface.co/docs/hub/model-cards
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        if subject.card is not None:
            return
        if subject.snapshot.file(CARD) or subject.snapshot.gaps:
            raise CannotTellError(f"{CARD} or the file listing could not be read")
        yield Finding(
            self.code,
            self.severity,
            subject.purl,
            f"there is no card: the repository holds no {CARD}",
            "Ask the maker what it is, what it was made from and whose data is in it.",
            (subject.purl,),
            details=(f"{len(subject.snapshot.files)} files are listed",),
        )
