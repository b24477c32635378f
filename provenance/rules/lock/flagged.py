"""LCK010."""

from __future__ import annotations

from typing import ClassVar

from provenance.model.change import Change
from provenance.model.finding import Severity
from provenance.rules.lock.held import LockRule


class LockedFlag(LockRule):
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

    code: ClassVar[str] = "LCK010"
    name: ClassVar[str] = "locked-flag"
    severity: ClassVar[Severity] = Severity.CRITICAL
    kinds: ClassVar[tuple[str, ...]] = ("flagged",)

    def remedy(self, change: Change) -> str:
        """See the class."""
        if change.severity is Severity.INFO:
            return "Run `provenance lock`, so that it is told when the flag comes back."
        return "Do not load it; read the scan on the file's page, and look for copies in use."
