"""Continue from an earlier run: carry over what has not changed, with its rows.

A subject is carried over if it was read, its revision is the same, and the same applies to
everything above it. A subject that no longer exists stays as `removed`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from provenance.errors import HubError, NotFoundError, UsageError
from provenance.messages import message
from provenance.model.artifact import ArtifactRef, Snapshot
from provenance.survey.columns import TABLES
from provenance.survey.folder import PLAN, SUBJECTS, SUMMARY, RunFolder, TableWriter
from provenance.survey.rows import moment_of
from provenance.survey.tables import database, reference

if TYPE_CHECKING:
    import duckdb

CARRIED = "c000000"
_ROWS_AT_ONCE = 5_000
_COMMIT = re.compile(r"[0-9a-f]{40,64}")
_MARKS = pa.schema([("hub", pa.string()), ("kind", pa.string()), ("id", pa.string())])
# The metadata of artefacts, or why it is unavailable.
States = Callable[[Iterable[ArtifactRef]], Mapping[ArtifactRef, Snapshot | HubError]]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownArtefact:
    """What an earlier run knows of an artefact.

    Attributes:
        ref: The artefact, without a revision.
        role: `subject`, `base` or `dataset`.
        state: `read`, or why it was not read.
        revision: The revision that was read.
        last_modified: Time of its last change, or None.
        stated: The commit or time that a listing states now; empty if none does.
        is_listed: Whether it is a subject of this run.
    """

    ref: ArtifactRef
    role: str
    state: str
    revision: str
    last_modified: datetime | None
    stated: str
    is_listed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What is carried over from an earlier run.

    Attributes:
        subjects: Number of subjects that have not changed.
        removed: Number of subjects that no longer exist.
        left: Number of subjects still to be read.
    """

    subjects: int
    removed: int
    left: int


def check_earlier(folder: RunFolder, identity: Mapping[str, Any]) -> None:
    """Check that rows of an earlier run can be carried over.

    Args:
        folder: The earlier run.
        identity: What is requested now.

    Raises:
        UsageError: It is unfinished, or was made by another version or with other options.
    """
    plan = folder.read_json(PLAN)
    if plan is None or folder.read_json(SUMMARY) is None:
        raise UsageError(
            message("survey.report.no-run", path=str(folder.path)),
            message("survey.report.no-run.hint"),
        )
    if any(plan.get(name) != identity[name] for name in ("tool_version", "options")):
        raise UsageError(
            message("survey.since.differs", path=str(folder.path)),
            message("survey.since.differs.hint"),
        )


def carry_over(
    folder: RunFolder, earlier: RunFolder, states: States, partition_size: int
) -> Carried:
    """Carry over what has not changed, and leave the rest as the subjects of the run.

    Args:
        folder: The run, with its subjects already written.
        earlier: The earlier run.
        states: Fetches the metadata of artefacts.
        partition_size: Number of subjects per partition.
    """
    with database(folder) as connection:
        for table in TABLES:
            path = earlier.path / f"{table}.parquet"
            if path.is_file():
                connection.execute(f"CREATE VIEW {table} AS FROM read_parquet({_text(path)})")
        subjects = _text(folder.path / SUBJECTS)
        connection.execute(f"CREATE VIEW listed AS FROM read_parquet({subjects})")
        known = _known(connection)
        unstated = [
            artefact.ref
            for artefact in known
            if not artefact.stated and (artefact.is_listed or _is_above(artefact))
        ]
        fetched = states(unstated)
        _mark(
            connection, "moved", [artefact for artefact in known if _has_moved(artefact, fetched)]
        )
        _mark(
            connection, "removed", [artefact for artefact in known if _is_gone(artefact, fetched)]
        )
        connection.execute(_KEPT)
        connection.execute(_WHOLE)
        carried = _count(connection, "kept")
        removed = _count(connection, "removed")
        _write_part(folder, connection)
        left = _write_rest(folder, connection, partition_size)
    return Carried(subjects=carried, removed=removed, left=left)


def _text(path: Path) -> str:
    quoted = str(path).replace("'", "''")
    return f"'{quoted}'"


def _known(connection: duckdb.DuckDBPyConnection) -> list[KnownArtefact]:
    rows = connection.execute(_ALL_KNOWN).fetchall()
    return [
        KnownArtefact(
            ref=reference(hub, kind, name, ""),
            role=role,
            state=state,
            revision=revision,
            last_modified=modified,
            stated=stated or "",
            is_listed=stated is not None,
        )
        for hub, kind, name, role, state, revision, modified, stated in rows
    ]


_ALL_KNOWN = """
SELECT a.hub, a.kind, a.id, a.role, a.state, a.revision, a.last_modified, max(l.state)
FROM artefact AS a LEFT JOIN listed AS l ON l.hub = a.hub AND l.kind = a.kind AND l.name = a.id
GROUP BY ALL ORDER BY ALL
"""


def _is_above(artefact: KnownArtefact) -> bool:
    return artefact.role != "subject"


def _has_moved(artefact: KnownArtefact, fetched: Mapping[ArtifactRef, Snapshot | HubError]) -> bool:
    """Whether an artefact differs from what the earlier run read."""
    got = fetched.get(artefact.ref)
    if isinstance(got, HubError):
        return got.reason != artefact.state
    if isinstance(got, Snapshot):
        modified = moment_of(got.metadata.get("lastModified"))
        return artefact.state != "read" or not _is_same(artefact, got.ref.revision or "", modified)
    if not artefact.is_listed:
        return False
    return artefact.state != "read" or not _is_same(
        artefact, artefact.stated, moment_of(artefact.stated)
    )


