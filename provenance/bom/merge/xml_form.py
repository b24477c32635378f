"""Apply edits to an XML document by inserting text; every other character stays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, indent, tostring
from xml.parsers.expat import ParserCreate
from xml.sax.saxutils import escape, quoteattr

from cyclonedx.schema import SchemaVersion
from cyclonedx.schema.schema import SCHEMA_VERSIONS

from provenance.bom.merge.edit import Edit
from provenance.bom.merge.xml_table import COMPONENT, ORDER, SHAPES, kind_of
from provenance.conformance.document import BomDocument
from provenance.conformance.xml_reading import XmlElement as Read
from provenance.cyclonedx.extension import AiComponent
from provenance.cyclonedx.shapes import Flat
from provenance.cyclonedx.shaping import local, to_xml

_NAMESPACE = "http://cyclonedx.org/schema/bom/{}"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
_TAG = re.compile(rb"""<(?:[^"'>]++|"[^"]*"|'[^']*')*>""")
_ATTRIBUTE = re.compile(rb"""\s([^\s=/>]+)\s*=\s*("[^"]*"|'[^']*')""")


@dataclass(slots=True, kw_only=True)
class _Span:
    """An element: its prefixed name, and the byte offsets of its start and end tags."""

    name: str
    depth: int
    begin: int
    close: int = 0
    children: list[_Span] = field(default_factory=list)

    def child(self, name: str) -> _Span | None:
        """The first child with a name, in the namespace of this element."""
        return next((child for child in self.children if child.name == self.prefix + name), None)

    @property
    def prefix(self) -> str:
        """The namespace's prefix with its colon; empty for the default namespace."""
        before, colon, _ = self.name.rpartition(":")
        return before + colon


def apply(sbom: BomDocument, edits: Iterable[Edit]) -> str:
    """Write a document with the edits applied.

    Args:
        sbom: A CycloneDX document read from XML.
        edits: The edits, in any order.

    Returns:
        The text, with an XML declaration. New elements follow the order of the XSD.
    """
    text = _Text(sbom)
    for edit in edits:
        text.put(edit)
    return f"{_DECLARATION}\n{text.written().decode().strip()}\n"


class _Text:
    """The text of a document, its element positions, and the pending insertions."""

    def __init__(self, sbom: BomDocument) -> None:
        assert sbom.tree is not None
        self.data = sbom.text.encode()
        spans = _spans(self.data)
        self.places = {
            read.pointer: span
            for read, span in zip(_in_order(sbom.tree), spans, strict=True)
            if read.pointer
        }
        self.places[""] = root = spans[0]
        self.version = sbom.version
        inner = self.data[self.opened(root) : root.children[0].begin] if root.children else b"\n  "
        _, newline, space = inner.decode().rpartition("\n")
        self.unit = space if newline and not space.strip() else None
        # First byte, last byte, rank among insertions at the same place, text.
        self.changes: list[tuple[int, int, int, str]] = []
        self.filled: dict[int, tuple[_Span, list[tuple[int, str]]]] = {}

    @property
    def space(self) -> str:
        """The namespace."""
        return _NAMESPACE.format(self.version)

    def put(self, edit: Edit) -> None:
        """Add one edit."""
        span, kind = self.places[edit.pointer], kind_of(edit.pointer)
        is_of_document = kind == "bom" and edit.member in ("version", "serialNumber")
        text = edit.value if isinstance(edit.value, str) else None
        child = None if text is None else span.child(edit.member)
        if edit.member == "specVersion":
            self._set_version(span, str(edit.value))
        elif edit.member == "bom-ref" or is_of_document:
            self.set_attribute(span, edit.member, str(edit.value))
        elif child and text is not None:
            self.changes.append((self.opened(child), child.close, 0, escape(text)))
        else:
            self._add_elements(span, kind, edit)

    def _set_version(self, span: _Span, version: str) -> None:
        """Change the CycloneDX namespace, whatever its prefix."""
        before, self.version = self.space, version
        declarations = self.attributes(span).items()
        declared = next(name for name, (_, _, value) in declarations if value == before)
        self.set_attribute(span, declared, self.space)

    def _add_elements(self, span: _Span, kind: str, edit: Edit) -> None:
        is_flat = isinstance(SHAPES.get(kind, {}).get(edit.member), Flat)
        is_nested = isinstance(edit.value, list) and not is_flat
        for element in self.elements(kind, edit):
            wrapper = span.child(local(element)) if is_nested and len(element) else None
            if wrapper is None:
                self.add(span, element, kind)
                continue
            # The document has a list of that name: only its members are new.
            for member in element:
                self.add(wrapper, member, "")

    def elements(self, kind: str, edit: Edit) -> list[Element]:
        """The elements that an edit adds, as children of their parent."""
        if edit.member == "components" and kind == "bom":
            wrapper = Element(f"{{{self.space}}}components")
            entries = edit.value if isinstance(edit.value, list) else []
            wrapper.extend(self.component(entry) for entry in entries)
            return [wrapper]
        if kind == COMPONENT:
            whole = self.component({"type": "file", "name": "", edit.member: edit.value})
            return [child for child in whole if local(child) != "name"]
        return list(
            to_xml(
                kind,
                {edit.member: edit.value},
                {edit.member: SHAPES[kind][edit.member]},
                self.space,
            )
        )

    def component(self, entry: Mapping[str, object]) -> Element:
        """A component as XML, written by the typed extension."""
        view = SCHEMA_VERSIONS[SchemaVersion.from_version(self.version)]
        made = AiComponent.from_json(entry)  # type: ignore[attr-defined]  # added at run time
        element: Element = made.as_xml(
            view, as_string=False, element_name="component", xmlns=self.space
        )
        return element

    def add(self, parent: _Span, element: Element, kind: str) -> None:
        """Insert an element among the children of another: in schema order, else at the end."""
        ranks = {parent.prefix + name: rank for rank, name in enumerate(ORDER.get(kind, ()))}
        last = len(ranks)
        rank = ranks.get(parent.prefix + local(element), last)
        text = self.rendered(element, parent)
        if self.is_empty(parent):
            _, additions = self.filled.setdefault(parent.begin, (parent, []))
            additions.append((rank, text))
            return
        before = [child for child in parent.children if ranks.get(child.name, last) <= rank]
        offset = self.ended(before[-1]) if before else self.opened(parent)
        self.changes.append((offset, offset, rank, text))

    def rendered(self, element: Element, parent: _Span) -> str:
        """An element as text, on lines of its own if the document has lines."""
        if self.unit is not None:
            indent(element, self.unit, parent.depth + 1)
        text = tostring(element, encoding="unicode", default_namespace=self.space).rstrip()
        text = text if parent.prefix else text.replace(f" xmlns={quoteattr(self.space)}", "", 1)
        return self.line(parent.depth + 1) + text

    def line(self, depth: int) -> str:
        """The indentation at a given depth, if the document has lines."""
        return "" if self.unit is None else f"\n{self.unit * depth}"

    def attributes(self, span: _Span) -> dict[str, tuple[int, int, str]]:
        """The attributes of an element: position of the quoted value, and value as written."""
        attributes = _ATTRIBUTE.finditer(self.data, span.begin, self.opened(span))
        return {
            match[1].decode(): (*match.span(2), match[2].decode()[1:-1]) for match in attributes
        }

    def set_attribute(self, span: _Span, name: str, value: str) -> None:
        """Set an attribute of an element, replacing any existing value."""
        existing = self.attributes(span).get(name)
        if existing:
            begin, end = existing[:2]
            self.changes.append((begin, end, 0, quoteattr(value)))
            return
        after_name = span.begin + len("<") + len(span.name.encode())
        self.changes.append((after_name, after_name, 0, f" {name}={quoteattr(value)}"))

    def opened(self, span: _Span) -> int:
        """The offset where an element's start tag ends."""
        tag = _TAG.match(self.data, span.begin)
        assert tag is not None
        return tag.end()

    def ended(self, span: _Span) -> int:
        """The offset where an element ends."""
        return self.opened(span) if self.is_empty(span) else self.data.index(b">", span.close) + 1

    def is_empty(self, span: _Span) -> bool:
        """Whether an element is a single tag."""
        return self.data.endswith(b"/>", span.begin, self.opened(span))

    def written(self) -> bytes:
        """The text with all changes."""
        for span, added in self.filled.values():
            text = "".join(text for _, text in sorted(added, key=lambda pair: pair[0]))
            end = self.opened(span)
            self.changes.append(
                (end - len("/>"), end, 0, f">{text}{self.line(span.depth)}</{span.name}>")
            )
        parts, done = [], 0
        for start, end, _, text in sorted(self.changes, key=lambda change: change[:3]):
            parts += [self.data[done:start], text.encode()]
            done = end
        return b"".join((*parts, self.data[done:]))


def _spans(data: bytes) -> list[_Span]:
    """Every element in document order. defusedxml has already read the text, so it declares no
    document type."""
    spans: list[_Span] = []
    under_way: list[_Span] = []
    parser = ParserCreate("utf-8")

    def begin(name: str, _: object) -> None:
        span = _Span(name=name, depth=len(under_way), begin=parser.CurrentByteIndex)
        if under_way:
            under_way[-1].children.append(span)
        under_way.append(span)
        spans.append(span)

    def end(_: str) -> None:
        under_way.pop().close = parser.CurrentByteIndex

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.Parse(data, True)
    return spans


def _in_order(tree: Read) -> Iterator[Read]:
    stack = [tree]
    while stack:
        element = stack.pop()
        yield element
        stack += reversed(element.children)
