"""What a card names as its own repository, and the licence that is stated there."""

from __future__ import annotations

from dataclasses import dataclass

from provenance.lineage.record import ArtifactRecord
from provenance.model.finding import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondSource:
    """A repository that a card names as that of its model or dataset.

    Attributes:
        named: The line of the card that names it.
        address: Its address as written.
        record: What was read of it: the licence that its host states, and its licence texts; None
            if it could not be read, which is a gap.
    """

    named: Evidence
    address: str
    record: ArtifactRecord | None
