"""The rule locked-commit (LCK008)."""

from __future__ import annotations

from provenance.messages import Message, message
from provenance.model.change import Change
from provenance.model.finding import Severity
from provenance.rules.lock.lock_rule import LockRule


class LockedCommit(LockRule, code="LCK008", name="locked-commit", severity=Severity.INFO):
    """The hub serves another commit or card than the one in the lock.

    ## What it checks
    The commit that the reference leads to now, and the SHA-256 of the card. If something that
    matters differs as well, that is a separate finding.

    ## Why it matters
    Whatever is not pinned moves on. Usually only a sentence in a card has changed; the lock shows
    when it was more.

    ## How to fix
    Pin the locked commit with `revision:` in the manifest, or review the difference and write the
    lock again.

    ## Example
    A reference without a revision, and a commit since the lock was written.

    ## References
    - https://huggingface.co/docs/huggingface_hub/guides/download
    """

    kinds = ("revision", "card")

    def remedy(self, change: Change) -> Message:
        return message("lock.locked-commit.remedy")
