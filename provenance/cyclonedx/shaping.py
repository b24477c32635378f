"""Convert a block of a bill of materials between JSON and XML, by the table of shapes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from xml.etree.ElementTree import Element, SubElement

from provenance.cyclonedx.shapes import (
    TEXT,
    Attribute,
    Body,
    Either,
    Flat,
    Nested,
    Renamed,
    Shape,
    Text,
)

# xs:decimal; longer texts are not numbers that anybody states.
_NUMBER = re.compile(r"[+-]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})", re.ASCII)


def to_xml(name: str, value: object, shape: Shape, namespace: str) -> Element:
    """Write a block as XML.

    Args:
        name: Local name of the element.
        value: The block as JSON.
        shape: Its row of the table.
        namespace: XML namespace of elements and attributes. ElementTree writes both without a
            prefix if it is the default namespace.

    Raises:
        ValueError: The block has a member that is not in the table, and so not in the schema.
    """
    element = Element(_qualified(name, namespace))
    _fill(element, value, shape, namespace)
    return element


def _qualified(name: str, namespace: str) -> str:
    return f"{{{namespace}}}{name}"


def _fill(element: Element, value: object, shape: Shape, namespace: str) -> None:
    match shape:
        case Text() | Body():
            element.text = _written(value)
        case Attribute(name):
            element.set(_qualified(name, namespace), str(value))
        case _ if isinstance(shape, Mapping) and isinstance(value, Mapping):
            if unknown := sorted(set(value) - set(shape)):
                raise ValueError(f"{element.tag} has no {', '.join(unknown)}")
            for member, below in shape.items():
                if member in value:
                    _add(element, member, value[member], below, namespace)
        case _:
            raise ValueError(f"{element.tag} cannot hold {type(value).__name__}")


def _add(parent: Element, name: str, value: object, shape: Shape, namespace: str) -> None:
    """Add the member `name` to the element of its object."""
    entries = value if isinstance(value, list | tuple) else ()
    match shape:
        case Body() | Attribute():
            _fill(parent, value, shape, namespace)
        case Renamed(other, below):
            _add(parent, other, value, below, namespace)
        case Flat(below):
            for entry in entries:
                _fill(SubElement(parent, _qualified(name, namespace)), entry, below, namespace)
        case Nested(child, below):
            wrapper = SubElement(parent, _qualified(name, namespace))
            for entry in entries:
                _fill(SubElement(wrapper, _qualified(child, namespace)), entry, below, namespace)
        case Either(key, other, below):
            wrapper = SubElement(parent, _qualified(name, namespace))
            for entry in entries:
                if set(entry) == {key}:
                    _fill(
                        SubElement(wrapper, _qualified(key, namespace)), entry[key], TEXT, namespace
                    )
                else:
                    _fill(
                        SubElement(wrapper, _qualified(other, namespace)), entry, below, namespace
                    )
        case _:
            _fill(SubElement(parent, _qualified(name, namespace)), value, shape, namespace)


def from_xml(element: Element, shape: Shape) -> object:
    """Read a block from parsed XML: the inverse of `to_xml`.

    Elements of other namespaces (signatures, extensions) are skipped.

    Args:
        element: The block.
        shape: Its row of the table.

    Returns:
        The block as JSON, with members in table order.

    Raises:
        ValueError: It contains an unknown element or an invalid number.
    """
    match shape:
        case Text(of):
            return typed(element.text or "", of)
        case Attribute(name):
            return element.get(name, "")
        case _ if isinstance(shape, Mapping):
            return _members(element, shape)
    raise ValueError(f"{element.tag} cannot be read")


def _members(element: Element, shape: Mapping[str, Shape]) -> dict[str, object]:
    children: dict[str, list[Element]] = {}
    for child in element:
        if namespace_of(child) == namespace_of(element):
            children.setdefault(local(child), []).append(child)
    members: dict[str, object] = {}
    for member, declared in shape.items():
        name, below = member, declared
        if isinstance(declared, Renamed):
            name, below = declared.name, declared.shape
        if isinstance(below, Attribute | Body):
            text = element.get(below.name) if isinstance(below, Attribute) else element.text
            if text is not None:
                members[member] = text
        elif present := children.pop(name, None):
            members[member] = _value(present, below)
    if children:
        raise ValueError(f"{element.tag} has no {', '.join(sorted(children))}")
    return members


def _value(elements: list[Element], shape: Shape) -> object:
    """Convert all elements of one name; only a flat array has several."""
    match shape:
        case Flat(below):
            return [from_xml(element, below) for element in elements]
        case Nested(_, below):
            return [from_xml(child, below) for child in elements[0]]
        case Either(key, _, below):
            return [
                {key: from_xml(child, TEXT)} if local(child) == key else from_xml(child, below)
                for child in elements[0]
            ]
    return from_xml(elements[0], shape)


def local(element: Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def namespace_of(element: Element) -> str:
    """An element's namespace."""
    return element.tag.rpartition("}")[0].lstrip("{")


def _written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return format(Decimal(str(value)), "f") if isinstance(value, int | float) else str(value)


def typed(text: str, of: type[str | float | bool]) -> str | float | bool:
    """Convert XML text to its JSON type: string, number or boolean.

    Raises:
        ValueError: It is not a number.
    """
    if of is bool:
        return text.strip() in ("true", "1")
    if of is str:
        return text
    number = Decimal(text.strip()) if _NUMBER.fullmatch(text.strip()) else None
    if number is None:
        raise ValueError(f"{text[:20]!r} is not a number")
    return float(number) if "." in text else int(number)
