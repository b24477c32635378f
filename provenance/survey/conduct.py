"""A survey from what the user asked for to its tables: begun, gone on with, or only planned."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from provenance.hubs import Hub
from provenance.hubs.pace import known_quotas
from provenance.messages import Message, in_language, message
from provenance.model.artifact import ArtifactRef
from provenance.survey.engines import Engine, cluster_engine, local_engine
from provenance.survey.folder import SUMMARY, RunFolder
from provenance.survey.plan import (
    Plan,
    SurveyOptions,
    existing_plan,
    identity_of,
    write_plan,
)
from provenance.survey.reading import HubReader, Reader
from provenance.survey.running import Shown, Survey
from provenance.survey.selection import parse_condition
from provenance.survey.sources import SurveySources
from provenance.survey.subjects import Cost, write_subjects
from provenance.survey.tables import reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Hubs:
    """The hubs of a run.

    Attributes:
        online: Reads, and keeps what it fetched.
        kept: Answers from what was kept alone.
    """

    online: Hub
    kept: Hub


@dataclass(frozen=True, slots=True)
class Told:
    """What a command says at its end: one sentence a line."""

    lines: tuple[Message, ...]

    def render(self, lang: str) -> bytes:
        """As UTF-8 in a language."""
        return "".join(f"{in_language(line, lang)}\n" for line in self.lines).encode()


def foretell(sources: SurveySources, options: SurveyOptions, hubs: Hubs) -> Told:
    """Say what a run would take. Nothing is written, and only listings are asked for.

    Args:
        sources: Where the subjects come from.
        options: What decides the rows.
        hubs: Where listings are read.

    Raises:
        UsageError: A source cannot be read, or nothing matches.
        HubError: A hub did not list what it holds.
    """
    with tempfile.TemporaryDirectory() as work:
        folder = RunFolder(Path(work))
        plan, cost = _begun(folder, sources, options, hubs)
        return Told(_of_plan(plan, cost))


def conduct(
    folder: RunFolder,
    *,
    sources: SurveySources,
    options: SurveyOptions,
    hubs: Hubs,
    engine: Callable[[], AbstractContextManager[Engine]],
    progress: Shown | None = None,
) -> Told:
    """Carry out a survey, or go on with one that was interrupted.

    Args:
        folder: Where it is kept.
        sources: Where the subjects come from.
        options: What decides the rows.
        hubs: Where to read.
        engine: Opens what judges.
        progress: Called now and then.

    Raises:
        UsageError: A source cannot be read, or the folder holds another run.
        HubError: A hub did not list what it holds.
    """
    plan = existing_plan(folder, identity_of(sources.identity(), options), options)
    if plan is None:
        plan, _cost = _begun(folder, sources, options, hubs)
    if folder.read_json(SUMMARY) is None:
        with _reader(folder, sources, hubs) as reader, engine() as judging:
            Survey(folder=folder, plan=plan, reader=reader, engine=judging, progress=progress).run()
    return Told(_of_result(folder, plan))


def choose_engine(
    jobs: int | None, cluster: str | None
) -> Callable[[], AbstractContextManager[Engine]]:
    """What judges: processes of this machine, or the workers of a scheduler.

    Args:
        jobs: Number of processes; None for one on each processor.
        cluster: Address of a scheduler, or None.
    """
    if cluster is None:
        return lambda: local_engine(jobs)
    return lambda: cluster_engine(cluster)


def _begun(
    folder: RunFolder, sources: SurveySources, options: SurveyOptions, hubs: Hubs
) -> tuple[Plan, Cost]:
    """Write the subjects and the plan of a run."""
    condition = parse_condition(sources.where) if sources.where else None
    identity = identity_of(sources.identity(), options)
    found = sources.read(hubs.online)
    cost = write_subjects(folder, found, options.partition_size, condition)
    return write_plan(folder, identity, options, cost.subjects), cost


@contextmanager
def _reader(folder: RunFolder, sources: SurveySources, hubs: Hubs) -> Iterator[Reader]:
    reader = HubReader(hubs.online, hubs.kept, _answered(folder))
    try:
        yield reader
    finally:
        reader.close()


def _answered(folder: RunFolder) -> Iterator[ArtifactRef]:
    """Ancestors that the partitions which are done have read."""
    columns = ["asked_hub", "asked_kind", "asked_name", "asked_revision", "read"]
    for path in folder.part_files("ancestor"):
        for row in pq.read_table(path, columns=columns).to_pylist():
            if row.pop("read"):
                yield reference(*row.values())


def _of_plan(plan: Plan, cost: Cost) -> tuple[Message, ...]:
    metadata = cost.subjects + cost.ancestors
    lines = [
        message(
            "survey.plan.subjects",
            count=cost.subjects,
            partitions=plan.partitions,
            size=plan.partition_size,
        ),
        message("survey.plan.ancestors", count=cost.ancestors, listed=cost.listed),
        message(
            "survey.plan.requests",
            all=metadata + cost.files,
            metadata=metadata,
            files=cost.files,
        ),
    ]
    quotas = known_quotas()
    for quota in quotas:
        requests = metadata if quota.name == "api" else cost.files
        windows = max(0, -(-requests // quota.limit) - 1)
        minutes = -(-windows * quota.window // 60)
        lines.append(
            message(
                "survey.plan.quota",
                name=quota.name,
                limit=quota.limit,
                window=quota.window,
                minutes=minutes,
            )
        )
    if not quotas:
        lines.append(message("survey.plan.no-quota"))
    return tuple(lines)


def _of_result(folder: RunFolder, plan: Plan) -> tuple[Message, ...]:
    summary = folder.read_json(SUMMARY) or {}
    rows = summary.get("rows", {})
    tables = [
        message("survey.done.table", table=name, count=rows[name])
        for name in plan.tables
        if name in rows
    ]
    where = str(folder.path)
    return (
        message("survey.done", count=plan.count, path=where, run=plan.run_id),
        *tables,
        message("survey.done.next", path=where),
    )
