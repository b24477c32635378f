"""A difference between two states of an artefact."""

from __future__ import annotations

from dataclasses import dataclass

from provenance.model.artifact import ArtifactId
from provenance.model.finding import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A difference between two states of an artefact.

    Attributes:
        kind: `unreadable`, `gating`, `licence`, `licence-text`, `terms`, `weights`, `executable`,
            `lineage`, `disclosure`, `card`, `revision`, `asked`.
        severity: `high` if a decision may change, `medium` if somebody should look, otherwise `low`
            or `info`.
        artifact: Identity of the artefact.
        text: What has changed, one sentence without a full stop.
        details: Lines that belong to the change.
        keys: What changed: file paths, question ids, identities of parents, or a field name; the
            weightiest first.
    """

    kind: str
    severity: Severity
    artifact: ArtifactId
    text: str
    details: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
