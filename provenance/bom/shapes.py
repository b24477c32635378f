"""How the CycloneDX blocks that cyclonedx-python-lib lacks look in XML, beside their JSON: one table for both.

In JSON a block is a plain mapping and needs no table. In XML the order of members, the name of an array's children
and the choice between element, attribute and text follow the schema (bom-1.6.xsd and bom-1.7.xsd, in which these
blocks are the same): `modelCardType`, `componentDataType`, `compositionType`, `formulaType`
(as far as it is written here), `citationType`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias
from xml.etree.ElementTree import Element, SubElement


@dataclass(frozen=True, slots=True)
class Text:
    """A value that is an element's text."""


@dataclass(frozen=True, slots=True)
class Body:
    """A member that is the text of the element its object becomes."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """A member that is an attribute of the element its object becomes; or, in an array, of each child."""

    name: str


@dataclass(frozen=True, slots=True)
class Renamed:
    """A member whose element has another name in XML."""

    name: str
    shape: Shape


@dataclass(frozen=True, slots=True)
class Nested:
    """An array that is one element with a child for each entry."""

    child: str
    shape: Shape


@dataclass(frozen=True, slots=True)
class Flat:
    """An array whose entries repeat the element itself."""

    shape: Shape


@dataclass(frozen=True, slots=True)
class Either:
    """An array of two kinds of entries: objects with only the member `key`, and others, which become `other`."""

    key: str
    other: str
    shape: Shape


Shape: TypeAlias = "Text | Body | Attribute | Renamed | Nested | Flat | Either | Mapping[str, Shape]"

TEXT = Text()
_REF = Attribute("bom-ref")
_PROPERTIES = Nested("property", {"name": Attribute("name"), "value": Body()})
_ATTACHMENT: Shape = {"contentType": Attribute("content-type"), "encoding": Attribute("encoding"), "content": Body()}
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
_MEASURE: Shape = {"value": TEXT, "unit": TEXT}
_HASHES = Nested("hash", {"alg": Attribute("alg"), "content": Body()})
_REFERENCES = Nested(
    "reference",
    {"type": Attribute("type"), "url": TEXT, "comment": TEXT, "hashes": _HASHES, "properties": _PROPERTIES},
)

DATA: Shape = {
    "bom-ref": _REF,
    "type": TEXT,
    "name": TEXT,
    "contents": {"attachment": _ATTACHMENT, "url": TEXT, "properties": _PROPERTIES},
    "classification": TEXT,
    "sensitiveData": Flat(TEXT),
    "graphics": _GRAPHICS,
    "description": TEXT,
    "governance": {
        "custodians": Nested("custodian", _PARTY),
        "stewards": Nested("steward", _PARTY),
        "owners": Nested("owner", _PARTY),
    },
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
    "properties": _PROPERTIES,
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
        "ethicalConsiderations": Nested("ethicalConsideration", {"name": TEXT, "mitigationStrategy": TEXT}),
        "environmentalConsiderations": {
            "energyConsumptions": Nested("energyConsumption", _ENERGY),
            "properties": _PROPERTIES,
        },
        "fairnessAssessments": Nested(
            "fairnessAssessment",
            {"groupAtRisk": TEXT, "benefits": TEXT, "harms": TEXT, "mitigationStrategy": TEXT},
        ),
    },
    "properties": _PROPERTIES,
}

COMPOSITION: Shape = {
    "bom-ref": _REF,
    "aggregate": TEXT,
    "assemblies": Nested("assembly", Attribute("ref")),
    "dependencies": Nested("dependency", Attribute("ref")),
    "vulnerabilities": Nested("vulnerability", Attribute("ref")),
}

_LIBRARY: Shape = {"type": Attribute("type"), "name": TEXT, "version": TEXT, "purl": TEXT}
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
FORMULA: Shape = {
    "bom-ref": _REF,
    "components": Nested("component", _LIBRARY),
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


def to_xml(name: str, value: object, shape: Shape, namespace: str) -> Element:
    """Write one block as the schema's XML.

    Args:
        name: Local name of the element.
        value: The block as in JSON.
        shape: Its row of the table.
        namespace: XML namespace of elements, and of attributes too: ElementTree writes both without a prefix when
            that namespace is the default one.

    Raises:
        ValueError: The block holds a member that the table, and so the schema, does not know.
    """
    element = Element(_qualified(name, namespace))
    _fill(element, value, shape, namespace)
    return element


def _qualified(name: str, namespace: str) -> str:
    return f"{{{namespace}}}{name}"


def _fill(element: Element, value: object, shape: Shape, namespace: str) -> None:
    match shape:
        case Text() | Body():
            element.text = format(Decimal(str(value)), "f") if isinstance(value, int | float) else str(value)
        case Attribute(name):
            element.set(_qualified(name, namespace), str(value))
        case _ if isinstance(shape, Mapping) and isinstance(value, Mapping):
            if unknown := sorted(set(value) - set(shape)):
                raise ValueError(f"{element.tag} has no {', '.join(unknown)}")
            for member, below in shape.items():
                if member in value:
                    _add(element, member, value[member], below, namespace)
        case _:
            raise ValueError(f"{element.tag} cannot hold {type(value).__name__}")


def _add(parent: Element, name: str, value: object, shape: Shape, namespace: str) -> None:
    """Add the member `name` to its object's element."""
    entries = value if isinstance(value, list | tuple) else ()
    match shape:
        case Body() | Attribute():
            _fill(parent, value, shape, namespace)
        case Renamed(other, below):
            _add(parent, other, value, below, namespace)
        case Flat(below):
            for entry in entries:
                _fill(SubElement(parent, _qualified(name, namespace)), entry, below, namespace)
        case Nested(child, below):
            wrapper = SubElement(parent, _qualified(name, namespace))
            for entry in entries:
                _fill(SubElement(wrapper, _qualified(child, namespace)), entry, below, namespace)
        case Either(key, other, below):
            wrapper = SubElement(parent, _qualified(name, namespace))
            for entry in entries:
                if set(entry) == {key}:
                    _fill(SubElement(wrapper, _qualified(key, namespace)), entry[key], TEXT, namespace)
                else:
                    _fill(SubElement(wrapper, _qualified(other, namespace)), entry, below, namespace)
        case _:
            _fill(SubElement(parent, _qualified(name, namespace)), value, shape, namespace)
