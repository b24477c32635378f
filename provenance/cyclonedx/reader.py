"""Read a CycloneDX document into typed objects, as far as they cover 1.6 and 1.7."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from defusedxml import ElementTree  # type: ignore[import-untyped]

from provenance.cyclonedx.extension import AiBom
from provenance.cyclonedx.shaping import local

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_OF_A_BOM = {"compositions", "formulation", "declarations", "citations"}
_OF_A_COMPONENT = {"modelCard", "data"}


def read(document: Mapping[str, object] | str) -> AiBom:
    """Read a bill of materials into objects of cyclonedx-python-lib and its extension.

    Unknown members are dropped: compare output with input before relying on completeness (see
    `benchmarks/bom_examples.py`). Arrays that the library stores as sets come back sorted.

    Args:
        document: Plain JSON of version 1.6 or 1.7, or XML text.

    Raises:
        ValueError: The library rejects a value. defusedxml.DefusedXmlException: The XML declares
            entities.
    """
    if isinstance(document, str):
        root = ElementTree.fromstring(document, forbid_dtd=True)
        for element in _blocks(root):
            element.tag = _property_name(element.tag)
        bom = AiBom.from_xml(root)  # type: ignore[attr-defined]  # added at run time
    else:
        bom = AiBom.from_json(dict(document))  # type: ignore[attr-defined]
    assert isinstance(bom, AiBom)
    return bom


def _blocks(root: Element) -> Iterator[Element]:
    """The elements that the extension reads; py-serializable finds them only by property name."""
    queue = [root]
    for element in queue:
        wanted = {"bom": _OF_A_BOM, "component": _OF_A_COMPONENT}.get(local(element), set())
        for child in element:
            if local(child) in wanted:
                yield child
            else:
                queue.append(child)


def _property_name(tag: str) -> str:
    space, _, name = tag.rpartition("}")
    return f"{space}}}ai{name[0].upper()}{name[1:]}"
