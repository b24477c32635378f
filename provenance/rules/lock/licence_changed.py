"""The rule locked-licence (LCK002)."""

from __future__ import annotations

from provenance.messages import Message, message
from provenance.model.change import Change
from provenance.model.finding import Severity
from provenance.rules.lock.lock_rule import LockRule


class LockedLicence(LockRule, code="LCK002", name="locked-licence", severity=Severity.HIGH):
    """The licence differs from the one in the lock.

    ## What it checks
    The concluded and the declared licence, its text by SHA-256, and the duties that follow from it,
    for the input and everything it was made from. A file that cannot be read now does not count as
    changed.

    ## Why it matters
    Somebody accepted other terms than those that apply now. What was downloaded before may still be
    under the former ones; the next download is not.

    ## How to fix
    Read the difference, let those who accepted the former terms decide, and write the lock again.
    Until then use the locked commit: `revision:` in the manifest.

    ## Example
    `license: apache-2.0` when the lock was written, `license: cc-by-nc-4.0` today.

    ## References
    - https://huggingface.co/docs/hub/repositories-licenses
    """

    kinds = ("licence", "licence-text", "terms")

    def remedy(self, change: Change) -> Message:
        return message("lock.locked-licence.remedy")
