"""Reconcile the bom-refs of two documents: equal for the same thing, distinct for different
things."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from packageurl import PackageURL

from provenance.conformance.document import BomDocument, DocumentNode
from provenance.cyclonedx.integrity import members, references

_HELD_BY_COMMIT = ("machine-learning-model", "data")


def renamed(bom: dict[str, Any], names: Mapping[str, str]) -> None:
    """Rename bom-refs where they are defined and where they are referenced.

    Args:
        bom: Plain JSON, changed in place.
        names: New name by old name.
    """
    for member in list(members(bom)):
        _, name, value, holder = member
        if name == "bom-ref" and value in names:
            # A mapping within `bom`, which may be changed.
            holder["bom-ref"] = names[value]  # type: ignore[index]
        for _, container, key in references(member):
            container[key] = names.get(container[key], container[key])


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

    def same(self, component: Mapping[str, Any]) -> DocumentNode | None:
        """The component with the same identity: by package URL, or by bom-ref and name if neither
        has one."""
        if purl := _purl(component):
            return self._by_purl.get(purl.to_string())
        node = self._by_ref.get(component["bom-ref"])
        return node if node is not None and node.value.get("name") == component["name"] else None

    def without_version(self, component: Mapping[str, Any], but: set[str]) -> DocumentNode | None:
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


def _versioned(component: Mapping[str, Any]) -> bool:
    purl = _purl(component)
    return purl is not None and bool(purl.version)


def _purl(component: Mapping[str, Any]) -> PackageURL | None:
    try:
        return PackageURL.from_string(component["purl"])
    except (KeyError, ValueError, TypeError, AttributeError):
        return None


def _without_version(purl: PackageURL) -> str:
    return str(purl._replace(version=None).to_string())
