"""Input and output of a judging process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from provenance.errors import HubError
from provenance.licences.use import IntendedUse
from provenance.model.artifact import ArtifactRef, Snapshot
from provenance.weights import Examined


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What was fetched of one artefact.

    Attributes:
        snapshot: Its metadata.
        bodies: Its files as far as they are read, or why one is missing.
    """

    snapshot: Snapshot
    bodies: Mapping[str, bytes | Examined | HubError]


# An artefact as an input, or as an ancestor, of which less is read.
Given = Mapping[tuple[ArtifactRef, bool], Fetched | HubError]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgingOptions:
    """What determines the rows of a run besides the hub's data.

    Attributes:
        run_id: Id of the run.
        day: Date in the rows.
        use: Intended use of the models, or None.
        profiles: Names of privacy profiles; empty for the whole catalogue.
        disclosures: Whether each graded question becomes a row.
        quotes: Whether rows quote documents; cards contain personal data.
        depth: Number of lineage steps to follow.
        version: Version of this tool; all processes must have the same.
    """

    run_id: str
    day: date
    use: IntendedUse | None = None
    profiles: tuple[str, ...] = ()
    disclosures: bool = False
    quotes: bool = True
    depth: int = 12
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyTask:
    """Artefacts to judge, with everything that was fetched for them.

    Attributes:
        session: Distinguishes the tasks of different runs in one process.
        subjects: What to judge.
        as_inputs: Whether they are judged as inputs; otherwise they are ancestors, described
            without applying rules.
        given: What was fetched.
        options: The options that determine the rows.
    """

    session: str
    subjects: tuple[ArtifactRef, ...]
    as_inputs: bool
    given: Given = field(repr=False)
    options: JudgingOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskOutcome:
    """The result of a task.

    Attributes:
        tables: Rows by table name, as an Arrow stream.
        deferred: Subjects that cannot be judged yet.
        missing: Ancestors to fetch for them.
        ancestors: What the judged subjects were made from: the requested name, the resolved
            identity, and whether it was read.
    """

    tables: Mapping[str, bytes]
    deferred: tuple[ArtifactRef, ...]
    missing: tuple[ArtifactRef, ...]
    ancestors: tuple[tuple[ArtifactRef, ArtifactRef, bool], ...]
