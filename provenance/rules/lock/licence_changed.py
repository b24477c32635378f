"""LCK002."""

from __future__ import annotations

from provenance.model.change import Change
from provenance.model.finding import Severity
from provenance.rules.lock.held import LockRule


class LockedLicence(LockRule, code="LCK002", name="locked-licence", severity=Severity.HIGH):
    """The licence is not the one that the lock holds.

    ## What it checks
    The licence concluded and declared, its text by SHA-256, and the duties that follow from it, of
    the input and of all it was made from. A file that cannot be read now is not taken for one that
    has changed.

    ## Why it matters
    Somebody accepted other terms than those under which it is handed out now. What was downloaded
    before may still be under the former ones; the next download is not.

    ## How to fix
    Read the difference, let those who accepted the former terms decide, and write the lock anew.
    Until then use the locked commit: `revision:` in the manifest.

    ## Example
    `license: apache-2.0` when the lock was written, `license: cc-by-nc-4.0` today.

    ## References
    - https://huggingface.co/docs/hub/repositories-licenses
    """

    kinds = ("licence", "licence-text", "terms")

    def remedy(self, change: Change) -> str:
        return (
            "Have the terms that hold now accepted, then run `provenance lock`; until then use the"
            " locked commit."
        )
