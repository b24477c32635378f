"""What is stated about personal data for an artefact: by its own documents, its bases and its named
datasets."""

from __future__ import annotations

from dataclasses import replace

from provenance.lineage.graph import Lineage
from provenance.lineage.record import ArtifactRecord
from provenance.messages import message
from provenance.model.artifact import ArtifactRef
from provenance.model.finding import Evidence
from provenance.parents import BASE, DATASET
from provenance.privacy import catalogue
from provenance.privacy.disclosure import ANSWERED, Disclosure, Grade, PrivacyCheck, is_answered

NAMED_DATASETS = "PRIV-017"
HOLDING = ("PRIV-001", "PRIV-082")
# Relations in which the child contains the parent's weights; a student only learns from a teacher's
# answers.
_CARRIES_WEIGHTS = ("finetune", "adapter", "quantized", "merge", BASE)


def with_inherited(lineage: Lineage, record: ArtifactRecord) -> tuple[Disclosure, ...]:
    """The graded questions of an artefact, including answers from its bases and named datasets.

    If its own documents leave a question open, the nearest base that answers it counts, provided
    the catalogue allows that (`PrivacyCheck.inherited`); answers about its own tuning are never
    inherited. If only some of several bases answer, the answer is partial.

    Args:
        lineage: The lineage of the artefact.
        record: The artefact.

    Returns:
        Its disclosures, sorted by check; inherited ones have `inherited_from`.
    """
    checks = {check.id: check for check in catalogue()}
    chains = [_chain(lineage, base) for base in _bases(lineage, record.ref)]
    disclosures = {disclosure.check: disclosure for disclosure in record.disclosures}
    if disclosure := _named_datasets(lineage, record, checks[NAMED_DATASETS]):
        disclosures[NAMED_DATASETS] = disclosure
    return tuple(
        _inherit(disclosure, chains)
        if checks[check].inherited and disclosure.grade in (Grade.ABSENT, Grade.UNREAD)
        else disclosure
        for check, disclosure in sorted(disclosures.items())
    )


def _bases(lineage: Lineage, ref: ArtifactRef) -> list[ArtifactRef]:
    return [edge.parent for edge in lineage.parents(ref) if edge.relation in _CARRIES_WEIGHTS]


def _chain(lineage: Lineage, base: ArtifactRef) -> list[ArtifactRecord]:
    """A base and its readable ancestors, nearest first."""
    seen, queue = {base.unpinned}, [base]
    for ref in queue:
        above = {up.unpinned: up for up in _bases(lineage, ref) if up.unpinned not in seen}
        seen |= set(above)
        queue += above.values()
    return [record for ref in queue if (record := lineage.record(ref))]


def _inherit(own: Disclosure, chains: list[list[ArtifactRecord]]) -> Disclosure:
    nearest = [_nearest_answer(own.check, chain) for chain in chains]
    answers = [answer for answer in nearest if answer]
    if not answers:
        return own
    best = min(answers, key=lambda answer: ANSWERED.index(answer.grade))
    is_whole = all(answer and answer.grade is Grade.DISCLOSED for answer in nearest)
    is_unanimous = all(answer.stance == best.stance for answer in answers)
    proofs = dict.fromkeys(proof for answer in answers for proof in answer.evidence)
    return replace(
        own,
        grade=Grade.DISCLOSED if is_whole else Grade.PARTIAL,
        stance=best.stance if is_unanimous else "",
        evidence=tuple(proofs),
        searched=(),
        inherited_from=best.artifact,
    )


def _nearest_answer(check: str, chain: list[ArtifactRecord]) -> Disclosure | None:
    for ancestor in chain:
        for disclosure in ancestor.disclosures:
            if _answers(disclosure, check):
                return disclosure
    return None


def _answers(disclosure: Disclosure, check: str) -> bool:
    return disclosure.check == check and disclosure.grade in ANSWERED


def _named_datasets(
    lineage: Lineage, record: ArtifactRecord, check: PrivacyCheck
) -> Disclosure | None:
    """PRIV-017: what the named datasets say about themselves; None if none is named or read."""
    if record.ref.kind == "dataset":
        return None
    datasets = [edge.parent for edge in lineage.parents(record.ref) if edge.relation == DATASET]
    read = [dataset for ref in datasets if (dataset := lineage.record(ref))]
    answering = [dataset for dataset in read if is_answered(dataset.disclosures, *HOLDING)]
    is_open = not answering and len(read) < len(datasets)
    if not read or is_open:
        return None
    silent = [] if answering else read
    searched = tuple(message("lineage.card-of", name=dataset.ref.name) for dataset in silent)
    return Disclosure(
        check=check.id,
        artifact=record.purl,
        grade=_grade(answering=len(answering), named=len(datasets)),
        evidence=tuple(_proof_of_holding(dataset) for dataset in answering),
        searched=searched,
        asked_by=check.asked_by,
    )


def _grade(*, answering: int, named: int) -> Grade:
    if answering == named:
        return Grade.DISCLOSED
    return Grade.PARTIAL if answering else Grade.ABSENT


def _proof_of_holding(dataset: ArtifactRecord) -> Evidence:
    """The first place where an answering dataset says whether it contains personal data."""
    return next(
        disclosure.evidence[0]
        for disclosure in dataset.disclosures
        if disclosure.check in HOLDING and disclosure.evidence
    )
