"""LCK001."""

from __future__ import annotations

from provenance.model.change import Change
from provenance.model.finding import Severity
from provenance.rules.lock.held import LockRule


class LockedUnreadable(LockRule, code="LCK001", name="locked-unreadable", severity=Severity.HIGH):
    """Something that the lock holds can no longer be read.

    ## What it checks
    Whether the input and all it was made from, and the files of each, can be read as they could
    when the lock was
    written: deleted, made private, gated, disabled, or with no hash told for what had one.

    ## Why it matters
    What you run may be the last copy. What cannot be read cannot be compared, so whatever else
    changed stays unseen.

    ## How to fix
    Sign in if access is what is missing. Else keep your own copy with its hashes, ask the maker, or
    use another model.

    ## Example
    A base model that its organisation deleted in the night.

    ## References
    - https://huggingface.co/docs/hub/repositories-settings
    """

    kinds = ("unreadable",)

    def remedy(self, change: Change) -> str:
        if change.severity is Severity.MEDIUM:
            return (
                "Look at its findings, which nobody could see before, then run `provenance lock`."
            )
        return (
            "Sign in if access is missing; else keep your copy, ask the maker, then run `provenance"
            " lock`."
        )
