"""LIC017."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from provenance.licences import restrictions, stated_restrictions
from provenance.lineage.graph import Lineage
from provenance.lineage.record import ArtifactRecord
from provenance.model.artifact import CARD, Kind
from provenance.model.finding import Finding, Severity
from provenance.rules.base import CannotTellError, NotApplicableError, Rule

_SHOWN = 3


class RestrictionStated(Rule):
    """The card or the access form restricts what the declared licence allows.

    ## What it checks
    A sentence of the card, or a box of the access form, keeps the work to research or forbids
    commercial use, and the licence that was concluded does neither. Sentences about code, a base,
    or a model's data are left out.

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

    code: ClassVar[str] = "LIC017"
    name: ClassVar[str] = "restriction-stated"
    family: ClassVar[str] = "licence"
    severity: ClassVar[Severity] = Severity.MEDIUM

    def check(self, subject: ArtifactRecord, lineage: Lineage) -> Iterator[Finding]:
        """See the class."""
        licences = subject.licence.licences
        if not licences:
            raise NotApplicableError("no licence was concluded")
        if subject.licence.verdict == "contradicted":
            raise NotApplicableError("the card names two licences; LIC010 tells of them")
        if restrictions(licences):
            return
        if any(gap.what.startswith(CARD) for gap in subject.gaps):
            raise CannotTellError("the card could not be read")
        dataset = subject.ref.kind is Kind.DATASET
        said = stated_restrictions(
            subject.snapshot, subject.card, subject.documents, dataset=dataset
        )
        if not said:
            return
        if not all(licence.known_terms for licence in licences):
            raise CannotTellError("the terms of what was concluded are not wholly known")
        names = " and ".join(licence.name for licence in licences)
        yield Finding(
            self.code,
            self.severity,
            subject.purl,
            f"{names} allows commercial use; the card or its access form does not",
            "Ask the author which is meant, and keep to the stricter until then.",
            (subject.purl,),
            (*said[:_SHOWN], *(claim.evidence for claim in subject.licence.claims[:1])),
        )
