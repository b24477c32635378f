"""LCK007."""

from __future__ import annotations

from provenance.model.change import Change
from provenance.model.finding import Severity
from provenance.rules.lock.held import LockRule


class LockedDisclosure(LockRule, code="LCK007", name="locked-disclosure", severity=Severity.MEDIUM):
    """What the card discloses about personal data has changed.

    ## What it checks
    The grade of every question about personal data, of the input and of all it was made from,
    against the lock: medium where something was withdrawn, info where something was added.

    ## Why it matters
    A statement on which an assessment rests is no longer made. Keep the page of the locked commit:
    it shows what was said.

    ## How to fix
    Ask the maker why, with a link to the locked commit, and look at the assessment again.

    ## Example
    A section on filtering of personal data that the next version of the card no longer has.

    ## References
    - https://huggingface.co/docs/hub/model-cards
    """

    kinds = ("disclosure",)

    def remedy(self, change: Change) -> str:
        if change.severity is Severity.INFO:
            return "Read what it says now, then run `provenance lock`."
        return "Ask the maker why, with a link to the locked commit; then run `provenance lock`."
