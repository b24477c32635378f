"""XML shapes of the CycloneDX blocks that cyclonedx-python-lib lacks, in one table for XML and
JSON.

In JSON a block is a plain mapping and needs no table. In XML the schema determines the order of
members, the name of an array's children, and the choice between element, attribute and text. The
table follows bom-1.6.xsd and bom-1.7.xsd, in which these blocks are equal: `modelCardType`,
`componentDataType`, `compositionType`, `formulaType` (the members written here), `citationType`,
`declarationsType`, `standard`. `provenance.cyclonedx.shaping` applies it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Text:
    """The text of an element; in JSON a string, a number (`float`) or a boolean (`bool`)."""

    of: type[str | float | bool] = str


@dataclass(frozen=True, slots=True)
class Body:
    """A member that becomes the text of its object's element."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """A member that becomes an attribute of its object's element or, in an array, of each child."""

    name: str


@dataclass(frozen=True, slots=True)
class Renamed:
    """A member whose XML element has another name."""

    name: str
    shape: Shape


@dataclass(frozen=True, slots=True)
class Nested:
    """An array written as one element with a child per entry."""

    child: str
    shape: Shape


@dataclass(frozen=True, slots=True)
class Flat:
    """An array written by repeating the element."""

    shape: Shape


@dataclass(frozen=True, slots=True)
class Either:
    """An array with two kinds of entries: objects with only the member `key`, and others, written
    as `other`."""

    key: str
    other: str
    shape: Shape


Shape: TypeAlias = (
    "Text | Body | Attribute | Renamed | Nested | Flat | Either | Mapping[str, Shape]"
)

TEXT, NUMBER, FLAG = Text(), Text(float), Text(bool)
_REF = Attribute("bom-ref")
PROPERTIES = Nested("property", {"name": Attribute("name"), "value": Body()})
_ATTACHMENT: Shape = {
    "contentType": Attribute("content-type"),
    "encoding": Attribute("encoding"),
    "content": Body(),
}
_GRAPHICS: Shape = {
    "description": TEXT,
    "collection": Nested("graphic", {"name": TEXT, "image": _ATTACHMENT}),
}
_ADDRESS: Shape = {
    "bom-ref": _REF,
    "country": TEXT,
    "region": TEXT,
    "locality": TEXT,
    "postOfficeBoxNumber": TEXT,
    "postalCode": TEXT,
    "streetAddress": TEXT,
}
_CONTACT: Shape = {"bom-ref": _REF, "name": TEXT, "email": TEXT, "phone": TEXT}
_ORGANIZATION: Shape = {
    "bom-ref": _REF,
    "name": TEXT,
    "address": _ADDRESS,
    "url": Flat(TEXT),
    "contact": Flat(_CONTACT),
}
_PARTY: Shape = {"organization": _ORGANIZATION, "contact": Renamed("individual", _CONTACT)}
_MEASURE: Shape = {"value": NUMBER, "unit": TEXT}
_HASHES = Nested("hash", {"alg": Attribute("alg"), "content": Body()})
_REFERENCE: Shape = {
    "type": Attribute("type"),
    "url": TEXT,
    "comment": TEXT,
    "hashes": _HASHES,
    "properties": PROPERTIES,
}
_REFERENCES = Nested("reference", _REFERENCE)
_GOVERNANCE: Shape = {
    "custodians": Nested("custodian", _PARTY),
    "stewards": Nested("steward", _PARTY),
    "owners": Nested("owner", _PARTY),
}

DATA: Shape = {
    "bom-ref": _REF,
    "type": TEXT,
    "name": TEXT,
    "contents": {"attachment": _ATTACHMENT, "url": TEXT, "properties": PROPERTIES},
    "classification": TEXT,
    "sensitiveData": Flat(TEXT),
    "graphics": _GRAPHICS,
    "description": TEXT,
    "governance": _GOVERNANCE,
}

_ENERGY: Shape = {
    "activity": TEXT,
    "energyProviders": Flat(
        {
            "bom-ref": _REF,
            "description": TEXT,
            "organization": _ORGANIZATION,
            "energySource": TEXT,
            "energyProvided": _MEASURE,
            "externalReferences": _REFERENCES,
        }
    ),
    "activityEnergyCost": _MEASURE,
    "co2CostEquivalent": _MEASURE,
    "co2CostOffset": _MEASURE,
    "properties": PROPERTIES,
}

MODEL_CARD: Shape = {
    "bom-ref": _REF,
    "modelParameters": {
        "approach": {"type": TEXT},
        "task": TEXT,
        "architectureFamily": TEXT,
        "modelArchitecture": TEXT,
        "datasets": Either("ref", "dataset", DATA),
        "inputs": Nested("input", {"format": TEXT}),
        "outputs": Nested("output", {"format": TEXT}),
    },
    "quantitativeAnalysis": {
        "performanceMetrics": Nested(
            "performanceMetric",
            {
                "type": TEXT,
                "value": TEXT,
                "slice": TEXT,
                "confidenceInterval": {"lowerBound": TEXT, "upperBound": TEXT},
            },
        ),
        "graphics": _GRAPHICS,
    },
    "considerations": {
        "users": Nested("user", TEXT),
        "useCases": Nested("useCase", TEXT),
        "technicalLimitations": Nested("technicalLimitation", TEXT),
        "performanceTradeoffs": Nested("performanceTradeoff", TEXT),
        "ethicalConsiderations": Nested(
            "ethicalConsideration", {"name": TEXT, "mitigationStrategy": TEXT}
        ),
        "environmentalConsiderations": {
            "energyConsumptions": Nested("energyConsumption", _ENERGY),
            "properties": PROPERTIES,
        },
        "fairnessAssessments": Nested(
            "fairnessAssessment",
            {"groupAtRisk": TEXT, "benefits": TEXT, "harms": TEXT, "mitigationStrategy": TEXT},
        ),
    },
    "properties": PROPERTIES,
}

COMPOSITION: Shape = {
    "bom-ref": _REF,
    "aggregate": TEXT,
    "assemblies": Nested("assembly", Attribute("ref")),
    "dependencies": Nested("dependency", Attribute("ref")),
    "vulnerabilities": Nested("vulnerability", Attribute("ref")),
}

LIBRARY: Shape = {
    "type": Attribute("type"),
    "bom-ref": _REF,
    "group": TEXT,
    "name": TEXT,
    "version": TEXT,
    "purl": TEXT,
}
_PARAMETERS = Nested("parameter", {"name": TEXT, "value": TEXT})
_WORKFLOW: Shape = {
    "bom-ref": _REF,
    "uid": TEXT,
    "name": TEXT,
    "resourceReferences": Nested("resourceReference", {"ref": TEXT}),
    "taskTypes": Nested("taskType", TEXT),
    "inputs": Nested("input", {"resource": {"ref": TEXT}, "parameters": _PARAMETERS}),
    "outputs": Nested("output", {"resource": {"ref": TEXT}, "type": TEXT}),
}
FORMULA: Mapping[str, Shape] = {
    "bom-ref": _REF,
    "components": Nested("component", LIBRARY),
    "workflows": Nested("workflow", _WORKFLOW),
}

CITATION: Shape = {
    "bom-ref": _REF,
    "pointers": Nested("pointer", TEXT),
    "expressions": Nested("expression", TEXT),
    "timestamp": TEXT,
    "attributedTo": TEXT,
    "process": TEXT,
    "note": TEXT,
}

_MITIGATIONS = Nested("mitigationStrategy", TEXT)
_CONFORMANCE: Shape = {"score": NUMBER, "rationale": TEXT, "mitigationStrategies": _MITIGATIONS}
_ATTESTATION: Shape = {
    "summary": TEXT,
    "assessor": TEXT,
    "map": Flat(
        {
            "requirement": TEXT,
            "claims": Nested("claim", TEXT),
            "counterClaims": Nested("counterClaim", TEXT),
            "conformance": _CONFORMANCE,
            "confidence": {"score": NUMBER, "rationale": TEXT},
        }
    ),
}
_CLAIM: Shape = {
    "bom-ref": _REF,
    "target": TEXT,
    "predicate": TEXT,
    "mitigationStrategies": _MITIGATIONS,
    "reasoning": TEXT,
    "evidence": Flat(TEXT),
    "counterEvidence": Flat(TEXT),
    "externalReferences": _REFERENCES,
}
_EVIDENCE: Shape = {
    "bom-ref": _REF,
    "propertyName": TEXT,
    "description": TEXT,
    "data": Flat(
        {
            "name": TEXT,
            "contents": {"attachment": _ATTACHMENT, "url": TEXT},
            "classification": TEXT,
            "sensitiveData": Flat(TEXT),
            "governance": _GOVERNANCE,
        }
    ),
    "created": TEXT,
    "expires": TEXT,
    "author": _CONTACT,
    "reviewer": _CONTACT,
}
_SIGNATORY: Shape = {
    "name": TEXT,
    "role": TEXT,
    "organization": _ORGANIZATION,
    "externalReference": _REFERENCE,
}
TARGETS: Mapping[str, Shape] = {
    "organizations": Nested("organization", _ORGANIZATION),
    "components": Nested("component", LIBRARY),
    "services": Nested("service", {"bom-ref": _REF, "group": TEXT, "name": TEXT, "version": TEXT}),
}
DECLARATIONS: Mapping[str, Shape] = {
    "assessors": Nested(
        "assessor", {"bom-ref": _REF, "thirdParty": FLAG, "organization": _ORGANIZATION}
    ),
    "attestations": Nested("attestation", _ATTESTATION),
    "claims": Nested("claim", _CLAIM),
    "evidence": Nested("evidence", _EVIDENCE),
    "targets": TARGETS,
    "affirmation": {"statement": TEXT, "signatories": Nested("signatory", _SIGNATORY)},
}

_REQUIREMENT: Shape = {
    "bom-ref": _REF,
    "identifier": TEXT,
    "title": TEXT,
    "text": TEXT,
    "descriptions": Nested("description", TEXT),
    "openCre": Flat(TEXT),
    "parent": TEXT,
    "properties": PROPERTIES,
    "externalReferences": _REFERENCES,
}
_LEVEL: Shape = {
    "bom-ref": _REF,
    "identifier": TEXT,
    "title": TEXT,
    "description": TEXT,
    "requirements": Nested("requirement", TEXT),
}
STANDARD: Shape = {
    "bom-ref": _REF,
    "name": TEXT,
    "version": TEXT,
    "description": TEXT,
    "owner": TEXT,
    "requirements": Nested("requirement", _REQUIREMENT),
    "levels": Nested("level", _LEVEL),
    "externalReferences": _REFERENCES,
}
