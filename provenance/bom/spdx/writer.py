"""Write a lineage as SPDX 3.0.1 JSON-LD, with the profiles AI, Dataset, Software, SimpleLicensing
and Extension."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from uuid import NAMESPACE_URL, uuid5

from spdx_python_model import v3_0_1 as spdx

from provenance._version import __version__
from provenance.bom.assembly import Assembly, assemble, bom_refs
from provenance.bom.citations import components, modified, place_of
from provenance.bom.components import COMPONENT_TYPE
from provenance.bom.parts import Parts
from provenance.bom.personal_data import Presence, presence_along
from provenance.bom.spdx.graph import Graph
from provenance.bom.spdx.licences import Licences
from provenance.bom.spdx.packages import (
    described_fields,
    file_fields,
    library_fields,
    package,
    tested_on,
)
from provenance.bom.stamp import UNSTAMPED, Stamp
from provenance.bom.writer import clean, fault, plain, validated
from provenance.collector import collector_paused
from provenance.cyclonedx.documents import (
    BomJson,
    ComponentJson,
    ComposedMember,
    FormulaJson,
    PropertyJson,
)
from provenance.errors import UsageError
from provenance.lineage.graph import Edge, Lineage
from provenance.model.artifact import ArtifactRef
from provenance.parents import CODE, DATASET

_PROFILES = ("core", "software", "ai", "dataset", "simpleLicensing", "extension")
# SPDX 3.0.1 relationship types by relation of the parent; a base is an ancestor.
_RELATIONSHIPS = {DATASET: "trainedOn", CODE: "dependsOn"}
_Completeness = spdx.RelationshipCompleteness


@collector_paused()
def encode(lineage: Lineage, *, stamp: Stamp = UNSTAMPED) -> bytes:
    """Write a lineage as an SPDX document that contains a software bill of materials.

    States what the CycloneDX form states wherever SPDX has a place for it, and carries the rest as
    CycloneDX properties in the extension that SPDX provides (`CdxPropertiesExtension`). Unstated
    values are `noAssertion`; gaps and the sources of statements are annotations. The same lineage
    gives the same bytes.

    Args:
        lineage: The lineage; its inputs are the roots.
        stamp: Metadata of the document. Default time of creation is the latest time at which the
            hub says that an input was modified; default identifiers derive from the content. SPDX
            has no place for a document version.

    Returns:
        UTF-8 JSON-LD with checked structure: required members, types, vocabularies, references.

    Raises:
        UsageError: SPDX requires a time of creation and none is known.
        InvalidBomError: The result would be invalid, or no input could be read.
    """
    assembly = assemble(lineage, stamp)
    document = clean(plain(assembly.bom, "1.7"))
    validated(document)
    created = stamp.timestamp or _latest(lineage)
    if created is None:
        raise UsageError(
            "SPDX requires a creation time, and the hub states none",
            "Give --timestamp, or set SOURCE_DATE_EPOCH.",
        )
    serial = stamp.serial or uuid5(NAMESPACE_URL, json.dumps(document, sort_keys=True))
    graph = Graph(serial=serial, created=created, version=__version__, author=stamp.author)
    try:
        _fill(graph, lineage, assembly, document)
        written, missing = graph.written()
    except (ValueError, TypeError) as error:
        raise fault([str(error)]) from error
    if missing:
        raise fault([f"{name} is nowhere in this document" for name in missing])
    return json.dumps(clean(written), ensure_ascii=False, indent=2).encode() + b"\n"


def _latest(lineage: Lineage) -> datetime | None:
    """The latest time at which an input was modified, or None if no hub states one."""
    times: list[datetime] = []
    for _, ref in lineage.inputs:
        record = lineage.record(ref)
        time = modified(record.snapshot.metadata) if record else None
        if time:
            times.append(time)
    return max(times, default=None)


def _fill(graph: Graph, lineage: Lineage, assembly: Assembly, document: BomJson) -> None:
    refs = bom_refs(lineage)
    artefacts = _artefacts(graph, lineage, assembly, document)
    for ref, bom_ref in refs.items():
        complete = _aggregate(document, "dependencies", bom_ref)
        _relate(graph, lineage.parents(ref), artefacts, complete)
    _software(graph, document, {bom_ref: artefacts[ref] for ref, bom_ref in refs.items()})
    roots = sorted({artefacts[ref.unpinned] for _, ref in lineage.inputs})
    sbom = graph.add(
        spdx.software_Sbom,
        name=f"AI bill of materials of {', '.join(text for text, _ in lineage.inputs)}",
        software_sbomType=[spdx.software_SbomType.analyzed],
        rootElement=roots,
        element=graph.everything,
        profileConformance=[getattr(spdx.ProfileIdentifierType, name) for name in _PROFILES],
    )
    for entry in document["metadata"].get("properties", ()):
        if entry["name"] == "provenance:gap":
            graph.annotate(sbom, f"Not read: {entry['value']}")
    graph.close(sbom, [getattr(spdx.ProfileIdentifierType, name) for name in _PROFILES])


def _artefacts(
    graph: Graph, lineage: Lineage, assembly: Assembly, document: BomJson
) -> dict[ArtifactRef, str]:
    """Write an element for each artefact, with its files, data, licences and annotations.

    A part that cannot be written is left out, and an annotation says so.
    """
    written = {ref: component for ref, (_, component) in components(document)}
    licences = Licences(graph)
    artefacts: dict[ArtifactRef, str] = {}
    for ref, bom_ref in bom_refs(lineage).items():
        record, parts = lineage.records.get(ref), Parts(ref)
        nameplate: ComponentJson = {
            "type": COMPONENT_TYPE[ref.kind].value,
            "name": ref.name,
            "purl": ref.purl,
        }
        component = written.get(bom_ref, nameplate)
        presence = presence_along(lineage, record) if record else Presence.NO_ASSERTION
        whole = partial(package, graph, ref.kind, component, record, presence)
        element = parts.made("package", whole, "")
        if not element:
            element = package(graph, ref.kind, nameplate, None, Presence.NO_ASSERTION)
        artefacts[ref] = element
        complete = _aggregate(document, "assemblies", bom_ref)
        parts.made("files", partial(_contain, graph, element, component, complete), None)
        parts.made("data", partial(_unnamed_data, graph, element, component), None)
        if record:
            parts.made("licences", partial(licences.relate, element, record), None)
        places = partial(_annotate, graph, element, component, assembly, bom_ref)
        parts.made("annotations", places, None)
        for text in parts.left_out:
            graph.annotate(element, f"Not read: {text}")
    return artefacts


def _contain(graph: Graph, element: str, component: ComponentJson, completeness: str) -> None:
    """The files of an artefact."""
    files = [
        graph.add(spdx.software_File, **file_fields(file))
        for file in component.get("components", ())
    ]
    graph.relate(element, "contains", files, completeness)


def _unnamed_data(graph: Graph, model: str, component: ComponentJson) -> None:
    """Data without a reference: described training data, and evaluation data."""
    parameters = component.get("modelCard", {}).get("modelParameters", {})
    described = [entry for entry in parameters.get("datasets", ()) if "ref" not in entry]
    trained = [
        graph.add(spdx.dataset_DatasetPackage, **described_fields(entry)) for entry in described
    ]
    graph.relate(model, "trainedOn", trained, _Completeness.incomplete, "as the card describes it")
    tested = [
        graph.add(spdx.dataset_DatasetPackage, **described_fields({"name": name}))
        for name in tested_on(component)
    ]
    graph.relate(model, "testedOn", tested, _Completeness.noAssertion, "model-index")


def _software(graph: Graph, document: BomJson, artefacts: Mapping[str, str]) -> None:
    """The software that loads the models and that was used for training, as packages."""
    loaders = [
        entry for entry in document.get("components", ()) if entry["bom-ref"] not in artefacts
    ]
    known = {
        loader["bom-ref"]: graph.add(spdx.software_Package, **library_fields(loader))
        for loader in loaders
    }
    for dependency in document.get("dependencies", ()):
        needed = [known[need] for need in dependency["dependsOn"] if need in known]
        graph.relate(artefacts.get(dependency["ref"], ""), "dependsOn", needed)
    for formula in document.get("formulation", ()):
        _training(graph, formula, artefacts)


def _training(graph: Graph, formula: FormulaJson, artefacts: Mapping[str, str]) -> None:
    tools = [
        graph.add(spdx.software_Package, **library_fields(tool))
        for tool in formula.get("components", ())
    ]
    for workflow in formula["workflows"]:
        name = workflow["name"]
        for resource in workflow["resourceReferences"]:
            element = artefacts[resource["ref"]]
            graph.relate(element, "usesTool", tools, comment=name)
            for given in workflow.get("inputs", ()):
                graph.annotate(element, _recipe(name, given.get("parameters", ())))


def _recipe(name: str, parameters: Sequence[PropertyJson]) -> str:
    """The parameters of a workflow in one text; empty if there are none."""
    assignments = "; ".join(f"{parameter['name']}={parameter['value']}" for parameter in parameters)
    return f"Parameters of the {name}: {assignments}" if assignments else ""


def _aggregate(document: BomJson, subject: ComposedMember, bom_ref: str) -> str:
    """The completeness that the BOM states for an artefact's files or parents, in SPDX terms."""
    for composition in document.get("compositions", ()):
        if bom_ref in composition.get(subject, ()):
            return str(getattr(_Completeness, composition["aggregate"], _Completeness.noAssertion))
    return str(_Completeness.noAssertion)


