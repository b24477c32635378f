"""A CycloneDX document → the typed objects that write it, for what they know of 1.6 and 1.7."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from defusedxml import ElementTree  # type: ignore[import-untyped]

from provenance.cyclonedx.extension import AiBom
from provenance.cyclonedx.shaping import local

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_OF_A_BOM = {"compositions", "formulation", "declarations", "citations"}
_OF_A_COMPONENT = {"modelCard", "data"}


def read(document: Mapping[str, Any] | str) -> AiBom:
    """Read a bill of materials into the objects of cyclonedx-python-lib and its extension.

    What neither knows is left out: compare what is written with what was read before you trust it
    to be whole (see `benchmarks/bom_examples.py`). Arrays that the library keeps as sets come back
    sorted.

    Args:
        document: Plain JSON of version 1.6 or 1.7, or the text of XML.

    Raises:
        ValueError: A value is of no kind that the library takes.
            defusedxml.DefusedXmlException: The XML declares entities.
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
    """The elements that the extension reads; py-serializable finds them by the name of the property
    only."""
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
