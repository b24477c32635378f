"""A path → the values of a document that stand there.

A path is steps between slashes, from an object downwards; where a member is an array, from each of
its entries:

    name             the member of that name
    type=file        the object itself, if its member `type` has that value; `^=` begins with it,
                     `!^=` does not (it may lack the member), `*=` contains it
    .^=Tool:         the string itself, if it is so
    >trainedOn       what a relationship (SPDX) or dependency (CycloneDX) of that type joins it to
    $                the document

Where steps remain at a bom-ref or spdxId, they go on at what it refers to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from provenance.conformance.document import BomDocument, DocumentNode, entries

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
    for step in _steps(path):
        nodes = [below for node in nodes for below in _below(document, node, step)]
        if not nodes:
            break
    return nodes


@dataclass(frozen=True, slots=True)
class _Step:
    """One step of a path: from a node to the member of that name; or, where there is an operator,
    to the node itself if its member is as wanted."""

    name: str
    operator: str = ""
    wanted: str = ""


_ROOT, _RELATED, _ITSELF = "$", ">", "."


@cache
def _steps(path: str) -> tuple[_Step, ...]:
    return tuple(map(_step, path.split("/")))


def _step(text: str) -> _Step:
    if text == _ROOT:
        return _Step("", _ROOT)
    if text.startswith(_RELATED):
        return _Step(text.removeprefix(_RELATED), _RELATED)
    found = _FILTER.fullmatch(text)
    return _Step(*found.groups()) if found else _Step(text)


def _below(document: BomDocument, node: DocumentNode, step: _Step) -> Iterable[DocumentNode]:
    if step.operator == _ROOT:
        return (DocumentNode("", document.root),)
    if isinstance(node.value, str) and step.name != _ITSELF:
        target = document.identities.get(node.value)
        if target is None:
            return (DocumentNode(node.pointer, Elsewhere(node.value)),)
        node = target
    if not step.operator:
        return entries(node, step.name) if "~" not in step.name else ()
    if step.operator == _RELATED:
        identity = document.identity(node)
        return document.relations.get(identity or "", {}).get(step.name, ())
    is_wanted = _matches(_tested(node, step), step.operator, step.wanted)
    return (node,) if is_wanted else ()


def _tested(node: DocumentNode, step: _Step) -> object:
    """What a condition looks at: the string itself, or the member of that name."""
    if step.name == _ITSELF:
        return node.value
    return node.value.get(step.name) if isinstance(node.value, Mapping) else None


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
