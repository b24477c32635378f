"""The nouns of locking: what is kept of an artefact, and of everything in a lineage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from provenance.model.artifact import ArtifactId

SCHEMA = "provenance/lock-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked:
    """What is kept of one artefact.

    Attributes:
        purl: Its identity, at no revision.
        revision: Commit; empty where it could not be read.
        state: `read`, or the reason why it was not.
        role: `subject`, `base`, `dataset` or `code`.
        gated: Whether the hub asks for an agreement before it hands out files.
        files: SHA-256 of every weight file, card, licence text and file that can execute, by path;
            empty where the hub tells none.
        declared: SPDX expression as declared, or None.
        concluded: SPDX expression that applies as far as was read, or None.
        verdict: On what the conclusion rests; see `provenance.licences.claim.Conclusion`.
        duties: What the concluded licences ask, by duty id: text and clause.
        disclosures: Grades by check; those that do not apply left out.
        parents: Relation by the identity of what it was made from.
        private: Whether the hub shows it to those alone who are given access.
        flagged: Levels at which the hub's scanners flag files, by path; None in a lock that was
            written before locks held them.
        runs: What loading or using it runs beside its own bytes: SHA-256 of each chat template by
            its place, and the verdict on each function, layer or operator that is not known to be
            harmless; None in a lock that was written before locks held them.
        unread: Files of it that could not be read, sorted; what would follow from them is not
            known.
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
    """A lineage as it was.

    Attributes:
        refs: What was asked for, as typed.
        artifacts: Everything in it, by identity, sorted.
    """

    refs: tuple[str, ...]
    artifacts: Mapping[ArtifactId, Locked]
