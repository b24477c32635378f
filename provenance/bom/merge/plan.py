"""Plan the edits that merge an AIBOM into an application's SBOM."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, cast

from provenance._version import __version__
from provenance.bom.merge.edit import Edit, edits
from provenance.bom.merge.naming import Known, free_name, renamed
from provenance.conformance.document import BomDocument, DocumentNode, entries
from provenance.cyclonedx.documents import (
    BomJson,
    CitationJson,
    ComponentJson,
    ComposedMember,
    CompositionJson,
)
from provenance.cyclonedx.integrity import members

_PLACE = re.compile(r"(/metadata/component|/(?:components|formulation)/\d+)(?:/([^/]+).*)?")
_IDENTITY = frozenset({"bom-ref", "type", "name", "group", "purl"})
_FITS = {"modelCard": "machine-learning-model", "data": "data"}
# The subjects of a completeness statement in CycloneDX.
_COMPOSED: tuple[ComposedMember, ...] = ("assemblies", "dependencies")
# The members of an AIBOM that are taken over as they are.
_Carried: TypeAlias = Literal["formulation", "declarations", "definitions"]
_CARRIED: tuple[_Carried, ...] = ("formulation", "declarations", "definitions")

# New position of a component, and which of its members were taken over; None means all.
Move: TypeAlias = tuple[str, frozenset[str] | None]


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan of edits.

    Attributes:
        edits: In order of execution.
        notes: What the user should know; sentences without a full stop.
    """

    edits: tuple[Edit, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """A component of the AIBOM, its position there, and the SBOM component with the same
    identity."""

    place: str
    component: ComponentJson
    twin: DocumentNode | None

    @property
    def lacking(self) -> dict[str, object]:
        """The members that the SBOM's component lacks and may receive; signed objects stay as they
        are."""
        there = self.twin.value if self.twin else {}
        return {
            member: value
            for member, value in self.component.items()
            if member not in _IDENTITY
            and member not in there
            and "signature" not in there
            and _FITS.get(member, there.get("type")) == there.get("type")
            and not (member == "version" and "versionRange" in there)
        }


def plan(sbom: BomDocument, aibom: BomJson, inputs: Sequence[str]) -> Plan:
    """Plan how to merge an AIBOM into an SBOM; existing statements of the SBOM stay.

    The application (`metadata.component`) depends on the inputs. A component that already exists
    only receives the members that it lacks; for its other members the SBOM takes precedence.

    Args:
        sbom: The application's document.
        aibom: Plain JSON of the same version; modified in place.
        inputs: bom-refs of what the application uses.
    """
    taken = _taken_refs(sbom)
    parts = list(_parts(sbom, aibom))
    twins = [(part, part.twin) for part in parts if part.twin]
    given = [
        Edit(twin.pointer, "bom-ref", free_name(part.component["bom-ref"], taken))
        for part, twin in twins
        if not isinstance(twin.value.get("bom-ref"), str)
    ]
    names = dict(_twins(parts, {edit.pointer: str(edit.value) for edit in given}))
    names |= _clashes(sbom, aibom, parts, names, taken)
    renamed(aibom, names)
    root, notes = _root(sbom), []
    if root is None:
        notes.append(
            f"{sbom.name} names no application (metadata.component): nothing in it depends on the"
            " models"
        )
    elif _lacks_ref(root, given):
        wanted = str(root.value.get("purl") or root.value.get("name"))
        given.append(Edit(root.pointer, "bom-ref", free_name(wanted, taken)))
    fills: list[Edit] = []
    for part, twin in twins:
        fills += (Edit(twin.pointer, member, value) for member, value in part.lacking.items())
        if part.lacking or "signature" in twin.value:
            notes.append(_note_on(sbom, part))
    used = [names.get(ref, ref) for ref in inputs]
    application = _ref(root, given) if root else None
    added = edits(sbom.root, _overlay(sbom, aibom, parts))
    joined = _dependencies(sbom, aibom, application, used)
    return Plan((*given, *fills, *added, *joined), tuple(notes))


def _taken_refs(sbom: BomDocument) -> set[str]:
    """Every bom-ref of the SBOM."""
    return {
        value
        for _, name, value, _ in members(sbom.root)
        if name == "bom-ref" and isinstance(value, str)
    }


def _lacks_ref(root: DocumentNode, given: Iterable[Edit]) -> bool:
    """Whether the application needs a new bom-ref."""
    if isinstance(root.value.get("bom-ref"), str):
        return False
    return all(edit.pointer != root.pointer for edit in given)


def _overlay(sbom: BomDocument, aibom: BomJson, parts: list[_Part]) -> dict[str, object]:
    """The members of the AIBOM, arranged for merging."""
    return {
        "metadata": _metadata(sbom, aibom),
        "components": [part.component for part in parts if part.twin is None],
        "compositions": list(_compositions(sbom, aibom, parts)),
        **{member: aibom[member] for member in _CARRIED if member in aibom},
        "citations": list(_citations(sbom, aibom, parts)),
    }


def _parts(sbom: BomDocument, aibom: BomJson) -> Iterator[_Part]:
    """Every component of the AIBOM with its match in the SBOM; each match is used once."""
    there = Known(sbom)
    subject = aibom["metadata"].get("component")
    places = [("/metadata/component", subject)] if subject else []
    places += [
        (f"/components/{number}", entry) for number, entry in enumerate(aibom.get("components", ()))
    ]
    twins: dict[str, DocumentNode] = {}
    used: set[str] = set()
    for find in (there.same, lambda entry: there.without_version(entry, used)):
        for place, component in places:
            twin = None if place in twins else find(component)
            if twin and twin.pointer not in used:
                twins[place] = twin
                used.add(twin.pointer)
    yield from (_Part(place, component, twins.get(place)) for place, component in places)


def _twins(parts: list[_Part], given: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The SBOM's names for components that already exist.

    A dropped part maps to the component it belongs to, because citations may refer to it.
    """
    for part in parts:
        if part.twin is None:
            continue
        ref = given.get(part.twin.pointer) or part.twin.value["bom-ref"]
        dropped = part.component.keys() - part.lacking.keys()
        left_out = {name: value for name, value in part.component.items() if name in dropped}
        for _, name, value, _ in members(left_out):
            if name == "bom-ref" and isinstance(value, str):
                yield value, ref


def _clashes(
    sbom: BomDocument,
    aibom: BomJson,
    parts: list[_Part],
    twins: Mapping[str, str],
    taken: set[str],
) -> dict[str, str]:
    """Unique names for new components whose name is taken by a different component.

    A nested component is new if it differs from the existing one; a renamed part can be the
    difference.
    """
    names = _fresh([part.lacking if part.twin else part.component for part in parts], set(), taken)
    while True:
        carried: dict[str, object] = copy.deepcopy(
            {member: aibom[member] for member in _CARRIED if member in aibom}
        )
        renamed(carried, {**twins, **names})
        new = [edit.value for edit in edits(sbom.root, carried)]
        clashing = _fresh(new, {*names, *names.values()}, taken)
        if not clashing:
            return names
        names |= clashing


def _fresh(new: Sequence[object], ours: set[str], taken: set[str]) -> dict[str, str]:
    """Unique names for new bom-refs that collide with names in the SBOM."""
    refs = [
        ref
        for _, name, ref, _ in members({"": new})
        if name == "bom-ref" and ref in taken and ref not in ours
    ]
    return {ref: free_name(ref, taken) for ref in refs}


def _root(sbom: BomDocument) -> DocumentNode | None:
    return next(iter(sbom.subjects()), None)


def _ref(node: DocumentNode, given: list[Edit]) -> str:
    return str(
        next(
            (edit.value for edit in given if edit.pointer == node.pointer),
            node.value.get("bom-ref"),
        )
    )


def _note_on(sbom: BomDocument, part: _Part) -> str:
    """A note on what happens to an existing component."""
    assert part.twin is not None
    name = "/".join(filter(None, (part.component.get("group"), part.component["name"])))
    text = f"{name} is in {sbom.name} already ({part.twin.pointer}); "
    return text + (
        f"added to it: {', '.join(part.lacking)}"
        if part.lacking
        else "it is signed and stays as it is"
    )


def _metadata(sbom: BomDocument, aibom: BomJson) -> dict[str, object]:
    """The time, the gap entries, and this tool in the document's list of tools."""
    metadata = sbom.root.get("metadata")
    tools = metadata.get("tools") if isinstance(metadata, Mapping) else None
    tool = {"name": "provenance", "version": __version__}
    added: dict[str, object] = {"tools": {"components": [{"type": "application", **tool}]}}
    if isinstance(tools, list):
        added = {"tools": [tool]}
    elif isinstance(tools, Mapping) and "tool" in tools:
        added = {"tools": {"tool": [tool]}}
    return added | {
        name: aibom["metadata"][name]
        for name in ("timestamp", "properties")
        if name in aibom["metadata"]
    }


def _dependencies(
    sbom: BomDocument, aibom: BomJson, root: str | None, used: list[str]
) -> Iterator[Edit]:
    needs = {root: [ref for ref in used if ref != root]} if root else {}
    for entry in aibom.get("dependencies", ()):
        needs[entry["ref"]] = [*needs.get(entry["ref"], ()), *entry["dependsOn"]]
    listed = {
        node.value.get("ref"): node for node in entries(DocumentNode("", sbom.root), "dependencies")
    }
    for ref, wanted in needs.items():
        if ref in listed:
            yield from edits(
                listed[ref].value, {"dependsOn": list(dict.fromkeys(wanted))}, listed[ref].pointer
            )
    new = [{"ref": ref, "dependsOn": wanted} for ref, wanted in needs.items() if ref not in listed]
    yield from edits(sbom.root, {"dependencies": new})


def _compositions(
    sbom: BomDocument, aibom: BomJson, parts: list[_Part]
) -> Iterator[CompositionJson]:
    """Completeness statements, without those of the SBOM about itself and those about dropped
    files."""
    stated = _stated_compositions(sbom)
    for part in parts:
        if part.twin and "components" not in part.lacking:
            stated.add(("assemblies", part.component["bom-ref"]))
    for entry in aibom.get("compositions", ()):
        kept: dict[ComposedMember, list[str]] = {}
        for kind in _COMPOSED:
            refs = [ref for ref in entry.get(kind, ()) if (kind, ref) not in stated]
            if refs:
                kept[kind] = refs
        if kept:
            yield cast("CompositionJson", {"aggregate": entry["aggregate"], **kept})


def _stated_compositions(sbom: BomDocument) -> set[tuple[str, str]]:
    """The components for which the SBOM itself states completeness, and in which respect."""
    stated: set[tuple[str, str]] = set()
    for node in entries(DocumentNode("", sbom.root), "compositions"):
        for kind in _COMPOSED:
            refs = (ref.value for ref in entries(node, kind))
            stated |= {(kind, ref) for ref in refs if isinstance(ref, str)}
    return stated


def _citations(sbom: BomDocument, aibom: BomJson, parts: list[_Part]) -> Iterator[CitationJson]:
    """Citations with pointers moved to the fields' new positions."""
    moved = _moved_components(sbom, parts) | _moved_formulas(sbom, aibom)
    for citation in aibom.get("citations", ()):
        pointers = [place for pointer in citation["pointers"] if (place := _moved(pointer, moved))]
        if pointers:
            yield {**citation, "pointers": pointers}


def _moved_components(sbom: BomDocument, parts: list[_Part]) -> dict[str, Move]:
    """The new position of each component, and which of its members were taken over; None means
    all."""
    moved: dict[str, Move] = {}
    count = len(entries(DocumentNode("", sbom.root), "components"))
    for part in parts:
        if part.twin:
            moved[part.place] = (part.twin.pointer, frozenset(part.lacking))
        else:
            moved[part.place] = (f"/components/{count}", None)
            count += 1
    return moved


def _moved_formulas(sbom: BomDocument, aibom: BomJson) -> dict[str, Move]:
    """The new position of each formula that the SBOM does not contain."""
    before = [node.value for node in entries(DocumentNode("", sbom.root), "formulation")]
    formulas = aibom.get("formulation", ())
    new = [formula for formula in formulas if formula not in before]
    return {
        f"/formulation/{number}": (f"/formulation/{len(before) + new.index(formula)}", None)
        for number, formula in enumerate(formulas)
        if formula in new
    }


def _moved(pointer: str, moved: Mapping[str, tuple[str, frozenset[str] | None]]) -> str | None:
    """The new position of a field, or None if it was dropped."""
    parts = _PLACE.fullmatch(pointer)
    if parts is None or parts[1] not in moved:
        return None
    place, allowed = moved[parts[1]]
    if allowed is not None and parts[2] not in allowed:
        return None
    return place + pointer.removeprefix(parts[1])
