"""LIN004."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.model.artifact import BASES, Kind
from provenance.model.finding import Finding, Severity
from provenance.rules.base import Context, Family, Rule
from provenance.rules.evidence import nothing_named


class BaseIsDataset(
    Rule, code="LIN004", name="base-is-dataset", family=Family.LINEAGE, severity=Severity.MEDIUM
):
    """A dataset is named as the base model.

    ## What it checks
    Whether a name given as base model turns out to be a dataset's on the hub. It is followed as
    training data.

    ## Why it matters
    The model's real base, with its terms and its data, is not told.

    ## How to fix
    Ask the author for the base. An author moves the name to `datasets:` and gives the base as
    `base_model:`.

    ## Example
    `base_model: acme/tickets`, where acme/tickets is a dataset.

    ## References
    - https://huggingface.co/docs/hub/model-cards#specifying-a-base-model
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject, lineage = context.subject, context.lineage
        bases = {parent.ref: parent for parent in subject.parents if parent.is_base}
        if not bases:
            raise nothing_named(subject, BASES, "no base model is named")
        for ref, parent in bases.items():
            found = lineage.named(ref)
            if found.kind is Kind.DATASET:
                yield Finding(
                    self.code,
                    self.severity,
                    subject.purl,
                    f"{ref.name} is named as the base model and is a dataset",
                    "Ask the author which model it was made from.",
                    (subject.purl, found.purl),
                    (parent.evidence,),
                    key=ref.name,
                )
