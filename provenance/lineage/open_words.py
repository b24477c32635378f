"""The words of an artefact that may restrict it, seen with what it was made from."""

from __future__ import annotations

from provenance.licences import defers_to_original
from provenance.licences.claim import Restriction
from provenance.lineage.graph import Lineage, ancestors
from provenance.lineage.record import ArtifactRecord
from provenance.model.artifact import Kind


def unclear_words(lineage: Lineage, record: ArtifactRecord) -> tuple[Restriction, ...]:
    """Sentences that may restrict an artefact but not in known words.

    `The licence of the original model applies` restricts a model whose bases are not known; where
    they are, their licences are judged themselves.

    Args:
        lineage: The lineage of the artefact.
        record: The artefact.
    """
    if not has_known_bases(lineage, record):
        return record.licence.unclear
    return tuple(words for words in record.licence.unclear if not defers_to_original(words.quote))


def has_known_bases(lineage: Lineage, record: ArtifactRecord) -> bool:
    """Whether a model was made from others that are named, and the licence of each is known.

    Args:
        lineage: The lineage of the artefact.
        record: The artefact.
    """
    above = [lineage.record(path[-1]) for path in ancestors(lineage, record.ref)]
    bases = [base for base in above if base is None or base.ref.kind is Kind.MODEL]
    return bool(bases) and all(base is not None and base.licence.licences for base in bases)
