"""Convert CycloneDX XML to its JSON form, with the line of every element."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler, feature_namespaces
from xml.sax.xmlreader import AttributesNSImpl, InputSource, Locator

from provenance.conformance.xml_shapes import BOM, Alternatives
from provenance.cyclonedx.shapes import Attribute, Body, Either, Flat, Nested, Renamed, Shape, Text
from provenance.cyclonedx.shaping import typed
from provenance.errors import UnreadableBomError

_NAMESPACE = re.compile(r"http://cyclonedx\.org/schema/bom/(\d\.\d)")


@dataclass(slots=True, kw_only=True)
class XmlElement:
    """An element with its line and the JSON Pointer of its value; names without namespaces."""

    name: str
    attributes: Mapping[str, str]
    line: int
    pointer: str = ""
    children: list[XmlElement] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its own text."""
        return "".join(self.pieces).strip()


def parse_xml(
    text: str, name: str, *, depth: int, values: int
) -> tuple[dict[str, Any], dict[str, int], XmlElement]:
    """Read CycloneDX XML through defusedxml: no document type, no entities, nothing external.

    Args:
        text: XML without its declaration.
        name: Its name, for messages.
        depth: Maximum nesting of elements.
        values: Maximum number of elements and attributes.

    Returns:
        Plain JSON under the names of the JSON form, the line of each element by JSON Pointer, and
        the elements.

    Raises:
        UnreadableBomError: It is not well-formed, not allowed, too deep, or not CycloneDX.
    """
    from defusedxml import DefusedXmlException, sax  # type: ignore[import-untyped]

    reader = sax.make_parser()
    reader.forbid_dtd = True
    reader.setFeature(feature_namespaces, True)
    tree = _Tree(name, depth, values)
    reader.setContentHandler(tree)
    source = InputSource()
    source.setByteStream(BytesIO(text.encode("utf-8", "surrogatepass")))
    source.setEncoding("utf-8")
    try:
        reader.parse(source)
    except SAXParseException as error:
        message = f"{name} is not XML: {error.getMessage()} at line {error.getLineNumber()}"
        raise UnreadableBomError(message, "Ask its author for a whole file.") from None
    except (DefusedXmlException, ValueError):
        hint = "A bill of materials needs none; ask its author for a file without."
        raise UnreadableBomError(
            f"{name} has a document type definition, which is not read", hint
        ) from None
    namespace = _NAMESPACE.fullmatch(tree.namespace)
    if tree.root is None or namespace is None or tree.root.name != "bom":
        raise UnreadableBomError(
            f"{name} is XML, but not a CycloneDX bill of materials",
            "CycloneDX 1.5 to 1.7 are read.",
        )
    lines: dict[str, int] = {}
    value = _Converter(lines).value(tree.root, BOM, "")
    return {"bomFormat": "CycloneDX", "specVersion": namespace[1], **value}, lines, tree.root


def pointer_of(root: XmlElement, path: str) -> str:
    """The JSON Pointer of the element at an XPath of positions, such as `/*/*[2]/*` or
    `/c:bom/c:metadata[1]`.

    Args:
        root: The document's element.
        path: As libxml2 writes it: `*` counts all siblings, a name those of that name.
    """
    element, pointer = root, ""
    for step in path.split("/")[2:]:
        name, _, number = step.rstrip("]").partition("[")
        name = name.rpartition(":")[2]
        siblings = [child for child in element.children if name in ("*", child.name)]
        position = int(number) - 1 if number.isdecimal() else 0
        if not 0 <= position < len(siblings):
            break
        element = siblings[position]
        pointer = element.pointer or pointer
    return pointer


