"""Run a plan: fetch, judge and write partition after partition, then write the tables."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from threading import Lock

import pyarrow as pa

from provenance.errors import HubError, UsageError
from provenance.hubs import seconds_to_wait
from provenance.messages import message
from provenance.model.artifact import ArtifactRef
from provenance.survey.columns import ANCESTOR, TABLES, table_of
from provenance.survey.engines import Engine
from provenance.survey.folder import RunFolder
from provenance.survey.judging import judge_partition
from provenance.survey.plan import SurveyPlan
from provenance.survey.reading import Got, SurveyReader, parents_of
from provenance.survey.tables import AncestorsToDescribe, write_tables
from provenance.survey.work import Fetched, Given, JudgingOptions, SurveyTask, TaskOutcome

# Maximum number of rounds along a chain of bases; depth limits a lineage long before.
_MOST_ROUNDS = 40
_TICK_SECONDS = 0.5
# Partitions under way: one being judged, another being fetched.
_AHEAD = 2
_OF_SUBJECTS, _OF_ANCESTORS = "s", "z"


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyProgress:
    """Progress of a run.

    Attributes:
        done: Partitions written so far.
        partitions: Partitions known so far.
        waiting: Seconds until the hub allows the next request, if its quota is short; else 0.
    """

    done: int
    partitions: int
    waiting: float = 0.0


_Kept = dict[tuple[ArtifactRef, bool], Fetched | HubError]
Shown = Callable[[SurveyProgress], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Partition:
    """Artefacts that are judged together.

    Attributes:
        name: Its name in the folder of the run.
        subjects: Reads the artefacts on demand.
        as_inputs: Whether they are inputs.
    """

    name: str
    subjects: Callable[[], tuple[ArtifactRef, ...]]
    as_inputs: bool


class Survey:
    """A single run.

    Args:
        folder: The folder of the run.
        plan: The plan of the run.
        reader: Where to read.
        engine: Where to judge.
        progress: Called whenever a partition is written, and at intervals in between.
    """

    def __init__(
        self,
        *,
        folder: RunFolder,
        plan: SurveyPlan,
        reader: SurveyReader,
        engine: Engine,
        progress: Shown | None = None,
    ) -> None:
        self._folder = folder
        self._plan = plan
        self._reader = reader
        self._engine = engine
        self._progress = progress
        self._options: JudgingOptions = plan.judging()
        self._session = secrets.token_hex(8)
        self._judging = Lock()

    def run(self) -> None:
        """Judge every unfinished partition, and write the tables.

        Raises:
            UsageError: A judging process was ended from outside.
        """
        self._judge(list(self._of_subjects()))
        ancestors = AncestorsToDescribe(self._folder, self._plan.partition_size)
        self._judge(list(_of_ancestors(ancestors)))
        ancestors.close()
        write_tables(self._folder, self._plan)

    def _of_subjects(self) -> Iterator[_Partition]:
        for number in range(self._plan.partitions):
            yield _Partition(
                name=f"{_OF_SUBJECTS}{number:06}",
                subjects=partial(self._plan.subjects, number),
                as_inputs=True,
            )

    def _judge(self, partitions: list[_Partition]) -> None:
        """Judge the unfinished partitions in order. The next one is fetched while one is judged, so
        ending the run loses the work of one partition at most."""
        waiting = [part for part in partitions if not self._folder.is_done(part.name)]
        done = len(partitions) - len(waiting)
        pool = ThreadPoolExecutor(_AHEAD, thread_name_prefix="provenance-partition")
        try:
            under_way: set[Future[None]] = {pool.submit(self._do, part) for part in waiting}
            while under_way:
                finished, under_way = wait(under_way, _TICK_SECONDS, FIRST_COMPLETED)
                for future in finished:
                    future.result()
                    done += 1
                self._show(done, len(partitions))
        except BrokenProcessPool:
            raise UsageError(
                message("survey.process-lost"), message("survey.process-lost.hint")
            ) from None
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _show(self, done: int, partitions: int) -> None:
        if self._progress:
            self._progress(
                SurveyProgress(done=done, partitions=partitions, waiting=seconds_to_wait())
            )

    def _do(self, partition: _Partition) -> None:
        """Fetch, judge and write one partition."""
        subjects = partition.subjects()
        first = self._first(subjects, as_inputs=partition.as_inputs)
        given = {(ref, partition.as_inputs): got for ref, got in first.items()}
        self._complete(given, first)
        with self._judging:
            outcomes = self._judge_rounds(subjects, given, as_inputs=partition.as_inputs)
            self._folder.write_part(partition.name, _joined(outcomes))

    def _judge_rounds(
        self, subjects: tuple[ArtifactRef, ...], given: _Kept, *, as_inputs: bool
    ) -> list[TaskOutcome]:
        """Judge subjects and fetch what their files name, until nothing is missing."""
        outcomes: list[TaskOutcome] = []
        waiting = subjects
        for _ in range(_MOST_ROUNDS):
            judged = self._judged(waiting, as_inputs, given)
            outcomes += judged
            waiting = tuple(ref for outcome in judged for ref in outcome.deferred)
            if not waiting:
                break
            missing = {ref for outcome in judged for ref in outcome.missing}
            more = self._reader.ancestors(sorted(missing, key=str))
            given.update({(ref, False): got for ref, got in more.items()})
            self._complete(given, more)
        return outcomes

    def _first(self, subjects: Iterable[ArtifactRef], *, as_inputs: bool) -> Got:
        read = self._reader.inputs if as_inputs else self._reader.ancestors
        return read(subjects)

    def _complete(self, given: _Kept, fresh: Got) -> None:
        """Fetch the ancestors that the hub names for what was fetched, level by level."""
        for _ in range(self._options.depth):
            parents = {parent for got in fresh.values() for parent in parents_of(got)}
            lacking = [ref for ref in sorted(parents, key=str) if (ref, False) not in given]
            if not lacking:
                return
            fresh = self._reader.ancestors(lacking)
            given.update({(ref, False): got for ref, got in fresh.items()})

    def _judged(
        self, subjects: tuple[ArtifactRef, ...], as_inputs: bool, given: Given
    ) -> list[TaskOutcome]:
        """Judge subjects in one task per process."""
        size = -(-len(subjects) // self._engine.width)
        chunks = [subjects[at : at + size] for at in range(0, len(subjects), size)]
        tasks = [self._task(chunk, as_inputs, given) for chunk in chunks]
        submit = self._engine.executor.submit
        under_way = [submit(judge_partition, task) for task in tasks]
        return [future.result() for future in under_way]

    def _task(self, subjects: tuple[ArtifactRef, ...], as_inputs: bool, given: Given) -> SurveyTask:
        """A task with the inputs to judge, and all ancestors."""
        needed = set(subjects)
        return SurveyTask(
            session=self._session,
            subjects=subjects,
            as_inputs=as_inputs,
            given={key: got for key, got in given.items() if not key[1] or key[0] in needed},
            options=self._options,
        )


def _of_ancestors(ancestors: AncestorsToDescribe) -> Iterator[_Partition]:
    for number in range(ancestors.batches):
        yield _Partition(
            name=f"{_OF_ANCESTORS}{number:06}",
            subjects=partial(ancestors.batch, number),
            as_inputs=False,
        )


def _joined(outcomes: list[TaskOutcome]) -> dict[str, pa.Table]:
    """The rows of all rounds of a partition, combined."""
    tables = {}
    for name in TABLES:
        parts = [pa.ipc.open_stream(outcome.tables[name]).read_all() for outcome in outcomes]
        tables[name] = pa.concat_tables(parts)
    rows = [
        {
            "asked_hub": str(requested.hub),
            "asked_kind": requested.kind.value,
            "asked_name": requested.name,
            "asked_revision": requested.revision or "",
            "hub": str(actual.hub),
            "kind": actual.kind.value,
            "name": actual.name,
            "revision": actual.revision or "",
            "read": is_read,
        }
        for outcome in outcomes
        for requested, actual, is_read in outcome.ancestors
    ]
    return {**tables, "ancestor": table_of(rows, ANCESTOR)}
