"""Turn the statements of an AIBOM and the answers of its documents into claims with evidence
(CycloneDX `declarations`)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Literal, cast

from provenance._version import __version__
from provenance.bom.assembly import bom_refs
from provenance.bom.attest.standards import G7, PREFIX, PRIVACY, requirement_ref
from provenance.bom.citations import components, place_of
from provenance.conformance.evaluation import ElementValue, Status, evaluate
from provenance.conformance.framework import framework
from provenance.conformance.reading import read_bom
from provenance.cyclonedx.documents import (
    AttachmentJson,
    AttestationJson,
    BomJson,
    ClaimJson,
    ComponentJson,
    DeclarationsJson,
    EvidenceJson,
    RequirementMapJson,
)
from provenance.lineage.graph import Lineage
from provenance.lineage.inheritance import with_inherited
from provenance.lineage.record import ArtifactRecord
from provenance.privacy import catalogue
from provenance.privacy.disclosure import Grade

_IDENTIFYING: tuple[Literal["type", "group", "name", "version", "purl"], ...] = (
    "type",
    "group",
    "name",
    "version",
    "purl",
)
FULL, PART = 1.0, 0.5
# Confidence of a claim from: a field of this document; a sentence graded by rules; a sentence about
# the base.
FIELD, SENTENCE, OF_THE_BASE = 1.0, 0.8, 0.5
_ASSESSOR = f"{PREFIX}assessor"
_ELEMENTS = {Status.PRESENT: FULL, Status.PARTIAL: PART}
_GRADES = {Grade.DISCLOSED: FULL, Grade.PARTIAL: PART}
_NOT_STATED = "not stated in what was read"
_SAYS_NOTHING = "its place states nothing"
_UNDETERMINED = "could not be determined"
_SILENCE: Mapping[Status | Grade, str] = {
    Status.MISSING: _NOT_STATED,
    Status.PLACEHOLDER: _SAYS_NOTHING,
    Status.WRONG: "stated, but wrong",
    Status.NO_PLACE: "no field for it in this version of CycloneDX",
    Status.UNKNOWN: _UNDETERMINED,
    Grade.ABSENT: _NOT_STATED,
    Grade.PLACEHOLDER: _SAYS_NOTHING,
    Grade.UNREAD: _UNDETERMINED,
}
_SCORED = {
    FULL: "Stated.",
    PART: "Stated in part; every part scores 0.5, however large.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Declared:
    """A requirement with its claim, or the reason why there is none."""

    mapped: RequirementMapJson
    claim: ClaimJson | None = None
    evidence: tuple[EvidenceJson, ...] = ()
    silence: str = ""


def declarations(lineage: Lineage, aibom: BomJson) -> DeclarationsJson:
    """Declare what an AIBOM and its source documents state (bom-1.7.schema.json, `declarations`).

    One attestation covers the minimum elements that the document states, and one per input covers
    the privacy questions that its documents answer. A claim says that something is stated, never
    that it is true or sufficient. What is not stated is not claimed: its requirement maps to no
    claim, and the summary names it with the reason.

    Args:
        lineage: The lineage behind the AIBOM.
        aibom: Its AIBOM as plain JSON.
    """
    written = {ref: component for ref, (_, component) in components(aibom)}
    refs = bom_refs(lineage)
    inputs = {refs[ref.unpinned]: lineage.record(ref) for _, ref in lineage.inputs}
    subjects = {ref: record for ref, record in inputs.items() if record}
    whole = _document(written, list(subjects))
    elements = list(_elements(aibom, whole["bom-ref"]))
    answers = {ref: list(_answers(lineage, record, ref)) for ref, record in subjects.items()}
    every = [*elements, *chain.from_iterable(answers.values())]
    attestations = [_attestation("Minimum elements that this bill of materials states", elements)]
    for ref, judged in answers.items():
        questions = (
            f"Questions about personal data that the documents of {written[ref]['name']} answer"
        )
        attestations.append(_attestation(questions, judged))
    return {
        "assessors": [
            {
                "bom-ref": _ASSESSOR,
                "organization": {"name": f"provenance {__version__} (software, no person)"},
            }
        ],
        "attestations": attestations,
        "claims": [declared.claim for declared in every if declared.claim],
        "evidence": list(chain.from_iterable(declared.evidence for declared in every)),
        "targets": {"components": [whole, *(_target(written[ref]) for ref in subjects)]},
    }


def _attestation(what: str, judged: list[_Declared]) -> AttestationJson:
    claimed = sum(declared.claim is not None for declared in judged)
    sentences = [
        f"{what}: {claimed} of {len(judged)}, in full or in part. Found by rules in what was read;"
        " not reviewed."
    ]
    for silence in dict.fromkeys(declared.silence for declared in judged if declared.silence):
        names = (
            declared.mapped["requirement"].rpartition(":")[2]
            for declared in judged
            if declared.silence == silence
        )
        sentences.append(f"{silence[0].upper()}{silence[1:]}: {', '.join(names)}.")
    return {
        "summary": " ".join(sentences),
        "assessor": _ASSESSOR,
        "map": [declared.mapped for declared in judged],
    }


def _document(written: Mapping[str, ComponentJson], subjects: list[str]) -> ComponentJson:
    """The AIBOM itself as a target, named after its subject."""
    names = ", ".join(written[ref]["name"] for ref in subjects)
    others = f" and {len(subjects) - 1} more" if len(subjects) > 1 else ""
    ref = f"{PREFIX}target:aibom of {subjects[0]}{others}"
    return {"type": "data", "bom-ref": ref, "name": f"AI bill of materials of {names}"}


def _target(component: ComponentJson) -> ComponentJson:
    """The identifying members of a component, under a bom-ref of its own, because bom-refs are
    unique within a document."""
    kept = {name: component[name] for name in _IDENTIFYING if name in component}
    return cast("ComponentJson", {"bom-ref": _target_ref(component["bom-ref"]), **kept})


def _entity_ref(kind: str, *parts: str) -> str:
    return f"{PREFIX}{kind}:{'@'.join(part.removeprefix(PREFIX) for part in parts)}"


def _target_ref(ref: str) -> str:
    return f"{PREFIX}target:{ref}"


def _elements(aibom: BomJson, target: str) -> Iterator[_Declared]:
    """The G7's elements, as `provenance check` finds them in the document."""
    document = read_bom(json.dumps(aibom).encode(), "this document")
    for answer in evaluate(document, framework(G7), ()):
        requirement = requirement_ref(G7, answer.element.id)
        score = _ELEMENTS.get(answer.status)
        if score is None:
            yield _Declared(mapped={"requirement": requirement}, silence=_SILENCE[answer.status])
            continue
        name = _entity_ref("evidence", requirement, target)
        proofs = [
            _field(f"{name}#{number}", stated, aibom)
            for number, stated in enumerate(answer.values, start=1)
        ]
        predicate = f"This bill of materials states {answer.element.name} ({answer.element.id})"
        is_of_several = answer.total > 1
        why = f"{answer.having} of {answer.total} state it" if is_of_several else answer.reason
        confidence = (FIELD, "This document has the field.")
        yield _stated(requirement, target, predicate, why, proofs, score, confidence)


