"""Bring the rows of all partitions into one order, however many there are.

A database with little memory cannot sort rows with long texts. So a sample of the names divides the
rows into ranges, each small enough to be sorted in memory, with a file for each range.
"""

from __future__ import annotations

import shutil
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from provenance.survey.folder import arrow_writer

# Rows of one range are in memory together, twice: as read and sorted.
_RANGE_BYTES = 8 * 1024 * 1024
# Files that are open at once; beyond this many, ranges are larger.
_MOST_RANGES = 200
# Files that are read for an estimate of their size in memory.
_FILES_MEASURED = 20
# Every so many rows of a partition, one name is taken for the sample.
_SAMPLED = 16
# Columns whose values stand together: those of one artefact.
_NAMING = 3
# Sorts before every character of a name, so joined names sort as their parts do.
_BETWEEN = "\0"


def in_order(
    files: Sequence[str], order: Sequence[str], schema: pa.Schema, *, work: Path
) -> Iterator[pa.Table]:
    """The rows of Parquet files in order, in tables of moderate size.

    Args:
        files: The files.
        order: Columns to sort by: texts, and never null. The first three name the artefact.
        schema: The columns of the files.
        work: A folder for files under way.
    """
    starts = _starts_of_ranges(files, order)
    if not starts:
        yield _sorted(pa.concat_tables([_read(file, schema) for file in files]), order)
        return
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    ranges = [work / f"{number:04}.arrow" for number in range(len(starts) + 1)]
    with ExitStack() as open_files:
        writers = [open_files.enter_context(arrow_writer(path, schema)) for path in ranges]
        for file in files:
            rows = _read(file, schema)
            numbers = pa.array([bisect_right(starts, name) for name in _names(rows, order)])
            for number in pc.unique(numbers).to_pylist():
                writers[number].write_table(rows.filter(pc.equal(numbers, number)))
    for path in ranges:
        with pa.ipc.open_stream(str(path)) as stream:
            rows = stream.read_all()
        path.unlink()
        yield _sorted(rows, order)
    work.rmdir()


def _starts_of_ranges(files: Sequence[str], order: Sequence[str]) -> list[str]:
    """The names with which all ranges but the first begin, so that ranges are about equally
    large."""
    sample: list[str] = []
    for file in files:
        rows = pq.read_table(file, columns=list(order[:_NAMING]), use_threads=False)
        sample += _names(rows, order)[::_SAMPLED]
    count = min(-(-_size_in_memory(files) // _RANGE_BYTES), _MOST_RANGES)
    sample.sort()
    starts = {sample[len(sample) * number // count] for number in range(1, count)}
    return sorted(starts)


def _size_in_memory(files: Sequence[str]) -> int:
    """About how many bytes all rows take, by those of some files: Parquet states the size of what
    it stores, which is several times smaller."""
    measured = files[:: max(1, len(files) // _FILES_MEASURED)]
    size: int = sum(pq.read_table(file, use_threads=False).nbytes for file in measured)
    return size * len(files) // len(measured)


def _names(rows: pa.Table, order: Sequence[str]) -> list[str]:
    """A text for each row that sorts as the first columns of the order do."""
    parts = [rows[column] for column in order[:_NAMING]]
    names: list[str] = pc.binary_join_element_wise(*parts, _BETWEEN).to_pylist()
    return names


def _read(file: str, schema: pa.Schema) -> pa.Table:
    return pq.read_table(file, use_threads=False).select(schema.names).cast(schema)


def _sorted(rows: pa.Table, order: Sequence[str]) -> pa.Table:
    keys = [(column, "ascending") for column in order]
    return rows.take(pc.sort_indices(rows, sort_keys=keys))
