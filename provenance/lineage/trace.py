"""Trace a lineage: level by level, concurrently, each artefact once, within bounds."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from functools import partial
from threading import BoundedSemaphore
from types import MappingProxyType
from typing import TypeVar

from provenance.errors import (
    BoundError,
    DisabledError,
    FaultError,
    ForbiddenError,
    GatedError,
    HubError,
    NotFoundError,
    UnreachableError,
    UsageError,
)
from provenance.hubs import Hub, seconds_held
from provenance.lineage.graph import Edge, Lineage
from provenance.lineage.record import ArtifactRecord, assemble, wanted
from provenance.lineage.wanted import Wanted
from provenance.messages import message
from provenance.model.artifact import ArtifactRef, Gap, Kind, Snapshot
from provenance.model.budget import Budget
from provenance.model.fault import in_full, shielded
from provenance.parents import BASE, CODE, DATASET, Parent, followed, hub_parents
from provenance.project.subjects import AuditSubjects
from provenance.stated import known_answer
from provenance.weights import MOST_LOCAL_REQUESTS, MOST_REQUESTS, Examined, Ranges, examine

T = TypeVar("T")
_BOUND_HINT = message("gap.bound.hint")
_TICK_SECONDS = 0.5
# Headers are read into memory and may take a hundred megabytes each.
_EXAMINED_AT_ONCE = 3
_DENIALS = (NotFoundError, GatedError, ForbiddenError, DisabledError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Limits of a trace.

    Attributes:
        depth: Number of steps from an input.
        artifacts: Total number of artefacts.
        seconds: Total time for fetching.
        reading: Total processor time for reading what was fetched.
        reading_each: Processor time for reading one artefact.
    """

    depth: int = 12
    artifacts: int = 400
    seconds: float = 120.0
    reading: float = 120.0
    reading_each: float = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The progress of a run.

    Attributes:
        known: Number of known artefacts.
        fetched: Number of artefacts with fetched metadata.
        files: Number of files still being fetched.
        held: Seconds until the hub's quota allows the next request; else 0.
        names: Names of the known artefacts, sorted.
    """

    known: int
    fetched: int
    files: int
    held: float = 0.0
    names: tuple[str, ...] = ()


def trace(
    hub: Hub,
    inputs: Sequence[tuple[str, ArtifactRef]],
    bounds: Bounds | None = None,
    progress: Callable[[Progress], None] | None = None,
    listed: bool = False,
    *,
    tolerant: bool = False,
) -> Lineage:
    """Trace everything that the inputs were made from, level by level, each artefact once.

    All metadata of a level is requested at once; its files are read while the next level's metadata
    is being fetched.

    Args:
        hub: Where to read.
        inputs: References as typed, with their parsed form.
        bounds: Limits; whatever they cut off is a gap.
        progress: Called in the calling thread whenever an answer arrives.
        listed: Whether a project file lists the inputs. Denied inputs are then gaps at their lines,
            even if all are denied.
        tolerant: Whether to return even if no input could be read, with the gaps and the `failure`,
            so that outputs can be written before the error is shown.

    Raises:
        UsageError: An artefact is requested at two revisions.
        HubError: No input could be read, and `tolerant` is not set.
    """
    asked = {ref.unpinned: ref for _, ref in inputs}
    if any(asked[ref.unpinned] != ref for _, ref in inputs):
        raise UsageError("one artefact is asked for at two revisions", "Audit them one at a time.")
    pool = ThreadPoolExecutor(max_workers=32, thread_name_prefix="provenance")
    try:
        tracer = _Tracer(hub=hub, pool=pool, bounds=bounds or Bounds(), progress=progress)
        tracer.follow(tuple(asked.values()))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    failed = [tracer.errors[ref] for ref in asked if ref in tracer.errors]
    denied = listed and all(isinstance(error, _DENIALS) for error in failed)
    faulty = any(isinstance(error, FaultError) for error in failed)
    unanswered = bool(failed) and len(failed) == len(asked)
    failure = failed[0] if unanswered and not denied and not faulty else None
    if failure and not tolerant:
        raise failure
    return replace(tracer.lineage(inputs), failure=failure)


def follow(
    hub: Hub,
    asked: AuditSubjects,
    bounds: Bounds | None = None,
    progress: Callable[[Progress], None] | None = None,
    *,
    tolerant: bool = False,
) -> Lineage:
    """Trace the inputs of a run and keep what its manifest says about them; arguments and errors as
    for `trace`."""
    listed = any(asked.places)
    lineage = trace(hub, asked.inputs, bounds, progress, listed, tolerant=tolerant)
    gaps = (*lineage.gaps, *(gap for _, _, gap in asked.rejected))
    return replace(
        lineage, gaps=gaps, places=asked.places, rejected=asked.rejected, uses=asked.uses
    )


class _Tracer:
    """The state of one run. The pool only fetches; all parsing and bookkeeping happens in the
    calling thread."""

    def __init__(
        self,
        hub: Hub,
        pool: ThreadPoolExecutor,
        bounds: Bounds,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self.hub, self.pool, self.bounds, self.progress = hub, pool, bounds, progress
        self.deadline = time.monotonic() + bounds.seconds
        # Processor time of the reading thread, so that a busy machine does not change what is read.
        self.budget = Budget(time.thread_time, bounds.reading_each, bounds.reading)
        self.canonical: dict[ArtifactRef, ArtifactRef] = {}
        self.seen: set[ArtifactRef] = set()
        self.reads: list[tuple[Snapshot, dict[str, Future[bytes | Examined]]]] = []
        self.records: dict[ArtifactRef, ArtifactRecord] = {}
        self.errors: dict[ArtifactRef, HubError] = {}
        self.guesses: set[ArtifactRef] = set()
        self.examining = BoundedSemaphore(_EXAMINED_AT_ONCE)

    def follow(self, inputs: tuple[ArtifactRef, ...]) -> None:
        """Fetch the inputs and all their ancestors."""
        depth, level = 0, self._admit(inputs, 0)
        while level:
            named = self._fetch(level, subject=depth == 0)
            depth += 1
            level = self._admit(named, depth) or self._admit(self._assemble(), depth)

    def _admit(self, refs: Iterable[ArtifactRef], depth: int) -> list[ArtifactRef]:
        """The unseen references within bounds, sorted; the others are cut off, which is an error of
        theirs."""
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

    def _fetch(self, level: list[ArtifactRef], subject: bool) -> list[ArtifactRef]:
        """Request a level's metadata and, as it arrives, its files. Returns the parents that the
        hub names."""
        look = self.hub.snapshot if subject else self._parent_snapshot
        under_way = {self.pool.submit(look, ref): ref.unpinned for ref in level}
        named: list[ArtifactRef] = []
        for future in self._completed(under_way):
            asked = under_way[future]
            subject_of_fault = message("gap.fault.reading", name=str(asked))
            snapshot = _sparing(partial(_answer, future), subject_of_fault)
            if isinstance(snapshot, HubError):
                self.errors[asked] = snapshot
                continue
            self.canonical[asked] = canonical = snapshot.ref.unpinned
            if canonical != asked and canonical in self.seen:
                continue
            self.seen.add(canonical)
            reading = message("gap.fault.reading", name=str(canonical))
            parents = _sparing(partial(self._ask_for_files, snapshot, subject), reading)
            if isinstance(parents, HubError):
                self.errors[canonical] = parents
            else:
                named += parents
        return named

    def _ask_for_files(self, snapshot: Snapshot, subject: bool) -> list[ArtifactRef]:
        """Request the files of an artefact. Returns the parents that its hub names."""
        files = wanted(snapshot, subject)
        parents = [parent.ref for parent in hub_parents(snapshot)[0]]
        reading = {file.path: self.pool.submit(self._read, snapshot, file) for file in files}
        self.reads.append((snapshot, reading))
        return parents

    def _read(self, snapshot: Snapshot, file: Wanted) -> bytes | Examined:
        """The bytes of a file, or the result of examining the required parts of a weight file."""
        if not file.weights:
            return self.hub.read(snapshot, file.path, file.limit, prefix=file.prefix)
        entry = snapshot.file(file.path)
        size = entry.size if entry else None
        if size == 0:
            return examine(Ranges(file.path, b"", 0))
        head = self.hub.read(snapshot, file.path, file.limit, prefix=True)
        most = MOST_LOCAL_REQUESTS if snapshot.ref.hub.local else MOST_REQUESTS
        part = partial(self._part, snapshot, file.path)
        ranges = Ranges(path=file.path, head=head, size=size, fetch=part, most_requests=most)
        with self.examining:
            return examine(ranges, whole=file.whole)

    def _part(self, snapshot: Snapshot, path: str, start: int, length: int) -> bytes:
        """A part of a weight file, if time is left."""
        if time.monotonic() > self.deadline:
            raise _late()
        return self.hub.read_range(snapshot, path, start, length)

    def _parent_snapshot(self, ref: ArtifactRef) -> Snapshot:
        """Fetch the metadata of a stated parent; a name that is not a model's may be a
        dataset's."""
        try:
            return self.hub.snapshot(ref)
        except NotFoundError:
            if ref.kind is not Kind.MODEL or ref.hub.local:
                raise
            try:
                return self.hub.snapshot(replace(ref, kind=Kind.DATASET))
            except HubError:
                pass
            raise

    def _assemble(self) -> list[ArtifactRef]:
        """Parse what was fetched. Returns the parents that the artefacts' own files name."""
        named: list[ArtifactRef] = []
        for snapshot, reading in self.reads:
            for _ in self._completed(reading.values()):
                pass
            bodies: dict[str, bytes | Examined | HubError] = {}
            for path, future in reading.items():
                name = str(snapshot.ref.unpinned)
                subject = message("gap.fault.reading-file", path=path, name=name)
                bodies[path] = _sparing(partial(_outcome, future), subject)
            record = _record(snapshot, bodies, self.budget)
            if isinstance(record, HubError):
                self.errors[snapshot.ref.unpinned] = record
                continue
            self.records[snapshot.ref.unpinned] = record
            named += (parent.ref for parent in followed(record.parents))
        self.reads.clear()
        return named

    def _completed(self, futures: Iterable[Future[T]]) -> Iterator[Future[T]]:
        """The futures in order of completion; at the deadline, the rest cancelled."""
        waiting = set(futures)
        while waiting:
            left = max(self.deadline - time.monotonic(), 0)
            done, waiting = wait(waiting, min(left, _TICK_SECONDS), FIRST_COMPLETED)
            if not done and left <= _TICK_SECONDS:
                done, waiting = waiting, set()
            yield from done
            if self.progress:
                pending = sum(
                    not future.done() for _, reading in self.reads for future in reading.values()
                )
                self.progress(
                    Progress(
                        known=len(self.seen),
                        fetched=len(self.canonical),
                        files=pending,
                        held=seconds_held(),
                        names=tuple(sorted(ref.name for ref in self.seen)),
                    )
                )

    def lineage(self, inputs: Sequence[tuple[str, ArtifactRef]]) -> Lineage:
        """The result, in an order that depends only on content."""
        records = {key: self.records[key] for key in sorted(self.records)}
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

    def _forget_guesses(self) -> None:
        """Drop parents that exist nowhere and are named only by a path in a configuration: mostly
        local folders of the author."""
        named = {
            (p.ref.unpinned, p.source) for record in self.records.values() for p in record.parents
        }
        guessed = {ref for ref, _ in named} - {ref for ref, source in named if source != "config"}
        for ref in guessed & self.errors.keys():
            if isinstance(self.errors[ref], NotFoundError):
                del self.errors[ref]
                self.guesses.add(ref)

    def _pinned(self, ref: ArtifactRef) -> ArtifactRef:
        canonical = self.canonical.get(ref.unpinned, ref.unpinned)
        record = self.records.get(canonical)
        return record.ref if record else canonical

    def _edges(self) -> Iterator[Edge]:
        for key in sorted(self.records):
            record = self.records[key]
            follows = {self._pinned(parent.ref) for parent in followed(record.parents)} - {
                record.ref
            }
            said: dict[ArtifactRef, list[Parent]] = {}
            for parent in record.parents:
                said.setdefault(self._pinned(parent.ref), []).append(parent)
            for ref in sorted(follows, key=lambda ref: ref.unpinned):
                if ref.unpinned not in self.guesses:
                    yield _edge(record.ref, ref, said[ref])


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


