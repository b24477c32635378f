"""Sort the rows of a dump by name, however many there are.

Cards make rows long, and a database that sorts long rows runs out of a small memory. So the names
alone are sorted first and cut into ranges. Then the rows are divided among one file for each range,
and each file is sorted in memory.
"""

from __future__ import annotations

import shutil
from bisect import bisect_right
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from provenance.survey.folder import RunFolder, TableWriter, arrow_writer
from provenance.survey.tables import database

# Rows of one range are in memory together, up to three times: as read, sorted and written.
_RANGE_BYTES = 4 * 1024 * 1024
_NAMES_AT_ONCE = 10_000
# Files that are open at once; beyond this many, ranges are larger.
_MOST_RANGES = 200
# The names of a file, with the size of each row in memory.
SIZES = pa.schema([("name", pa.string()), ("size", pa.int64())])
_WHOLE_SIZE = "SELECT coalesce(sum(size), 0) FROM read_parquet(?)"
_NAMES_IN_ORDER = "SELECT name, size FROM read_parquet(?) ORDER BY name"


def sizes_of(rows: pa.Table, column: str) -> pa.Table:
    """The names of rows with their sizes.

    Args:
        rows: The rows.
        column: The column of names.
    """
    size = pa.array([0] * rows.num_rows, type=pa.int64())
    for field in rows.schema:
        if pa.types.is_string(field.type):
            lengths = pc.fill_null(pc.binary_length(rows[field.name]), 0)
            size = pc.add(size, lengths)
    return pa.table({"name": rows[column], "size": size}, schema=SIZES)


def sort_by_name(
    folder: RunFolder, source: Path, target: Path, *, column: str, sizes: Path, group_rows: int
) -> None:
    """Sort a file by a column of names; the first of several rows with one name counts.

    Args:
        folder: The folder of the run, for files under way.
        source: A file of `arrow_writer`.
        target: Where the sorted rows go.
        column: The column of names.
        sizes: A Parquet file of `sizes_of` all rows.
        group_rows: Rows per row group.
    """
    work = folder.path / "stage" / "ranges"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    starts = _starts_of_ranges(folder, sizes)
    with pa.ipc.open_stream(str(source)) as stream:
        schema = stream.schema
    paths = [work / f"{number:04}.arrow" for number in range(len(starts) + 1)]
    _divide(source, paths, starts, column=column)
    with TableWriter(target, schema, statistics=[column]) as writer:
        for path in paths:
            rows = _sorted(path, column)
            path.unlink()
            for at in range(0, rows.num_rows, group_rows):
                writer.write(rows.slice(at, group_rows))
    work.rmdir()


def _starts_of_ranges(folder: RunFolder, sizes: Path) -> list[str]:
    """The names with which all ranges but the first begin, so that ranges are about equally
    large."""
    starts: list[str] = []
    before = ""
    so_far = 0
    with database(folder) as connection:
        [whole] = connection.execute(_WHOLE_SIZE, [str(sizes)]).fetchone() or (0,)
        most = max(_RANGE_BYTES, int(whole) // _MOST_RANGES)
        names = connection.execute(_NAMES_IN_ORDER, [str(sizes)])
        while chunk := names.fetchmany(_NAMES_AT_ONCE):
            for name, length in chunk:
                if so_far + length > most and name != before and before:
                    starts.append(name)
                    so_far = 0
                so_far += length
                before = name
    return starts


def _divide(source: Path, paths: Sequence[Path], starts: Sequence[str], *, column: str) -> None:
    """Write each row to the file of its range, in the order of the source."""
    with ExitStack() as files:
        stream = files.enter_context(pa.ipc.open_stream(str(source)))
        writers = [files.enter_context(arrow_writer(path, stream.schema)) for path in paths]
        for batch in stream:
            rows = pa.Table.from_batches([batch])
            ranges = pa.array([bisect_right(starts, name) for name in rows[column].to_pylist()])
            for number in pc.unique(ranges).to_pylist():
                writers[number].write_table(rows.filter(pc.equal(ranges, number)))


def _sorted(path: Path, column: str) -> pa.Table:
    """The rows of a range in order, without repeated names."""
    with pa.ipc.open_stream(str(path)) as stream:
        rows = stream.read_all()
    if not rows.num_rows:
        return rows
    # The order is stable: of rows with one name the first of the source comes first.
    rows = rows.take(pc.sort_indices(rows, sort_keys=[(column, "ascending")]))
    names = rows[column].combine_chunks()
    is_new = pc.not_equal(names[1:], names[:-1])
    return rows.filter(pa.chunked_array([pa.array([True]), is_new]))
