"""LCK008."""

from __future__ import annotations

from provenance.model.change import Change
from provenance.model.finding import Severity
from provenance.rules.lock.held import LockRule


class LockedCommit(LockRule, code="LCK008", name="locked-commit", severity=Severity.INFO):
    """The hub serves another commit or card than the lock holds.

    ## What it checks
    The commit to which the reference leads now, and the SHA-256 of the card. Where something that
    matters differs as well, that is a finding of its own.

    ## Why it matters
    Whatever nobody pinned moves on. Mostly it is a sentence in a card; the lock tells when it was
    not.

    ## How to fix
    Pin the locked commit with `revision:` in the manifest, or look at the difference and write the
    lock anew.

    ## Example
    A reference without a revision, and a commit since the lock was written.

    ## References
    - https://huggingface.co/docs/huggingface_hub/guides/download
    """

    kinds = ("revision", "card")

    def remedy(self, change: Change) -> str:
        return (
            "Pin the locked commit in the manifest, or look at what is new and run `provenance"
            " lock`."
        )
