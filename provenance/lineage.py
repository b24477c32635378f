"""What an artefact was made from: bases, adapters, merges, quantisations, training datasets."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeVar

from provenance.artifact import ArtifactRef, Gap, Kind, Snapshot
from provenance.dossier import Dossier, assemble, wanted
from provenance.errors import BoundError, HubError, UnreachableError, UsageError
from provenance.finding import Evidence
from provenance.hubs import Hub
from provenance.parents import BASE, DATASET, Parent, hub_parents

T = TypeVar("T")
_BOUND_HINT = "Audit that artefact by itself."


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
    _above: Mapping[ArtifactRef, tuple[Edge, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        above: dict[ArtifactRef, list[Edge]] = {}
        for edge in self.edges:
            above.setdefault(edge.child.unpinned, []).append(edge)
        object.__setattr__(self, "_above", {child: tuple(edges) for child, edges in above.items()})

    def dossier(self, ref: ArtifactRef) -> Dossier | None:
        """What is known of `ref` at whatever revision, or None where it could not be read."""
        return self.dossiers.get(ref.unpinned)

    def parents(self, ref: ArtifactRef) -> tuple[Edge, ...]:
        """The steps up from `ref`."""
        return self._above.get(ref.unpinned, ())


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far a lineage is followed.

    Attributes:
        depth: Steps from an input.
        artifacts: Artefacts in all.
        seconds: Time in all, reading of files included.
    """

    depth: int = 12
    artifacts: int = 400
    seconds: float = 120.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come: artefacts that are known of, of which metadata is here, and files still on their way."""

    known: int
    fetched: int
    files: int


def trace(
    hub: Hub,
    inputs: Sequence[tuple[str, ArtifactRef]],
    bounds: Bounds | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Lineage:
    """Follow everything the inputs were made from, level by level, each artefact once.

    A level's metadata is asked for at once; its files are read while the next level's metadata is on its way.

    Args:
        hub: Where to read.
        inputs: References as typed, with what they mean.
        bounds: How far to go; what is cut is a gap.
        progress: Called, in the calling thread, whenever an answer has arrived.

    Raises:
        UsageError: One artefact is asked for at two revisions.
        HubError: None of the inputs could be read.
    """
    asked = {ref.unpinned: ref for _, ref in inputs}
    if any(asked[ref.unpinned] != ref for _, ref in inputs):
        raise UsageError("one artefact is asked for at two revisions", "Audit them one at a time.")
    pool = ThreadPoolExecutor(max_workers=32, thread_name_prefix="provenance")
    try:
        tracer = _Tracer(hub, pool, bounds or Bounds(), progress)
        tracer.follow(tuple(asked.values()))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    failed = [tracer.errors[ref] for ref in asked if ref in tracer.errors]
    if failed and len(failed) == len(asked):
        raise failed[0]
    return tracer.lineage(inputs)


class _Tracer:
    """The bookkeeping of one run. The pool only fetches; everything is kept and read in the calling thread."""

    def __init__(
        self, hub: Hub, pool: ThreadPoolExecutor, bounds: Bounds, progress: Callable[[Progress], None] | None
    ) -> None:
        self.hub, self.pool, self.bounds, self.progress = hub, pool, bounds, progress
        self.deadline = time.monotonic() + bounds.seconds
        self.canonical: dict[ArtifactRef, ArtifactRef] = {}
        self.seen: set[ArtifactRef] = set()
        self.reads: list[tuple[Snapshot, dict[str, Future[bytes]]]] = []
        self.dossiers: dict[ArtifactRef, Dossier] = {}
        self.errors: dict[ArtifactRef, HubError] = {}

    def follow(self, inputs: tuple[ArtifactRef, ...]) -> None:
        """Fetch the inputs and all above them."""
        depth, level = 0, self._admit(inputs, 0)
        while level:
            named = self._fetch(level, subject=depth == 0)
            depth += 1
            level = self._admit(named, depth) or self._admit(self._assemble(), depth)

    def _admit(self, refs: Iterable[ArtifactRef], depth: int) -> list[ArtifactRef]:
        """Those not yet seen and within bounds, sorted; the others of them are cut, which is an error of theirs."""
        new = {ref.unpinned: ref for ref in refs if ref.unpinned not in self.seen}
        admitted = []
        for key in sorted(new):
            self.seen.add(key)
            if depth > self.bounds.depth:
                self.errors[key] = BoundError(f"{key} is more than {self.bounds.depth} steps away", _BOUND_HINT)
            elif len(self.seen) > self.bounds.artifacts:
                self.errors[key] = BoundError(
                    f"the lineage holds more than {self.bounds.artifacts} artefacts", _BOUND_HINT
                )
            else:
                admitted.append(new[key])
        return admitted

    def _fetch(self, level: list[ArtifactRef], subject: bool) -> list[ArtifactRef]:
        """Ask for a level's metadata and, as it arrives, for its files. Returns what the hub names as parents."""
        under_way = {self.pool.submit(self.hub.snapshot, ref): ref.unpinned for ref in level}
        named: list[ArtifactRef] = []
        for future in self._completed(under_way):
            asked = under_way[future]
            snapshot = _outcome(future)
            if isinstance(snapshot, HubError):
                self.errors[asked] = snapshot
                continue
            self.canonical[asked] = canonical = snapshot.ref.unpinned
            if canonical != asked and canonical in self.seen:
                continue
            self.seen.add(canonical)
            files = wanted(snapshot, subject)
            reading = {
                file.path: self.pool.submit(self.hub.read, snapshot, file.path, file.limit, prefix=file.prefix)
                for file in files
            }
            self.reads.append((snapshot, reading))
            named += (parent.ref for parent in hub_parents(snapshot)[0])
        return named

    def _assemble(self) -> list[ArtifactRef]:
        """Read what was fetched. Returns what the artefacts' own files name as parents."""
        named: list[ArtifactRef] = []
        for snapshot, reading in self.reads:
            for _ in self._completed(reading.values()):
                pass
            bodies: dict[str, bytes | HubError] = {}
            for path, future in reading.items():
                body = _outcome(future)
                bodies[path] = body
            dossier = assemble(snapshot, bodies)
            self.dossiers[snapshot.ref.unpinned] = dossier
            named += (parent.ref for parent in dossier.parents)
        self.reads.clear()
        return named

    def _completed(self, futures: Iterable[Future[T]]) -> Iterator[Future[T]]:
        """The futures as they complete; at the deadline the rest, cancelled."""
        waiting = set(futures)
        while waiting:
            done, waiting = wait(waiting, max(self.deadline - time.monotonic(), 0), FIRST_COMPLETED)
            if not done:
                done, waiting = waiting, set()
            yield from done
            if self.progress:
                pending = sum(not future.done() for _, reading in self.reads for future in reading.values())
                self.progress(Progress(len(self.seen), len(self.canonical), pending))

    def lineage(self, inputs: Sequence[tuple[str, ArtifactRef]]) -> Lineage:
        """What was found, in an order that depends on nothing but the content."""
        dossiers = {key: self.dossiers[key] for key in sorted(self.dossiers)}
        gaps = {gap for dossier in dossiers.values() for gap in dossier.gaps}
        gaps |= {Gap(ref.purl, "repository", e.reason, f"{e.message}. {e.hint}") for ref, e in self.errors.items()}
        return Lineage(
            tuple((text, self._pinned(ref)) for text, ref in inputs),
            MappingProxyType(dossiers),
            MappingProxyType({ref: self.errors[ref].reason for ref in sorted(self.errors)}),
            tuple(self._edges()),
            tuple(sorted(gaps, key=lambda gap: (gap.artifact, gap.what, gap.detail))),
        )

    def _pinned(self, ref: ArtifactRef) -> ArtifactRef:
        canonical = self.canonical.get(ref.unpinned, ref.unpinned)
        dossier = self.dossiers.get(canonical)
        return dossier.ref if dossier else canonical

    def _edges(self) -> Iterator[Edge]:
        for key in sorted(self.dossiers):
            dossier = self.dossiers[key]
            stated: dict[ArtifactRef, list[Parent]] = {}
            for parent in dossier.parents:
                stated.setdefault(self._pinned(parent.ref), []).append(parent)
            for ref in sorted(stated, key=lambda ref: ref.unpinned):
                yield _edge(dossier.ref, ref, stated[ref])


