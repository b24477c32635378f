"""The request for a run and its plan: subjects in partitions, and the cost."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from provenance._version import __version__
from provenance.errors import UsageError
from provenance.licences.use import IntendedUse
from provenance.messages import message
from provenance.model.artifact import ArtifactRef
from provenance.survey.columns import SCHEMA, TABLES
from provenance.survey.folder import PLAN, SUBJECTS, RunFolder
from provenance.survey.work import JudgingOptions

PARTITION_SIZE = 200
_ID_DIGITS = 16
_DISCLOSURE = "disclosure"


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyOptions:
    """What determines the result of a survey besides its subjects and what hubs serve.

    Attributes:
        day: Date in the rows.
        use: Intended use of the models, or None.
        profiles: Names of privacy profiles.
        disclosures: Whether to write the table of disclosures.
        quotes: Whether rows quote documents.
        depth: Number of lineage steps to follow.
        partition_size: Number of subjects that are judged and written together.
    """

    day: date
    use: IntendedUse | None = None
    profiles: tuple[str, ...] = ()
    disclosures: bool = False
    quotes: bool = True
    depth: int = 12
    partition_size: int = PARTITION_SIZE

    def as_json(self) -> dict[str, Any]:
        """The options as in the plan file, without the day."""
        return {
            "use": repr(self.use) if self.use else "",
            "profiles": list(self.profiles),
            "disclosures": self.disclosures,
            "quotes": self.quotes,
            "depth": self.depth,
            "partition_size": self.partition_size,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyPlan:
    """A plan in the folder of a run.

    Attributes:
        folder: The folder.
        options: The options that determine the rows.
        run_id: Digest of the complete request.
        day: Date in the rows, in ISO format.
        count: Number of subjects.
        document: The plan file.
    """

    folder: RunFolder
    options: SurveyOptions
    run_id: str
    day: str
    count: int
    document: Mapping[str, Any]

    @property
    def partition_size(self) -> int:
        """Number of artefacts that are judged together."""
        return self.options.partition_size

    @property
    def partitions(self) -> int:
        """Number of partitions of subjects."""
        return -(-self.count // self.partition_size)

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the run's tables."""
        with_disclosures = self.options.disclosures
        return tuple(name for name in TABLES if with_disclosures or name != _DISCLOSURE)

    def judging(self) -> JudgingOptions:
        """The options that a judging process needs."""
        options = self.options
        return JudgingOptions(
            run_id=self.run_id,
            day=date.fromisoformat(self.day),
            use=options.use,
            profiles=options.profiles,
            disclosures=options.disclosures,
            quotes=options.quotes,
            depth=options.depth,
            version=__version__,
        )

    def subjects(self, number: int) -> tuple[ArtifactRef, ...]:
        """The subjects of a partition, counted from 0."""
        from provenance.survey.tables import reference

        with pq.ParquetFile(self.folder.path / SUBJECTS) as file:
            rows = file.read_row_group(number, use_threads=False).to_pylist()
        return tuple(
            reference(row["hub"], row["kind"], row["name"], row["revision"]) for row in rows
        )


def identity_of(sources: Mapping[str, Any], options: SurveyOptions) -> dict[str, Any]:
    """The identity of a run, without its first day: runs that differ here are different runs."""
    return {
        "schema": SCHEMA,
        "tool_version": __version__,
        "sources": dict(sources),
        "options": options.as_json(),
    }


def existing_plan(
    folder: RunFolder, identity: Mapping[str, Any], options: SurveyOptions
) -> SurveyPlan | None:
    """The plan in a folder, if its run was interrupted or is complete.

    Args:
        folder: The folder of the run.
        identity: What is requested now.
        options: The options of the request.

    Raises:
        UsageError: The folder contains a run for another request.
    """
    document = folder.read_json(PLAN)
    if document is None:
        if folder.path.exists() and any(folder.path.iterdir()) and not _is_ours(folder):
            raise UsageError(
                message("survey.folder-in-use", path=str(folder.path)),
                message("survey.folder-in-use.hint"),
            )
        return None
    if any(document.get(name) != value for name, value in identity.items()):
        raise UsageError(
            message("survey.another-run", path=str(folder.path)),
            message("survey.another-run.hint"),
        )
    return _plan(folder, document, options)


def _is_ours(folder: RunFolder) -> bool:
    """Whether a folder without a plan contains only the beginnings of one."""
    names = {path.name for path in folder.path.iterdir()}
    return names <= {SUBJECTS, f".{SUBJECTS}", f".{PLAN}", "stage", "dump", "sources", "duckdb.tmp"}


def write_plan(
    folder: RunFolder,
    identity: Mapping[str, Any],
    options: SurveyOptions,
    count: int,
    facts: Mapping[str, Any],
) -> SurveyPlan:
    """Write the plan of a run whose subjects are already in its folder.

    Args:
        folder: The folder of the run.
        identity: What is requested.
        options: The options of the request.
        count: Number of subjects to be judged.
        facts: Further facts known at the start of the run.
    """
    day = options.day.isoformat()
    stated = {**identity, "day": day, "subjects_sha256": _digest(folder.path / SUBJECTS)}
    text = json.dumps(stated, sort_keys=True, ensure_ascii=False)
    run_id = hashlib.sha256(text.encode()).hexdigest()[:_ID_DIGITS]
    document = {**stated, **facts, "run_id": run_id, "count": count}
    folder.write_json(PLAN, document)
    return _plan(folder, document, options)


def _plan(folder: RunFolder, document: Mapping[str, Any], options: SurveyOptions) -> SurveyPlan:
    return SurveyPlan(
        folder=folder,
        options=options,
        run_id=str(document["run_id"]),
        day=str(document["day"]),
        count=int(document["count"]),
        document=document,
    )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def file_digest(path: Path) -> str:
    """SHA-256 of a file that the user names.

    Raises:
        UsageError: It cannot be read.
    """
    try:
        return _digest(path)
    except OSError as error:
        raise UsageError(
            message("survey.unreadable", path=str(path), why=error.strerror or ""),
            message("survey.unreadable.hint"),
        ) from None
