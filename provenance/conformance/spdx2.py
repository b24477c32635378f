"""SPDX 2.3 as JSON: object types, relationships, and formal errors.

Vendors still send it. It has no place for models or datasets, so a package counts as one if its
package URL says so. The form follows clauses 6 to 11 of the SPDX 2.3 specification.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from provenance.cyclonedx.integrity import IntegrityProblem, escaped, members, unfit
from provenance.files.safe_json import entries_of
from provenance.text.placeholder import is_placeholder

if TYPE_CHECKING:
    from provenance.conformance.document import DocumentNode

VERSIONS = ("SPDX-2.2", "SPDX-2.3")
IDENTITY = "SPDXID"
DOCUMENT_ID = "SPDXRef-DOCUMENT"
# Relationship ends that are not elements (clause 11.1): NONE and NOASSERTION.
NO_ELEMENT = ("NONE", "NOASSERTION")
_EXTERNAL = "DocumentRef-"
# SPDX 3 names of the relationships that are evaluated, with their direction.
_FORWARD = {
    "CONTAINS": "contains",
    "DEPENDS_ON": "dependsOn",
    "DESCENDANT_OF": "descendantOf",
    "DESCRIBES": "describes",
}
_BACKWARD = {
    "CONTAINED_BY": "contains",
    "DEPENDENCY_OF": "dependsOn",
    "ANCESTOR_OF": "descendantOf",
    "DESCRIBED_BY": "describes",
}
_REQUIRED = ("spdxVersion", "dataLicense", IDENTITY, "name", "documentNamespace", "creationInfo")
_REQUIRED_OF_PACKAGES = (IDENTITY, "name", "downloadLocation")
_REQUIRED_OF_FILES = (IDENTITY, "fileName", "checksums")
_LICENCES = frozenset({"licenseDeclared", "licenseConcluded"})
_TIMES = frozenset({"created", "releaseDate", "builtDate", "validUntilDate", "annotationDate"})


def kind_of(package: Mapping[str, object]) -> str:
    """`model`, `dataset` or `software`, by package URL: SPDX 2.3 has no purpose for models."""
    references = package.get("externalRefs")
    if isinstance(references, list):
        for reference in references:
            locator = reference.get("referenceLocator") if isinstance(reference, Mapping) else None
            if isinstance(locator, str) and locator.startswith("pkg:huggingface/"):
                is_dataset = "type=dataset" in locator or locator.startswith(
                    "pkg:huggingface/datasets/"
                )
                return "dataset" if is_dataset else "model"
    return "software"


def relationships(root: Mapping[str, object]) -> Iterator[tuple[str, str, str, str]]:
    """All relationships between two elements.

    Yields:
        Source, SPDX 3 name (or its own if it has none), target, and the JSON Pointer of the target.
    """
    for index, entry in _objects(root, "relationships"):
        place = f"/relationships/{index}"
        source, target = entry.get("spdxElementId"), entry.get("relatedSpdxElement")
        name = entry.get("relationshipType")
        if not isinstance(source, str) or not isinstance(target, str) or not isinstance(name, str):
            continue
        if name in _BACKWARD:
            yield target, _BACKWARD[name], source, f"{place}/spdxElementId"
        else:
            yield source, _FORWARD.get(name, name), target, f"{place}/relatedSpdxElement"
    for index, target in _names(root, "documentDescribes"):
        yield DOCUMENT_ID, "describes", target, f"/documentDescribes/{index}"
    for index, package in _objects(root, "packages"):
        for number, target in _names(package, "hasFiles"):
            place = f"/packages/{index}/hasFiles/{number}"
            yield str(package.get(IDENTITY)), "contains", target, place


def _objects(
    holder: Mapping[str, object], member: str
) -> Iterator[tuple[int, Mapping[str, object]]]:
    """The objects in an array member, each with its index."""
    for index, entry in enumerate(entries_of(holder.get(member))):
        if isinstance(entry, Mapping):
            yield index, entry


def _names(holder: Mapping[str, object], member: str) -> Iterator[tuple[int, str]]:
    """The texts in an array member, each with its index."""
    for index, entry in enumerate(entries_of(holder.get(member))):
        if isinstance(entry, str):
            yield index, entry


def form_problems(root: Mapping[str, object]) -> Iterator[IntegrityProblem]:
    """Formal errors of a document: missing members, duplicate identifiers, dangling relationships,
    invalid package URLs, licence expressions, digests and times."""
    yield from _missing("", root, _REQUIRED)
    for listed, required in (("packages", _REQUIRED_OF_PACKAGES), ("files", _REQUIRED_OF_FILES)):
        for index, entry in _objects(root, listed):
            yield from _missing(f"/{listed}/{index}", entry, required)
    identities = (value for _, name, value, _ in members(root) if name == IDENTITY)
    names = Counter(value for value in identities if isinstance(value, str))
    yield from _dangling(root, names)
    for pointer, name, value, holder in members(root):
        if not isinstance(value, str):
            continue
        if name == IDENTITY and names[value] > 1:
            message = f"{IDENTITY} {value} is used {names[value]} times"
            yield IntegrityProblem(
                code="duplicate-ref", pointer=pointer, message=message, quote=value
            )
        yield from unfit(_form_of(name, value, holder), pointer, value, _algorithm(holder))


def _missing(
    place: str, entry: Mapping[str, object], required: tuple[str, ...]
) -> Iterator[IntegrityProblem]:
    for name in required:
        if name not in entry:
            pointer = f"{place}/{escaped(name)}" if place else f"/{escaped(name)}"
            message = f"{name} is required and not there"
            yield IntegrityProblem(code="schema", pointer=pointer, message=message)


def _dangling(root: Mapping[str, object], names: Counter[str]) -> Iterator[IntegrityProblem]:
    for source, _, target, pointer in relationships(root):
        for end in (source, target):
            is_here = end in names or end in NO_ELEMENT or end.startswith(_EXTERNAL)
            if not is_here:
                message = f"{end} is not an element of this document"
                yield IntegrityProblem(
                    code="dangling-ref", pointer=pointer, message=message, quote=end
                )


def _form_of(name: str, value: str, holder: Mapping[str, object]) -> str:
    """The required format of a member's value."""
    if name == "referenceLocator":
        return "purl" if holder.get("referenceType") == "purl" else ""
    if name in _LICENCES:
        return "" if is_placeholder(value) else "licence-expression"
    if name == "checksumValue":
        return "hash" if isinstance(holder.get("algorithm"), str) else ""
    return "time" if name in _TIMES else ""


def _algorithm(holder: Mapping[str, object]) -> str:
    """`SHA256` as `SHA-256`, the name in CycloneDX and in this tool."""
    name = str(holder.get("algorithm"))
    return f"SHA-{name[3:]}" if name.startswith("SHA") and name[3:].isdecimal() else name


def subjects_of(
    relations: Mapping[str, Mapping[str, tuple[DocumentNode, ...]]],
) -> tuple[DocumentNode, ...]:
    """The elements that the document says it describes."""
    described = relations.get(DOCUMENT_ID, {}).get("describes", ())
    return tuple(node for node in described if isinstance(node.value, Mapping))
