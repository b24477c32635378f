"""What an artefact was made from: bases, adapters, merges, quantisations, training datasets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from provenance.artifact import ArtifactRef, Gap
from provenance.dossier import Dossier
from provenance.finding import Evidence


@dataclass(frozen=True, slots=True)
class Edge:
    """A step from a child to what it was made from.

    Attributes:
        child: The one that was made.
        parent: What it was made from; pinned where it could be read.
        relation: `finetune`, `adapter`, `quantized`, `merge`, `base` (stated without saying how) or `dataset`.
        known_by: Sources that state it, sorted.
        confidence: `stated` or `inferred`.
        evidence: The places.
    """

    child: ArtifactRef
    parent: ArtifactRef
    relation: str
    known_by: tuple[str, ...]
    confidence: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Lineage:
    """The graph of everything the inputs were made from.

    Attributes:
        inputs: What was asked for: the reference as typed and its canonical reference (pinned where read).
        dossiers: What was read, by unpinned reference.
        unread: Why the rest was not, by unpinned reference: a reason word of `provenance.errors`.
        edges: Steps from child to parent, sorted.
        gaps: What could not be read anywhere in the graph, sorted.
    """

    inputs: tuple[tuple[str, ArtifactRef], ...]
    dossiers: Mapping[ArtifactRef, Dossier]
    unread: Mapping[ArtifactRef, str]
    edges: tuple[Edge, ...]
    gaps: tuple[Gap, ...]

    def dossier(self, ref: ArtifactRef) -> Dossier | None:
        """What is known of `ref` at whatever revision, or None where it could not be read."""
        return self.dossiers.get(ref.unpinned)

    def parents(self, ref: ArtifactRef) -> tuple[Edge, ...]:
        """The steps up from `ref`."""
        return tuple(edge for edge in self.edges if edge.child.unpinned == ref.unpinned)
