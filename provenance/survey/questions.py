"""The report's questions, each a query in `data`, and their answers from a run's tables.

The queries use views named like the tables, so readers can run them as printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import duckdb

from provenance.errors import UsageError
from provenance.messages import message
from provenance.survey.columns import TABLES
from provenance.survey.folder import SUMMARY, RunFolder
from provenance.survey.tables import database

OF_A_RUN = (
    "overview",
    "worst_organisations",
    "licence_drift",
    "three_questions",
    "disclosure_rates",
    "personal_data",
    "findings",
    "unread",
)
SINCE = ("changes", "changed_models")
_EARLIER = "earlier_"
# A page is made after the run. The answers on personal data of 2,000 models do not fit into 48 MB.
_MEMORY = "1GB"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A question with its answer.

    Attributes:
        name: Its name.
        sql: The query.
        rows: Its result, each row by column.
    """

    name: str
    sql: str
    rows: tuple[Mapping[str, Any], ...]


def query(name: str) -> str:
    """The query of that name."""
    return (files("provenance.survey") / "data" / f"{name}.sql").read_text("utf-8").strip()


def answers(folder: RunFolder, earlier: RunFolder | None = None) -> dict[str, Answered]:
    """Answer every question whose tables exist.

    Args:
        folder: A finished run.
        earlier: A run to compare it with, or None.

    Raises:
        UsageError: A folder does not contain a finished run.
    """
    names = [*OF_A_RUN, *(SINCE if earlier else ())]
    with database(folder, _MEMORY) as connection:
        tables = _views(connection, folder, "")
        if earlier:
            _views(connection, earlier, _EARLIER)
        wanted = [name for name in names if name != "disclosure_rates" or "disclosure" in tables]
        return {name: _answer(connection, name) for name in wanted}


def views(folder: RunFolder, prefix: str = "") -> dict[str, str]:
    """By table of a run, the statement that creates the view for the queries.

    Args:
        folder: A run.
        prefix: Prefix of the view names.
    """
    paths = {name: folder.path / f"{name}.parquet" for name in TABLES}
    return {
        name: f"CREATE VIEW {prefix}{name} AS FROM read_parquet({_literal(str(path))})"
        for name, path in paths.items()
        if path.is_file()
    }


def _literal(text: str) -> str:
    quoted = text.replace("'", "''")
    return f"'{quoted}'"


def _views(
    connection: duckdb.DuckDBPyConnection, folder: RunFolder, prefix: str
) -> Mapping[str, str]:
    if folder.read_json(SUMMARY) is None:
        raise UsageError(
            message("survey.report.no-run", path=str(folder.path)),
            message("survey.report.no-run.hint"),
        )
    statements = views(folder, prefix)
    for statement in statements.values():
        connection.execute(statement)
    return statements


def _answer(connection: duckdb.DuckDBPyConnection, name: str) -> Answered:
    sql = query(name)
    result = connection.execute(sql)
    columns = [column[0] for column in result.description or ()]
    rows = tuple(dict(zip(columns, row, strict=True)) for row in result.fetchall())
    return Answered(name=name, sql=sql, rows=rows)
