"""The JSON of locks and reports, as far as a lock is read from them (`schemas/lock-1`,
`schemas/report-1`). A file has this shape once its schema was applied."""

from __future__ import annotations

from typing import NotRequired, TypedDict

# --- A lock ---


class LockedLicenceJson(TypedDict):
    """The licence of an artefact, and how sure it is."""

    declared: str | None
    concluded: str | None
    verdict: str


class LockedArtifactJson(TypedDict):
    """What a lock records of one artefact. Older locks lack the members that may be absent."""

    purl: str
    revision: str
    state: str
    role: str
    gated: bool
    licence: LockedLicenceJson
    files: dict[str, str]
    duties: dict[str, object]
    disclosures: dict[str, str]
    parents: dict[str, str]
    private: NotRequired[bool]
    flagged: NotRequired[dict[str, str]]
    runs: NotRequired[dict[str, str]]
    unread: NotRequired[list[str]]


class LockJson(TypedDict):
    """A lock file."""

    schema: str
    tool: dict[str, str]
    refs: list[str]
    artifacts: list[LockedArtifactJson]


# --- A report ---


class ReportedFileJson(TypedDict):
    """A listed file."""

    path: str
    sha256: str | None
    scan: str | None


class ReportedUseJson(TypedDict):
    """What a weight file calls or needs, and whether that is allowed."""

    name: str
    verdict: str


class ReportedWeightsJson(TypedDict):
    """What was read of a weight file."""

    path: str
    uses: list[ReportedUseJson]


class ReportedTemplateJson(TypedDict):
    """A chat template."""

    place: str
    sha256: str


class ReportedArtifactJson(TypedDict):
    """An artefact that was read."""

    purl: str
    revision: str
    role: str
    gated: bool
    files: list[ReportedFileJson]
    private: NotRequired[bool]
    weights: NotRequired[list[ReportedWeightsJson]]
    templates: NotRequired[list[ReportedTemplateJson]]


class ReportedDutyJson(TypedDict):
    """A duty of a licence, with its clause."""

    id: str
    text: str
    clause: str
    messageId: NotRequired[str]


class ReportedLicenceJson(TypedDict):
    """What was concluded about the licence of an artefact."""

    artifact: str
    declared: str | None
    concluded: str | None
    verdict: str
    duties: list[ReportedDutyJson]


class ReportedDisclosureJson(TypedDict):
    """How far an artefact answers a question about personal data."""

    artifact: str
    check: str
    grade: str


class ReportedInputJson(TypedDict):
    """What was asked for."""

    ref: str
    purl: str


class ReportedNodeJson(TypedDict):
    """An artefact of the lineage: `read`, or why not."""

    purl: str
    state: str


class ReportedEdgeJson(TypedDict):
    """How an artefact was made from another."""

    child: str
    parent: str
    relation: str


class ReportedLineageJson(TypedDict):
    """The lineage of all inputs."""

    nodes: list[ReportedNodeJson]
    edges: list[ReportedEdgeJson]


class ReportedGapJson(TypedDict):
    """What could not be read."""

    artifact: str
    what: str


class ReportJson(TypedDict):
    """A report."""

    schema: str
    inputs: list[ReportedInputJson]
    artifacts: list[ReportedArtifactJson]
    lineage: ReportedLineageJson
    licences: list[ReportedLicenceJson]
    disclosures: list[ReportedDisclosureJson]
    gaps: list[ReportedGapJson]
