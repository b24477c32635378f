"""What a run is asked for, and the plan of it: subjects in partitions, and what it will cost."""

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
    """What decides the result of a survey beside its subjects and what hubs serve.

    Attributes:
        day: The day that the rows carry.
        use: What the models are meant to be used for, or None.
        profiles: Names of privacy profiles.
        disclosures: Whether the table of disclosures is written.
        quotes: Whether rows quote documents.
        depth: How many steps a lineage is followed.
        partition_size: How many subjects are judged and written together.
    """

    day: date
    use: IntendedUse | None = None
    profiles: tuple[str, ...] = ()
    disclosures: bool = False
    quotes: bool = True
    depth: int = 12
    partition_size: int = PARTITION_SIZE

    def as_json(self) -> dict[str, Any]:
        """The options as the plan file holds them, without the day."""
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
    """A plan that stands in the folder of a run.

    Attributes:
        folder: The folder.
        options: What decides the rows.
        run_id: Digest of everything that was asked for.
        day: The day that the rows carry, as an ISO date.
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
        """How many artefacts are judged together."""
        return self.options.partition_size

    @property
    def partitions(self) -> int:
        """How many partitions of subjects there are."""
        return -(-self.count // self.partition_size)

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables that the run writes."""
        asked = self.options.disclosures
        return tuple(name for name in TABLES if asked or name != _DISCLOSURE)

    def judging(self) -> JudgingOptions:
        """What a judging process has to know."""
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
    """What a run is, without the day on which it began: two runs that differ here are not one."""
    return {
        "schema": SCHEMA,
        "tool_version": __version__,
        "sources": dict(sources),
        "options": options.as_json(),
    }


def existing_plan(
    folder: RunFolder, identity: Mapping[str, Any], options: SurveyOptions
) -> SurveyPlan | None:
    """The plan that a folder holds, if a run in it was interrupted or is complete.

    Args:
        folder: The folder of the run.
        identity: What is asked for now.
        options: The same.

    Raises:
        UsageError: The folder holds a run of something else.
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
    """Whether a folder without a plan holds nothing but the beginnings of one."""
    names = {path.name for path in folder.path.iterdir()}
    return names <= {SUBJECTS, f".{SUBJECTS}", f".{PLAN}", "stage", "dump", "sources", "duckdb.tmp"}


def write_plan(
    folder: RunFolder,
    identity: Mapping[str, Any],
    options: SurveyOptions,
    count: int,
    facts: Mapping[str, Any],
) -> SurveyPlan:
    """Write the plan of a run whose subjects stand in its folder.

    Args:
        folder: The folder of the run.
        identity: What is asked for.
        options: The same.
        count: Number of subjects that are to be judged.
        facts: What else is known when the run begins.
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
