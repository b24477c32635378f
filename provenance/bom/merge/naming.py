"""Reconcile the bom-refs of two documents: equal for the same thing, distinct for different
things."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count

from packageurl import PackageURL

from provenance.conformance.document import BomDocument, DocumentNode
from provenance.cyclonedx.documents import ComponentJson
from provenance.cyclonedx.integrity import members, references

_HELD_BY_COMMIT = ("machine-learning-model", "data")


def renamed(bom: Mapping[str, object], names: Mapping[str, str]) -> None:
    """Rename bom-refs where they are defined and where they are referenced.

    Args:
        bom: Plain JSON, changed in place.
        names: New name by old name.
    """
    for member in list(members(bom)):
        _, name, value, holder = member
        if name == "bom-ref" and isinstance(value, str) and value in names:
            _set(holder, "bom-ref", names[value])
        for use in references(member):
            if use.ref in names:
                _set(use.holder, use.key, names[use.ref])


def _set(holder: Mapping[str, object] | list[object], key: str | int, name: str) -> None:
    """Change an object or array within a document of ours."""
    if isinstance(holder, list):
        holder[int(key)] = name
    else:
        assert isinstance(holder, dict)
        holder[key] = name


def free_name(wanted: str, taken: set[str]) -> str:
    """`wanted`, or `wanted` with the first number that makes it unique; reserves the name."""
    name = next(name for name in _numbered(wanted) if name not in taken)
    taken.add(name)
    return name


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}~{number}" for number in count(2))


class Known:
    """An index of a document's components by identity."""

    def __init__(self, document: BomDocument) -> None:
        self._by_purl: dict[str, DocumentNode] = {}
        self._unversioned: dict[str, list[DocumentNode]] = {}
        self._by_ref: dict[str, DocumentNode] = {}
        for _, node in document.components():
            if "/modelParameters/" in node.pointer:
                continue
            if purl := _purl(node.value):
                self._by_purl.setdefault(purl.to_string(), node)
                self._unversioned.setdefault(_without_version(purl), []).append(node)
            elif isinstance(node.value.get("bom-ref"), str):
                self._by_ref.setdefault(node.value["bom-ref"], node)

    def same(self, component: ComponentJson) -> DocumentNode | None:
        """The component with the same identity: by package URL, or by bom-ref and name if neither
        has one."""
        if purl := _purl(component):
            return self._by_purl.get(purl.to_string())
        node = self._by_ref.get(component["bom-ref"])
        return node if node is not None and node.value.get("name") == component["name"] else None

    def without_version(self, component: ComponentJson, but: set[str]) -> DocumentNode | None:
        """The component that must be the same one if one side names no version.

        A package without a version matches the only version that is present; a model or dataset
        without a commit matches the one that was read.

        Args:
            component: A component for which `same` found nothing.
            but: Pointers of components that are known to be different.
        """
        purl = _purl(component)
        alike = self._unversioned.get(_without_version(purl), []) if purl else []
        left = [node for node in alike if node.pointer not in but]
        if purl is None or len(left) != 1:
            return None
        pinned = purl.version and (
            component["type"] not in _HELD_BY_COMMIT or _versioned(left[0].value)
        )
        return None if pinned else left[0]


def _versioned(component: object) -> bool:
    purl = _purl(component)
    return purl is not None and bool(purl.version)


def _purl(component: object) -> PackageURL | None:
    """The package URL of anybody's component; None if there is none, or none that can be read."""
    purl = component.get("purl") if isinstance(component, Mapping) else None
    if not isinstance(purl, str):
        return None
    try:
        return PackageURL.from_string(purl)
    except ValueError:
        return None


def _without_version(purl: PackageURL) -> str:
    return str(purl._replace(version=None).to_string())