def _record(
    snapshot: Snapshot, bodies: Mapping[str, bytes | Examined | HubError], budget: Budget
) -> ArtifactRecord | HubError:
    """The record of an artefact; if reading fails at a file, without that file."""
    subject = f"reading {snapshot.ref.unpinned}"
    record = _sparing(partial(assemble, snapshot, bodies, budget), subject)
    if not isinstance(record, FaultError):
        return record
    for path in bodies:
        without = {**bodies, path: record}
        rest = _sparing(partial(assemble, snapshot, without, budget), subject)
        if not isinstance(rest, HubError):
            return rest
    return record


def _sparing(work: Callable[[], T | HubError], subject: str) -> T | HubError:
    """Do some work for one artefact; a failure becomes an error of that artefact alone."""
    try:
        return shielded(work, subject)
    except HubError as error:
        return error


def _answer(future: Future[Snapshot]) -> Snapshot | HubError:
    """A hub's answer with metadata keys in their known spelling."""
    snapshot = _outcome(future)
    if isinstance(snapshot, HubError):
        return snapshot
    return replace(snapshot, metadata=known_answer(snapshot.metadata))


def _late() -> UnreachableError:
    return UnreachableError(message("gap.deadline"), message("gap.deadline.hint"))


def _outcome(future: Future[T]) -> T | HubError:
    if future.cancel() or future.cancelled() or not future.done():
        return _late()
    error = future.exception()
    if isinstance(error, HubError):
        return error
    return future.result()
