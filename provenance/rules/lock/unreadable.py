"""The rule locked-unreadable (LCK001)."""

from __future__ import annotations

from provenance.messages import Message, message
from provenance.model.change import Change
from provenance.model.finding import Severity
from provenance.rules.lock.lock_rule import LockRule


class LockedUnreadable(LockRule, code="LCK001", name="locked-unreadable", severity=Severity.HIGH):
    """Something that is in the lock can no longer be read.

    ## What it checks
    Whether the input, everything it was made from and the files of each can be read as they could
    when the lock was written. They may have been deleted, made private, gated or disabled, or the
    hub may no longer give a hash.

    ## Why it matters
    What you run may be the last copy. What cannot be read cannot be compared, so other changes stay
    unseen.

    ## How to fix
    Sign in if access is missing. Otherwise keep your own copy with its hashes, ask the maker, or
    use another model.

    ## Example
    A base model that its organisation deleted overnight.

    ## References
    - https://huggingface.co/docs/hub/repositories-settings
    """

    kinds = ("unreadable",)

    def remedy(self, change: Change) -> Message:
        if change.severity is Severity.MEDIUM:
            return message("lock.locked-unreadable.remedy-again")
        return message("lock.locked-unreadable.remedy")
