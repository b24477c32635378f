"""Lineage → CycloneDX bytes, validated before they are handed out."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from provenance.bom.stamp import UNSTAMPED, Stamp
from provenance.collector import collector_paused
from provenance.errors import InvalidBomError, UsageError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from provenance.bom.assembly import Assembly
    from provenance.cyclonedx.extension import AiBom
    from provenance.lineage.graph import Lineage

SPEC_VERSIONS = ("1.7", "1.6")
OUTPUTS = ("json", "xml")

_FIRST_MEMBERS = (
    "$schema",
    "bomFormat",
    "specVersion",
    "serialNumber",
    "version",
    "metadata",
    "components",
)
# What XML 1.0 (section 2.2) cannot hold; a lone surrogate cannot be written as UTF-8 either.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@collector_paused()
def encode(
    lineage: Lineage,
    *,
    spec_version: str = "1.7",
    output: str = "json",
    stamp: Stamp = UNSTAMPED,
) -> bytes:
    """Write a lineage as a CycloneDX bill of materials (ECMA-424).

    The same lineage gives the same bytes: no clock and no random number is in it. 1.6 has no
    citations.

    Args:
        lineage: What was read; its lone input is the subject.
        spec_version: `1.7` or `1.6`.
        output: `json` or `xml`.
        stamp: What the document says of itself: time, serial number, author, version.

    Returns:
        UTF-8, validated: the JSON form by the official schema and by meaning, XML by the XSD too
        where lxml is there. A value that does not validate is left out, which the BOM says.

    Raises:
        UsageError: No such version or output.
        InvalidBomError: The result would not validate, or nothing could be read of any input.
    """
    if spec_version not in SPEC_VERSIONS or output not in OUTPUTS:
        raise UsageError(
            f"CycloneDX {spec_version} {output} is not written here",
            f"Versions are {', '.join(SPEC_VERSIONS)}; outputs are {', '.join(OUTPUTS)}.",
        )
    from provenance.bom.assembly import assemble
    from provenance.cyclonedx.validate import problems

    assembly = assemble(lineage, stamp)
    document = clean(plain(assembly.bom, spec_version))
    cited = spec_version != "1.6"
    if cited:
        _cite(document, assembly, lineage, stamp.timestamp)
    whole = not problems(document)
    if not whole:
        document.pop("citations", None)
        validated(document)
        # What was left out has moved what the citations point at.
        if cited:
            _cite(document, assembly, lineage, stamp.timestamp)
            validated(document)
    if output == "json":
        return _json(document)
    if not whole:
        return rewritten(document, output)
    assembly.bom.ai_citations = document.get("citations", ())
    return _xml(assembly.bom, spec_version)


def _cite(
    document: dict[str, Any], assembly: Assembly, lineage: Lineage, timestamp: datetime | None
) -> None:
    """Add where each field was read."""
    from provenance.bom.citations import cite

    citations = cite(document, assembly.facts, lineage, assembly.refs, timestamp)
    if citations:
        document["citations"] = clean(citations)


def validated(document: dict[str, Any]) -> bool:
    """Whether a BOM is valid as it is. Otherwise what does not validate is left out of it.

    Args:
        document: Plain JSON; changed in place.

    Raises:
        InvalidBomError: It cannot do without what does not validate.
    """
    from provenance.bom.repair import repair
    from provenance.cyclonedx.validate import problems

    if not problems(document):
        return True
    if found := repair(document):
        raise fault([str(problem) for problem in found])
    return False


def rewritten(document: dict[str, Any], output: str) -> bytes:
    """Write an AIBOM to which something was added, as `encode` does.

    Args:
        document: Plain JSON.
        output: `json` or `xml`.

    Raises:
        InvalidBomError: It would not validate.
    """
    validated(document)
    if output == "json":
        return _json(document)
    from provenance.cyclonedx.reader import read

    return _xml(read(document), document["specVersion"])


def _json(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"


def plain(bom: AiBom, spec_version: str) -> dict[str, Any]:
    """The BOM as plain JSON.

    The serialiser of the model is used without `cyclonedx.output`, which would look at every two
    components and give random names to bom-refs that are missing or used twice; here they are found
    out by validation.
    """
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.schema.schema import SCHEMA_VERSIONS

    view = SCHEMA_VERSIONS[SchemaVersion.from_version(spec_version)]
    # py-serializable adds `as_json` and `as_xml` to the class when it is imported.
    text = bom.as_json(view)  # type: ignore[attr-defined]
    document: dict[str, Any] = json.loads(text)
    document |= {
        "$schema": f"http://cyclonedx.org/schema/bom-{spec_version}.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": spec_version,
    }
    for dependency in document.get("dependencies", ()):
        # The library leaves an empty list out; some readers expect it at every leaf.
        dependency.setdefault("dependsOn", [])
    first = {member: document[member] for member in _FIRST_MEMBERS if member in document}
    return first | document


def _xml(bom: AiBom, spec_version: str) -> bytes:
    """The BOM as XML, validated by the XSD where lxml is there."""
    from xml.etree.ElementTree import indent, tostring

    from provenance.cyclonedx.validate import xml_problem

    root = xml(bom, spec_version)
    indent(root)
    body = tostring(root, encoding="unicode", default_namespace=_namespace(spec_version))
    text = f'<?xml version="1.0"?>\n{body}\n'
    if problem := xml_problem(text, spec_version):
        raise fault([problem])
    return text.encode()


def xml(bom: AiBom, spec_version: str) -> Element:
    """The BOM as an XML element, every character writable."""
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.schema.schema import SCHEMA_VERSIONS

    view = SCHEMA_VERSIONS[SchemaVersion.from_version(spec_version)]
    root: Element = bom.as_xml(  # type: ignore[attr-defined]
        view, as_string=False, element_name="bom", xmlns=_namespace(spec_version)
    )
    for element in root.iter():
        element.text = _UNWRITABLE.sub("\ufffd", element.text) if element.text else element.text
        for name, value in element.attrib.items():
            element.set(name, _UNWRITABLE.sub("\ufffd", value))
    return root


def _namespace(spec_version: str) -> str:
    return f"http://cyclonedx.org/schema/bom/{spec_version}"


def clean(value: Any) -> Any:
    """The same with every character that cannot be written replaced."""
    if isinstance(value, str):
        return _UNWRITABLE.sub("\ufffd", value)
    if isinstance(value, Mapping):
        return {key: clean(member) for key, member in value.items()}
    return [clean(entry) for entry in value] if isinstance(value, list) else value


def fault(found: list[str]) -> InvalidBomError:
    """What to raise where something that was built here does not validate."""
    return InvalidBomError(
        f"the bill of materials does not validate: {'; '.join(found[:3])}",
        "This is a fault of provenance; nothing was written. Please report it with the artefact's"
        " name.",
    )
