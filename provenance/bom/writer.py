"""Write a lineage as CycloneDX; validated before it is returned."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar, cast

from provenance.bom.stamp import UNSTAMPED, Stamp
from provenance.collector import collector_paused
from provenance.errors import InvalidBomError, UsageError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from provenance.bom.assembly import Assembly
    from provenance.cyclonedx.documents import BomJson
    from provenance.cyclonedx.extension import AiBom
    from provenance.lineage.graph import Lineage

T = TypeVar("T")

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
# Characters that XML 1.0 (section 2.2) excludes; lone surrogates cannot be encoded as UTF-8 either.
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

    The same lineage gives the same bytes: the output contains no clock time and no random number.
    1.6 has no citations.

    Args:
        lineage: The lineage; a single input becomes the subject.
        spec_version: `1.7` or `1.6`.
        output: `json` or `xml`.
        stamp: Metadata of the document: time, serial number, author, version.

    Returns:
        UTF-8, validated: JSON by the official schema and by meaning, XML also by the XSD if lxml is
        installed. Values that do not validate are removed, and the BOM says so.

    Raises:
        UsageError: The version or output is unknown.
        InvalidBomError: The result would be invalid, or no input could be read.
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
        # Removals have shifted the targets of the citations.
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
    document: BomJson, assembly: Assembly, lineage: Lineage, timestamp: datetime | None
) -> None:
    """Add the source of each field."""
    from provenance.bom.citations import cite

    citations = cite(document, assembly.facts, lineage, assembly.refs, timestamp)
    if citations:
        document["citations"] = clean(citations)


def validated(document: BomJson) -> bool:
    """Whether a BOM is valid as it is; otherwise removes what does not validate.

    Args:
        document: Plain JSON; modified in place.

    Raises:
        InvalidBomError: An invalid part is required.
    """
    from provenance.bom.repair import repair
    from provenance.cyclonedx.validate import problems

    if not problems(document):
        return True
    # What does not validate may have any shape.
    if faults := repair(cast("dict[str, object]", document)):
        raise fault([str(problem) for problem in faults])
    return False


def rewritten(document: BomJson, output: str) -> bytes:
    """Write an extended AIBOM, like `encode`.

    Args:
        document: Plain JSON.
        output: `json` or `xml`.

    Raises:
        InvalidBomError: It would be invalid.
    """
    validated(document)
    if output == "json":
        return _json(document)
    from provenance.cyclonedx.reader import read

    return _xml(read(document), document["specVersion"])


def _json(document: BomJson) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"


def plain(bom: AiBom, spec_version: str) -> BomJson:
    """The BOM as plain JSON.

    Uses the model's serialiser without `cyclonedx.output`, which would compare every pair of
    components and give random names to missing or duplicate bom-refs; validation detects those
    here.
    """
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.schema.schema import SCHEMA_VERSIONS

    view = SCHEMA_VERSIONS[SchemaVersion.from_version(spec_version)]
    # py-serializable adds `as_json` and `as_xml` to the class on import.
    text = bom.as_json(view)  # type: ignore[attr-defined]
    document: BomJson = json.loads(text)
    document["$schema"] = f"http://cyclonedx.org/schema/bom-{spec_version}.schema.json"
    document["bomFormat"] = "CycloneDX"
    document["specVersion"] = spec_version
    for dependency in document.get("dependencies", ()):
        # The library omits an empty list; some readers expect it at every leaf.
        dependency.setdefault("dependsOn", [])
    members = dict(document)
    first = {member: members[member] for member in _FIRST_MEMBERS if member in members}
    return cast("BomJson", first | members)


def _xml(bom: AiBom, spec_version: str) -> bytes:
    """The BOM as XML, validated by the XSD if lxml is installed."""
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
    """The BOM as an XML element with only valid characters."""
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


def clean(value: T) -> T:
    """Plain JSON of the same shape, with every character replaced that XML cannot hold."""
    return cast("T", _cleaned(value))


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return _UNWRITABLE.sub("\ufffd", value)
    if isinstance(value, Mapping):
        return {key: _cleaned(member) for key, member in value.items()}
    if isinstance(value, list):
        return [_cleaned(entry) for entry in value]
    return value


def fault(faults: list[str]) -> InvalidBomError:
    """The error for a document of ours that does not validate."""
    return InvalidBomError(
        f"the bill of materials does not validate: {'; '.join(faults[:3])}",
        "This is a bug in provenance; nothing was written. Please report it with the artefact's"
        " name.",
    )
