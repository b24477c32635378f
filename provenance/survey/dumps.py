"""Convert Parquet dumps of hub metadata and cards, from any author, into files for lookup.

A dump is read in small batches. Cells of any type become text, a number or JSON; broken UTF-8 is
replaced and an oversized cell counts as unread. Stored dumps are clean, have known columns, and are
sorted by name.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from provenance.errors import UsageError
from provenance.hubs import parse_reference
from provenance.messages import message
from provenance.model.artifact import ArtifactRef, Kind
from provenance.survey.apart import apart
from provenance.survey.folder import RunFolder, TableWriter, arrow_writer
from provenance.survey.selection import COLUMNS, NUMBERS, TAGS, joined_tags
from provenance.survey.sorting import SIZES, sizes_of, sort_by_name
from provenance.survey.subjects import SurveySubject

NAME, CARD = "id", "card"
# Rows of a dump have the same names as plain references.
NAMESPACE = parse_reference("org/name").hub
# The size limit for reading cards everywhere; nothing else in a dump is as long.
LARGEST_CELL = 4 * 1024 * 1024
# Placeholder for an oversized cell.
TOO_LARGE = "\x00too-large"
_BATCH_BYTES = 16 * 1024 * 1024
# Dictionaries make a file look small, so that its size says too little of its rows.
_MOST_ROWS = 500
# Rows that are read together when one of them is looked up. Cards make them a megabyte.
_GROUP_ROWS = 250
# Groups kept in memory: neighbours are looked up one after another, and popular bases again.
_GROUPS_KEPT = 8
_NUMBERS = ("downloads", "downloadsAllTime", "likes")
_TEXTS = (NAME, "author", "sha", "createdAt", "lastModified", "pipeline_tag", "library_name", CARD)
_FLAGS = ("gated", "private", "disabled")
_JSON = ("tags", "cardData", "baseModels", "siblings", "config", "safetensors", "gguf")
# Spellings of columns in dumps: without separators and case, and under other names.
_SPELLINGS = {
    **{name.replace("_", "").lower(): name for name in (*_NUMBERS, *_TEXTS, *_FLAGS, *_JSON)},
    "modelid": NAME,
    "datasetid": NAME,
}
# Columns of conditions by their name here.
_CONDITIONS = {
    "id": NAME,
    "downloads_all_time": "downloadsAllTime",
    "created_at": "createdAt",
    "last_modified": "lastModified",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A dump as stored in the folder of a run.

    Attributes:
        path: The file, sorted by name.
        columns: The known columns of the dump.
        left_out: Number of rows whose name is invalid on any hub.
    """

    path: Path
    columns: tuple[str, ...]
    left_out: int


def store_dump(
    folder: RunFolder,
    paths: Sequence[Path],
    kind: Kind,
    *,
    name: str,
    condition: pc.Expression | None = None,
    chosen: Callable[[SurveySubject], None] | None = None,
) -> Stored:
    """Store a dump for lookup by name.

    Args:
        folder: The folder of the run.
        paths: Files of the dump; their columns may differ.
        kind: Kind of its rows.
        name: Its name in that folder.
        condition: Which rows are subjects; None for all.
        chosen: Called for each row that is a subject.

    Raises:
        UsageError: A file is not Parquet, or has no column of names.
    """
    files = [_opened(path) for path in paths]
    known = tuple(sorted({column for file in files for column in _known(file)}))
    stage = folder.path / "stage" / f"{name}.arrow"
    schema = pa.schema([(column, _type_of(column)) for column in known])
    sizes = folder.path / "stage" / f"{name}-sizes.parquet"
    left_out = 0
    with TableWriter(sizes, SIZES) as sized, arrow_writer(stage, schema) as writer:
        for path, file in zip(paths, files, strict=True):
            for rows in _clean_batches(file, path, schema):
                writer.write_table(rows)
                sized.write(sizes_of(rows, NAME))
                if chosen:
                    left_out += _choose(rows, kind, condition, chosen)
    target = folder.path / "dump" / f"{name}.parquet"
    apart(
        stage.stat().st_size,
        sort_by_name,
        folder,
        stage,
        target,
        column=NAME,
        sizes=sizes,
        group_rows=_GROUP_ROWS,
    )
    stage.unlink()
    sizes.unlink()
    return Stored(path=target, columns=known, left_out=left_out)