def _relate(
    graph: Graph, edges: tuple[Edge, ...], artefacts: Mapping[ArtifactRef, str], completeness: str
) -> None:
    """One relationship for each way in which an artefact was made from others."""
    relations: dict[str, list[Edge]] = {}
    for edge in edges:
        relations.setdefault(edge.relation, []).append(edge)
    for relation in sorted(relations):
        group = relations[relation]
        parents = [artefacts[edge.parent.unpinned] for edge in group]
        places = ", ".join(
            dict.fromkeys(place_of(proof) for edge in group for proof in edge.evidence)
        )
        kind = _RELATIONSHIPS.get(relation, "descendantOf")
        graph.relate(
            artefacts[group[0].child.unpinned],
            kind,
            parents,
            completeness,
            f"{relation}; stated in {places}",
        )


def _annotate(
    graph: Graph, element: str, component: ComponentJson, assembly: Assembly, bom_ref: str
) -> None:
    """Annotate an artefact with its gaps and sources."""
    for entry in component.get("properties", ()):
        if entry["name"] in ("provenance:gap", "provenance:state"):
            graph.annotate(element, f"Not read: {entry['value']}")
    for place, fields in _sources(assembly, bom_ref):
        graph.annotate(element, f"Read in {place}: {', '.join(fields)}")


def _sources(assembly: Assembly, bom_ref: str) -> Iterator[tuple[str, list[str]]]:
    """Each source, with the fields of the CycloneDX form that it states."""
    places: dict[str, dict[str, None]] = {}
    for fact in assembly.facts.get(bom_ref, ()):
        for evidence in fact.evidence:
            field = ".".join(step for step in fact.path if isinstance(step, str))
            places.setdefault(place_of(evidence), {})[field] = None
    yield from ((place, list(places[place])) for place in sorted(places))
