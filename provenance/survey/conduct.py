"""Run a survey from the user's request to its tables: start, resume, or only plan."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from provenance.errors import UsageError
from provenance.hubs import Hub
from provenance.hubs.pace import known_quotas
from provenance.messages import Message, in_language, message
from provenance.model.artifact import ArtifactRef, Kind
from provenance.survey.apart import return_memory
from provenance.survey.dumps import Stored, store_dump
from provenance.survey.earlier import carry_over, check_earlier
from provenance.survey.engines import Engine, cluster_engine, local_engine
from provenance.survey.folder import SUMMARY, RunFolder
from provenance.survey.offline import DumpReader, StoredDumps
from provenance.survey.plan import (
    SurveyOptions,
    SurveyPlan,
    existing_plan,
    identity_of,
    write_plan,
)
from provenance.survey.reading import HubReader, SurveyReader
from provenance.survey.running import Shown, Survey
from provenance.survey.selection import parse_condition
from provenance.survey.sources import SurveySources
from provenance.survey.subjects import Cost, SubjectWriter
from provenance.survey.tables import reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Hubs:
    """The hubs of a run.

    Attributes:
        online: Fetches, and stores what it fetched.
        kept: Answers from stored data only.
    """

    online: Hub
    kept: Hub


@dataclass(frozen=True, slots=True)
class CommandOutput:
    """The final output of a command, one sentence per line."""

    lines: tuple[Message, ...]

    def render(self, lang: str) -> bytes:
        """Encode as UTF-8 in a language."""
        return "".join(f"{in_language(line, lang)}\n" for line in self.lines).encode()


def estimate_cost(sources: SurveySources, options: SurveyOptions, hubs: Hubs) -> CommandOutput:
    """Estimate the cost of a run. It writes nothing and requests only listings.

    Args:
        sources: Where the subjects come from.
        options: The options that determine the rows.
        hubs: Where to read listings.

    Raises:
        UsageError: A source cannot be read, or nothing matches.
        HubError: A hub did not return a listing.
    """
    with tempfile.TemporaryDirectory() as work:
        folder = RunFolder(Path(work))
        plan, cost = _begun(folder, sources, options, hubs.online, None)
        return CommandOutput(_of_plan(plan, cost))


def conduct(
    folder: RunFolder,
    *,
    sources: SurveySources,
    options: SurveyOptions,
    hubs: Hubs,
    engine: Callable[[], AbstractContextManager[Engine]],
    progress: Shown | None = None,
) -> CommandOutput:
    """Run a survey, or resume an interrupted one.

    Args:
        folder: The folder of the run.
        sources: Where the subjects come from.
        options: The options that determine the rows.
        hubs: Where to read.
        engine: Opens the engine that judges.
        progress: Called at intervals.

    Raises:
        UsageError: A source cannot be read, or the folder contains another run.
        HubError: A hub did not return a listing.
    """
    return_memory()
    plan = existing_plan(folder, identity_of(sources.identity(), options), options)
    with HubReader(hubs.online, hubs.kept, _answered(folder)) as online:
        if plan is None:
            plan, _cost = _begun(folder, sources, options, hubs.online, online)
        if folder.read_json(SUMMARY) is None:
            reader = _reader(folder, plan.document, online)
            with engine() as judging:
                Survey(
                    folder=folder, plan=plan, reader=reader, engine=judging, progress=progress
                ).run()
    return CommandOutput(_of_result(folder, plan))


def choose_engine(
    jobs: int | None, cluster: str | None
) -> Callable[[], AbstractContextManager[Engine]]:
    """Where judging runs: processes of this machine, or the workers of a scheduler.

    Args:
        jobs: Number of processes; None for one per processor.
        cluster: Address of a scheduler, or None.
    """
    if cluster is None:
        return lambda: local_engine(jobs)
    return lambda: cluster_engine(cluster)


def _begun(
    folder: RunFolder,
    sources: SurveySources,
    options: SurveyOptions,
    hub: Hub,
    online: HubReader | None,
) -> tuple[SurveyPlan, Cost]:
    """Write the subjects and the plan of a run.

    Args:
        folder: The folder of the run.
        sources: Where the subjects come from.
        options: The options that determine the rows.
        hub: Lists the artefacts of organisations.
        online: Asks what has changed since an earlier run; None for no requests.
    """
    condition = _condition(sources)
    identity = identity_of(sources.identity(), options)
    earlier = RunFolder(sources.since) if sources.since else None
    if earlier:
        check_earlier(earlier, identity)
    with SubjectWriter(folder, options.partition_size) as writer:
        dumps = _store(folder, sources, condition, writer)
        writer.take(sources.read(hub), condition)
    cost = writer.cost
    facts: dict[str, Any] = {
        "dumps": {
            name: {"columns": list(stored.columns), "left_out": stored.left_out}
            for name, stored in dumps.items()
        }
    }
    count = cost.subjects
    if earlier and online and count:
        states = _reader(folder, facts, online).states
        carried = carry_over(folder, earlier, states, options.partition_size)
        facts |= {"carried": carried.subjects, "removed": carried.removed}
        count = carried.left
    elif not count:
        raise UsageError(message("survey.no-subjects"), message("survey.no-subjects.hint"))
    return write_plan(folder, identity, options, count, facts), cost


def _condition(sources: SurveySources) -> pc.Expression | None:
    """The user's condition.

    Raises:
        UsageError: It is invalid, or no source has the metadata that it refers to.
    """
    if not sources.where:
        return None
    if not (sources.is_dump or sources.has_owners):
        raise UsageError(
            message("survey.where", why=message("survey.where.no-metadata")),
            message("survey.where.no-metadata.hint"),
        )
    return parse_condition(sources.where)


def _store(
    folder: RunFolder,
    sources: SurveySources,
    condition: pc.Expression | None,
    writer: SubjectWriter,
) -> dict[str, Stored]:
    """Store the dumps that the user named. If nothing else names subjects, they are the metadata
    rows that meet the condition: those of models, or of datasets if there are no models."""
    stored = {}
    dumps = (("models", sources.models, Kind.MODEL), ("datasets", sources.datasets, Kind.DATASET))
    is_searched = not sources.names_subjects
    has_models = bool(sources.models)
    for name, paths, kind in dumps:
        is_asked = is_searched and (kind is Kind.MODEL or not has_models)
        if paths:
            stored[name] = store_dump(
                folder,
                paths,
                kind,
                name=name,
                condition=condition,
                chosen=writer.add if is_asked else None,
            )
    if sources.cards:
        stored["cards"] = store_dump(folder, sources.cards, Kind.MODEL, name="cards")
    return stored


def _reader(folder: RunFolder, facts: Mapping[str, Any], online: HubReader) -> SurveyReader:
    """What a run reads from: its dumps if it has any, else hubs."""
    dumps = _dumps(folder, facts.get("dumps", {}))
    return DumpReader(dumps) if dumps.models or dumps.datasets else online


def _dumps(folder: RunFolder, stated: Mapping[str, Any]) -> StoredDumps:
    """The dumps that a run stored, according to its plan."""
    stored = {
        name: Stored(
            path=folder.path / "dump" / f"{name}.parquet",
            columns=tuple(known["columns"]),
            left_out=int(known["left_out"]),
        )
        for name, known in stated.items()
    }
    return StoredDumps(**stored)


def _answered(folder: RunFolder) -> Iterator[ArtifactRef]:
    """Ancestors that finished partitions have read."""
    columns = ["asked_hub", "asked_kind", "asked_name", "asked_revision", "read"]
    for path in folder.part_files("ancestor"):
        with pq.ParquetFile(path) as file:
            rows = file.read(columns=columns, use_threads=False).to_pylist()
        for row in rows:
            if row.pop("read"):
                yield reference(*row.values())


def _of_plan(plan: SurveyPlan, cost: Cost) -> tuple[Message, ...]:
    metadata = cost.subjects + cost.ancestors
    is_dump = bool(plan.document.get("dumps"))
    lines = [
        message(
            "survey.plan.subjects",
            count=cost.subjects,
            partitions=plan.partitions,
            size=plan.partition_size,
        ),
        message("survey.plan.ancestors", count=cost.ancestors, listed=cost.listed),
    ]
    if is_dump:
        left_out = sum(int(known["left_out"]) for known in plan.document["dumps"].values())
        if left_out:
            lines.append(message("survey.plan.left-out", count=left_out))
        return (*lines, message("survey.plan.no-request"))
    lines.append(
        message(
            "survey.plan.requests",
            all=metadata + cost.files,
            metadata=metadata,
            files=cost.files,
        )
    )
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


def _of_result(folder: RunFolder, plan: SurveyPlan) -> tuple[Message, ...]:
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
        *_of_earlier(plan),
        *tables,
        message("survey.done.next", path=where),
    )


def _of_earlier(plan: SurveyPlan) -> tuple[Message, ...]:
    if "carried" not in plan.document:
        return ()
    carried, removed = int(plan.document["carried"]), int(plan.document["removed"])
    return (message("survey.done.carried", count=carried, removed=removed),)