class _Tree(ContentHandler):
    """Builds elements within limits."""

    def __init__(self, name: str, depth: int, values: int) -> None:
        super().__init__()
        self._name, self._depth, self._left = name, depth, values
        self._open: list[XmlElement] = []
        self._locator: Locator | None = None
        self.root: XmlElement | None = None
        self.namespace = ""

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802
        """Receive the parser's position."""
        self._locator = locator

    def startElementNS(  # noqa: N802 (the name of the interface)
        self, name: tuple[str | None, str], qname: str | None, attrs: AttributesNSImpl
    ) -> None:
        """Start an element."""
        self._left -= 1 + len(attrs)
        if self._left < 0:
            raise self._beyond("too many values")
        if len(self._open) >= self._depth:
            raise self._beyond(f"elements nested more than {self._depth} deep")
        line = self._locator.getLineNumber() if self._locator else None
        attributes = {key[1]: value for key, value in attrs.items()}
        element = XmlElement(name=name[1], attributes=attributes, line=line or 1)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root, self.namespace = element, name[0] or ""
        self._open.append(element)

    def _beyond(self, what: str) -> UnreadableBomError:
        return UnreadableBomError(
            f"{self._name} has {what}", "Bills of materials stay below this limit."
        )

    def endElementNS(self, name: tuple[str | None, str], qname: str | None) -> None:  # noqa: N802
        """End an element."""
        self._open.pop()

    def characters(self, content: str) -> None:
        """Text within an element."""
        if self._open:
            self._open[-1].pieces.append(content)


class _Converter:
    """Converts elements by the table of shapes; unknown content is kept unchanged."""

    def __init__(self, lines: dict[str, int]) -> None:
        self.lines = lines

    def value(self, element: XmlElement, shape: Shape | Alternatives | None, pointer: str) -> Any:
        """An element as plain JSON."""
        self.lines[pointer], element.pointer = element.line, pointer
        children = [(child, f"{pointer}/{number}") for number, child in enumerate(element.children)]
        converted: Any = element.text
        match shape:
            case Text(of):
                with suppress(ValueError):  # what is no number stays a text, and the schema says so
                    converted = typed(converted, of)
            case Attribute(name):
                converted = element.attributes.get(name, "")
            case Nested(_, below):
                converted = [self.value(child, below, place) for child, place in children]
            case Either(key, _, below):
                converted = [self._either(child, key, below, place) for child, place in children]
            case Alternatives():
                converted = [self._tagged(child, shape, place) for child, place in children]
            case Mapping():
                converted = self._object(element, shape, pointer)
            case None if element.children or element.attributes:
                converted = self._object(element, {}, pointer)
        return converted

    def _either(self, element: XmlElement, key: str, below: Shape, pointer: str) -> Any:
        if element.name == key:
            return {key: self.value(element, Text(), f"{pointer}/{key}")}
        return self.value(element, below, pointer)

    def _tagged(self, element: XmlElement, shape: Alternatives, pointer: str) -> Any:
        name = element.name
        if name in shape.wrapped:
            return {name: self.value(element, shape.wrapped[name], f"{pointer}/{name}")}
        return self.value(element, shape.plain.get(element.name), pointer)

    def _object(
        self, element: XmlElement, shape: Mapping[str, Shape], pointer: str
    ) -> dict[str, Any]:
        attributes: dict[str, str] = {}
        children: dict[str, tuple[str, Shape]] = {}
        body = "value"
        for member, kind in shape.items():
            match kind:
                case Attribute(name):
                    attributes[name] = member
                case Renamed():
                    children[kind.name] = (member, kind.shape)
                case Body():
                    body = member
        # An element `bom-ref` points at the one that has the attribute of that name.
        children["bom-ref"] = ("ref", Text())
        members: dict[str, Any] = {
            attributes.get(name, name): value for name, value in element.attributes.items()
        }
        if element.text:
            members[body] = element.text
        # Members that have become a list because the schema has one and the document several.
        repeated: set[str] = set()
        for child in element.children:
            member, below = children.get(child.name) or (child.name, shape.get(child.name))
            place = f"{pointer}/{member}"
            if isinstance(below, Flat):
                below = below.shape
                members.setdefault(member, [])
            elif member not in members:
                members[member] = self.value(child, below, place)
                continue
            elif member not in repeated:
                repeated.add(member)
                members[member] = [members[member]]
            entries = members[member]
            entries.append(self.value(child, below, f"{place}/{len(entries)}"))
        return members
