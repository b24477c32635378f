"""What a process of a survey loads."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from provenance.survey.folder import TableWriter

_CONVERTS = """
import sys
from provenance.survey.apart import spare_memory
spare_memory()
import pyarrow
assert pyarrow.array(["a", None]).to_pylist() == ["a", None]
assert "pandas" not in sys.modules
import pandas
assert pandas.DataFrame({"a": [1]}).a.sum() == 1
"""
_FETCHES = """
import sys
import provenance.survey.conduct
assert "duckdb" not in sys.modules
"""


def test_arrow_does_not_load_pandas_and_others_may() -> None:
    subprocess.run([sys.executable, "-c", _CONVERTS], check=True)


def test_the_process_that_fetches_loads_no_database() -> None:
    subprocess.run([sys.executable, "-c", _FETCHES], check=True)


def test_statistics_are_stated_of_the_asked_columns_alone(tmp_path: Path) -> None:
    rows = pa.table({"name": ["a", "b"], "card": ["long", "longer"]})
    with TableWriter(tmp_path / "t.parquet", rows.schema, statistics=["name"]) as writer:
        writer.write(rows)
    group = pq.ParquetFile(tmp_path / "t.parquet").metadata.row_group(0)
    assert group.column(0).statistics.max == "b"
    assert group.column(1).statistics is None
