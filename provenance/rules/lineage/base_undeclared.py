"""The rule base-undeclared (LIN023)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.messages import message
from provenance.model.artifact import ADAPTER_CONFIG
from provenance.model.finding import Finding, Severity
from provenance.rules.base import CannotTellError, Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import evidence_of, searched

NAMING_FILES = frozenset({"adapter-config", "merge-config", "weight-header", "training-config"})
DECLARING = frozenset({"card", "hub-card", "hub-tag", "hub-base-models"})


class BaseUndeclared(
    Rule, code="LIN023", name="base-undeclared", family=Family.LINEAGE, severity=Severity.MEDIUM
):
    """The card does not name the base model that the files name.

    ## What it checks
    adapter_config.json, a mergekit configuration, the configuration of a training run or the header
    of a weight file names a base model, but the card's `base_model` names none.

    ## Why it matters
    Whoever reads only the card takes the model for an original work, and misses the base's licence
    and data.

    ## How to fix
    Assume the base that the file names. Authors: add `base_model:` to the card.

    ## Example
    A LoRA whose adapter_config.json says `"base_model_name_or_path": "google/gemma-7b"`, with a
    card that names no base.

    ## References
    - https://huggingface.co/docs/hub/model-cards#specifying-a-base-model
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        bases = [parent for parent in subject.parents if parent.is_base]
        in_files = {parent.ref: parent for parent in bases if parent.source in NAMING_FILES}
        if any(gap.what == ADAPTER_CONFIG for gap in subject.gaps):
            raise CannotTellError(message("lineage.base-undeclared.unknown", file=ADAPTER_CONFIG))
        if not in_files:
            raise NotApplicableError(message("lineage.base-undeclared.not-applicable"))
        if any(parent.source in DECLARING for parent in bases):
            return
        first = next(iter(in_files.values()))
        names = tuple(ref.name for ref in in_files)
        yield self.finding(
            subject,
            message=message(
                "lineage.base-undeclared.message", file=first.evidence.file, names=names
            ),
            remedy=message("lineage.base-undeclared.remedy", names=names),
            path=(subject.ref, first.ref),
            evidence=evidence_of(in_files.values()),
            details=[searched(subject)],
            key=", ".join(names),
        )
