"""LIN023."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from provenance.artifact import ADAPTER_CONFIG, Kind
from provenance.dossier import Dossier
from provenance.finding import Finding, Severity
from provenance.lineage import Lineage
from provenance.rules.base import CannotTellError, NotApplicableError, Rule
from provenance.rules.evidence import searched


class BaseUndeclared(Rule):
    """The card does not name the base model that the files name.

    ## What it checks
    adapter_config.json names a base model; the card's `base_model` does not.

    ## Why it matters
    Who reads only the card takes the model for an original work, and misses the base's licence and data.

    ## How to fix
    Take the base that the file names for true. An author adds `base_model:` to the card.

    ## Example
    A LoRA whose adapter_config.json says `"base_model_name_or_path": "google/gemma-7b"` under a card without a base.

    ## References
    - https://huggingface.co/docs/hub/model-cards#specifying-a-base-model
    """

    code: ClassVar[str] = "LIN023"
    name: ClassVar[str] = "base-undeclared"
    family: ClassVar[str] = "lineage"
    severity: ClassVar[Severity] = Severity.MEDIUM

    def check(self, subject: Dossier, lineage: Lineage) -> Iterator[Finding]:
        """See the class."""
        named = [parent for parent in subject.parents if parent.source == "adapter-config"]
        if any(gap.what == ADAPTER_CONFIG for gap in subject.gaps):
            raise CannotTellError(f"{ADAPTER_CONFIG} could not be read")
        if not named:
            raise NotApplicableError(f"no {ADAPTER_CONFIG} that names a base was read")
        declared = {
            parent.ref.unpinned
            for parent in subject.parents
            if parent.ref.kind is Kind.MODEL and parent.source == "card"
        }
        for parent in named:
            if parent.ref.unpinned not in declared:
                yield Finding(
                    self.code,
                    self.severity,
                    subject.purl,
                    f"{ADAPTER_CONFIG} names the base {parent.ref.name}; the card does not",
                    f"Read the terms and data of {parent.ref.name} as well; ask the author to name it in the card.",
                    (subject.purl, parent.ref.purl),
                    (parent.evidence,),
                    (searched(subject),),
                    key=parent.ref.name,
                )
