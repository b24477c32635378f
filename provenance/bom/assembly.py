"""Assemble the BOM of a lineage as objects of cyclonedx-python-lib: subject, components, pedigree,
dependencies, compositions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import partial
from typing import cast

from cyclonedx.model import Property
from cyclonedx.model.bom_ref import BomRef
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.contact import OrganizationalContact
from cyclonedx.model.dependency import Dependency
from cyclonedx.model.lifecycle import LifecyclePhase, PredefinedLifecycle
from cyclonedx.model.tool import ToolRepository

from provenance._version import __version__
from provenance.bom.components import MOST_FILES, Described, describe, gap_text, named_only
from provenance.bom.software import ModelSoftware, surroundings
from provenance.bom.stamp import Stamp
from provenance.bom.unknowns import mark_unknowns
from provenance.cyclonedx.documents import CompositionJson
from provenance.cyclonedx.extension import AiBom, AiMetaData, AiPedigree
from provenance.errors import FaultError, InvalidBomError
from provenance.facts.stated import Fact
from provenance.lineage.graph import Edge, Lineage
from provenance.lineage.record import ArtifactRecord
from provenance.messages import message
from provenance.model.artifact import ArtifactId, ArtifactRef
from provenance.model.fault import REASON as FAULT
from provenance.model.fault import shielded
from provenance.model.finding import shorten
from provenance.parents import DATASET


@dataclass(frozen=True, slots=True)
class Assembly:
    """A BOM before serialisation.

    Attributes:
        bom: The library's object, without citations.
        facts: Source of each field, by bom-ref.
        refs: bom-ref by purl.
    """

    bom: AiBom
    facts: Mapping[str, tuple[Fact, ...]]
    refs: Mapping[ArtifactId, str]


def assemble(lineage: Lineage, stamp: Stamp) -> Assembly:
    """Assemble a lineage as a BOM.

    A single input is the subject (`metadata.component`); several inputs are all components, without
    a subject. Every artefact is one full component, however many children it has: a child's
    `pedigree.ancestors` names its parents by purl and `dependencies` links them by bom-ref, so a
    shared parent is written once.

    An unreadable input becomes a component that says so, and so does an artefact whose description
    failed internally. A manifest entry that no hub can resolve appears in `metadata.properties` as
    `provenance:gap`.

    Raises:
        InvalidBomError: No hub returned anything for any input, so there is nothing to write.
    """
    inputs = {ref.unpinned for _, ref in lineage.inputs}
    _require_read(lineage, inputs)
    refs = bom_refs(lineage)
    described = {
        ref: _described(lineage, record, refs, every_file=ref in inputs)
        for ref, record in lineage.records.items()
    }
    around = surroundings(lineage, refs)
    components = {ref: entry.component for ref, entry in described.items()}
    components |= {ref: named_only(ref, refs[ref], state) for ref, state in lineage.unread.items()}
    for ref, component in components.items():
        record = lineage.records.get(ref)
        mark_unknowns(component, was_read=record is not None and not record.gaps)
    for library in around.libraries:
        mark_unknowns(library, was_read=True)
    subject = components.pop(next(iter(inputs))) if len(inputs) == 1 else None
    rejected = [gap_text(gap) for _, _, gap in lineage.rejected]
    bom = AiBom(
        serial_number=stamp.serial,
        version=stamp.version,
        components=(*components.values(), *around.libraries),
        metadata=_metadata(subject, stamp, (*rejected, *around.left_out)),
        ai_compositions=_compositions(lineage, refs, inputs),
        ai_formulation=around.formulas,
    )
    bom.dependencies = list(_dependencies(lineage, refs, around))
    facts = {
        refs[ref]: (*entry.facts, *_ancestor_facts(lineage, ref))
        for ref, entry in described.items()
    }
    artefacts = {record.purl: refs[ref] for ref, record in lineage.records.items()}
    return Assembly(bom, {**facts, **around.facts}, artefacts)


def _require_read(lineage: Lineage, inputs: Set[ArtifactRef]) -> None:
    """Raise if no input was read; one that failed through a fault of ours is still written."""
    failed = [ref for ref in inputs if lineage.unread.get(ref) == FAULT]
    if not inputs & lineage.records.keys() and not failed:
        missing = ", ".join(sorted(map(str, inputs)))
        raise InvalidBomError(
            f"nothing could be read: {missing}", "No bill of materials was written."
        )


def _described(
    lineage: Lineage, record: ArtifactRecord, refs: Mapping[ArtifactRef, str], every_file: bool
) -> Described:
    """An artefact as a component; if describing it fails, only its name and the fault."""
    ref = record.ref.unpinned
    datasets = [
        (refs[edge.parent.unpinned], edge.evidence)
        for edge in lineage.parents(ref)
        if edge.relation == DATASET
    ]
    pedigree = _pedigree(lineage, ref)
    work = partial(describe, record, refs[ref], datasets, pedigree, every_file)
    try:
        with record.budget.running():
            return shielded(work, message("gap.fault.describing", name=str(ref)))
    except FaultError as fault:
        return Described(named_only(record.ref, refs[ref], f"{FAULT}: {fault.message}"), ())


def _dependencies(
    lineage: Lineage, refs: Mapping[ArtifactRef, str], around: ModelSoftware
) -> Iterator[Dependency]:
    """Set all dependencies at once; when they are registered singly, the library searches all of
    them each time."""
    needs = {
        refs[ref]: [refs[edge.parent.unpinned] for edge in lineage.parents(ref)] for ref in refs
    }
    for name in (*needs, *(str(library.bom_ref) for library in around.libraries)):
        yield Dependency(
            BomRef(name),
            (Dependency(BomRef(need)) for need in (*needs.get(name, ()), *around.needs(name))),
        )


def bom_refs(lineage: Lineage) -> dict[ArtifactRef, str]:
    """bom-ref of every artefact: its purl, numbered if two folders share a name and therefore a
    purl."""
    purls = {ref: record.purl for ref, record in lineage.records.items()}
    purls |= {ref: ref.purl for ref in lineage.unread}
    taken: dict[str, int] = {}
    refs = {}
    for ref in sorted(purls):
        count = taken[purls[ref]] = taken.get(purls[ref], 0) + 1
        refs[ref] = purls[ref] if count == 1 else f"{purls[ref]}~{count}"
    return refs


def _metadata(subject: Component | None, stamp: Stamp, gaps: Iterable[str]) -> AiMetaData:
    tool = Component(type=ComponentType.APPLICATION, name="provenance", version=__version__)
    return AiMetaData(
        timestamp=stamp.timestamp,
        component=subject,
        authors=_authors(stamp),
        tools=ToolRepository(components=[tool]),
        lifecycles=[PredefinedLifecycle(LifecyclePhase.POST_BUILD)],
        properties=[Property(name="provenance:gap", value=gap) for gap in gaps],
    )


def _authors(stamp: Stamp) -> list[OrganizationalContact]:
    if stamp.author is None:
        return []
    return [OrganizationalContact(name=stamp.author.name, email=stamp.author.email or None)]


def _bases(lineage: Lineage, ref: ArtifactRef) -> list[Edge]:
    return [edge for edge in lineage.parents(ref) if edge.is_base]


def _pedigree(lineage: Lineage, ref: ArtifactRef) -> AiPedigree | None:
    edges = _bases(lineage, ref)
    if not edges:
        return None
    notes = (
        f"{edge.relation} of {edge.parent} ({edge.confidence} by {', '.join(edge.known_by)})"
        for edge in edges
    )
    return AiPedigree(
        ancestors=[named_only(edge.parent, None) for edge in edges],
        notes=shorten("; ".join(notes), 4000),
    )


def _ancestor_facts(lineage: Lineage, ref: ArtifactRef) -> Iterator[Fact]:
    for edge in _bases(lineage, ref):
        yield Fact(("pedigree", "ancestors", {"purl": edge.parent.purl}), None, edge.evidence)


def _compositions(
    lineage: Lineage, refs: Mapping[ArtifactRef, str], inputs: set[ArtifactRef]
) -> Iterator[CompositionJson]:
    """The completeness of the files (`assemblies`) and parents (`dependencies`) of each artefact.

    Files are complete if everything the hub lists is written and the listing has no gap. Parents
    are never complete, because no card claims to name all of them: they are incomplete if a named
    one could not be read, else unknown. The properties `provenance:state` and `provenance:gap` give
    the reasons.
    """
    aggregates: dict[str, dict[str, list[str]]] = {}
    for ref, bom_ref in refs.items():
        record = lineage.records.get(ref)
        listed = record is not None and ref in inputs and _all_files(record)
        cut = record is None or any(
            edge.parent.unpinned in lineage.unread for edge in lineage.parents(ref)
        )
        of_parts = "complete" if listed else "incomplete"
        of_lineage = "incomplete" if cut else "unknown"
        for subject, aggregate in (("assemblies", of_parts), ("dependencies", of_lineage)):
            aggregates.setdefault(aggregate, {}).setdefault(subject, []).append(bom_ref)
    for aggregate in sorted(aggregates):
        yield cast("CompositionJson", {"aggregate": aggregate, **aggregates[aggregate]})


def _all_files(record: ArtifactRecord) -> bool:
    return (
        bool(record.snapshot.files)
        and len(record.snapshot.files) <= MOST_FILES
        and not record.snapshot.gaps
    )
