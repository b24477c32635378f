"""A lineage put together of artefacts that were fetched and read before, one input at a time.

`provenance.lineage.trace` fetches as it goes. Here somebody else fetches, for many inputs at once,
and the lineage of each input is the same as if it had been traced alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from provenance.errors import HubError
from provenance.lineage.graph import Lineage
from provenance.lineage.ledger import Bounds, Ledger
from provenance.lineage.record import ArtifactRecord
from provenance.model.artifact import ArtifactRef
from provenance.parents import followed

# What is known of an artefact, read as an input or as one of the ancestors: its record, why it
# could not be read, or None where nobody has fetched it yet.
Known = Callable[[ArtifactRef, bool], ArtifactRecord | HubError | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """Where a walk has come.

    Attributes:
        lineage: What is known; whole where nothing is missing.
        missing: What has to be fetched before the lineage is whole, sorted.
    """

    lineage: Lineage
    missing: tuple[ArtifactRef, ...]


def walk(subject: ArtifactRef, known: Known, bounds: Bounds) -> Walk:
    """Put together the lineage of one input.

    Args:
        subject: The input.
        known: What is known of each artefact.
        bounds: How far to go. Only steps and artefacts count: nothing is fetched or read here.
    """
    walker = _Walker(known, bounds)
    walker.follow(subject)
    lineage = walker.lineage(((str(subject), subject),))
    failure = walker.errors.get(subject.unpinned)
    return Walk(lineage=replace(lineage, failure=failure), missing=tuple(sorted(walker.missing)))


class _Walker(Ledger):
    """One walk."""

    def __init__(self, known: Known, bounds: Bounds) -> None:
        super().__init__(bounds)
        self.known = known
        self.missing: set[ArtifactRef] = set()
        self._unfollowed: list[ArtifactRecord] = []

    def follow(self, subject: ArtifactRef) -> None:
        """Walk level by level, in the order in which a trace fetches."""
        depth, level = 0, self.admit((subject,), 0)
        while level:
            of_hub = self._take(level, subject=depth == 0)
            depth += 1
            level = self.admit(of_hub, depth) or self.admit(self._of_files(), depth)

    def _take(self, level: Iterable[ArtifactRef], *, subject: bool) -> list[ArtifactRef]:
        """Keep what is known of a level. Returns what the hub names as parents."""
        parents_named: list[ArtifactRef] = []
        for ref in level:
            record = self.known(ref, subject)
            if record is None:
                self.missing.add(ref)
            elif isinstance(record, HubError):
                self.errors[ref.unpinned] = record
            elif self._is_new(ref.unpinned, record):
                self._unfollowed.append(record)
                parents_named += (parent.ref for parent in record.named_by_hub)
        return parents_named

    def _is_new(self, ref: ArtifactRef, record: ArtifactRecord) -> bool:
        """Note what a reference turned out to be; whether that was not seen before."""
        canonical = record.ref.unpinned
        self.canonical[ref] = canonical
        if canonical != ref and canonical in self.seen:
            return False
        self.seen.add(canonical)
        self.records[canonical] = record
        return True

    def _of_files(self) -> list[ArtifactRef]:
        """What the files of the records name as parents; each record is asked once."""
        parents_named = [
            parent.ref for record in self._unfollowed for parent in followed(record.parents)
        ]
        self._unfollowed.clear()
        return parents_named
