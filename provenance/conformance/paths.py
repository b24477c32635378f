"""A path → the values of a document that stand there.

A path is steps between slashes, from an object downwards; where a member is an array, from each of
its entries:

    name             the member of that name type=file        the object itself, if its member
    `type` has that value; `^=` begins with it, `!^=` does not (it may
                     lack the member), `*=` contains it
    >trainedOn       what a relationship (SPDX) or dependency (CycloneDX) of that type joins it to
    $                the document

Where steps remain at a bom-ref or spdxId, they go on at what it refers to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from provenance.conformance.document import BomDocument, DocumentNode, entries
from provenance.cyclonedx.integrity import escaped

_FILTER = re.compile(r"([\w@:.-]+?)(!\^=|\*=|\^=|=)(.*)", re.DOTALL)


class Elsewhere(str):
    """A reference at which steps remain, to something that this document does not hold."""

    __slots__ = ()


def select(document: BomDocument, start: DocumentNode, path: str) -> list[DocumentNode]:
    """The values at a path from an object, in document order; none where nothing stands there.

    Args:
        document: Where references are looked up.
        start: The object.
        path: As this module's docstring says.
    """
    nodes = [start]
    for step in path.split("/"):
        nodes = [below for node in nodes for below in _step(document, node, step)]
    return nodes


def _step(document: BomDocument, node: DocumentNode, step: str) -> Iterator[DocumentNode]:
    if step == "$":
        yield DocumentNode("", document.root)
        return
    if isinstance(node.value, str):
        target = document.identities.get(node.value)
        if target is None:
            yield DocumentNode(node.pointer, Elsewhere(node.value))
            return
        node = target
    if step.startswith(">"):
        identity = document.identity(node)
        yield from document.relations.get(identity or "", {}).get(step[1:], ())
    elif found := _FILTER.fullmatch(step):
        member, operator, wanted = found.groups()
        if isinstance(node.value, Mapping) and _matches(node.value.get(member), operator, wanted):
            yield node
    else:
        yield from entries(node, step) if "~" not in escaped(step) else ()


def _matches(value: object, operator: str, wanted: str) -> bool:
    if isinstance(value, list):
        return any(_matches(entry, operator, wanted) for entry in value)
    if not isinstance(value, str):
        return operator == "!^="
    if operator == "!^=":
        return not value.startswith(wanted)
    if operator == "^=":
        return value.startswith(wanted)
    return wanted in value.lower() if operator == "*=" else value == wanted
