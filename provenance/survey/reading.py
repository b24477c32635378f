"""Fetch for a survey: many artefacts at once, each ancestor once per run."""

from __future__ import annotations

import math
import sqlite3
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from threading import Lock
from typing import Protocol, TypeVar

from provenance.errors import HubError, OfflineError, QuotaError
from provenance.hubs import Hub, seconds_to_wait
from provenance.lineage.fetch import Fetcher
from provenance.lineage.record import wanted
from provenance.lineage.wanted import Wanted
from provenance.messages import message
from provenance.model.artifact import ArtifactRef, Snapshot
from provenance.model.fault import shielded
from provenance.parents import hub_parents
from provenance.stated import known_answer
from provenance.survey.work import Fetched
from provenance.weights import Examined

T = TypeVar("T")
Got = dict[ArtifactRef, Fetched | HubError]
# Concurrent requests. A hub's quota sets the pace, not this number.
THREADS = 16
# Maximum number of waits for one answer, and the minimum duration of each.
_MOST_WINDOWS, _SHORTEST_WAIT = 20, 1.0
# Ancestors kept in memory; others are read again from the store of the run.
_MOST_IN_MEMORY = 300


class SurveyReader(Protocol):
    """A survey's source of metadata and files."""

    def states(self, refs: Iterable[ArtifactRef]) -> Mapping[ArtifactRef, Snapshot | HubError]:
        """The metadata of artefacts, without their files."""

    def inputs(self, refs: Iterable[ArtifactRef]) -> Got:
        """The metadata and files of artefacts that are judged as inputs."""

    def ancestors(self, refs: Iterable[ArtifactRef]) -> Got:
        """The metadata and files of artefacts that others were made from."""


class _Answered:
    """The artefacts whose metadata a run has read, in a temporary file: a run over a whole hub has
    millions.

    Args:
        refs: The first of them.
    """

    def __init__(self, refs: Iterable[ArtifactRef]) -> None:
        # A database without a name is on disk as far as it does not fit into SQLite's cache.
        self._database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._lock = Lock()
        self._database.execute("CREATE TABLE answered (name TEXT PRIMARY KEY) WITHOUT ROWID")
        for ref in refs:
            self.add(ref)

    def add(self, ref: ArtifactRef) -> None:
        """Note an artefact."""
        with self._lock:
            self._database.execute("INSERT OR IGNORE INTO answered VALUES (?)", (_key(ref),))

    def __contains__(self, ref: ArtifactRef) -> bool:
        query = "SELECT 1 FROM answered WHERE name = ?"
        with self._lock:
            return self._database.execute(query, (_key(ref),)).fetchone() is not None

    def close(self) -> None:
        """Delete the file."""
        with self._lock:
            self._database.close()


def _key(ref: ArtifactRef) -> str:
    return f"{ref.hub} {ref.kind} {ref.name}@{ref.revision or ''}"


