"""Combine the partitions of a finished run into tables with DuckDB, in a total order."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from provenance.errors import UsageError
from provenance.hubs import hub_type
from provenance.messages import message
from provenance.model.artifact import ArtifactRef, Kind
from provenance.survey.columns import ORDER, SCHEMA, TABLES
from provenance.survey.folder import PARTS, SUMMARY, RunFolder, TableWriter
from provenance.survey.plan import SurveyPlan

# Sorting spills to disk beyond this, so memory stays flat for any number of rows.
_MEMORY = "48MB"
# Rows per row group: a reader that wants one organisation skips the others.
_GROUP_ROWS = 5_000
_TEMPORARY = "duckdb.tmp"
# Bytes of partitions that are sorted in this process; starting another takes a second.
_SORTED_HERE = 2 * 1024 * 1024


@contextmanager
def database(folder: RunFolder) -> Iterator[duckdb.DuckDBPyConnection]:
    """An in-memory database that reads the files of a run and spills into its folder.

    It loads no extension and uses no network.
    """
    folder.path.mkdir(parents=True, exist_ok=True)
    settings: dict[str, Any] = {
        "memory_limit": _MEMORY,
        "threads": "1",
        "temp_directory": str(folder.path / _TEMPORARY),
        "autoload_known_extensions": "false",
        "autoinstall_known_extensions": "false",
        "allow_community_extensions": "false",
    }
    connection = duckdb.connect(config=settings)
    try:
        yield connection
    finally:
        connection.close()


def ancestors_to_describe(folder: RunFolder, size: int) -> Iterator[tuple[ArtifactRef, ...]]:
    """What the models of a run were made from, except subjects, in order and in batches.

    Args:
        folder: The run; all partitions of subjects are finished.
        size: Number per batch.
    """
    files = folder.part_files("ancestor", "s")
    if not files:
        return
    subjects = folder.part_files("artefact", "[sc]")
    with database(folder) as connection:
        connection.execute(_ANCESTORS, {"ancestors": files, "subjects": subjects})
        while rows := connection.fetchmany(size):
            yield tuple(_reference_of(row) for row in rows)


# Of several names of one ancestor the first counts: a former name leads to the same repository.
_ANCESTORS = """
SELECT min_by(struct_pack(h := asked_hub, k := asked_kind, n := asked_name, r := asked_revision),
              (asked_hub, asked_kind, asked_name, asked_revision)) AS asked
FROM read_parquet($ancestors) AS a
ANTI JOIN read_parquet($subjects) AS s
  ON s.hub = a.hub AND s.kind = a.kind AND s.id = a.name
GROUP BY a.hub, a.kind, a.name, a.revision
ORDER BY a.hub, a.kind, a.name, a.revision
"""


def _reference_of(row: tuple[dict[str, str]]) -> ArtifactRef:
    name = row[0]
    return reference(name["h"], name["k"], name["n"], name["r"])


def reference(hub: str, kind: str, name: str, revision: str) -> ArtifactRef:
    """The artefact that a row names."""
    known = hub_type(hub)
    assert known is not None
    return ArtifactRef(hub=known.name, kind=Kind(kind), name=name, revision=revision or None)


def write_tables(folder: RunFolder, plan: SurveyPlan) -> None:
    """Write the tables of a run whose partitions are all finished, and its summary last.

    Raises:
        UsageError: The process that sorts was ended from outside.
    """
    sort = _sort if _size_of_parts(folder) <= _SORTED_HERE else _sort_apart
    counts = sort(folder.path, plan.run_id, plan.tables)
    folder.write_json(
        SUMMARY, {"schema": SCHEMA, "run_id": plan.run_id, "rows": counts, "day": plan.day}
    )
    folder.forget_parts()


def _size_of_parts(folder: RunFolder) -> int:
    return sum(path.stat().st_size for path in (folder.path / PARTS).rglob("*.parquet"))


def _sort_apart(path: Path, run_id: str, tables: tuple[str, ...]) -> dict[str, int]:
    """See `_sort`; in a process of its own, whose memory does not add to what judging took."""
    try:
        context = get_context("spawn")
        with ProcessPoolExecutor(1, mp_context=context, initializer=_return_memory) as pool:
            return pool.submit(_sort, path, run_id, tables).result()
    except BrokenProcessPool:
        raise UsageError(
            message("survey.process-lost"), message("survey.process-lost.hint")
        ) from None


def _return_memory() -> None:
    """Let Arrow return memory to the system that it no longer needs."""
    pa.set_memory_pool(pa.system_memory_pool())


def _sort(path: Path, run_id: str, tables: tuple[str, ...]) -> dict[str, int]:
    """Write tables in order.

    Args:
        path: The folder of a run.
        run_id: Its id.
        tables: Their names.

    Returns:
        The number of rows by table.
    """
    return {name: _write(RunFolder(path), run_id, name) for name in tables}


def _write(folder: RunFolder, run_id: str, name: str) -> int:
    schema = TABLES[name]
    files = folder.part_files(name)
    order = ", ".join(ORDER[name])
    with database(folder) as connection, TableWriter(folder.path / f"{name}.parquet", schema) as to:
        if files:
            # Carried-over rows have the id of the run that produced them.
            query = f"""
                SELECT * REPLACE ($run AS run_id) FROM read_parquet($files) ORDER BY {order}
            """
            result = connection.sql(query, params={"files": files, "run": run_id})
            reader = result.to_arrow_reader(_GROUP_ROWS)
            for group in _groups(reader, schema):
                to.write(group)
        return to.rows


def _groups(reader: pa.RecordBatchReader, schema: pa.Schema) -> Iterator[pa.Table]:
    """Batches as tables with the columns of the schema, one row group each."""
    waiting: list[pa.RecordBatch] = []
    rows = 0
    for batch in reader:
        waiting.append(batch)
        rows += batch.num_rows
        if rows >= _GROUP_ROWS:
            yield pa.Table.from_batches(waiting).cast(schema).combine_chunks()
            waiting, rows = [], 0
    if waiting:
        yield pa.Table.from_batches(waiting).cast(schema).combine_chunks()
