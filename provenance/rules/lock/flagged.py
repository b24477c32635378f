"""The rule locked-flag (LCK010)."""

from __future__ import annotations

from provenance.messages import Message, message
from provenance.model.change import Change
from provenance.model.finding import Severity
from provenance.rules.lock.lock_rule import LockRule


class LockedFlag(LockRule, code="LCK010", name="locked-flag", severity=Severity.CRITICAL):
    """The hub's scanners flag a file that they did not flag when the lock was written.

    ## What it checks
    The level at which the hub's scanners flag each file (`unsafe` is critical, `suspicious` high,
    `caution` medium; info if a flag is gone), for the input and everything it was made from. Every
    run asks the hub, for pinned commits too.

    ## Why it matters
    A file can turn out to be harmful without changing by a byte. What you downloaded when the lock
    was written is the same file.

    ## How to fix
    Do not load the file, and look for copies in use. Read the scan on the file's page and ask the
    maker.

    ## Example
    A pickle that passed in March and that a new signature flags as unsafe in June.

    ## References
    - https://huggingface.co/docs/hub/security
    """

    kinds = ("flagged",)

    def remedy(self, change: Change) -> Message:
        if change.severity is Severity.INFO:
            return message("lock.locked-flag.remedy-cleared")
        return message("lock.locked-flag.remedy")