class HubReader:
    """Reads from hubs with threads that share the rate limit of this process.

    Args:
        hub: Where to read; it stores what it fetches.
        kept: The same hub, answering from that store only.
        answered: Ancestors that this run read before it was interrupted.
    """

    def __init__(self, hub: Hub, kept: Hub, answered: Iterable[ArtifactRef] = ()) -> None:
        self._online = Fetcher(hub, math.inf)
        self._kept = Fetcher(kept, math.inf)
        self._answered = _Answered(answered)
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="provenance-survey")
        self._lock = Lock()
        self._memory: OrderedDict[ArtifactRef, Future[Fetched | HubError]] = OrderedDict()

    def __enter__(self) -> HubReader:
        return self

    def __exit__(self, *_error: object) -> None:
        """Stop the threads without waiting for requests under way."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._answered.close()

    def states(self, refs: Iterable[ArtifactRef]) -> Mapping[ArtifactRef, Snapshot | HubError]:
        """See `SurveyReader.states`. Reading the artefacts later needs no second request for it."""
        under_way = {ref: self._pool.submit(self._state, ref) for ref in refs}
        return {ref: future.result() for ref, future in under_way.items()}

    def _state(self, ref: ArtifactRef) -> Snapshot | HubError:
        reading = message("gap.fault.reading", name=str(ref.unpinned))
        try:
            snapshot = shielded(partial(_snapshot, self._online, ref, False), reading)
        except HubError as error:
            return error
        self._answered.add(ref)
        return snapshot

    def inputs(self, refs: Iterable[ArtifactRef]) -> Got:
        """See `SurveyReader.inputs`."""
        under_way = {ref: self._pool.submit(self._once, ref, True) for ref in refs}
        return {ref: future.result() for ref, future in under_way.items()}

    def ancestors(self, refs: Iterable[ArtifactRef]) -> Got:
        """See `SurveyReader.ancestors`. Concurrent callers share one request per ancestor."""
        with self._lock:
            under_way = {ref: self._ancestor(ref) for ref in refs}
            self._forget()
        return {ref: future.result() for ref, future in under_way.items()}

    def _ancestor(self, ref: ArtifactRef) -> Future[Fetched | HubError]:
        future = self._memory.get(ref)
        if future is None:
            future = self._memory[ref] = self._pool.submit(self._once, ref, False)
        self._memory.move_to_end(ref)
        return future

    def _once(self, ref: ArtifactRef, subject: bool) -> Fetched | HubError:
        """Read an artefact, with metadata from the store if this run has requested it before."""
        if ref in self._answered:
            again = self._again(ref, subject)
            if again is not None:
                return again
        first = _read(self._online, ref, subject=subject)
        if isinstance(first, Fetched):
            self._answered.add(ref)
        return first

    def _again(self, ref: ArtifactRef, subject: bool) -> Fetched | None:
        """Read the stored data of an artefact, and its other files from the hub."""
        kept = _read(self._kept, ref, subject=subject)
        if not isinstance(kept, Fetched):
            return None
        snapshot = replace(kept.snapshot, as_of="")
        bodies = dict(kept.bodies)
        lacking = [path for path, body in bodies.items() if isinstance(body, OfflineError)]
        if lacking:
            files = {file.path: file for file in wanted(snapshot, subject)}
            for path in lacking:
                bodies[path] = _body(self._online, snapshot, files[path])
        return Fetched(snapshot=snapshot, bodies=bodies)

    def _forget(self) -> None:
        """Drop the least recent ancestors, but no errors: each would take another request."""
        excess = len(self._memory) - _MOST_IN_MEMORY
        if excess <= 0:
            return
        droppable = [ref for ref, future in self._memory.items() if _is_stored(future)]
        for ref in droppable[:excess]:
            del self._memory[ref]


def _is_stored(future: Future[Fetched | HubError]) -> bool:
    return future.done() and not future.exception() and isinstance(future.result(), Fetched)


def parents_of(fetched: Fetched | HubError) -> tuple[ArtifactRef, ...]:
    """The parents of an artefact that the hub names."""
    if isinstance(fetched, HubError):
        return ()
    return tuple(parent.ref for parent in hub_parents(fetched.snapshot)[0])


def _read(fetcher: Fetcher, ref: ArtifactRef, *, subject: bool) -> Fetched | HubError:
    """Fetch one artefact, file by file; a failure is an error of that file, or of the artefact."""
    reading = message("gap.fault.reading", name=str(ref.unpinned))
    try:
        snapshot = shielded(partial(_snapshot, fetcher, ref, subject), reading)
        files = shielded(partial(wanted, snapshot, subject), reading)
    except HubError as error:
        return error
    bodies = {file.path: _body(fetcher, snapshot, file) for file in files}
    return Fetched(snapshot=snapshot, bodies=bodies)


def _body(fetcher: Fetcher, snapshot: Snapshot, file: Wanted) -> bytes | Examined | HubError:
    name = str(snapshot.ref.unpinned)
    reading = message("gap.fault.reading-file", path=file.path, name=name)
    try:
        return shielded(partial(_patiently, partial(fetcher.body, snapshot, file)), reading)
    except HubError as error:
        return error


def _patiently(ask: Callable[[], T]) -> T:
    """Ask a hub, and wait for its next window if its quota is used up: a survey has time."""
    for _ in range(_MOST_WINDOWS):
        try:
            return ask()
        except QuotaError:
            time.sleep(max(seconds_to_wait(), _SHORTEST_WAIT))
    return ask()


def _snapshot(fetcher: Fetcher, ref: ArtifactRef, subject: bool) -> Snapshot:
    """The metadata, with keys in their known spelling."""
    snapshot = _patiently(partial(fetcher.snapshot, ref, subject=subject))
    return replace(snapshot, metadata=known_answer(snapshot.metadata))
