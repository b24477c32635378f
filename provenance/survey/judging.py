"""Judge the subjects of a task. A pure function of its task, so any process may run it."""

from __future__ import annotations

import io
from collections import OrderedDict
from collections.abc import Mapping
from functools import partial
from typing import Any

import pyarrow as pa

from provenance._version import __version__
from provenance.auditing.judge import judge_subject
from provenance.collector import collector_paused, set_aside_what_is_loaded
from provenance.errors import HubError, UsageError
from provenance.lineage.ledger import Bounds
from provenance.lineage.record import ArtifactRecord, assemble
from provenance.lineage.walk import walk
from provenance.messages import message
from provenance.model.artifact import ArtifactRef
from provenance.model.budget import Budget
from provenance.model.fault import shielded
from provenance.rules import RULES
from provenance.survey import rows
from provenance.survey.apart import spare_memory
from provenance.survey.columns import TABLES, table_of
from provenance.survey.work import Fetched, SurveyTask, TaskOutcome

# Artefacts in the lineage of one model; a survey has as many lineages as models.
_MOST_ARTEFACTS = 400
# Number of ancestor records that a process keeps: a base has many children, and a record takes up
# to a megabyte.
_MOST_RECORDS = 100


class _Ancestors:
    """The ancestors' records that this process has read; the most recently used is last."""

    def __init__(self) -> None:
        self._session = ""
        self._records: OrderedDict[ArtifactRef, ArtifactRecord | HubError] = OrderedDict()

    def of(self, session: str) -> OrderedDict[ArtifactRef, ArtifactRecord | HubError]:
        """The records of one run; those of another run are dropped."""
        if session != self._session:
            self._session = session
            self._records.clear()
        while len(self._records) > _MOST_RECORDS:
            self._records.popitem(last=False)
        return self._records


_ANCESTORS = _Ancestors()


class _Process:
    """The role of this process.

    Attributes:
        is_new: Whether it only judges and has not judged anything yet. After its first task all
            catalogues are loaded, and the garbage collector need not examine them again.
    """

    is_new = False


_PROCESS = _Process()


def prepare_process() -> None:
    """Dedicate this process to judging, with little memory besides."""
    _PROCESS.is_new = True
    spare_memory()


def judge_partition(task: SurveyTask) -> TaskOutcome:
    """Judge the subjects of a task.

    Args:
        task: The subjects and what was fetched.

    Returns:
        The rows of every subject with a complete lineage; the others are deferred, with what is
        missing.

    Raises:
        UsageError: The process runs another version of this tool.
    """
    if task.options.version != __version__:
        theirs, ours = task.options.version, __version__
        raise UsageError(
            message("survey.other-version", theirs=theirs, ours=ours),
            message("survey.other-version.hint"),
        )
    outcome = _Judge(task).outcome()
    if _PROCESS.is_new:
        _PROCESS.is_new = False
        set_aside_what_is_loaded()
    return outcome


class _Judge:
    """A single task."""

    def __init__(self, task: SurveyTask) -> None:
        self._task = task
        self._bounds = Bounds(depth=task.options.depth, artifacts=_MOST_ARTEFACTS)
        self._records = _ANCESTORS.of(task.session)
        self._rows: dict[str, list[Mapping[str, Any]]] = {name: [] for name in TABLES}
        self._ancestors: dict[ArtifactRef, tuple[ArtifactRef, bool]] = {}

    def outcome(self) -> TaskOutcome:
        """Judge all subjects."""
        deferred: list[ArtifactRef] = []
        missing: set[ArtifactRef] = set()
        for subject in self._task.subjects:
            lacking = self._take(subject)
            if lacking:
                deferred.append(subject)
                missing.update(lacking)
        tables = {
            name: _stream(table_of(self._rows[name], schema)) for name, schema in TABLES.items()
        }
        ancestors = ((ref, now, is_read) for ref, (now, is_read) in self._ancestors.items())
        return TaskOutcome(
            tables=tables,
            deferred=tuple(deferred),
            missing=tuple(sorted(missing, key=_sortable)),
            ancestors=tuple(sorted(ancestors, key=lambda row: _sortable(row[0]))),
        )

    @collector_paused()
    def _take(self, subject: ArtifactRef) -> tuple[ArtifactRef, ...]:
        """Judge one subject and keep its rows; returns what it lacks."""
        task = self._task
        walked = walk(subject, self._known, self._bounds)
        if walked.missing:
            return walked.missing
        lineage, record = walked.lineage, walked.lineage.record(subject)
        if record is None:
            reason = lineage.unread.get(subject.unpinned, "unread")
            self._rows["artefact"].append(rows.unread_artefact(subject, reason, task))
        else:
            rules = RULES if task.as_inputs else ()
            options = task.options
            judged = judge_subject(lineage, record.ref, rules, options.use, options.profiles)
            judgement = rows.Judged(lineage=lineage, record=record, judgement=judged, task=task)
            for name, added in judgement.tables().items():
                self._rows[name] += added
        if task.as_inputs:
            self._note_ancestors(lineage.records, lineage.unread, subject)
        return ()

    def _note_ancestors(
        self,
        records: Mapping[ArtifactRef, ArtifactRecord],
        unread: Mapping[ArtifactRef, str],
        subject: ArtifactRef,
    ) -> None:
        own = {subject.unpinned}
        for ref, record in records.items():
            if ref not in own and record.ref.unpinned not in own:
                self._ancestors[ref] = (record.ref, True)
        for ref in unread:
            if ref not in own:
                self._ancestors[ref] = (ref, False)

    def _known(self, ref: ArtifactRef, subject: bool) -> ArtifactRecord | HubError | None:
        """What is known of an artefact, read on first use."""
        as_input = subject and self._task.as_inputs
        if not as_input and ref in self._records:
            self._records.move_to_end(ref)
            return self._records[ref]
        given = self._task.given.get((ref, as_input))
        if given is None:
            return None
        record = _read(given)
        if not as_input:
            self._records[ref] = record
        return record


def _read(given: Fetched | HubError) -> ArtifactRecord | HubError:
    """Read what was fetched of one artefact; a file that fails affects only itself."""
    if isinstance(given, HubError):
        return given
    budget = Budget.of_processor(each=Bounds().reading_each)
    subject = message("gap.fault.reading", name=str(given.snapshot.ref.unpinned))
    try:
        return shielded(partial(assemble, given.snapshot, given.bodies, budget), subject)
    except HubError as error:
        return error


def _stream(table: pa.Table) -> bytes:
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue()


def _sortable(ref: ArtifactRef) -> tuple[str, str, str, str]:
    return (ref.hub, ref.kind, ref.name, ref.revision or "")
