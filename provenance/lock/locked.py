"""Data types of locking: the locked state of an artefact and of a lineage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from provenance.model.artifact import ArtifactId

SCHEMA = "provenance/lock-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked:
    """The locked state of one artefact.

    Attributes:
        purl: Its identity, without a revision.
        revision: Commit; empty if unreadable.
        state: `read`, or the reason why it was not read.
        role: `subject`, `base`, `dataset` or `code`.
        gated: Whether the hub requires an agreement before it serves files.
        files: SHA-256 of every weight file, card, licence text and executable file, by path; empty
            if the hub gives none.
        declared: SPDX expression as declared, or None.
        concluded: SPDX expression that applies, as far as was read, or None.
        verdict: The basis of the conclusion; see `provenance.licences.claim.Conclusion`.
        duties: Duties of the concluded licences, by duty id: text and clause.
        disclosures: Grades by check, without those that do not apply.
        parents: Relation by identity of the parent.
        private: Whether the hub shows it only to users with access.
        flagged: Scanner levels by path; None in a lock written before locks recorded them.
        runs: What loading or using it executes besides its own bytes: SHA-256 of each chat template
            by place, and the verdict on each function, layer or operator not known to be harmless;
            None in a lock written before locks recorded them.
        unread: Files that could not be read, sorted; their consequences are unknown.
    """

    purl: ArtifactId
    revision: str = ""
    state: str = "read"
    role: str = "base"
    gated: bool = False
    files: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    declared: str | None = None
    concluded: str | None = None
    verdict: str = "none"
    duties: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    disclosures: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    parents: Mapping[ArtifactId, str] = field(default_factory=lambda: MappingProxyType({}))
    private: bool = False
    flagged: Mapping[str, str] | None = field(default_factory=lambda: MappingProxyType({}))
    runs: Mapping[str, str] | None = field(default_factory=lambda: MappingProxyType({}))
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lock:
    """The locked state of a lineage.

    Attributes:
        refs: The subjects, as typed.
        artifacts: All artefacts, by identity, sorted.
    """

    refs: tuple[str, ...]
    artifacts: Mapping[ArtifactId, Locked]
