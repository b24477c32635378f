"""The rule locked-lineage (LCK005)."""

from __future__ import annotations

from provenance.messages import Message, message
from provenance.model.change import Change
from provenance.model.finding import Severity
from provenance.rules.lock.lock_rule import LockRule


class LockedLineage(LockRule, code="LCK005", name="locked-lineage", severity=Severity.HIGH):
    """The stated bases or training data differ from the lock.

    ## What it checks
    Base models and training data of the input and everything it was made from, with how each was
    used, against the lock.

    ## Why it matters
    Another base brings other terms, other data and other flaws, and earlier statements about the
    model may be wrong.

    ## How to fix
    Read the licence and the card of what is new in the lineage, ask the maker what was corrected,
    and write the lock again.

    ## Example
    `base_model` in the card moved from a model under Apache-2.0 to one under the Gemma Terms of
    Use.

    ## References
    - https://huggingface.co/docs/hub/model-cards#specifying-a-base-model
    """

    kinds = ("lineage",)

    def remedy(self, change: Change) -> Message:
        return message("lock.locked-lineage.remedy")
