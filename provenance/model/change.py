"""One thing that is not as it was, told by whoever compares two states of an artefact."""

from __future__ import annotations

from dataclasses import dataclass

from provenance.model.artifact import ArtifactId
from provenance.model.finding import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that is not as it was.

    Attributes:
        kind: `unreadable`, `gating`, `licence`, `licence-text`, `terms`, `weights`, `executable`,
            `lineage`, `disclosure`, `card`, `revision`, `asked`.
        severity: `high` where a decision may fall otherwise now, `medium` where somebody should
            look, `low` and `info` for the rest.
        artifact: Identity of the artefact.
        text: What has changed, one sentence without a full stop.
        details: Lines that belong to it.
        keys: What of the artefact it is about: paths of files, ids of questions, identities of
            parents, or the name of a field; the first is the weightiest.
    """

    kind: str
    severity: Severity
    artifact: ArtifactId
    text: str
    details: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
