"""Rows of many files come in one order, in memory that does not grow with their number."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.survey import ordering
from provenance.survey.ordering import in_order

ORDER = ("hub", "org", "id", "rule")
SCHEMA = pa.schema([(name, pa.string()) for name in (*ORDER, "text")])
NAMES = st.text(alphabet="abÄ글𝄞/-", max_size=2)
ROW = st.tuples(NAMES, NAMES, NAMES, NAMES)


def _write(folder: Path, parts: list[list[tuple[str, str, str, str]]]) -> list[str]:
    """The files of some partitions; each row is about 100 bytes long."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for number, part in enumerate(parts):
        rows = [dict(zip(ORDER, row, strict=True)) | {"text": "x" * 100} for row in part]
        files.append(str(folder / f"{number}.parquet"))
        pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMA), files[-1])
    return files


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ordering")


@settings(max_examples=25, deadline=None)
@given(parts=st.lists(st.lists(ROW, max_size=12), min_size=1, max_size=4))
def test_the_order_does_not_depend_on_the_ranges(
    work: Path, parts: list[list[tuple[str, str, str, str]]]
) -> None:
    files = _write(work / "parts", parts)
    expected = sorted(row for part in parts for row in part)
    for size in (300, 1_000_000):
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(ordering, "_RANGE_BYTES", size)
            patched.setattr(ordering, "_SAMPLED", 1)
            tables = list(in_order(files, ORDER, SCHEMA, work=work / "ranges"))
        rows = [row for table in tables for row in table.to_pylist()]
        assert [tuple(row[name] for name in ORDER) for row in rows] == expected


def test_ranges_are_about_equally_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ordering, "_RANGE_BYTES", 20_000)
    parts = [[("h", "o", f"{row * 7 % 1_000:04}", "r") for row in range(1_000)]] * 2
    sizes = [
        table.num_rows
        for table in in_order(_write(tmp_path, parts), ORDER, SCHEMA, work=tmp_path / "ranges")
    ]
    assert sum(sizes) == 2_000
    assert len(sizes) > 5
    assert max(sizes) < 2 * sum(sizes) / len(sizes)
    assert not (tmp_path / "ranges").exists()
