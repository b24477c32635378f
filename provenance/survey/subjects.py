"""The subjects of a survey, from any source, as one sorted file without duplicates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from provenance.conformance.against import named_artefacts
from provenance.conformance.reading import SIZE_LIMIT, read_bom
from provenance.errors import UsageError
from provenance.files.local import read_local
from provenance.hubs import Hub, list_owner, parse_reference, read_refs
from provenance.hubs.listing import read_listing
from provenance.lineage.record import wanted
from provenance.messages import message
from provenance.model.artifact import ArtifactRef, Snapshot
from provenance.parents import hub_parents
from provenance.project.manifest import read_manifest
from provenance.stated import known_answer, texts
from provenance.survey.apart import apart
from provenance.survey.folder import SUBJECTS, RunFolder, TableWriter
from provenance.survey.selection import COLUMNS, NUMBERS, TAGS, joined_tags
from provenance.survey.tables import database

_LIST_LIMIT = 256 * 1024 * 1024
_ROWS_AT_ONCE = 5_000
# The column for a row's position among its subjects.
_AT = "_at"
_STAGE = "stage/subjects.parquet"
SCHEMA = pa.schema(
    [
        ("hub", pa.string()),
        ("kind", pa.string()),
        ("org", pa.string()),
        ("name", pa.string()),
        ("revision", pa.string()),
        ("state", pa.string()),
    ]
)
# The bases and datasets that listings name.
_STAGE_OF_BASES = "stage/bases.parquet"
_BASES = pa.schema([("hub", pa.string()), ("kind", pa.string()), ("name", pa.string())])
_STAGED = pa.schema([*SCHEMA, *(column for column in COLUMNS if column.name != "org")])
# Keys of a listing by the column names of conditions.
_STATED = {
    "id": "id",
    "pipeline_tag": "pipeline_tag",
    "library_name": "library_name",
    "createdAt": "created_at",
    "lastModified": "last_modified",
    "likes": "likes",
    "downloads": "downloads",
    "downloadsAllTime": "downloads_all_time",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveySubject:
    """A subject of a survey.

    Attributes:
        ref: The artefact.
        state: Distinguishes a changed artefact from an unchanged one: a commit, else the time of
            the last change, else empty.
        metadata: The metadata in a listing.
    """

    ref: ArtifactRef
    state: str = ""
    metadata: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """The estimated cost of a run, as far as known in advance.

    Attributes:
        subjects: Number of subjects.
        listed: Those with metadata in a listing.
        ancestors: Bases and datasets that the listing names, each counted once, without subjects.
        files: Requests for files.
    """

    subjects: int
    listed: int
    ancestors: int
    files: int


# Requests for files if no listing tells: the mean over a family of 351 models, and over the bases
# and datasets above them.
_FILES_EACH, _FILES_OF_ANCESTOR = 5, 3


def of_owners(hub: Hub, owners: Iterable[str]) -> Iterator[SurveySubject]:
    """The artefacts of organisations and registries; see `list_owner`."""
    for owner in owners:
        for listed in list_owner(hub, owner):
            stated = known_answer(listed.metadata)
            moved = listed.ref.revision or stated.get("lastModified")
            yield SurveySubject(
                ref=listed.ref.unpinned,
                state=moved if isinstance(moved, str) else "",
                metadata=stated,
            )


def of_references(references: Iterable[str]) -> Iterator[SurveySubject]:
    """References as a user types them."""
    for _text, ref in read_refs(tuple(references)):
        yield SurveySubject(ref=ref)


def of_list(path: Path) -> Iterator[SurveySubject]:
    """A file with one reference per line, except empty lines and lines that begin with #.

    Raises:
        UsageError: The file cannot be read, or a line is not a reference; the error names the line.
    """
    content = read_local(path, _LIST_LIMIT, message("survey.list.hint"))
    for number, line in enumerate(content.decode("utf-8-sig", "replace").splitlines(), 1):
        text = line.strip()
        if text and not text.startswith("#"):
            try:
                yield SurveySubject(ref=parse_reference(text))
            except UsageError as error:
                raise UsageError(f"{path}:{number}: {error.message}", error.hint) from None


def of_manifest(path: Path) -> Iterator[SurveySubject]:
    """The models and datasets of a manifest.

    Raises:
        UsageError: It cannot be read, or an entry is not a reference; the error names the line.
    """
    for entry in read_manifest(path).entries:
        if entry.problem:
            raise UsageError(f"{entry.place}: {entry.problem.message}", entry.problem.hint)
        yield SurveySubject(ref=entry.ref)


def of_bom(path: Path) -> Iterator[SurveySubject]:
    """The models and datasets of an AIBOM or cluster BOM, as far as hubs know them.

    Raises:
        UsageError: It cannot be read.
    """
    content = read_local(path, SIZE_LIMIT, message("survey.bom.hint"))
    for ref in named_artefacts(read_bom(content, str(path))):
        yield SurveySubject(ref=ref)


class SubjectWriter:
    """Writes the subjects of a run: sorted, each once, one row group per partition.

    Args:
        folder: The folder of the run.
        partition_size: Number of subjects per partition.

    Attributes:
        cost: The estimated cost of the run, once all subjects are written.
    """

    def __init__(self, folder: RunFolder, partition_size: int) -> None:
        self._folder = folder
        self._size = partition_size
        self._stage = folder.path / _STAGE
        self._writer = TableWriter(self._stage, _STAGED)
        self._counting = _Counting(folder)
        self._waiting: list[SurveySubject] = []
        self.cost = Cost(subjects=0, listed=0, ancestors=0, files=0)

    def __enter__(self) -> SubjectWriter:
        return self

    def __exit__(self, kind: object, error: object, at: object) -> None:
        if error is None:
            self._write(None)
        self._writer.__exit__(kind, error, at)
        self._counting.__exit__(kind, error, at)
        if error is None:
            size = self._stage.stat().st_size
            count = apart(size, sort_subjects, self._folder, self._stage, self._size)
            self._stage.unlink()
            self.cost = self._counting.cost(count)

    def take(self, subjects: Iterable[SurveySubject], condition: pc.Expression | None) -> None:
        """Write subjects, in any order, duplicates included.

        Args:
            subjects: The subjects.
            condition: Which of the listed artefacts are subjects; None for all. Those that the user
                named one by one always are.
        """
        self._write(None)
        for subject in subjects:
            self._waiting.append(subject)
            if len(self._waiting) == _ROWS_AT_ONCE:
                self._write(condition)
        self._write(condition)

    def add(self, subject: SurveySubject) -> None:
        """Write one subject."""
        self._waiting.append(subject)
        if len(self._waiting) == _ROWS_AT_ONCE:
            self._write(None)

    def _write(self, condition: pc.Expression | None) -> None:
        chunk, self._waiting = self._waiting, []
        if not chunk:
            return
        rows = _rows(chunk)
        if condition is not None:
            described = pa.array([bool(subject.metadata) for subject in chunk])
            rows = rows.append_column(_AT, pa.array(range(len(chunk))))
            listed = rows.filter(described).filter(condition)
            kept = pa.concat_tables([rows.filter(pc.invert(described)), listed])
            chunk = [chunk[at] for at in kept[_AT].to_pylist()]
            rows = kept.drop_columns([_AT])
        self._counting.take(chunk)
        self._writer.write(rows)


def sort_subjects(folder: RunFolder, stage: Path, partition_size: int) -> int:
    """Sort staged subjects into the file of the run; returns their number."""
    query = """
        SELECT hub, kind, org, name, revision, max(state) AS state
        FROM read_parquet($stage)
        GROUP BY hub, kind, org, name, revision
        ORDER BY hub, org, name, kind, revision
    """
    path = folder.path / SUBJECTS
    with database(folder) as connection, TableWriter(path, SCHEMA) as writer:
        cursor = connection.execute(query, {"stage": str(stage)})
        while rows := cursor.fetchmany(partition_size):
            columns = list(zip(*rows, strict=True))
            arrays = [pa.array(column, type=pa.string()) for column in columns]
            writer.write(pa.Table.from_arrays(arrays, schema=SCHEMA))
        return writer.rows


def _rows(subjects: list[SurveySubject]) -> pa.Table:
    """Subjects as rows, with the columns of conditions."""
    refs = [subject.ref for subject in subjects]
    columns: dict[str, list[Any]] = {
        "hub": [str(ref.hub) for ref in refs],
        "kind": [ref.kind.value for ref in refs],
        "org": [ref.name.rpartition("/")[0] for ref in refs],
        "name": [ref.name for ref in refs],
        "revision": [ref.revision or "" for ref in refs],
        "state": [subject.state for subject in subjects],
    }
    stated = [subject.metadata for subject in subjects]
    for key, column in _STATED.items():
        kind = int if column in NUMBERS else str
        columns[column] = [_only(row.get(key), kind) for row in stated]
    columns["id"] = columns["name"]
    columns["gated"] = [str(row["gated"]).lower() if "gated" in row else None for row in stated]
    columns[TAGS] = [joined_tags(list(texts(row.get("tags")).texts)) for row in stated]
    return pa.table({name: columns[name] for name in _STAGED.names}, schema=_STAGED)


def _only(value: object, kind: type) -> Any:
    is_that = isinstance(value, kind) and not isinstance(value, bool)
    return value if is_that else None


class _Counting:
    """Counts the cost of a run as its subjects pass through; their bases are staged on disk.

    Args:
        folder: The folder of the run.
    """

    def __init__(self, folder: RunFolder) -> None:
        self._folder = folder
        self._stage = folder.path / _STAGE_OF_BASES
        self._writer = TableWriter(self._stage, _BASES)
        self._listed = 0
        self._files = 0
        self._unlisted = 0

    def __exit__(self, kind: object, error: object, at: object) -> None:
        self._writer.__exit__(kind, error, at)

    def take(self, subjects: Iterable[SurveySubject]) -> None:
        """Count some subjects."""
        bases: set[ArtifactRef] = set()
        for subject in subjects:
            if not subject.metadata:
                self._unlisted += 1
                continue
            self._listed += 1
            snapshot = _snapshot(subject)
            self._files += len(wanted(snapshot, True)) if snapshot.files else _FILES_EACH
            parents, _gaps = hub_parents(snapshot)
            bases.update(parent.ref for parent in parents)
        rows = [(str(ref.hub), ref.kind.value, ref.name) for ref in sorted(bases, key=str)]
        columns = zip(*rows, strict=True) if rows else ((), (), ())
        arrays = [pa.array(column, type=pa.string()) for column in columns]
        self._writer.write(pa.Table.from_arrays(arrays, schema=_BASES))

    def cost(self, subjects: int) -> Cost:
        """The counted cost, once the subjects are sorted."""
        ancestors = self._ancestors()
        files = self._files + self._unlisted * _FILES_EACH + ancestors * _FILES_OF_ANCESTOR
        return Cost(subjects=subjects, listed=self._listed, ancestors=ancestors, files=files)

    def _ancestors(self) -> int:
        """The number of bases and datasets that are not subjects themselves."""
        subjects = self._folder.path / SUBJECTS
        size = self._stage.stat().st_size + subjects.stat().st_size
        count = apart(size, _count_others, self._folder, self._stage, subjects)
        self._stage.unlink()
        return count


def _count_others(folder: RunFolder, bases: Path, subjects: Path) -> int:
    """The number of names in one file that are not in another."""
    query = """
        SELECT count(*) FROM (
            SELECT hub, kind, name FROM read_parquet($bases)
            EXCEPT SELECT hub, kind, name FROM read_parquet($subjects)
        )
    """
    files = {"bases": str(bases), "subjects": str(subjects)}
    with database(folder) as connection:
        [count] = connection.execute(query, files).fetchone() or (0,)
    return int(count)


def _snapshot(subject: SurveySubject) -> Snapshot:
    """A listing's row in the form of metadata, as far as it shows what a run will read."""
    ref = subject.ref
    files, _gaps = read_listing(ref.purl, subject.metadata)
    return Snapshot(ref=ref, files=files, metadata=subject.metadata)