class StoredRows:
    """Looks up rows of a stored dump by name. It is sorted, so few groups of rows are read.

    Args:
        path: The stored dump.
    """

    def __init__(self, path: Path) -> None:
        self._file = pq.ParquetFile(path, pre_buffer=False)
        self._firsts = [self._first_name(at) for at in range(self._file.num_row_groups)]
        self._groups: OrderedDict[int, pa.Table] = OrderedDict()

    def find(self, names: Iterable[str]) -> dict[str, dict[str, Any]]:
        """The rows with these names, by name.

        Args:
            names: Names of artefacts; some may be missing.
        """
        by_group: dict[int, list[str]] = {}
        for name in sorted(set(names)):
            at = bisect_right(self._firsts, name) - 1
            if at >= 0:
                by_group.setdefault(at, []).append(name)
        rows: dict[str, dict[str, Any]] = {}
        for at, wanted in by_group.items():
            group = self._group(at)
            is_wanted = pc.is_in(group[NAME], value_set=pa.array(wanted, type=pa.string()))
            rows.update((row[NAME], row) for row in group.filter(is_wanted).to_pylist())
        return rows

    def _first_name(self, at: int) -> str:
        """The first name of a group; Parquet states none that is very long."""
        group = self._file.metadata.row_group(at)
        columns = (group.column(number) for number in range(group.num_columns))
        names = next(column for column in columns if column.path_in_schema == NAME)
        if names.statistics is not None and names.statistics.has_min_max:
            return str(names.statistics.min)
        read = self._file.read_row_group(at, columns=[NAME], use_threads=False)
        return str(read[NAME][0])

    def _group(self, at: int) -> pa.Table:
        group = self._groups.get(at)
        if group is None:
            group = self._groups[at] = self._file.read_row_group(at, use_threads=False)
            if len(self._groups) > _GROUPS_KEPT:
                self._groups.popitem(last=False)
        self._groups.move_to_end(at)
        return group


def answer_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """A stored row as a hub's answer about the artefact, as far as the dump states it."""
    answer: dict[str, Any] = {}
    for column, value in row.items():
        if value is None or value == TOO_LARGE or column == CARD:
            continue
        answer[column] = _parsed(value) if column in (*_JSON, *_FLAGS) else value
    files = answer.get("siblings")
    if isinstance(files, list):
        answer["siblings"] = [
            {"rfilename": file} if isinstance(file, str) else file for file in files
        ]
    return answer


def _parsed(text: object) -> Any:
    """Parsed JSON; the text itself if it is not JSON."""
    if not isinstance(text, str):
        return text
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _opened(path: Path) -> pq.ParquetFile:
    try:
        file = pq.ParquetFile(path, pre_buffer=False)
    except (OSError, pa.ArrowException) as error:
        raise UsageError(
            message("survey.dump.unreadable", path=str(path), error=type(error).__name__),
            message("survey.dump.unreadable.hint"),
        ) from None
    if NAME not in _known(file):
        raise UsageError(
            message("survey.dump.no-names", path=str(path)), message("survey.dump.no-names.hint")
        )
    return file


def _known(file: pq.ParquetFile) -> dict[str, str]:
    """The known columns of a file, with their names in the file."""
    known: dict[str, str] = {}
    for written in file.schema_arrow.names:
        column = _SPELLINGS.get(written.replace("_", "").lower())
        if column:
            known.setdefault(column, written)
    return known


def _type_of(column: str) -> pa.DataType:
    return pa.int64() if column in _NUMBERS else pa.string()


