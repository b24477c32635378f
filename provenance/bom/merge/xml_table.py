"""The XML side of a merge: element order and shapes of added content."""

from __future__ import annotations

import re
from collections.abc import Mapping

from provenance.cyclonedx.shapes import (
    CITATION,
    COMPOSITION,
    DECLARATIONS,
    FORMULA,
    LIBRARY,
    PROPERTIES,
    STANDARD,
    TARGETS,
    TEXT,
    Attribute,
    Flat,
    Nested,
    Renamed,
    Shape,
)

COMPONENT = "component"
_PLACES = (
    (re.compile(r""), "bom"),
    (re.compile(r"/metadata"), "metadata"),
    (re.compile(r"/metadata/tools"), "tools"),
    (re.compile(r"/dependencies/\d+"), "dependency"),
    (re.compile(r"/declarations"), "declarations"),
    (re.compile(r"/declarations/targets"), "targets"),
    (re.compile(r"/definitions"), "definitions"),
)

# From bom-1.7.xsd, whose sequences include those of bom-1.6.xsd.
ORDER: Mapping[str, tuple[str, ...]] = {
    "bom": (
        *(
            "metadata",
            "components",
            "services",
            "externalReferences",
            "dependencies",
            "compositions",
            "properties",
        ),
        *(
            "vulnerabilities",
            "annotations",
            "formulation",
            "declarations",
            "definitions",
            "citations",
        ),
    ),
    "metadata": (
        *(
            "timestamp",
            "lifecycles",
            "tools",
            "authors",
            "component",
            "manufacturer",
            "manufacture",
            "supplier",
        ),
        *("licenses", "properties", "distributionConstraints"),
    ),
    "tools": ("tool", "components", "services"),
    "dependency": ("dependency", "provides"),
    "declarations": tuple(DECLARATIONS),
    "targets": tuple(TARGETS),
    "definitions": ("standards", "patents"),
    COMPONENT: (
        *(
            "supplier",
            "manufacturer",
            "authors",
            "author",
            "publisher",
            "group",
            "name",
            "version",
            "versionRange",
        ),
        *(
            "description",
            "scope",
            "hashes",
            "licenses",
            "copyright",
            "patentAssertions",
            "cpe",
            "purl",
            "omniborId",
        ),
        *(
            "swhid",
            "swid",
            "modified",
            "pedigree",
            "externalReferences",
            "properties",
            "components",
            "evidence",
        ),
        *("releaseNotes", "modelCard", "data", "cryptoProperties", "tags"),
    ),
}

_DEPENDS: Shape = Renamed("dependency", Flat(Attribute("ref")))
_TOOLS: Mapping[str, Shape] = {
    "tool": Flat({"name": TEXT, "version": TEXT}),
    "components": Nested("component", LIBRARY),
}
_METADATA: Mapping[str, Shape] = {"timestamp": TEXT, "tools": _TOOLS, "properties": PROPERTIES}

_DEFINITIONS: Mapping[str, Shape] = {"standards": Nested("standard", STANDARD)}

SHAPES: Mapping[str, Mapping[str, Shape]] = {
    "bom": {
        "metadata": _METADATA,
        "dependencies": Nested("dependency", {"ref": Attribute("ref"), "dependsOn": _DEPENDS}),
        "compositions": Nested("composition", COMPOSITION),
        "formulation": Nested("formula", FORMULA),
        "declarations": DECLARATIONS,
        "definitions": _DEFINITIONS,
        "citations": Nested("citation", CITATION),
    },
    "metadata": _METADATA,
    "tools": _TOOLS,
    "dependency": {"dependsOn": _DEPENDS},
    "declarations": DECLARATIONS,
    "targets": TARGETS,
    "definitions": _DEFINITIONS,
}


def kind_of(pointer: str) -> str:
    """The type of the object at a JSON Pointer: a row of `ORDER`."""
    return next((kind for place, kind in _PLACES if place.fullmatch(pointer)), COMPONENT)
