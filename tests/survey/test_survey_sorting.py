"""Rows are sorted by name in memory that does not grow with their number."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.survey import sorting
from provenance.survey.folder import RunFolder, arrow_writer
from provenance.survey.sorting import sizes_of, sort_by_name

NAMES = st.text(alphabet="abÄ글𝄞/-", min_size=1, max_size=3)


def _sorted(work: Path, names: list[str]) -> list[tuple[str, int]]:
    """Names and positions after sorting; each row is about 100 bytes long."""
    rows = pa.table(
        {
            "id": names,
            "card": [f"{number:0100}" for number in range(len(names))],
            "position": range(len(names)),
        }
    )
    source, target = work / "source.arrow", work / "target.parquet"
    work.mkdir(parents=True, exist_ok=True)
    with arrow_writer(source, rows.schema) as writer:
        writer.write_table(rows)
    sizes = work / "sizes.parquet"
    pq.write_table(sizes_of(rows, "id"), sizes)
    sort_by_name(RunFolder(work), source, target, column="id", sizes=sizes, group_rows=3)
    written = pq.read_table(target, columns=["id", "position"]).to_pylist()
    return [(row["id"], row["position"]) for row in written]


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sorting")


@settings(max_examples=25, deadline=None)
@given(names=st.lists(NAMES, min_size=1, max_size=30))
def test_the_first_of_each_name_in_order(work: Path, names: list[str]) -> None:
    first = {name: names.index(name) for name in names}
    expected = [(name, first[name]) for name in sorted(first)]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sorting, "_RANGE_BYTES", 300)
        assert _sorted(work, names) == expected
    assert _sorted(work, names) == expected


def test_ranges_are_about_equally_large(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sorting, "_RANGE_BYTES", 1_000)
    ranges: list[int] = []
    in_memory = sorting._sorted

    def counted(path: Path, column: str) -> pa.Table:
        rows = in_memory(path, column)
        ranges.append(rows.num_rows)
        return rows

    monkeypatch.setattr(sorting, "_sorted", counted)
    _sorted(work, [f"n{number:03}" for number in range(100)])
    assert sum(ranges) == 100
    assert max(ranges) <= 10
    assert not (work / "stage" / "ranges").exists()


def test_no_row_at_all(work: Path) -> None:
    assert _sorted(work, []) == []
