"""The XML shapes of CycloneDX for reading: extends the table used for writing blocks.

Order does not matter for reading. A member outside the table is read as it is, with the element's
name as JSON name (bom-1.5.xsd to bom-1.7.xsd).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from provenance.cyclonedx.shapes import (
    CITATION,
    COMPOSITION,
    DATA,
    DECLARATIONS,
    FORMULA,
    MODEL_CARD,
    STANDARD,
    TEXT,
    Attribute,
    Body,
    Flat,
    Nested,
    Renamed,
    Shape,
)


@dataclass(frozen=True, slots=True)
class Alternatives:
    """An array with several kinds of entries, distinguished by element name.

    Attributes:
        wrapped: Elements that become an object with their name as its only member.
        plain: Elements that become the entry itself.
    """

    wrapped: Mapping[str, Shape]
    plain: Mapping[str, Shape]


_REF = Attribute("bom-ref")
_PROPERTIES = Nested("property", {"name": Attribute("name"), "value": Body()})
_HASHES = Nested("hash", {"alg": Attribute("alg"), "content": Body()})
_REFERENCES = Nested(
    "reference",
    {
        "type": Attribute("type"),
        "url": TEXT,
        "comment": TEXT,
        "hashes": _HASHES,
        "properties": _PROPERTIES,
    },
)
_CONTACT: Shape = {"bom-ref": _REF, "name": TEXT, "email": TEXT, "phone": TEXT}
_ORGANIZATION: Shape = {"bom-ref": _REF, "name": TEXT, "url": Flat(TEXT), "contact": Flat(_CONTACT)}
_LICENSES = Alternatives(
    wrapped={
        "license": {
            "bom-ref": _REF,
            "acknowledgement": Attribute("acknowledgement"),
            "id": TEXT,
            "name": TEXT,
            "url": TEXT,
            "properties": _PROPERTIES,
        }
    },
    plain={
        "expression": {
            "bom-ref": _REF,
            "acknowledgement": Attribute("acknowledgement"),
            "expression": Body(),
        },
        "expression-detailed": {"expression": Attribute("expression")},
    },
)

_COMPONENT: dict[str, Shape] = {
    "supplier": _ORGANIZATION,
    "manufacturer": _ORGANIZATION,
    "authors": Nested("author", _CONTACT),
    "hashes": _HASHES,
    "licenses": _LICENSES,  # type: ignore[dict-item]  # a shape of reading only
    "externalReferences": _REFERENCES,
    "properties": _PROPERTIES,
    "omniborId": Flat(TEXT),
    "swhid": Flat(TEXT),
    "modelCard": MODEL_CARD,
    "data": Flat(DATA),
    "tags": Nested("tag", TEXT),
}
_COMPONENT["components"] = Nested("component", _COMPONENT)
_COMPONENT["pedigree"] = {
    relation: Nested("component", _COMPONENT)
    for relation in ("ancestors", "descendants", "variants")
}

_SERVICE: Shape = {
    "data": Alternatives(  # type: ignore[dict-item]  # a shape of reading only
        wrapped={}, plain={"classification": {"flow": Attribute("flow"), "classification": Body()}}
    )
}

BOM: Shape = {
    "metadata": {
        "lifecycles": Nested("lifecycle", {}),
        "tools": {
            "tool": Flat({}),
            "components": Nested("component", _COMPONENT),
            "services": Nested("service", {}),
        },
        "authors": Nested("author", _CONTACT),
        "component": _COMPONENT,
        "manufacture": _ORGANIZATION,
        "manufacturer": _ORGANIZATION,
        "supplier": _ORGANIZATION,
        "licenses": _LICENSES,  # type: ignore[dict-item]  # a shape of reading only
        "properties": _PROPERTIES,
    },
    "components": Nested("component", _COMPONENT),
    "services": Nested("service", _SERVICE),
    "externalReferences": _REFERENCES,
    "dependencies": Nested(
        "dependency",
        {
            "ref": Attribute("ref"),
            "dependsOn": Renamed("dependency", Flat(Attribute("ref"))),
            "provides": Flat(Attribute("ref")),
        },
    ),
    "compositions": Nested("composition", COMPOSITION),
    "vulnerabilities": Nested("vulnerability", {}),
    "formulation": Nested("formula", {**FORMULA, "components": Nested("component", _COMPONENT)}),
    "declarations": DECLARATIONS,
    "definitions": {"standards": Nested("standard", STANDARD)},
    "citations": Nested("citation", CITATION),
    "properties": _PROPERTIES,
}
