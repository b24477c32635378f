"""The data type of this room: a bill of materials in one shape, whatever its format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from provenance.conformance import spdx2
from provenance.cyclonedx.integrity import members

if TYPE_CHECKING:
    from provenance.conformance.xml_reading import XmlElement

CYCLONEDX: Literal["cyclonedx"] = "cyclonedx"
SPDX: Literal["spdx"] = "spdx"
SPDX2: Literal["spdx2"] = "spdx2"
Standard: TypeAlias = Literal["cyclonedx", "spdx", "spdx2"]
_IDENTITIES: Mapping[str, tuple[str, ...]] = {
    CYCLONEDX: ("bom-ref",),
    SPDX: ("spdxId", "@id"),
    SPDX2: (spdx2.IDENTITY,),
}

# Elements of SPDX that stand for a whole document or bill of materials.
_SPDX_WHOLES = ("software_Sbom", "SpdxDocument", "Bom")
_KINDS = {"machine-learning-model": "model", "data": "dataset", "file": "file"}
_SPDX_KINDS = {
    "ai_AIPackage": "model",
    "dataset_DatasetPackage": "dataset",
    "software_File": "file",
}


@dataclass(frozen=True, slots=True)
class DocumentNode:
    """A value of a document with its JSON Pointer (RFC 6901)."""

    pointer: str
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class BomDocument:
    """A bill of materials that was read; nothing in it is trusted.

    Attributes:
        name: The file, as the user wrote it.
        standard: `cyclonedx`, `spdx` (3.0) or `spdx2` (2.2 and 2.3).
        version: Version of the standard: `1.7`, `3.0.1`, `2.3`.
        syntax: `json` or `xml`.
        root: Plain JSON; XML is converted to the JSON form of CycloneDX.
        text: Decoded text; for XML without its declaration, lines preserved.
        sha256: SHA-256 of the bytes.
        size: Size in bytes.
        lines: For XML: line of each element, counted from 1, by JSON Pointer.
        tree: For XML: the elements.
        identities: Position by bom-ref or spdxId; of duplicates, the first.
        relations: Targets by bom-ref or spdxId and relationship type. A target outside the document
            is the reference itself.
    """

    name: str
    standard: Standard
    version: str
    syntax: str
    root: Mapping[str, object]
    text: str
    sha256: str
    size: int
    lines: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    tree: XmlElement | None = None
    identities: Mapping[str, DocumentNode] = field(default_factory=lambda: MappingProxyType({}))
    relations: Mapping[str, Mapping[str, tuple[DocumentNode, ...]]] = field(
        default_factory=lambda: MappingProxyType({})
    )

    def line(self, pointer: str) -> int | None:
        """The line of the element at a pointer or its nearest ancestor; None if there are no
        lines."""
        while pointer not in self.lines and pointer:
            pointer = pointer.rpartition("/")[0]
        return self.lines.get(pointer)

    def identity(self, node: DocumentNode) -> str | None:
        """The bom-ref or spdxId of an object."""
        names = _IDENTITIES[self.standard]
        refs = (node.value.get(name) for name in names) if isinstance(node.value, Mapping) else ()
        return next((ref for ref in refs if isinstance(ref, str)), None)

    def components(self) -> Iterator[tuple[str, DocumentNode]]:
        """Every component of the document with its kind: `model`, `dataset`, `file` or `software`.

        In CycloneDX: the subject, the components with nested ones, and inline datasets of model
        cards; not the ancestors of a pedigree, which are only named. In SPDX: every package and
        file.
        """
        if self.standard == SPDX:
            for node in self.elements():
                kind = str(node.value.get("type"))
                if kind in _SPDX_KINDS or kind == "software_Package":
                    yield _SPDX_KINDS.get(kind, "software"), node
            return
        if self.standard == SPDX2:
            root = DocumentNode("", self.root)
            for node in entries(root, "packages"):
                if isinstance(node.value, Mapping):
                    yield spdx2.kind_of(node.value), node
            for node in entries(root, "files"):
                if isinstance(node.value, Mapping):
                    yield "file", node
            return
        stack = list(reversed(entries(DocumentNode("", self.root), "components")))
        if subject := self._metadata_component():
            stack.append(subject)
        while stack:
            node = stack.pop()
            if isinstance(node.value, Mapping):
                yield _KINDS.get(str(node.value.get("type")), "software"), node
                stack += reversed(_inline_datasets(node))
                stack += reversed(entries(node, "components"))

    def elements(self) -> Iterator[DocumentNode]:
        """The elements of an SPDX document."""
        graph = self.root.get("@graph")
        if not isinstance(graph, list):
            yield DocumentNode("", self.root)
            return
        yield from (
            DocumentNode(f"/@graph/{n}", value)
            for n, value in enumerate(graph)
            if isinstance(value, Mapping)
        )

    def subjects(self) -> tuple[DocumentNode, ...]:
        """The stated subjects of the document."""
        if self.standard == SPDX2:
            return spdx2.subjects_of(self.relations)
        if self.standard == CYCLONEDX:
            component = self._metadata_component()
            return (component,) if component else ()
        roots: set[str] = set()
        for node in self.elements():
            if node.value.get("type") in _SPDX_WHOLES:
                refs = (ref.value for ref in entries(node, "rootElement"))
                roots.update(ref for ref in refs if isinstance(ref, str))
        nodes = [self.identities[ref] for ref in sorted(roots) if ref in self.identities]
        return tuple(node for node in nodes if node.value.get("type") not in _SPDX_WHOLES)

    def _metadata_component(self) -> DocumentNode | None:
        """The component that a CycloneDX document is about."""
        metadata = self.root.get("metadata")
        component = metadata.get("component") if isinstance(metadata, Mapping) else None
        if not isinstance(component, Mapping):
            return None
        return DocumentNode("/metadata/component", component)


def entries(node: DocumentNode, member: str) -> list[DocumentNode]:
    """The entries of an array member; a single value counts as one entry."""
    holder = node.value
    # Nearly everything is a dict, whose type check is much faster than that of other mappings.
    is_object = isinstance(holder, (dict, Mapping))
    value = holder.get(member) if is_object else None
    if value is None:
        return []
    place = f"{node.pointer}/{member}"
    if isinstance(value, list):
        return [DocumentNode(f"{place}/{index}", entry) for index, entry in enumerate(value)]
    return [DocumentNode(place, value)]


def _inline_datasets(node: DocumentNode) -> list[DocumentNode]:
    card = node.value.get("modelCard")
    parameters = card.get("modelParameters") if isinstance(card, Mapping) else None
    datasets = entries(
        DocumentNode(f"{node.pointer}/modelCard/modelParameters", parameters), "datasets"
    )
    inline = [
        dataset
        for dataset in datasets
        if isinstance(dataset.value, Mapping) and "ref" not in dataset.value
    ]
    return [DocumentNode(dataset.pointer, {**dataset.value, "type": "data"}) for dataset in inline]


def index(
    standard: Standard, root: Mapping[str, object]
) -> tuple[dict[str, DocumentNode], dict[str, dict[str, tuple[DocumentNode, ...]]]]:
    """Collect the identities and relations of a document, for `BomDocument`."""
    names = _IDENTITIES[standard]
    identities: dict[str, DocumentNode] = {}
    for pointer, name, value, holder in members(root):
        if name in names and isinstance(value, str):
            identities.setdefault(value, DocumentNode(pointer.rpartition("/")[0], holder))
    relations: dict[str, dict[str, list[DocumentNode]]] = {}
    for source, kind, target in _relations(standard, root):
        end = identities.get(target.value, target) if isinstance(target.value, str) else target
        relations.setdefault(source, {}).setdefault(kind, []).append(end)
    return identities, {
        ref: {kind: tuple(ends) for kind, ends in kinds.items()} for ref, kinds in relations.items()
    }


def _relations(
    standard: Standard, root: Mapping[str, object]
) -> Iterator[tuple[str, str, DocumentNode]]:
    if standard == SPDX2:
        for start, name, target, pointer in spdx2.relationships(root):
            yield start, name, DocumentNode(pointer, target)
        return
    whole = DocumentNode("", root)
    if standard == CYCLONEDX:
        for node in entries(whole, "dependencies"):
            source = node.value.get("ref") if isinstance(node.value, Mapping) else None
            if isinstance(source, str):
                yield from ((source, "dependsOn", end) for end in entries(node, "dependsOn"))
        return
    for node in entries(whole, "@graph"):
        if not isinstance(node.value, Mapping):
            continue
        source, kind = node.value.get("from"), node.value.get("relationshipType")
        if isinstance(source, str) and isinstance(kind, str):
            yield from ((source, kind, end) for end in entries(node, "to"))
