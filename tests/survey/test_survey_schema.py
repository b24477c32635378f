"""The tables have the columns of the published schema, and each row is valid by it."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas
import polars
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hub_folder import HubFolder
from jsonschema import Draft202012Validator
from survey_runs import DAY, rows, survey

from provenance.licences.use import IntendedUse
from provenance.survey import tables
from provenance.survey.columns import ORDER, SCHEMA, TABLES
from provenance.survey.plan import SurveyOptions

SCHEMA_FILE = Path(__file__).parents[2] / "schemas" / "survey-1.schema.json"
CARD = "\n## Data\n\nThe data contains names and e-mail addresses of customers.\n"


@pytest.fixture(scope="module")
def published() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(SCHEMA_FILE.read_text())
    Draft202012Validator.check_schema(schema)
    return schema


@pytest.fixture
def run(hub: HubFolder, tmp_path: Path) -> Path:
    hub.model("lab/base", "license: llama3", meta={"sha": "a" * 40})
    hub.dataset("lab/rows", "license: mit", body=CARD)
    hub.model(
        "acme/drift",
        "license: mit\nlanguage: [en, ko]\nbase_model: lab/base\ndatasets: [lab/rows]",
        meta={"likes": 3, "createdAt": "2026-01-02T03:04:05Z", "gated": "manual"},
    )
    hub.model("zeta/quiet", None)
    hub.model("zeta/broken", "license: [", body=CARD)
    use = IntendedUse(commercial=True)
    options = SurveyOptions(day=DAY, partition_size=2, disclosures=True, use=use)
    subjects = ("acme/drift", "zeta/quiet", "zeta/broken", "zeta/gone")
    survey(tmp_path / "run", str(hub.root), *subjects, options=options)
    return tmp_path / "run"


def test_the_schema_has_the_columns_of_the_tables(published: dict[str, Any]) -> None:
    assert published["$id"] == "urn:provenance:survey-1"
    assert published["$defs"].keys() == TABLES.keys()
    for name, columns in TABLES.items():
        row = published["$defs"][name]
        types = {key: column["arrowType"] for key, column in row["properties"].items()}
        assert types == {field.name: str(field.type) for field in columns}
        assert list(types) == row["required"] == columns.names


def test_files_state_the_version_of_the_schema(run: Path) -> None:
    for name, columns in TABLES.items():
        schema = pq.read_schema(run / f"{name}.parquet")
        assert schema.metadata[b"schema_version"].decode() == SCHEMA
        assert schema.names == columns.names


def test_every_row_is_valid(run: Path, published: dict[str, Any]) -> None:
    for name in TABLES:
        row_schema = {**published["$defs"][name], "$schema": published["$schema"]}
        validator = Draft202012Validator(row_schema)
        written = rows(run, name)
        assert written
        for row in written:
            validator.validate(_as_json(row))


def test_a_row_of_another_kind_is_not_valid(run: Path, published: dict[str, Any]) -> None:
    [row, *_] = rows(run, "finding")
    validator = Draft202012Validator(published["$defs"]["finding"])
    assert validator.is_valid(_as_json(row))
    assert not validator.is_valid(_as_json(row | {"severity": "grave"}))
    assert not validator.is_valid(_as_json(row | {"quote": None}))
    assert not validator.is_valid(_as_json(row | {"more": ""}))


def test_several_row_groups_are_sorted_for_those_who_ask_for_one_organisation(
    hub: HubFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "_GROUP_ROWS", 4)
    # A process of its own would not know of the smaller groups.
    monkeypatch.setattr("provenance.survey.apart.SMALL", 2**30)
    names = [f"{org}/m{number}" for org in ("acme", "lab", "zeta") for number in range(4)]
    for name in names:
        hub.model(name, "license: mit")
    survey(tmp_path / "run", str(hub.root), *reversed(names))
    file = pq.ParquetFile(tmp_path / "run" / "artefact.parquet")
    groups = [_least_and_most(file, group, "org") for group in range(file.num_row_groups)]
    assert groups == [("acme", "acme"), ("lab", "lab"), ("zeta", "zeta")]
    keys = [
        tuple(row[key] for key in ORDER["artefact"]) for row in rows(tmp_path / "run", "artefact")
    ]
    assert keys == sorted(keys)


def test_other_readers_see_the_same_rows(run: Path) -> None:
    for name in TABLES:
        path = str(run / f"{name}.parquet")
        names = [row[ORDER[name][2]] for row in rows(run, name)]
        column = ORDER[name][2]
        assert pandas.read_parquet(path)[column].tolist() == names
        assert polars.read_parquet(path)[column].to_list() == names
        assert duckdb.execute(f"SELECT {column} FROM '{path}'").fetchall() == [
            (value,) for value in names
        ]


def _least_and_most(file: pq.ParquetFile, group: int, column: str) -> tuple[str, str]:
    position = file.schema_arrow.get_field_index(column)
    statistics = file.metadata.row_group(group).column(position).statistics
    return statistics.min, statistics.max


def _as_json(row: dict[str, Any]) -> dict[str, Any]:
    """A row as JSON has it: times as text, a map as an object."""
    maps = {field.name for schema in TABLES.values() for field in schema if _is_map(field.type)}
    return {name: dict(value) if name in maps else _as_text(value) for name, value in row.items()}


def _is_map(kind: pa.DataType) -> bool:
    return bool(pa.types.is_map(kind))


def _as_text(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value