def _edge(child: ArtifactRef, parent: ArtifactRef, statements: list[Parent]) -> Edge:
    """One edge of all statements about it; a relation that somebody names outranks the bare word base."""
    named = [said.relation for said in statements if said.relation != BASE]
    sources = tuple(sorted({said.source for said in statements}))
    evidence = tuple(dict.fromkeys(said.evidence for said in statements))
    return Edge(child, parent, named[0] if named else BASE, sources, "stated", evidence)


def _outcome(future: Future[T]) -> T | HubError:
    if future.cancel() or future.cancelled() or not future.done():
        return UnreachableError("it was not read within the time for the whole audit", "Run again later.")
    error = future.exception()
    if isinstance(error, HubError):
        return error
    return future.result()


def ancestors(lineage: Lineage, ref: ArtifactRef) -> tuple[tuple[ArtifactRef, ...], ...]:
    """The shortest path to every model above `ref`, itself first; datasets left out; nearest first."""
    paths: dict[ArtifactRef, tuple[ArtifactRef, ...]] = {ref.unpinned: (ref,)}
    queue = [ref]
    for child in queue:
        for edge in lineage.parents(child):
            if edge.relation != DATASET and edge.parent.unpinned not in paths:
                paths[edge.parent.unpinned] = (*paths[child.unpinned], edge.parent)
                queue.append(edge.parent)
    return tuple(paths.values())[1:]


def training_data(lineage: Lineage, ref: ArtifactRef) -> tuple[tuple[ArtifactRef, ...], ...]:
    """The shortest path to every dataset that `ref` or a model above it names as training data; nearest first."""
    paths: dict[ArtifactRef, tuple[ArtifactRef, ...]] = {}
    for above in ((ref,), *ancestors(lineage, ref)):
        for edge in lineage.parents(above[-1]):
            if edge.relation == DATASET:
                paths.setdefault(edge.parent.unpinned, (*above, edge.parent))
    return tuple(paths.values())


def data_behind(lineage: Lineage, ref: ArtifactRef) -> tuple[tuple[ArtifactRef, ...], ...]:
    """The paths to the data that `ref` stands for: a dataset itself, or all training data of a model."""
    return ((ref,),) if ref.kind is Kind.DATASET else training_data(lineage, ref)
