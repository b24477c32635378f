"""LCK009."""

from __future__ import annotations

from collections.abc import Set

from provenance.model.artifact import ArtifactId
from provenance.model.change import Change
from provenance.model.finding import Severity
from provenance.rules.lock.held import LockRule


class NotLocked(LockRule, code="LCK009", name="not-locked", severity=Severity.MEDIUM):
    """It is not in the lock.

    ## What it checks
    Whether everything that this run was asked about stands in the lock, as an input or as part of a
    lineage.

    ## Why it matters
    A line in a manifest is how a model enters a product. The lock is where it shows that somebody
    looked at it first.

    ## How to fix
    Audit it, then write the lock anew and have both files reviewed together.

    ## Example
    A new entry in `models.yaml`, and a `provenance.lock` from before.

    ## References
    - https://doc.rust-lang.org/cargo/commands/cargo-build.html#manifest-options
    """

    kinds = ("asked",)

    def matter(self, subject: ArtifactId, lineage: Set[str]) -> Set[str]:
        return frozenset()

    def message(self, change: Change) -> str:
        return f"{change.artifact.name} is not in the lock"

    def remedy(self, change: Change) -> str:
        return (
            "Look at its findings, then run `provenance lock` and have the lock reviewed with the"
            " manifest."
        )
