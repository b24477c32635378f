"""LCK006."""

from __future__ import annotations

from provenance.model.change import Change
from provenance.model.finding import Severity
from provenance.rules.lock.held import LockRule


class LockedGating(LockRule, code="LCK006", name="locked-gating", severity=Severity.HIGH):
    """Access is not as open as when the lock was written, or no longer restricted.

    ## What it checks
    Whether the hub asks for an agreement before it hands out files, and whether it shows the
    repository to everybody, of the input and of all it was made from. The hub is asked in every
    run, for pinned commits too.

    ## Why it matters
    A gate mostly comes with terms that somebody has to accept by name, and a pipeline without a
    token stops.

    ## How to fix
    Read what is asked for on the page, let those decide who may accept terms, and give the job a
    token.

    ## Example
    A base model that was open in March asks for name and purpose in June.

    ## References
    - https://huggingface.co/docs/hub/models-gated
    """

    kinds = ("gating",)

    def remedy(self, change: Change) -> str:
        if change.severity is Severity.INFO:
            return "Run `provenance lock`, so that it is told when the gate comes back."
        return "Read what its page asks for before anybody accepts it, then run `provenance lock`."