def _clean_batches(file: pq.ParquetFile, path: Path, schema: pa.Schema) -> Iterator[pa.Table]:
    """The rows of a file with the known columns, in batches that fit into memory."""
    known = _known(file)
    metadata = file.metadata
    sizes = [metadata.row_group(at).total_byte_size for at in range(metadata.num_row_groups)]
    each = max(1, sum(sizes) // max(1, metadata.num_rows))
    rows = max(1, min(_MOST_ROWS, _BATCH_BYTES // each))
    try:
        batches = file.iter_batches(
            batch_size=rows, columns=sorted(known.values()), use_threads=False
        )
        for batch in batches:
            columns = []
            for field in schema:
                written = known.get(field.name)
                cells = batch.column(written) if written else pa.nulls(batch.num_rows)
                columns.append(_clean(cells, field.name))
            table = pa.Table.from_arrays(columns, schema=schema)
            yield table.filter(pc.is_valid(table[NAME]))
    except (OSError, pa.ArrowException) as error:
        raise UsageError(
            message("survey.dump.unreadable", path=str(path), error=type(error).__name__),
            message("survey.dump.unreadable.hint"),
        ) from None


def _clean(cells: pa.Array, column: str) -> pa.Array:
    """A column in its known type; cells without such a value become null."""
    wanted = _type_of(column)
    if pa.types.is_null(cells.type):
        return pa.nulls(len(cells), wanted)
    if column in _NUMBERS:
        return _as_numbers(cells)
    if pa.types.is_string(cells.type) or pa.types.is_large_string(cells.type):
        return _as_texts(cells)
    return pa.array([_as_text(cell) for cell in cells], type=wanted)


def _as_numbers(cells: pa.Array) -> pa.Array:
    if pa.types.is_integer(cells.type):
        try:
            return cells.cast(pa.int64())
        except pa.ArrowInvalid:
            pass
    return pa.array([_as_number(cell) for cell in cells], type=pa.int64())


def _as_number(cell: pa.Scalar) -> int | None:
    try:
        number = int(cell.as_py())
    except (TypeError, ValueError, OverflowError):
        return None
    return number if 0 <= number < 2**63 else None


def _as_texts(cells: pa.Array) -> pa.Array:
    """Texts; fast if all of them are well formed and none is too large."""
    longest = pc.max(pc.binary_length(cells)).as_py() or 0
    if longest <= LARGEST_CELL:
        try:
            cells.validate(full=True)
            return cells.cast(pa.string())
        except pa.ArrowInvalid:
            pass
    return pa.array([_as_text(cell) for cell in cells], type=pa.string())


def _as_text(cell: pa.Scalar) -> str | None:
    """A cell as text, or as JSON if it is a list, a structure or a flag."""
    if not cell.is_valid:
        return None
    if isinstance(cell, pa.StringScalar | pa.LargeStringScalar | pa.BinaryScalar):
        body = cell.as_buffer().to_pybytes()
        return TOO_LARGE if len(body) > LARGEST_CELL else body.decode("utf-8", "replace")
    try:
        value = cell.as_py()
    except (ValueError, OverflowError, pa.ArrowException):  # broken UTF-8 inside of a list
        return None
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    text = json.dumps(value, default=str, ensure_ascii=False)
    return TOO_LARGE if len(text) > LARGEST_CELL else text


def _choose(
    rows: pa.Table,
    kind: Kind,
    condition: pc.Expression | None,
    chosen: Callable[[SurveySubject], None],
) -> int:
    """Pass on the rows that are subjects; returns how many names are invalid on any hub."""
    if condition is not None:
        at = pa.array(range(rows.num_rows))
        kept = _for_conditions(rows).append_column("_at", at).filter(condition)["_at"]
        rows = rows.take(kept)
    states = rows["lastModified"].to_pylist() if "lastModified" in rows.column_names else None
    refused = 0
    for number, name in enumerate(rows[NAME].to_pylist()):
        ref = _reference(name, kind)
        if ref is None:
            refused += 1
        else:
            chosen(SurveySubject(ref=ref, state=(states[number] or "") if states else ""))
    return refused


def _for_conditions(rows: pa.Table) -> pa.Table:
    """Rows under the column names of conditions."""
    columns = []
    for field in COLUMNS:
        column = _CONDITIONS.get(field.name, field.name)
        if field.name == "org":
            values = pa.array([name.rpartition("/")[0] for name in rows[NAME].to_pylist()])
        elif field.name == TAGS and TAGS in rows.column_names:
            tags = (_parsed(cell) for cell in rows[TAGS].to_pylist())
            listed = (tag if isinstance(tag, list) else [] for tag in tags)
            values = pa.array([joined_tags([str(tag) for tag in tags]) for tags in listed])
        elif column in rows.column_names:
            values = rows[column].combine_chunks()
        else:
            values = pa.nulls(rows.num_rows)
        columns.append(values.cast(field.type))
    assert set(NUMBERS) <= set(COLUMNS.names)
    return pa.Table.from_arrays(columns, schema=COLUMNS)


def _reference(name: str, kind: Kind) -> ArtifactRef | None:
    """The artefact of that name on the hub; None if the name is invalid on any hub."""
    if name.startswith((".", "/", "~")):
        return None
    try:
        ref = parse_reference(name, kind)
    except UsageError:
        return None
    return ref if ref.name == name else None
