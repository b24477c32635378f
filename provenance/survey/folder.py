"""The folder of a run: its plan, one folder per finished partition, and the tables.

plan.json                the request for the run; its digest is the run's id
subjects.parquet         the subjects in order, one row group per partition
parts/s00012/*.parquet   rows of a partition, written atomically
artefact.parquet ...     the tables, once all partitions are finished
summary.json             counts; written last
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from provenance.errors import UsageError
from provenance.files.safe_json import JsonError, load_json
from provenance.messages import message

PLAN, SUBJECTS, SUMMARY, PARTS = "plan.json", "subjects.parquet", "summary.json", "parts"
COMPRESSION = "zstd"
# Parquet readers of any age understand this. The file names library and version, and the same
# library writes the same bytes.
_WRITING: Mapping[str, Any] = {"compression": COMPRESSION, "version": "2.6"}


class RunFolder:
    """The folder of a run.

    Args:
        path: Its path; created when the first file is written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def read_json(self, name: str) -> dict[str, Any] | None:
        """A JSON object of the folder; None if it does not exist.

        Raises:
            UsageError: It cannot be read.
        """
        place = self.path / name
        if not place.is_file():
            return None
        try:
            value = load_json(place.read_bytes()).value
        except (OSError, JsonError):
            value = None
        if not isinstance(value, dict):
            raise UsageError(
                message("survey.folder-broken", path=str(place)),
                message("survey.folder-broken.hint"),
            )
        return value

    def write_json(self, name: str, value: Mapping[str, Any]) -> None:
        """Write a JSON object atomically."""
        self.path.mkdir(parents=True, exist_ok=True)
        text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
        stage = self.path / f".{name}"
        stage.write_text(f"{text}\n", "utf-8")
        stage.replace(self.path / name)

    def part(self, name: str) -> Path:
        """The path of a partition's rows."""
        return self.path / PARTS / name

    def is_done(self, name: str) -> bool:
        """Whether a partition is finished."""
        return self.part(name).is_dir()

    def write_part(self, name: str, tables: Mapping[str, pa.Table]) -> None:
        """Write the rows of a partition; the folder appears once all of it is written.

        Args:
            name: Name of the partition.
            tables: Rows by table name.
        """
        with self.new_part(name) as stage:
            for table, rows in tables.items():
                pq.write_table(rows, stage / f"{table}.parquet", **_WRITING)

    @contextmanager
    def new_part(self, name: str) -> Iterator[Path]:
        """Provide a folder for a partition; it moves into place once all of it is written."""
        stage = self.path / PARTS / f".{name}"
        shutil.rmtree(stage, ignore_errors=True)
        stage.mkdir(parents=True)
        yield stage
        shutil.rmtree(self.part(name), ignore_errors=True)
        stage.rename(self.part(name))

    def part_files(self, table: str, prefix: str = "") -> list[str]:
        """The files of a table in all partitions whose name begins with a prefix, in order."""
        pattern = f"{PARTS}/{prefix}*/{table}.parquet"
        return sorted(str(path) for path in self.path.glob(pattern))

    def forget_parts(self) -> None:
        """Remove the partitions; the tables contain their rows."""
        shutil.rmtree(self.path / PARTS, ignore_errors=True)


def arrow_writer(path: Path, schema: pa.Schema) -> pa.RecordBatchStreamWriter:
    """Writes rows that are read again in a moment. Unlike Parquet it keeps none of them in memory.

    Args:
        path: The file.
        schema: Its columns.
    """
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    return pa.ipc.new_stream(str(path), schema, options=options)


class TableWriter:
    """A Parquet file that appears only when complete, written by row groups.

    Args:
        path: Its final path.
        schema: Its columns.
        statistics: Names of the columns whose least and greatest values it states; None for all.
            A reader keeps them in memory, up to 8 kB for each column of each row group.
    """

    def __init__(
        self, path: Path, schema: pa.Schema, *, statistics: Sequence[str] | None = None
    ) -> None:
        self._path = path
        self._stage = path.with_name(f".{path.name}")
        path.parent.mkdir(parents=True, exist_ok=True)
        stated = True if statistics is None else list(statistics)
        self._writer = pq.ParquetWriter(self._stage, schema, write_statistics=stated, **_WRITING)
        self.rows = 0

    def __enter__(self) -> TableWriter:
        return self

    def __exit__(self, kind: object, error: object, at: object) -> None:
        self._writer.close()
        if error is None:
            self._stage.replace(self._path)
        else:
            self._stage.unlink(missing_ok=True)

    def write(self, rows: pa.Table) -> None:
        """Write rows as one row group."""
        if rows.num_rows:
            self._writer.write_table(rows, row_group_size=rows.num_rows)
            self.rows += rows.num_rows
