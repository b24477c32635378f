"""The lineage graph: bases, adapters, merges, quantisations, training datasets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

from provenance.errors import HubError
from provenance.licences.use import IntendedUse
from provenance.lineage.record import ArtifactRecord
from provenance.lineage.second import SecondSource
from provenance.model.artifact import ArtifactRef, Gap, Kind, Place
from provenance.model.finding import Evidence
from provenance.parents import CODE, DATASET

# From an artefact to one of its ancestors, both included.
LineagePath: TypeAlias = tuple[ArtifactRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """An edge from a child to its parent.

    Attributes:
        child: The descendant.
        parent: The ancestor; pinned if it could be read.
        relation: `finetune`, `adapter`, `quantized`, `merge`, `distilled`, `base` (unspecified),
            `dataset`, or `code` if only its code is run.
        known_by: Sources that state it, sorted.
        confidence: `stated` if a place that exists for it says so, else `inferred` (a sentence, a
            path in a configuration).
        evidence: Where it is stated.
    """

    child: ArtifactRef
    parent: ArtifactRef
    relation: str
    known_by: tuple[str, ...]
    confidence: str
    evidence: tuple[Evidence, ...]

    @property
    def is_base(self) -> bool:
        """Whether the child was made from the parent's weights."""
        return self.relation not in (DATASET, CODE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """The graph of everything that the inputs were made from.

    Attributes:
        inputs: References as typed, with their canonical reference (pinned if read).
        records: What was read, by unpinned reference.
        unread: Why the rest was not read, by unpinned reference: a reason word of
            `provenance.errors`.
        edges: From child to parent, sorted.
        gaps: All gaps in the graph, sorted.
        names: The actual reference where it differs from the written one: a renamed repository,
            another case, a dataset named as a model. Both unpinned.
        places: The manifest line of each of `inputs`, or None; empty without a manifest.
        rejected: Manifest entries that no hub can resolve: text, place, and the resulting gap.
        uses: Intended use from the manifest, by reference as written.
        failure: The first error, if no input could be read and that counts as an error; else None.
        second_sources: What the cards of inputs name as their own repositories, by unpinned
            reference; empty unless a user asked for it.
    """

    inputs: tuple[tuple[str, ArtifactRef], ...]
    records: Mapping[ArtifactRef, ArtifactRecord]
    unread: Mapping[ArtifactRef, str]
    edges: tuple[Edge, ...]
    gaps: tuple[Gap, ...]
    names: Mapping[ArtifactRef, ArtifactRef] = field(default_factory=lambda: MappingProxyType({}))
    places: tuple[Place | None, ...] = ()
    rejected: tuple[tuple[str, Place | None, Gap], ...] = ()
    uses: Mapping[str, IntendedUse] = field(default_factory=lambda: MappingProxyType({}))
    failure: HubError | None = None
    second_sources: Mapping[ArtifactRef, tuple[SecondSource, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    _above: Mapping[ArtifactRef, tuple[Edge, ...]] = field(init=False, repr=False, compare=False)
    _below: Mapping[ArtifactRef, tuple[Edge, ...]] = field(init=False, repr=False, compare=False)
    _holders: Mapping[str, tuple[ArtifactRef, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        above: dict[ArtifactRef, list[Edge]] = {}
        below: dict[ArtifactRef, list[Edge]] = {}
        for edge in self.edges:
            above.setdefault(edge.child.unpinned, []).append(edge)
            below.setdefault(edge.parent.unpinned, []).append(edge)
        # The fields of a frozen dataclass cannot be assigned.
        object.__setattr__(self, "_above", _frozen(above))
        object.__setattr__(self, "_below", _frozen(below))
        object.__setattr__(self, "_holders", _by_digest(self.records))

    def canonical(self, ref: ArtifactRef) -> ArtifactRef:
        """The actual reference behind `ref`, unpinned; `ref` itself if nothing else is known."""
        return self.names.get(ref.unpinned, ref.unpinned)

    def record(self, ref: ArtifactRef) -> ArtifactRecord | None:
        """The record of `ref` at any revision, or None if it could not be read."""
        return self.records.get(self.canonical(ref))

    def parents(self, ref: ArtifactRef) -> tuple[Edge, ...]:
        """The edges from `ref` to its parents."""
        return self._above.get(ref.unpinned, ())

    def children(self, ref: ArtifactRef) -> tuple[Edge, ...]:
        """The edges from children to `ref`."""
        return self._below.get(ref.unpinned, ())

    def holders(self, sha256: str) -> tuple[ArtifactRef, ...]:
        """The artefacts, unpinned, that list a file with this digest, sorted."""
        return self._holders.get(sha256, ())


def _by_digest(
    records: Mapping[ArtifactRef, ArtifactRecord],
) -> dict[str, tuple[ArtifactRef, ...]]:
    holders: dict[str, dict[ArtifactRef, None]] = {}
    for ref in sorted(records):
        for entry in records[ref].snapshot.files:
            if entry.sha256:
                holders.setdefault(entry.sha256, {})[ref] = None
    return {digest: tuple(refs) for digest, refs in holders.items()}


def _frozen(edges: Mapping[ArtifactRef, list[Edge]]) -> dict[ArtifactRef, tuple[Edge, ...]]:
    return {ref: tuple(members) for ref, members in edges.items()}


def ancestors(lineage: Lineage, ref: ArtifactRef) -> tuple[LineagePath, ...]:
    """The shortest path to every model that `ref` was made from, itself first, nearest first;
    without datasets and repositories of which only code is run."""
    paths: dict[ArtifactRef, LineagePath] = {ref.unpinned: (ref,)}
    queue = [ref]
    for child in queue:
        for edge in lineage.parents(child):
            if edge.is_base and edge.parent.unpinned not in paths:
                paths[edge.parent.unpinned] = (*paths[child.unpinned], edge.parent)
                queue.append(edge.parent)
    return tuple(paths.values())[1:]


def training_data(lineage: Lineage, ref: ArtifactRef) -> tuple[LineagePath, ...]:
    """The shortest path to every dataset that `ref` or an ancestor names as training data, and to
    their sources; nearest first."""
    reached: set[ArtifactRef] = {ref.unpinned}
    queue = [(ref,), *ancestors(lineage, ref)]
    paths = []
    for above in queue:
        for edge in lineage.parents(above[-1]):
            if edge.relation == DATASET and edge.parent.unpinned not in reached:
                reached.add(edge.parent.unpinned)
                path = (*above, edge.parent)
                paths.append(path)
                queue.append(path)
    return tuple(paths)


def code_behind(lineage: Lineage, ref: ArtifactRef) -> tuple[LineagePath, ...]:
    """The paths to the repositories whose code runs when `ref` or a model that it was made from is
    loaded."""
    paths = [(ref,), *ancestors(lineage, ref)]
    return tuple(
        (*path, edge.parent)
        for path in paths
        for edge in lineage.parents(path[-1])
        if edge.relation == CODE
    )


def loaded_bases(
    lineage: Lineage, record: ArtifactRecord
) -> tuple[tuple[LineagePath, ArtifactRecord], ...]:
    """The bases that were read and that are loaded together with a model: those of an adapter, and
    theirs while they are adapters.

    Args:
        lineage: The lineage of the model.
        record: The model.

    Returns:
        Each with the path to it, nearest first.
    """
    seen = {record.ref.unpinned}
    loaded: list[tuple[LineagePath, ArtifactRecord]] = []
    waiting: list[tuple[LineagePath, ArtifactRecord]] = [((record.ref,), record)]
    for path, child in waiting:
        for edge in lineage.parents(child.ref) if child.adapter_sign else ():
            base = lineage.record(edge.parent)
            if edge.is_base and base is not None and base.ref.unpinned not in seen:
                seen.add(base.ref.unpinned)
                loaded.append(((*path, edge.parent), base))
                waiting.append(loaded[-1])
    return tuple(loaded)


def data_behind(lineage: Lineage, ref: ArtifactRef) -> tuple[LineagePath, ...]:
    """The paths to the data behind `ref`: a model's training data, or a dataset itself with its
    sources."""
    itself = ((ref,),) if ref.kind is Kind.DATASET else ()
    return (*itself, *training_data(lineage, ref))
