"""LCK003."""

from __future__ import annotations

from provenance.model.change import Change
from provenance.model.finding import Severity
from provenance.rules.lock.held import LockRule


class LockedWeights(LockRule, code="LCK003", name="locked-weights", severity=Severity.HIGH):
    """The weights are not the ones that the lock holds.

    ## What it checks
    The SHA-256 of every weight file, as the hub tells it, of the input and of the models it was
    made from; files that came or went.

    ## Why it matters
    What was tested and approved is not what is loaded. A branch such as `main` can be moved to
    anything, by the maker or by whoever holds the account.

    ## How to fix
    Pin the locked commit with `revision:` in the manifest and in the code. To take the new weights,
    test them as new ones and write the lock anew.

    ## Example
    `model.safetensors` under `main` with another digest than last week.

    ## References
    - https://huggingface.co/docs/huggingface_hub/guides/download
    """

    kinds = ("weights",)

    def remedy(self, change: Change) -> str:
        return (
            "Pin the locked commit in manifest and code, or test the new weights and run"
            " `provenance lock`."
        )
