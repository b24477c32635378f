"""The rule locked-gating (LCK006)."""

from __future__ import annotations

from provenance.messages import Message, message
from provenance.model.change import Change
from provenance.model.finding import Severity
from provenance.rules.lock.lock_rule import LockRule


class LockedGating(LockRule, code="LCK006", name="locked-gating", severity=Severity.HIGH):
    """Access is more or less restricted than when the lock was written.

    ## What it checks
    Whether the hub requires an agreement before it serves files, and whether the repository is
    public, for the input and everything it was made from. Every run asks the hub, for pinned
    commits too.

    ## Why it matters
    A gate usually comes with terms that somebody has to accept by name, and a pipeline without a
    token stops.

    ## How to fix
    Read what the page asks for, let those decide who may accept terms, and give the job a token.

    ## Example
    A base model that was open in March asks for name and purpose in June.

    ## References
    - https://huggingface.co/docs/hub/models-gated
    """

    kinds = ("gating",)

    def remedy(self, change: Change) -> Message:
        if change.severity is Severity.INFO:
            return message("lock.locked-gating.remedy-opened")
        return message("lock.locked-gating.remedy")
