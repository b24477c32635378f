"""The rule not-locked (LCK009)."""

from __future__ import annotations

from collections.abc import Set

from provenance.messages import Message, message
from provenance.model.change import Change
from provenance.model.finding import Severity
from provenance.rules.lock.lock_rule import LockRule


class NotLocked(LockRule, code="LCK009", name="not-locked", severity=Severity.MEDIUM):
    """It is not in the lock.

    ## What it checks
    Whether everything that this run audits is in the lock, as an input or as part of a lineage.

    ## Why it matters
    A line in a manifest is how a model enters a product. The lock shows that somebody looked at it
    first.

    ## How to fix
    Audit it, then write the lock again and have both files reviewed together.

    ## Example
    A new entry in `models.yaml`, and an older `provenance.lock`.

    ## References
    - https://doc.rust-lang.org/cargo/commands/cargo-build.html#manifest-options
    """

    kinds = ("asked",)

    def relevant(self, lineage: Set[str]) -> Set[str]:
        return frozenset()

    def message(self, change: Change) -> str:
        return message("lock.not-locked.message", name=change.artifact.name)

    def remedy(self, change: Change) -> Message:
        return message("lock.not-locked.remedy")
