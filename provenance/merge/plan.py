"""An application's SBOM and an AIBOM → the edits that put the second into the first."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from provenance._version import __version__
from provenance.conformance.document import BomDocument, DocumentNode, entries
from provenance.cyclonedx.integrity import members
from provenance.merge.edit import Edit, edits
from provenance.merge.naming import Known, free_name, renamed

_PLACE = re.compile(r"(/metadata/component|/(?:components|formulation)/\d+)(?:/([^/]+).*)?")
_IDENTITY = frozenset({"bom-ref", "type", "name", "group", "purl"})
_FITS = {"modelCard": "machine-learning-model", "data": "data"}
# What CycloneDX says the completeness of.
_COMPOSED = ("assemblies", "dependencies")
_CARRIED = ("formulation", "declarations", "definitions")

# Where something now stands, and which of its members were taken over: all of them where None.
Move: TypeAlias = tuple[str, frozenset[str] | None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done.

    Attributes:
        edits: In the order in which they are to be done.
        notes: What a user should know of it; sentences without a full stop.
    """

    edits: tuple[Edit, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """A component of the AIBOM, where it stands there, and the component of the SBOM that is the
    same thing."""

    place: str
    component: dict[str, Any]
    twin: DocumentNode | None

    @property
    def lacking(self) -> dict[str, Any]:
        """The members that the twin lacks and may have: what is signed stays as it is."""
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


def plan(sbom: BomDocument, aibom: dict[str, Any], inputs: Sequence[str]) -> Plan:
    """Lay out how an AIBOM goes into an SBOM; what the SBOM says already stays as it is.

    The application (`metadata.component`) depends on the inputs. A component that is there already
    is not written again: it gets the members that it lacks, and what the AIBOM says of the others
    is left out.

    Args:
        sbom: The application's document.
        aibom: Plain JSON of the same version; it is changed.
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
    names = dict(_twins(parts, {edit.pointer: edit.value for edit in given}))
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
            notes.append(_told(sbom, part))
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
    """Whether the application has no bom-ref and is not given one."""
    if isinstance(root.value.get("bom-ref"), str):
        return False
    return all(edit.pointer != root.pointer for edit in given)


def _overlay(sbom: BomDocument, aibom: dict[str, Any], parts: list[_Part]) -> dict[str, Any]:
    """The members of the AIBOM as they are laid over the SBOM."""
    return {
        "metadata": _metadata(sbom, aibom),
        "components": [part.component for part in parts if part.twin is None],
        "compositions": list(_compositions(sbom, aibom, parts)),
        **{member: aibom[member] for member in _CARRIED if member in aibom},
        "citations": list(_citations(sbom, aibom, parts)),
    }


def _parts(sbom: BomDocument, aibom: dict[str, Any]) -> Iterator[_Part]:
    """Every component of the AIBOM with its twin; what is the twin of one is not that of
    another."""
    there = Known(sbom)
    subject = aibom["metadata"].get("component")
    places = [("/metadata/component", subject)] if subject else []
    places += [
        (f"/components/{number}", entry) for number, entry in enumerate(aibom.get("components", ()))
    ]
    twins: dict[str, DocumentNode] = {}
    for find in (
        there.same,
        lambda entry: there.meant(entry, {node.pointer for node in twins.values()}),
    ):
        for place, component in places:
            twin = None if place in twins else find(component)
            if twin and all(twin.pointer != node.pointer for node in twins.values()):
                twins[place] = twin
    yield from (_Part(place, component, twins.get(place)) for place, component in places)


def _twins(parts: list[_Part], given: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The names in the SBOM of what is there already.

    What is left out of it goes by the name of what it is part of, because citations may be
    attributed to it.
    """
    for part in parts:
        if part.twin:
            ref = given.get(part.twin.pointer) or part.twin.value["bom-ref"]
            left_out = {
                member: value
                for member, value in part.component.items()
                if member not in part.lacking
            }
            yield from (
                (value, ref) for _, name, value, _ in members(left_out) if name == "bom-ref"
            )


def _clashes(
    sbom: BomDocument,
    aibom: dict[str, Any],
    parts: list[_Part],
    twins: Mapping[str, str],
    taken: set[str],
) -> dict[str, str]:
    """Names that nobody has, for what is new and bears the name of something else.

    What is carried along is new where it differs from what is there; a new name within it can be
    the difference.
    """
    names = _fresh([part.lacking if part.twin else part.component for part in parts], set(), taken)
    while True:
        carried = copy.deepcopy({member: aibom[member] for member in _CARRIED if member in aibom})
        renamed(carried, {**twins, **names})
        new = [edit.value for edit in edits(sbom.root, carried)]
        clashing = _fresh(new, {*names, *names.values()}, taken)
        if not clashing:
            return names
        names |= clashing


def _fresh(new: list[Any], ours: set[str], taken: set[str]) -> dict[str, str]:
    """New names for the bom-refs of what is new that are taken, but not by us."""
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


def _told(sbom: BomDocument, part: _Part) -> str:
    """What becomes of a component that is there already."""
    assert part.twin is not None
    name = "/".join(filter(None, (part.component.get("group"), part.component["name"])))
    told = f"{name} is in {sbom.name} already ({part.twin.pointer}); "
    return told + (
        f"added to it: {', '.join(part.lacking)}"
        if part.lacking
        else "it is signed and stays as it is"
    )


def _metadata(sbom: BomDocument, aibom: Mapping[str, Any]) -> dict[str, Any]:
    """The time, entries that were not read, and this tool among those that made the document, as
    they are listed."""
    metadata = sbom.root.get("metadata")
    tools = metadata.get("tools") if isinstance(metadata, Mapping) else None
    tool = {"name": "provenance", "version": __version__}
    added: dict[str, Any] = {"tools": {"components": [{"type": "application", **tool}]}}
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
    sbom: BomDocument, aibom: Mapping[str, Any], root: str | None, used: list[str]
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
    sbom: BomDocument, aibom: Mapping[str, Any], parts: list[_Part]
) -> Iterator[dict[str, Any]]:
    """How complete things are, but for what the SBOM speaks of itself and for files that were left
    out."""
    stated = _stated_compositions(sbom)
    for part in parts:
        if part.twin and "components" not in part.lacking:
            stated.add(("assemblies", part.component["bom-ref"]))
    for entry in aibom.get("compositions", ()):
        kept: dict[str, list[str]] = {}
        for kind in _COMPOSED:
            refs = [ref for ref in entry.get(kind, ()) if (kind, ref) not in stated]
            if refs:
                kept[kind] = refs
        if kept:
            yield {"aggregate": entry["aggregate"], **kept}