def _is_same(artefact: KnownArtefact, revision: str, modified: datetime | None) -> bool:
    """Whether a revision is the one that was read. For two commits, the commits decide. The digest
    of a dump's row changes with every download, so there the time of the last change decides."""
    if revision == artefact.revision:
        return True
    if _COMMIT.fullmatch(revision) or modified is None or artefact.last_modified is None:
        return False
    return modified == artefact.last_modified.astimezone(UTC)


def _is_gone(artefact: KnownArtefact, fetched: Mapping[ArtifactRef, Snapshot | HubError]) -> bool:
    if artefact.role != "subject":
        return False
    return not artefact.is_listed or isinstance(fetched.get(artefact.ref), NotFoundError)


def _mark(connection: duckdb.DuckDBPyConnection, name: str, marked: list[KnownArtefact]) -> None:
    """Create a table of artefacts."""
    rows = {
        "hub": [str(artefact.ref.hub) for artefact in marked],
        "kind": [artefact.ref.kind.value for artefact in marked],
        "id": [artefact.ref.name for artefact in marked],
    }
    table = pa.table(rows, schema=_MARKS)
    connection.register(f"{name}_rows", table)
    connection.execute(f"CREATE TABLE {name} AS FROM {name}_rows")
    connection.unregister(f"{name}_rows")


# What is above each subject of the earlier run, and the subjects with no changes above them.
_KEPT = """
CREATE TABLE above AS
WITH RECURSIVE up AS (
    SELECT hub, kind, child AS id, parent_hub, parent_kind, parent FROM edge
    UNION
    SELECT up.hub, up.kind, up.id, edge.parent_hub, edge.parent_kind, edge.parent
    FROM up JOIN edge
      ON edge.hub = up.parent_hub AND edge.kind = up.parent_kind AND edge.child = up.parent
)
SELECT * FROM up;
CREATE TABLE kept AS
SELECT hub, kind, id FROM artefact
WHERE role = 'subject' AND state = 'read'
  AND (hub, kind, id) IN (SELECT (hub, kind, name) FROM listed)
  AND (hub, kind, id) NOT IN (SELECT (hub, kind, id) FROM moved)
  AND (hub, kind, id) NOT IN (SELECT (hub, kind, id) FROM removed)
  AND (hub, kind, id) NOT IN (
      SELECT (above.hub, above.kind, above.id) FROM above
      JOIN moved
        ON moved.hub = parent_hub AND moved.kind = parent_kind AND moved.id = parent
  );
"""
# Kept subjects bring along what is above them, unless it is itself a subject of this run.
_WHOLE = """
CREATE TABLE whole AS
SELECT hub, kind, id FROM kept
UNION
SELECT parent_hub, parent_kind, parent FROM above
WHERE (above.hub, above.kind, above.id) IN (SELECT (hub, kind, id) FROM kept)
  AND (parent_hub, parent_kind, parent) NOT IN (SELECT (hub, kind, name) FROM listed);
"""
_CARRIED_ROWS = {
    "artefact": """
        SELECT * FROM artefact WHERE (hub, kind, id) IN (SELECT (hub, kind, id) FROM whole)
        UNION ALL
        SELECT * REPLACE ('removed' AS state, 'unread' AS worst) FROM artefact
        WHERE (hub, kind, id) IN (SELECT (hub, kind, id) FROM removed) AND role = 'subject'
    """,
    "finding": "SELECT * FROM finding WHERE (hub, kind, id) IN (SELECT (hub, kind, id) FROM whole)",
    "edge": "SELECT * FROM edge WHERE (hub, kind, child) IN (SELECT (hub, kind, id) FROM whole)",
    "disclosure": """
        SELECT * FROM disclosure WHERE (hub, kind, id) IN (SELECT (hub, kind, id) FROM whole)
    """,
}


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(row[0]) if row else 0


def _write_part(folder: RunFolder, connection: duckdb.DuckDBPyConnection) -> None:
    """Write the carried-over rows as a finished partition."""
    known = {row[0] for row in connection.execute("SHOW TABLES").fetchall()}
    with folder.new_part(CARRIED) as stage:
        for table, query in _CARRIED_ROWS.items():
            if table not in known:
                continue
            schema = TABLES[table]
            with TableWriter(stage / f"{table}.parquet", schema) as writer:
                for batch in connection.sql(query).to_arrow_reader(_ROWS_AT_ONCE):
                    writer.write(pa.Table.from_batches([batch]).cast(schema))


def _write_rest(
    folder: RunFolder, connection: duckdb.DuckDBPyConnection, partition_size: int
) -> int:
    """Leave the subjects that have to be read; returns their number."""
    query = """
        SELECT listed.* FROM listed
        WHERE (hub, kind, name) NOT IN (SELECT (hub, kind, id) FROM kept)
          AND (hub, kind, name) NOT IN (SELECT (hub, kind, id) FROM removed)
        ORDER BY hub, org, name, kind, revision
    """
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description or ()]
    schema = pa.schema([(name, pa.string()) for name in names])
    with TableWriter(folder.path / SUBJECTS, schema) as writer:
        while rows := cursor.fetchmany(partition_size):
            columns = [pa.array(column, type=pa.string()) for column in zip(*rows, strict=True)]
            writer.write(pa.Table.from_arrays(columns, schema=schema))
        return writer.rows
