"""LCK005."""

from __future__ import annotations

from provenance.model.change import Change
from provenance.model.finding import Severity
from provenance.rules.lock.held import LockRule


class LockedLineage(LockRule, code="LCK005", name="locked-lineage", severity=Severity.HIGH):
    """It is said to be made from something else than the lock holds.

    ## What it checks
    Base models and training data of the input and of all it was made from, with how each was used,
    against the lock.

    ## Why it matters
    With another base come other terms, other data and other flaws, and what was said of the model
    before may be wrong.

    ## How to fix
    Read the licence and the card of what is new in the lineage, ask the maker what was corrected,
    and write the lock anew.

    ## Example
    `base_model` in the card moved from a model under Apache-2.0 to one under the Gemma Terms of
    Use.

    ## References
    - https://huggingface.co/docs/hub/model-cards#specifying-a-base-model
    """

    kinds = ("lineage",)

    def remedy(self, change: Change) -> str:
        return (
            "Read the terms and data of what is named now, ask the maker why, then run `provenance"
            " lock`."
        )
