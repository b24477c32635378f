"""All that is known of one artefact: what its hub says, what its files say, what could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from provenance.artifact import ArtifactRef, Document, Gap, Snapshot
from provenance.card import Card
from provenance.licences.claim import Conclusion
from provenance.privacy.disclosure import Disclosure
from provenance.weights.facts import WeightFacts


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that is known of one artefact.

    Attributes:
        snapshot: The hub's answer.
        documents: Texts that were read, by path (README.md, licence texts, config.json, adapter_config.json).
        card: The parsed card; None where there is no card or it could not be fetched.
        configs: Parsed JSON files by path.
        weights: Header facts of the weight files that were read.
        licence: Licence claims and what follows.
        disclosures: Graded privacy questions.
        gaps: What could not be read of this artefact.
    """

    snapshot: Snapshot
    documents: Mapping[str, Document] = field(default_factory=lambda: MappingProxyType({}))
    card: Card | None = None
    configs: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: MappingProxyType({}))
    weights: tuple[WeightFacts, ...] = ()
    licence: Conclusion = field(default_factory=Conclusion)
    disclosures: tuple[Disclosure, ...] = ()
    gaps: tuple[Gap, ...] = ()

    @property
    def ref(self) -> ArtifactRef:
        """The artefact, pinned to the commit that was read."""
        return self.snapshot.ref

    @property
    def purl(self) -> str:
        """The artefact's canonical identity, pinned."""
        return self.snapshot.ref.purl

    @property
    def card_document(self) -> Document | None:
        """The card's text, for evidence."""
        return self.documents.get("README.md")
