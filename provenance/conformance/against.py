"""Compare a bill of materials with what the hub says now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from packageurl import PackageURL

from provenance.conformance.document import BomDocument, DocumentNode
from provenance.conformance.framework import fields
from provenance.conformance.paths import select
from provenance.errors import UsageError
from provenance.hubs import parse_reference
from provenance.licences import lookup
from provenance.licences.expression import identifier, parse_expression
from provenance.lineage.graph import Lineage
from provenance.lineage.record import ArtifactRecord
from provenance.messages import message
from provenance.model.artifact import ArtifactRef
from provenance.model.finding import Evidence, shorten
from provenance.parents import DATASET
from provenance.report import open_gaps
from provenance.text.placeholder import is_placeholder

MOST_FILES = 50
_SHORTEST_COMMIT = 7
# Places besides those of the fields, by standard.
_PLACES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "cyclonedx": {
        "purl": ("purl",),
        "files": ("components/type=file",),
        "bases": ("pedigree/ancestors/purl", "pedigree/ancestors/name"),
        "datasets": (
            "modelCard/modelParameters/datasets/ref/purl",
            "modelCard/modelParameters/datasets/name",
            ">dependsOn/type=data/purl",
        ),
        "gated": ("properties/name=provenance:hub:gated/value",),
        "sha256": ("hashes/alg=SHA-256/content",),
    },
    "spdx2": {
        "purl": ("externalRefs/referenceType=purl/referenceLocator",),
        "files": (),
        "bases": (">descendantOf/name",),
        "datasets": (),
        "gated": (),
        "sha256": ("checksums/algorithm=SHA256/checksumValue",),
    },
    "spdx": {
        "purl": (
            "software_packageUrl",
            "externalIdentifier/externalIdentifierType=packageUrl/identifier",
        ),
        "files": (">contains/type=software_File",),
        "bases": (">descendantOf/software_packageUrl", ">descendantOf/name"),
        "datasets": (">trainedOn/software_packageUrl", ">trainedOn/name"),
        "gated": (
            "extension/extension_cdxProperty/extension_cdxPropName=provenance:hub:gated"
            "/extension_cdxPropValue",
        ),
        "sha256": ("verifiedUsing/algorithm=sha256/hashValue",),
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A difference between the document and the hub.

    Attributes:
        what: `identity`, `commit`, `licence`, `file`, `hash`, `base`, `dataset` or `gating`.
        artifact: purl of the artefact concerned.
        pointer: Where the document states it, or should.
        line: Line, for XML.
        here: The document's statement; empty if none.
        there: The hub's statement; empty if none.
        place: Where the hub states it.
    """

    what: str
    artifact: str
    pointer: str
    line: int | None
    here: str
    there: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The result of a comparison.

    Attributes:
        ref: The reference that the document was compared with, as typed.
        purl: The same reference, pinned.
        compared: Number of components that were found in the lineage.
        differences: In document order.
        not_read: What could not be read from the hub and so was not compared, except accepted gaps.
    """

    ref: str
    purl: str
    compared: int
    differences: tuple[Difference, ...]
    not_read: tuple[str, ...]


def compare(document: BomDocument, lineage: Lineage) -> Comparison:
    """Compare a document with a traced reference and its lineage.

    Each component is compared with the artefact that its package URL names. The subject is always
    compared with the reference itself; a package URL that names something else is the first
    difference.

    Args:
        document: The bill of materials.
        lineage: The lineage of one input.
    """
    text, ref = lineage.inputs[0]
    pairs = _pairs(document, lineage, ref)
    differences = [
        difference
        for node, record, root in pairs
        for difference in _Pair(
            document=document, node=node, record=record, lineage=lineage, root=root
        ).differences()
    ]
    if not pairs or not pairs[0][2]:
        differences.insert(
            0,
            Difference(
                what="identity",
                artifact=ref.purl,
                pointer="/",
                line=None,
                here="",
                there=str(ref),
                place="",
            ),
        )
    missing = open_gaps(lineage.gaps)
    gaps = tuple(
        message("check.gap", artifact=str(gap.artifact), what=gap.what, detail=gap.detail)
        for gap in missing
    )
    return Comparison(
        ref=text, purl=ref.purl, compared=len(pairs), differences=tuple(differences), not_read=gaps
    )


def _pairs(
    document: BomDocument, lineage: Lineage, ref: ArtifactRef
) -> list[tuple[DocumentNode, ArtifactRecord, bool]]:
    """Components with their records, the reference itself first."""
    root = lineage.record(ref)
    described = [node for kind, node in document.components() if kind in ("model", "dataset")]
    artefacts = {node.pointer: _artefact_of(document, node) for node in described}
    subject = _subject(document, described, artefacts, root) if root else None
    pairs = [(subject, root, True)] if subject and root else []
    for node in described:
        name = artefacts[node.pointer]
        record = lineage.records.get(name) if name else None
        if record and record is not root:
            pairs.append((node, record, False))
    return pairs


def _subject(
    document: BomDocument,
    described: Sequence[DocumentNode],
    named: Mapping[str, ArtifactRef | None],
    root: ArtifactRecord,
) -> DocumentNode | None:
    """The component that is the reference: by its name, else the subject of the document."""
    for node in described:
        if named[node.pointer] == root.ref.unpinned:
            return node
    return next((node for node in document.subjects() if node.pointer in named), None)


def named_artefacts(document: BomDocument) -> tuple[ArtifactRef, ...]:
    """The models and datasets of a document that a hub here knows by their package URL, each once,
    in the order of the document."""
    described = (node for kind, node in document.components() if kind in ("model", "dataset"))
    named = (_artefact_of(document, node) for node in described)
    return tuple(dict.fromkeys(ref for ref in named if ref))


def _artefact_of(document: BomDocument, node: DocumentNode) -> ArtifactRef | None:
    purls = (
        value
        for path in _PLACES[document.standard]["purl"]
        for value in select(document, node, path)
    )
    return next((ref for value in purls if (ref := _ref(value.value))), None)


def _ref(text: object) -> ArtifactRef | None:
    """The artefact that a package URL names, without a revision."""
    if not isinstance(text, str) or not text.startswith("pkg:"):
        return None
    try:
        return parse_reference(text).unpinned
    except UsageError:
        return None


class _Pair:
    """A component with its record."""

    def __init__(
        self,
        document: BomDocument,
        node: DocumentNode,
        record: ArtifactRecord,
        lineage: Lineage,
        root: bool,
    ) -> None:
        self.document = document
        self.node = node
        self.record = record
        self.lineage = lineage
        self.root = root
        self.places = _PLACES[document.standard]

    def differences(self) -> Iterator[Difference]:
        """All differences."""
        name = _artefact_of(self.document, self.node)
        if self.root and name and name != self.record.ref.unpinned:
            yield self.difference(
                "identity", self.node, str(name), str(self.record.ref.unpinned), self.source
            )
        yield from self.commit()
        yield from self.licence()
        yield from self.files()
        yield from self.parents("base")
        yield from self.parents("dataset")
        yield from self.gating()

    @property
    def source(self) -> str:
        """Where the hub's own statements are."""
        return self.record.snapshot.source

    def difference(
        self, what: str, node: DocumentNode, here: str, there: str, place: str
    ) -> Difference:
        """Create a difference at a node."""
        line = self.document.line(node.pointer)
        return Difference(
            what=what,
            artifact=self.record.purl,
            pointer=node.pointer,
            line=line,
            here=shorten(here),
            there=shorten(there),
            place=place,
        )

    def values(self, place: str) -> list[DocumentNode]:
        """The values at one of the places, or at those of a field."""
        paths = self.places.get(place) or fields()[place].paths[self.document.standard]
        return [node for path in paths for node in select(self.document, self.node, path)]

    def texts(self, place: str) -> list[DocumentNode]:
        """Those of the values that are texts."""
        return [node for node in self.values(place) if isinstance(node.value, str)]

    def commit(self) -> Iterator[Difference]:
        """Compare the commit with the hub's current one: by package URL, or else by version."""
        now = self.record.ref.revision
        if not now:
            return
        by_purl = [(node, _version(node.value)) for node in self.values("purl")]
        pinned = [(node, version) for node, version in by_purl if version]
        pinned += [(node, node.value) for node in self.texts("version")]
        node, version = pinned[0] if pinned else (self.node, "")
        if len(version) < _SHORTEST_COMMIT or not now.startswith(version.lower()):
            yield self.difference("commit", node, version, now, self.source)

    def licence(self) -> Iterator[Difference]:
        """Compare the licences with those that the hub's documents declare or that were concluded
        from them."""
        conclusion = self.record.licence
        known = {text for text in (conclusion.declared, conclusion.concluded) if text}
        # Licences outside the catalogue are identified by the names that the documents use.
        named: set[str] = set()
        for claim in conclusion.claims:
            named.update(filter(None, map(_licence, (claim.name, claim.value, claim.link))))
        place, called = self.source, ""
        if conclusion.claims:
            first = conclusion.claims[0]
            place, called = _place(first.evidence), first.name or first.value
        there = " or ".join(sorted(known)) or called
        stated = [node for node in self.values("licence") if _licence(node.value)]
        if known and not stated:
            yield self.difference("licence", self.node, "", there, place)
        for node in stated:
            here = _licence(node.value)
            if not {here, here.removeprefix("LicenseRef-")} & (known | named):
                yield self.difference("licence", node, here, there, place)

    def files(self) -> Iterator[Difference]:
        """Compare the presence and digests of files."""
        listed = {entry.path: entry.sha256 for entry in self.record.snapshot.files}
        listed |= {
            path: read.sha256
            for path, read in self.record.documents.items()
            if not listed.get(path)
        }
        here = {_path(self.document, node, self.places): node for node in self.values("files")}
        if listed:
            for path in sorted(here)[:MOST_FILES]:
                yield from self.file(path, here[path], listed)
        if here and self.root:
            yield from self.unnamed_files(sorted(listed.keys() - here.keys()))
        if not here:
            yield from self.loose_digests(set(listed.values()))

    def unnamed_files(self, paths: list[str]) -> Iterator[Difference]:
        """Files of the hub that the document does not name."""
        if not paths:
            return
        files = paths[0]
        if len(paths) > 1:
            files = message("check.several-files", count=len(paths), names=tuple(paths))
        yield self.difference("file", self.node, "", files, self.source)

    def loose_digests(self, digests: set[str | None]) -> Iterator[Difference]:
        """Digests without a file name, where the hub gives the digest of every file."""
        if None in digests:
            return
        for node in self.values("sha256"):
            if str(node.value).lower() not in digests:
                nowhere = message("check.no-file-has-digest")
                yield self.difference("hash", node, str(node.value), nowhere, self.source)

    def file(
        self, path: str, node: DocumentNode, listed: Mapping[str, str | None]
    ) -> Iterator[Difference]:
        """The differences of one file."""
        if path not in listed:
            yield self.difference("file", node, path, "", self.source)
            return
        there = listed[path]
        if not there:
            return
        for place in self.places["sha256"]:
            for digest in select(self.document, node, place):
                here = str(digest.value)
                if here.lower() != there:
                    yield self.difference("hash", digest, f"{path} {here}", there, self.source)

    def parents(self, what: str) -> Iterator[Difference]:
        """Compare the named bases or datasets with those that the hub knows."""
        known = {}
        for edge in self.lineage.parents(self.record.ref):
            asked_for = edge.relation == DATASET if what == DATASET else edge.is_base
            if asked_for:
                known[edge.parent.unpinned] = edge
        stated = self.texts(f"{what}s")
        refs = {ref: node for node in stated if (ref := _ref(node.value))}
        names = {node.value.rpartition("/")[2].lower() for node in stated}
        for ref, edge in known.items():
            if ref not in refs and ref.name.rpartition("/")[2].lower() not in names:
                place = _place(edge.evidence[0]) if edge.evidence else self.source
                yield self.difference(what, self.node, "", str(ref), place)
        for ref, node in refs.items():
            if ref not in known:
                yield self.difference(what, node, str(ref), "", self.source)

    def gating(self) -> Iterator[Difference]:
        """Compare the stated access conditions with those of the hub."""
        gated: Any = self.record.snapshot.metadata.get("gated")
        there = str(gated) if gated else ""
        if gated is True:
            there = "true"
        stated = self.texts("gated")
        here = stated[0].value if stated else ""
        if here != there and "gated" in self.record.snapshot.metadata:
            yield self.difference(
                "gating", stated[0] if stated else self.node, here, there, self.source
            )