def _stated_compositions(sbom: BomDocument) -> set[tuple[str, Any]]:
    """Of which components the SBOM itself says how complete they are, and in what."""
    stated: set[tuple[str, Any]] = set()
    for node in entries(DocumentNode("", sbom.root), "compositions"):
        for kind in _COMPOSED:
            stated |= {(kind, ref.value) for ref in entries(node, kind)}
    return stated


def _citations(
    sbom: BomDocument, aibom: Mapping[str, Any], parts: list[_Part]
) -> Iterator[dict[str, Any]]:
    """Where each field was read, with the pointers moved to where the fields now stand."""
    moved = _moved_components(sbom, parts) | _moved_formulas(sbom, aibom)
    for citation in aibom.get("citations", ()):
        pointers = [place for pointer in citation["pointers"] if (place := _moved(pointer, moved))]
        if pointers:
            yield {**citation, "pointers": pointers}


def _moved_components(sbom: BomDocument, parts: list[_Part]) -> dict[str, Move]:
    """Where each component now stands, and which of its members were taken over: all where None."""
    moved: dict[str, Move] = {}
    count = len(entries(DocumentNode("", sbom.root), "components"))
    for part in parts:
        if part.twin:
            moved[part.place] = (part.twin.pointer, frozenset(part.lacking))
        else:
            moved[part.place] = (f"/components/{count}", None)
            count += 1
    return moved


def _moved_formulas(sbom: BomDocument, aibom: Mapping[str, Any]) -> dict[str, Move]:
    """Where each formula that the SBOM does not hold now stands."""
    before = [node.value for node in entries(DocumentNode("", sbom.root), "formulation")]
    formulas = aibom.get("formulation", ())
    new = [formula for formula in formulas if formula not in before]
    return {
        f"/formulation/{number}": (f"/formulation/{len(before) + new.index(formula)}", None)
        for number, formula in enumerate(formulas)
        if formula in new
    }


def _moved(pointer: str, moved: Mapping[str, tuple[str, frozenset[str] | None]]) -> str | None:
    """Where a field stands now, or None where it was left out."""
    found = _PLACE.fullmatch(pointer)
    if found is None or found[1] not in moved:
        return None
    place, allowed = moved[found[1]]
    return (
        place + pointer.removeprefix(found[1]) if allowed is None or found[2] in allowed else None
    )
