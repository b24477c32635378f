"""Select the values of a document at a path.

A path consists of steps separated by slashes, from an object downwards. A step into an array
applies to each entry:

    name             the member of that name
    type=file        the object itself, if its member `type` has that value; `^=` begins with it,
                     `!^=` does not (it may lack the member), `*=` contains it
    .^=Tool:         the string itself, if it is so
    >trainedOn       what a relationship (SPDX) or dependency (CycloneDX) of that type joins it to
    $                the document

Steps after a bom-ref or spdxId continue at the object that it refers to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from provenance.conformance.document import BomDocument, DocumentNode, entries

_FILTER = re.compile(r"([\w@:.-]+?)(!\^=|\*=|\^=|=)(.*)", re.DOTALL)


class Elsewhere(str):
    """A reference to something outside this document, with steps remaining."""

    __slots__ = ()


def select(document: BomDocument, start: DocumentNode, path: str) -> list[DocumentNode]:
    """The values at a path from an object, in document order; empty if there are none.

    Args:
        document: Resolves references.
        start: The object to start from.
        path: A path as described in this module's docstring.
    """
    nodes = [start]
    for step in _steps(path):
        nodes = [below for node in nodes for below in _below(document, node, step)]
        if not nodes:
            break
    return nodes


@dataclass(frozen=True, slots=True)
class _Step:
    """A step of a path: to the member with that name or, with an operator, to the node itself if
    the condition holds."""

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
    filtered = _FILTER.fullmatch(text)
    return _Step(*filtered.groups()) if filtered else _Step(text)


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
    """The value that a condition tests: the string itself, or the member with that name."""
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
