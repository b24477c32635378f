"""The rule locked-weights (LCK003)."""

from __future__ import annotations

from provenance.messages import Message, message
from provenance.model.change import Change
from provenance.model.finding import Severity
from provenance.rules.lock.lock_rule import LockRule


class LockedWeights(LockRule, code="LCK003", name="locked-weights", severity=Severity.HIGH):
    """The weights differ from those in the lock.

    ## What it checks
    The SHA-256 of every weight file, as the hub states it, for the input and the models it was made
    from, and files that came or went.

    ## Why it matters
    What was tested and approved is not what is loaded. A branch such as `main` can be moved to
    anything, by the maker or by whoever controls the account.

    ## How to fix
    Pin the locked commit with `revision:` in the manifest and in the code. To take the new weights,
    test them as new ones and write the lock again.

    ## Example
    `model.safetensors` on `main` with another digest than last week.

    ## References
    - https://huggingface.co/docs/huggingface_hub/guides/download
    """

    kinds = ("weights",)

    def remedy(self, change: Change) -> Message:
        return message("lock.locked-weights.remedy")
