"""LCK010."""

from __future__ import annotations

from provenance.model.change import Change
from provenance.model.finding import Severity
from provenance.rules.lock.held import LockRule


class LockedFlag(LockRule, code="LCK010", name="locked-flag", severity=Severity.CRITICAL):
    """The hub's scanners flag a file that they did not flag when the lock was written.

    ## What it checks
    The level at which the hub's scanners flag each file (`unsafe` is critical, `suspicious` high,
    `caution` medium; info where a flag is gone), of the input and of all it was made from. The hub
    is asked in every run, for pinned commits too.

    ## Why it matters
    A file that has not changed by a byte can be found out today. What was downloaded when the lock
    was written is the same file.

    ## How to fix
    Do not load the file, and look for copies that are in use. Read the scan on the file's page and
    ask the maker.

    ## Example
    A pickle that passed in March and that a new signature finds unsafe in June.

    ## References
    - https://huggingface.co/docs/hub/security
    """

    kinds = ("flagged",)

    def remedy(self, change: Change) -> str:
        if change.severity is Severity.INFO:
            return "Run `provenance lock`, so that it is told when the flag comes back."
        return "Do not load it; read the scan on the file's page, and look for copies in use."
