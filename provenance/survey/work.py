"""What a judging process is given, and what it gives back."""

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
    """What a hub gave of one artefact.

    Attributes:
        snapshot: Its metadata.
        bodies: Its files as far as they are read, or why one was not given.
    """

    snapshot: Snapshot
    bodies: Mapping[str, bytes | Examined | HubError]


# An artefact as an input or as an ancestor, of which less is read.
Given = Mapping[tuple[ArtifactRef, bool], Fetched | HubError]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgingOptions:
    """What decides the rows of a run, beside what the hub gives.

    Attributes:
        run_id: Id of the run.
        day: The day that the rows carry.
        use: What the models are meant to be used for, or None.
        profiles: Names of privacy profiles; none for the whole catalogue.
        disclosures: Whether each graded question becomes a row.
        quotes: Whether rows quote documents; cards hold personal data.
        depth: How many steps a lineage is followed.
        version: Version of this tool, which every process must share.
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
    """Some artefacts to judge, with everything that was fetched for them.

    Attributes:
        session: Tells the tasks of one run apart from those of another in the same process.
        subjects: What to judge.
        as_inputs: Whether they are judged as inputs; else they are ancestors, described without
            asking a rule.
        given: What was fetched.
        options: What decides the rows.
    """

    session: str
    subjects: tuple[ArtifactRef, ...]
    as_inputs: bool
    given: Given = field(repr=False)
    options: JudgingOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskOutcome:
    """What came of a task.

    Attributes:
        tables: By name of the table, its rows as an Arrow stream.
        deferred: Subjects that could not be judged yet.
        missing: Ancestors that have to be fetched for them.
        ancestors: What the judged subjects were made from: as asked for, with the identity that it
            turned out to have and whether it was read.
    """

    tables: Mapping[str, bytes]
    deferred: tuple[ArtifactRef, ...]
    missing: tuple[ArtifactRef, ...]
    ancestors: tuple[tuple[ArtifactRef, ArtifactRef, bool], ...]
