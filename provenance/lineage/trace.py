"""Trace a lineage: level by level, concurrently, each artefact once, within bounds."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from functools import partial
from typing import TypeVar

from provenance.errors import (
    DisabledError,
    FaultError,
    ForbiddenError,
    GatedError,
    HubError,
    NotFoundError,
    UsageError,
)
from provenance.hubs import Hub, seconds_to_wait
from provenance.lineage.fetch import Fetcher, late
from provenance.lineage.graph import Lineage
from provenance.lineage.ledger import Bounds, Ledger
from provenance.lineage.progress import GrowingTree, Progress
from provenance.lineage.record import ArtifactRecord, assemble, wanted
from provenance.messages import message
from provenance.model.artifact import ArtifactRef, Snapshot
from provenance.model.budget import Budget
from provenance.model.fault import shielded
from provenance.parents import followed, hub_parents
from provenance.project.subjects import AuditSubjects
from provenance.stated import known_answer
from provenance.weights import Examined

T = TypeVar("T")
_TICK_SECONDS = 0.5
_DENIALS = (NotFoundError, GatedError, ForbiddenError, DisabledError)


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
    wanted = {ref.unpinned: ref for _, ref in inputs}
    if any(wanted[ref.unpinned] != ref for _, ref in inputs):
        raise UsageError("one artefact is requested at two revisions", "Audit them one at a time.")
    pool = ThreadPoolExecutor(max_workers=32, thread_name_prefix="provenance")
    try:
        tracer = _Tracer(hub=hub, pool=pool, bounds=bounds or Bounds(), progress=progress)
        tracer.follow(tuple(wanted.values()))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    failed = [tracer.errors[ref] for ref in wanted if ref in tracer.errors]
    failure = _failure(failed, listed) if len(failed) == len(wanted) else None
    if failure and not tolerant:
        raise failure
    return replace(tracer.lineage(inputs), failure=failure)


def _failure(errors: Sequence[HubError], listed: bool) -> HubError | None:
    """The error that ends a run in which no input could be read.

    None where the gaps say it: denied inputs of a project file, and faults of this program.
    """
    denied = listed and all(isinstance(error, _DENIALS) for error in errors)
    faulty = any(isinstance(error, FaultError) for error in errors)
    if denied or faulty:
        return None
    return next(iter(errors), None)


def follow(
    hub: Hub,
    subjects: AuditSubjects,
    bounds: Bounds | None = None,
    progress: Callable[[Progress], None] | None = None,
    *,
    tolerant: bool = False,
) -> Lineage:
    """Trace the inputs of a run and keep what its manifest says about them; arguments and errors as
    for `trace`."""
    listed = any(subjects.places)
    lineage = trace(hub, subjects.inputs, bounds, progress, listed, tolerant=tolerant)
    gaps = (*lineage.gaps, *(gap for _, _, gap in subjects.rejected))
    return replace(
        lineage, gaps=gaps, places=subjects.places, rejected=subjects.rejected, uses=subjects.uses
    )


class _Tracer(Ledger):
    """The state of one run. The pool only fetches; all parsing and bookkeeping happens in the
    calling thread."""

    def __init__(
        self,
        hub: Hub,
        pool: ThreadPoolExecutor,
        bounds: Bounds,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        super().__init__(bounds)
        self.pool, self.progress = pool, progress
        self.deadline = time.monotonic() + bounds.seconds
        self.fetcher = Fetcher(hub, self.deadline)
        # Processor time of the reading thread, so that a busy machine does not change what is read.
        self.budget = Budget.of_processor(each=bounds.reading_each, whole=bounds.reading)
        self.reads: list[tuple[Snapshot, dict[str, Future[bytes | Examined]]]] = []
        self.tree = GrowingTree()

    def follow(self, inputs: tuple[ArtifactRef, ...]) -> None:
        """Fetch the inputs and all their ancestors."""
        self.tree.plant(inputs)
        depth, level = 0, self.admit(inputs, 0)
        while level:
            parents_named = self._fetch(level, subject=depth == 0)
            depth += 1
            level = self.admit(parents_named, depth) or self.admit(self._assemble(), depth)

    def _fetch(self, level: list[ArtifactRef], subject: bool) -> list[ArtifactRef]:
        """Request a level's metadata and, as it arrives, its files. Returns the parents that the
        hub names."""
        look = partial(self.fetcher.snapshot, subject=subject)
        under_way = {self.pool.submit(look, ref): ref.unpinned for ref in level}
        parents_named: list[ArtifactRef] = []
        for future in self._completed(under_way):
            ref = under_way[future]
            subject_of_fault = message("gap.fault.reading", name=str(ref))
            snapshot = _sparing(partial(_answer, future), subject_of_fault)
            if isinstance(snapshot, HubError):
                self.errors[ref] = snapshot
                continue
            self.canonical[ref] = canonical = snapshot.ref.unpinned
            if canonical != ref and canonical in self.seen:
                continue
            self.seen.add(canonical)
            self.tree.rename(ref, canonical)
            reading = message("gap.fault.reading", name=str(canonical))
            parents = _sparing(partial(self._ask_for_files, snapshot, subject), reading)
            if isinstance(parents, HubError):
                self.errors[canonical] = parents
            else:
                parents_named += parents
        return parents_named

    def _ask_for_files(self, snapshot: Snapshot, subject: bool) -> list[ArtifactRef]:
        """Request the files of an artefact. Returns the parents that its hub names."""
        files = wanted(snapshot, subject)
        parents = self.tree.add(snapshot.ref, hub_parents(snapshot)[0])
        reading = {file.path: self.pool.submit(self.fetcher.body, snapshot, file) for file in files}
        self.reads.append((snapshot, reading))
        return parents

    def _assemble(self) -> list[ArtifactRef]:
        """Parse what was fetched. Returns the parents that the artefacts' own files name."""
        parents_named: list[ArtifactRef] = []
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
            parents_named += self.tree.add(snapshot.ref, followed(record.parents))
        self.reads.clear()
        return parents_named

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
                self.progress(self._state())

    def _state(self) -> Progress:
        pending = sum(not future.done() for _, reading in self.reads for future in reading.values())
        read = {*self.canonical, *self.canonical.values()}
        return Progress(
            known=len(self.seen),
            fetched=len(self.canonical),
            files=pending,
            waiting=seconds_to_wait(),
            names=tuple(sorted(ref.name for ref in self.seen)),
            nodes=tuple(self.tree.nodes(read, self.errors)),
        )


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


def _outcome(future: Future[T]) -> T | HubError:
    if future.cancel() or future.cancelled() or not future.done():
        return late()
    error = future.exception()
    if isinstance(error, HubError):
        return error
    return future.result()
