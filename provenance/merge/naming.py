"""bom-refs of two documents that shall become one: the same for the same thing, apart for what is
not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from packageurl import PackageURL

from provenance.conformance.document import BomDocument, DocumentNode
from provenance.cyclonedx.integrity import members, references

_HELD_BY_COMMIT = ("machine-learning-model", "data")


def renamed(bom: dict[str, Any], names: Mapping[str, str]) -> None:
    """Give bom-refs other names, wherever they are given and wherever they are referred to.

    Args:
        bom: Plain JSON, changed in place.
        names: The new name by the old one.
    """
    for member in list(members(bom)):
        _, name, value, holder = member
        if name == "bom-ref" and value in names:
            # A mapping of `bom`, which may be changed.
            holder["bom-ref"] = names[value]  # type: ignore[index]
        for _, container, key in references(member):
            container[key] = names.get(container[key], container[key])


def free_name(wanted: str, taken: set[str]) -> str:
    """`wanted`, or with the first number behind it that makes it a name nobody has; then it is
    taken."""
    found = next(name for name in _numbered(wanted) if name not in taken)
    taken.add(found)
    return found


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}~{number}" for number in count(2))


class Known:
    """The components of a document, to be found by what they are."""

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
        """The component that is the same thing: by its package URL, or where neither has one by
        bom-ref and name."""
        if purl := _purl(component):
            return self._by_purl.get(purl.to_string())
        node = self._by_ref.get(component["bom-ref"])
        return node if node is not None and node.value.get("name") == component["name"] else None

    def meant(self, component: Mapping[str, Any], but: set[str]) -> DocumentNode | None:
        """The component that must be meant where one side names no version.

        A package without a version is the one that is there in whatever version, if only one is; a
        model or dataset that is there without its commit is the one that was read.

        Args:
            component: Of which `same` found nothing.
            but: Pointers of components that are something else.
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