def _field(name: str, stated: ElementValue, aibom: BomJson) -> EvidenceJson:
    """A field by its component and its path there, which survive merging into another document."""
    holder, path = "document", stated.pointer
    for ref, (pointer, _) in components(aibom):
        if f"{stated.pointer}/".startswith(f"{pointer}/"):
            holder, path = ref, stated.pointer.removeprefix(pointer) or "/"
    return _evidence(name, stated.field, f"{path} of {holder}", path, stated.quote)


def _answers(lineage: Lineage, record: ArtifactRecord, ref: str) -> Iterator[_Declared]:
    """The graded questions about personal data."""
    checks = {check.id: check for check in catalogue()}
    for disclosure in with_inherited(lineage, record):
        requirement = requirement_ref(PRIVACY, disclosure.check)
        score = _GRADES.get(disclosure.grade)
        if score is None:
            if disclosure.grade is not Grade.NOT_APPLICABLE:
                yield _Declared(
                    mapped={"requirement": requirement}, silence=_SILENCE[disclosure.grade]
                )
            continue
        name = _entity_ref("evidence", requirement, ref)
        proofs = [
            _evidence(
                f"{name}#{number}",
                f"disclosure:{disclosure.check}",
                place_of(proof),
                proof.file,
                proof.quote,
            )
            for number, proof in enumerate(disclosure.evidence, start=1)
        ]
        whole = "answer" if disclosure.grade is Grade.DISCLOSED else "answer in part"
        predicate = f"The documents {whole}: {checks[disclosure.check].question}"
        why = f"What they say: {disclosure.stance}." if disclosure.stance else ""
        confidence = (
            SENTENCE,
            "Graded by rules from the quoted sentences; no person has checked it.",
        )
        if disclosure.inherited_from:
            confidence = (
                OF_THE_BASE,
                f"Stated about {disclosure.inherited_from}, its base, and graded by rules.",
            )
        yield _stated(requirement, _target_ref(ref), predicate, why, proofs, score, confidence)


def _stated(
    requirement: str,
    target: str,
    predicate: str,
    why: str,
    proofs: list[EvidenceJson],
    score: float,
    confidence: tuple[float, str],
) -> _Declared:
    ref = _entity_ref("claim", requirement, target)
    claim: ClaimJson = {"bom-ref": ref, "target": target, "predicate": predicate}
    if why:
        claim["reasoning"] = why
    if proofs:
        claim["evidence"] = [proof["bom-ref"] for proof in proofs]
    mapped: RequirementMapJson = {
        "requirement": requirement,
        "claims": [ref],
        "conformance": {"score": score, "rationale": _SCORED[score]},
        "confidence": {"score": confidence[0], "rationale": confidence[1]},
    }
    return _Declared(mapped=mapped, claim=claim, evidence=tuple(proofs))


def _evidence(ref: str, name: str, description: str, source: str, quote: str) -> EvidenceJson:
    attachment: AttachmentJson = {"contentType": "text/plain", "content": quote}
    return {
        "bom-ref": ref,
        "propertyName": name,
        "description": description,
        "data": [{"name": source, "contents": {"attachment": attachment}}],
    }
