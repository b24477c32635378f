"""The rule locked-disclosure (LCK007)."""

from __future__ import annotations

from provenance.messages import Message, message
from provenance.model.change import Change
from provenance.model.finding import Severity
from provenance.rules.lock.lock_rule import LockRule


class LockedDisclosure(LockRule, code="LCK007", name="locked-disclosure", severity=Severity.MEDIUM):
    """What the card discloses about personal data has changed.

    ## What it checks
    The grade of every question about personal data, for the input and everything it was made from,
    against the lock: medium if something was withdrawn, info if something was added.

    ## Why it matters
    A statement that an assessment relies on is no longer made. The page of the locked commit still
    shows it; keep a copy.

    ## How to fix
    Ask the maker why, with a link to the locked commit, and review the assessment.

    ## Example
    A section on filtering of personal data that the next version of the card no longer has.

    ## References
    - https://huggingface.co/docs/hub/model-cards
    """

    kinds = ("disclosure",)

    def remedy(self, change: Change) -> Message:
        if change.severity is Severity.INFO:
            return message("lock.locked-disclosure.remedy-added")
        return message("lock.locked-disclosure.remedy")
