"""What is stated about personal data for one artefact: by its own documents, its bases, the
datasets it names."""

from __future__ import annotations

from dataclasses import replace

from provenance.lineage.graph import Lineage
from provenance.lineage.record import ArtifactRecord
from provenance.messages import message
from provenance.model.artifact import ArtifactRef
from provenance.parents import BASE, DATASET
from provenance.privacy import catalogue
from provenance.privacy.disclosure import ANSWERED, Disclosure, Grade, PrivacyCheck, is_answered

NAMED_DATASETS = "PRIV-017"
HOLDING = ("PRIV-001", "PRIV-082")
# Relations in which the weights of the parent are in the child; a student learns from a teacher's
# answers alone.
_CARRIES_WEIGHTS = ("finetune", "adapter", "quantized", "merge", BASE)


def with_inherited(lineage: Lineage, record: ArtifactRecord) -> tuple[Disclosure, ...]:
    """The graded questions of one artefact, with what its bases and its named datasets answer for
    it.

    A question that its own documents leave open is answered by the nearest base that answers it,
    where the catalogue says that a base can (`PrivacyCheck.inherited`); what it was tuned on itself
    is never inherited. What only some of several bases answer is answered in part.

    Args:
        lineage: Where its bases and datasets stand.
        record: The artefact.

    Returns:
        Its disclosures, sorted by check; those of a base have `inherited_from`.
    """
    checks = {check.id: check for check in catalogue()}
    chains = [_chain(lineage, base) for base in _bases(lineage, record.ref)]
    told = {said.check: said for said in record.disclosures}
    if said := _named_datasets(lineage, record, checks[NAMED_DATASETS]):
        told[NAMED_DATASETS] = said
    return tuple(
        _inherit(said, chains)
        if checks[check].inherited and said.grade in (Grade.ABSENT, Grade.UNREAD)
        else said
        for check, said in sorted(told.items())
    )


def _bases(lineage: Lineage, ref: ArtifactRef) -> list[ArtifactRef]:
    return [edge.parent for edge in lineage.parents(ref) if edge.relation in _CARRIES_WEIGHTS]


def _chain(lineage: Lineage, base: ArtifactRef) -> list[ArtifactRecord]:
    """A base and all above it that could be read, nearest first."""
    seen, queue = {base.unpinned}, [base]
    for ref in queue:
        above = {up.unpinned: up for up in _bases(lineage, ref) if up.unpinned not in seen}
        seen |= set(above)
        queue += above.values()
    return [record for ref in queue if (record := lineage.record(ref))]


def _inherit(own: Disclosure, chains: list[list[ArtifactRecord]]) -> Disclosure:
    nearest = [
        next((s for up in chain for s in up.disclosures if _answers(s, own.check)), None)
        for chain in chains
    ]
    told = [said for said in nearest if said]
    if not told:
        return own
    best = min(told, key=lambda said: ANSWERED.index(said.grade))
    whole = all(said is not None and said.grade is Grade.DISCLOSED for said in nearest)
    return replace(
        own,
        grade=Grade.DISCLOSED if whole else Grade.PARTIAL,
        stance=best.stance if all(said.stance == best.stance for said in told) else "",
        evidence=tuple(dict.fromkeys(proof for said in told for proof in said.evidence)),
        searched=(),
        inherited_from=best.artifact,
    )


def _answers(said: Disclosure, check: str) -> bool:
    return said.check == check and said.grade in ANSWERED


def _named_datasets(
    lineage: Lineage, record: ArtifactRecord, check: PrivacyCheck
) -> Disclosure | None:
    """PRIV-017: what the datasets that a model names say of themselves; None where none is named or
    none was read."""
    named = [edge.parent for edge in lineage.parents(record.ref) if edge.relation == DATASET]
    read = [found for ref in named if (found := lineage.record(ref))]
    answering = [found for found in read if is_answered(found.disclosures, *HOLDING)]
    if record.ref.kind == "dataset" or not read or (not answering and len(read) < len(named)):
        return None
    grade = Grade.PARTIAL if answering else Grade.ABSENT
    if len(answering) == len(named):
        grade = Grade.DISCLOSED
    proofs = [
        next(s.evidence for s in found.disclosures if s.check in HOLDING and s.evidence)
        for found in answering
    ]
    searched = (
        ()
        if answering
        else tuple(message("lineage.card-of", name=found.ref.name) for found in read)
    )
    evidence = tuple(proof[0] for proof in proofs)
    return Disclosure(
        check=check.id,
        artifact=record.purl,
        grade=grade,
        evidence=evidence,
        searched=searched,
        asked_by=check.asked_by,
    )