def _version(text: object) -> str:
    try:
        return PackageURL.from_string(str(text)).version or ""
    except ValueError:
        return ""


def _path(document: BomDocument, node: DocumentNode, places: Mapping[str, tuple[str, ...]]) -> str:
    """The path of a file within its artefact: the subpath of its package URL, or else its name."""
    for value in (match for path in places["purl"] for match in select(document, node, path)):
        try:
            subpath = PackageURL.from_string(str(value.value)).subpath
        except ValueError:
            continue
        if subpath:
            return subpath
    return str(node.value.get("name")) if isinstance(node.value, Mapping) else ""


def _licence(value: Any) -> str:
    """The name of a licence for comparison; empty if it has none."""
    if isinstance(value, Mapping):
        value = value.get("simplelicensing_licenseExpression") or value.get("name")
    if not isinstance(value, str) or is_placeholder(value):
        return ""
    text = value.removeprefix("https://spdx.org/licenses/").removeprefix(
        "http://spdx.org/licenses/"
    )
    if parsed := parse_expression(text):
        return parsed[0]
    known = lookup(text)
    return (identifier(known) if known else None) or text


def _place(evidence: Evidence) -> str:
    return (
        evidence.file if evidence.start_line is None else f"{evidence.file}:{evidence.start_line}"
    )
