"""Combine the partitions of a finished run into tables, in a total order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from provenance.hubs import hub_type
from provenance.model.artifact import ArtifactRef, Kind
from provenance.survey.apart import apart
from provenance.survey.columns import ORDER, SCHEMA, TABLES
from provenance.survey.folder import PARTS, SUMMARY, RunFolder, TableWriter
from provenance.survey.ordering import in_order
from provenance.survey.plan import SurveyPlan

if TYPE_CHECKING:
    import duckdb

# Queries spill to disk beyond this, so memory stays flat for any number of rows.
_MEMORY = "96MB"
# Rows per row group: a reader that wants one organisation skips the others.
_GROUP_ROWS = 5_000
_TEMPORARY = "duckdb.tmp"
_STAGE_OF_ANCESTORS = "stage/ancestors.parquet"
_ANCESTOR = pa.schema([(name, pa.string()) for name in ("hub", "kind", "name", "revision")])


@contextmanager
def database(folder: RunFolder, memory: str = _MEMORY) -> Iterator[duckdb.DuckDBPyConnection]:
    """An in-memory database that reads the files of a run and spills into its folder.

    It loads no extension and uses no network.

    Args:
        folder: The folder of the run.
        memory: How much memory it may take, as DuckDB writes it.
    """
    # Imported here, because the process that fetches leaves large queries to another.
    import duckdb

    folder.path.mkdir(parents=True, exist_ok=True)
    settings: dict[str, Any] = {
        "memory_limit": memory,
        "threads": "1",
        "temp_directory": str(folder.path / _TEMPORARY),
        "autoload_known_extensions": "false",
        "autoinstall_known_extensions": "false",
        "allow_community_extensions": "false",
    }
    connection = duckdb.connect(config=settings)
    # DuckDB takes a process without a main file for a session of a user.
    connection.execute("SET enable_progress_bar = false")
    try:
        yield connection
    finally:
        connection.close()


class AncestorsToDescribe:
    """What the models of a run were made from, except subjects, in order and in batches.

    They are in a file: the models of a whole hub have tens of thousands.

    Args:
        folder: The run; all partitions of subjects are finished.
        size: Number per batch.
    """

    def __init__(self, folder: RunFolder, size: int) -> None:
        self._path = folder.path / _STAGE_OF_ANCESTORS
        files = folder.part_files("ancestor", "s")
        bytes_read = sum(Path(file).stat().st_size for file in files)
        count = apart(bytes_read, _write_ancestors, folder, size) if files else 0
        self.batches = -(-count // size)

    def batch(self, number: int) -> tuple[ArtifactRef, ...]:
        """The ancestors of a batch, counted from 0."""
        with pq.ParquetFile(self._path) as file:
            rows = file.read_row_group(number, use_threads=False).to_pylist()
        return tuple(reference(**row) for row in rows)

    def close(self) -> None:
        """Delete the file."""
        self._path.unlink(missing_ok=True)


def _write_ancestors(folder: RunFolder, size: int) -> int:
    """Write the ancestors to describe, one row group per batch; returns their number."""
    files = {
        "ancestors": folder.part_files("ancestor", "s"),
        "subjects": folder.part_files("artefact", "[sc]"),
    }
    path = folder.path / _STAGE_OF_ANCESTORS
    with database(folder) as connection, TableWriter(path, _ANCESTOR) as writer:
        cursor = connection.execute(_ANCESTORS, files)
        while rows := cursor.fetchmany(size):
            names = [name for (name,) in rows]
            writer.write(pa.Table.from_pylist(names, schema=_ANCESTOR))
        return writer.rows


# Of several names of one ancestor the first counts: a former name leads to the same repository.
_ANCESTORS = """
SELECT min_by(struct_pack(hub := asked_hub, kind := asked_kind, name := asked_name,
                          revision := asked_revision),
              (asked_hub, asked_kind, asked_name, asked_revision)) AS asked
FROM read_parquet($ancestors) AS a
ANTI JOIN read_parquet($subjects) AS s
  ON s.hub = a.hub AND s.kind = a.kind AND s.id = a.name
GROUP BY a.hub, a.kind, a.name, a.revision
ORDER BY a.hub, a.kind, a.name, a.revision
"""


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
    size = sum(path.stat().st_size for path in (folder.path / PARTS).rglob("*.parquet"))
    counts = apart(size, _sort, folder.path, plan.run_id, plan.tables)
    folder.write_json(
        SUMMARY, {"schema": SCHEMA, "run_id": plan.run_id, "rows": counts, "day": plan.day}
    )
    folder.forget_parts()


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
    work = folder.path / "stage" / "tables"
    with TableWriter(folder.path / f"{name}.parquet", schema) as to:
        if files:
            rows = in_order(files, ORDER[name], schema, work=work)
            for group in _groups(rows, schema):
                # Carried-over rows have the id of the run that produced them.
                to.write(_with_run(group, run_id))
        return to.rows


def _with_run(rows: pa.Table, run_id: str) -> pa.Table:
    at = rows.schema.get_field_index("run_id")
    ids = pa.array([run_id] * rows.num_rows, type=rows.schema.field(at).type)
    return rows.set_column(at, rows.schema.field(at), ids)


def _groups(tables: Iterator[pa.Table], schema: pa.Schema) -> Iterator[pa.Table]:
    """Rows in tables of the size of a row group."""
    waiting = schema.empty_table()
    for rows in tables:
        waiting = pa.concat_tables([waiting, rows])
        while waiting.num_rows >= _GROUP_ROWS:
            yield waiting.slice(0, _GROUP_ROWS).combine_chunks()
            waiting = waiting.slice(_GROUP_ROWS)
        waiting = waiting.combine_chunks()
    yield waiting
