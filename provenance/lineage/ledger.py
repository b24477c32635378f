"""The bookkeeping of a walk along a lineage: what was seen, read and not readable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from provenance.errors import BoundError, HubError, NotFoundError
from provenance.lineage.graph import Edge, Lineage
from provenance.lineage.record import ArtifactRecord
from provenance.messages import message
from provenance.model.artifact import FILES, ArtifactRef, Gap, Kind
from provenance.model.fault import in_full
from provenance.parents import BASE, CODE, DATASET, Parent, followed

_BOUND_HINT = message("gap.bound.hint")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Limits of a trace.

    Attributes:
        depth: Number of steps from an input.
        artifacts: Total number of artefacts.
        seconds: Total time for fetching.
        reading: Total processor time for reading what was fetched.
        reading_each: Processor time for reading one artefact.
        files: Total number of listed files that are kept; files that were read are always kept.
    """

    depth: int = 12
    artifacts: int = 400
    seconds: float = 120.0
    reading: float = 120.0
    reading_each: float = 20.0
    files: int = 250_000


class Ledger:
    """The bookkeeping of one walk, whoever fetches.

    Args:
        bounds: How far to go; what is cut is a gap.
    """

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self.canonical: dict[ArtifactRef, ArtifactRef] = {}
        self.seen: set[ArtifactRef] = set()
        self.records: dict[ArtifactRef, ArtifactRecord] = {}
        self.errors: dict[ArtifactRef, HubError] = {}
        self.guesses: set[ArtifactRef] = set()

    def admit(self, refs: Iterable[ArtifactRef], depth: int) -> list[ArtifactRef]:
        """The new references within the bounds, sorted. One beyond them is not followed, and its
        error says why."""
        new = {ref.unpinned: ref for ref in refs if ref.unpinned not in self.seen}
        admitted = []
        for key in sorted(new):
            self.seen.add(key)
            if depth > self.bounds.depth:
                too_far = message("gap.too-far", name=str(key), steps=self.bounds.depth)
                self.errors[key] = BoundError(too_far, _BOUND_HINT)
            elif len(self.seen) > self.bounds.artifacts:
                too_many = message("gap.too-many-artefacts", limit=self.bounds.artifacts)
                self.errors[key] = BoundError(too_many, _BOUND_HINT)
            else:
                admitted.append(new[key])
        return admitted

    def lineage(self, inputs: Sequence[tuple[str, ArtifactRef]]) -> Lineage:
        """The result, in an order that depends only on content."""
        records = self._within_listing(inputs)
        self._forget_guesses()
        gaps = {gap for record in records.values() for gap in record.gaps}
        gaps |= {
            Gap(artifact=ref.purl, what="repository", reason=error.reason, detail=in_full(error))
            for ref, error in self.errors.items()
        }
        names = {
            ref: self.canonical[ref] for ref in sorted(self.canonical) if self.canonical[ref] != ref
        }
        return Lineage(
            inputs=tuple((text, self._pinned(ref)) for text, ref in inputs),
            records=MappingProxyType(records),
            unread=MappingProxyType({ref: self.errors[ref].reason for ref in sorted(self.errors)}),
            edges=tuple(self._edges()),
            gaps=tuple(sorted(gaps, key=lambda gap: (gap.artifact, gap.what, gap.detail))),
            names=MappingProxyType(names),
        )

    def _within_listing(
        self, inputs: Sequence[tuple[str, ArtifactRef]]
    ) -> dict[ArtifactRef, ArtifactRecord]:
        """The records, sorted; where their listings exceed the bound together, the last ones are
        cut. Those of inputs come first."""
        left = self.bounds.files
        first = [self._pinned(ref).unpinned for _, ref in inputs]
        bounded: dict[ArtifactRef, ArtifactRecord] = {}
        for key in dict.fromkeys((*first, *sorted(self.records))):
            record = self.records.get(key)
            if record is None:
                continue
            bounded[key] = self._with_files(record, left)
            left = max(left - len(record.snapshot.files), 0)
        return {key: bounded[key] for key in sorted(bounded)}

    def _with_files(self, record: ArtifactRecord, most: int) -> ArtifactRecord:
        """A record with its first files and those that were read; a gap says what was cut."""
        snapshot = record.snapshot
        count = len(snapshot.files)
        if count <= most:
            return record
        read = {*record.documents, *record.examined}
        others = (entry for entry in snapshot.files[most:] if entry.path in read)
        kept = (*snapshot.files[:most], *others)
        gap = Gap(
            artifact=snapshot.ref.purl,
            what="file listing",
            reason="bound",
            detail=message("gap.listing-cut", kept=len(kept), count=count, limit=self.bounds.files),
            topic=FILES,
        )
        return replace(record, snapshot=replace(snapshot, files=kept), gaps=(*record.gaps, gap))

    def _forget_guesses(self) -> None:
        """Drop parents that exist nowhere and are named only by a path in a configuration: mostly
        local folders of the author."""
        by_path: set[ArtifactRef] = set()
        otherwise: set[ArtifactRef] = set()
        for record in self.records.values():
            for parent in record.parents:
                (by_path if parent.source == "config" else otherwise).add(parent.ref.unpinned)
        for ref in by_path - otherwise:
            if isinstance(self.errors.get(ref), NotFoundError):
                del self.errors[ref]
                self.guesses.add(ref)

    def _pinned(self, ref: ArtifactRef) -> ArtifactRef:
        canonical = self.canonical.get(ref.unpinned, ref.unpinned)
        record = self.records.get(canonical)
        return record.ref if record else canonical

    def _edges(self) -> Iterator[Edge]:
        for key in sorted(self.records):
            record = self.records[key]
            follows = {self._pinned(parent.ref) for parent in followed(record.parents)}
            follows.discard(record.ref)
            statements: dict[ArtifactRef, list[Parent]] = {}
            for parent in record.parents:
                statements.setdefault(self._pinned(parent.ref), []).append(parent)
            for ref in sorted(follows, key=lambda ref: ref.unpinned):
                if ref.unpinned not in self.guesses:
                    yield _edge(record.ref, ref, statements[ref])


def _edge(child: ArtifactRef, parent: ArtifactRef, statements: list[Parent]) -> Edge:
    """One edge from all statements about it."""
    is_stated = any(statement.confidence == "stated" for statement in statements)
    return Edge(
        child=child,
        parent=parent,
        relation=DATASET if parent.kind is Kind.DATASET else _strongest_relation(statements),
        known_by=tuple(sorted({statement.source for statement in statements})),
        confidence="stated" if is_stated else "inferred",
        evidence=tuple(dict.fromkeys(statement.evidence for statement in statements)),
    )


def _strongest_relation(statements: list[Parent]) -> str:
    """A named relation outranks the unspecified `base`, and both outrank `code`."""
    relations = [statement.relation for statement in statements if statement.relation != CODE]
    specific = [relation for relation in relations if relation != BASE]
    if specific:
        return specific[0]
    return BASE if relations else CODE
