"""The rule base-is-dataset (LIN004)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.messages import message
from provenance.model.artifact import BASES, Kind
from provenance.model.finding import Finding, Severity
from provenance.rules.base import Context, Family, Rule
from provenance.rules.evidence import nothing_named


class BaseIsDataset(
    Rule, code="LIN004", name="base-is-dataset", family=Family.LINEAGE, severity=Severity.MEDIUM
):
    """A dataset is named as the base model.

    ## What it checks
    Whether a name given as base model turns out to be a dataset on the hub. It is then followed as
    training data.

    ## Why it matters
    The real base of the model, with its terms and its data, is not stated.

    ## How to fix
    Ask the author for the base. Authors: move the name to `datasets:` and state the base as
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
            raise nothing_named(subject, BASES, message("rule.reason.no-base"))
        for ref, parent in bases.items():
            actual = lineage.canonical(ref)
            if actual.kind is Kind.DATASET:
                yield self.finding(
                    subject,
                    message=message("lineage.base-is-dataset.message", name=ref.name),
                    remedy=message("lineage.base-is-dataset.remedy"),
                    path=(subject.ref, actual),
                    evidence=[parent.evidence],
                    key=ref.name,
                )
