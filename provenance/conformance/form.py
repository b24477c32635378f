"""Check the form of a bill of materials: by the official schema, and by checks that no schema can
express."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import islice

from provenance.conformance import spdx2
from provenance.conformance.document import CYCLONEDX, SPDX, SPDX2, BomDocument
from provenance.cyclonedx.integrity import IntegrityProblem, integrity, members
from provenance.cyclonedx.validate import schema_problems, xml_errors
from provenance.messages import message
from provenance.text.placeholder import is_placeholder

MOST_PROBLEMS = 200
MOST_PLACEHOLDERS = 200
_NAMESPACE = re.compile(r"\{http://cyclonedx\.org/schema/bom/\d\.\d\}")
_SET = re.compile(r"an element of the set \{[^{}]{200,}\}")
# A property value may be any word; `type` and similar members take values from the schema.
_FREE = frozenset(
    {
        "value",
        "extension_cdxPropValue",
        "type",
        "@type",
        "scope",
        "aggregate",
        "completeness",
        "flow",
    }
)


def problems(document: BomDocument) -> tuple[IntegrityProblem, ...]:
    """All formal errors of a document, at most 200, sorted by place.

    Args:
        document: CycloneDX JSON is checked by the schema in cyclonedx-python-lib, XML by its XSD,
            SPDX by the model in spdx-python-model.
    """
    if document.standard == SPDX:
        from provenance.conformance.spdx_form import spdx_problems

        faults = list(islice(spdx_problems(document), MOST_PROBLEMS))
    elif document.standard == SPDX2:
        faults = list(islice(spdx2.form_problems(document.root), MOST_PROBLEMS))
    else:
        by_schema = (
            schema_problems(document.root) if document.syntax == "json" else _xml_problems(document)
        )
        faults = list(islice(by_schema, MOST_PROBLEMS))
        faults += islice(_beyond_the_schema(document), MOST_PROBLEMS)
    pointers = {problem.pointer for problem in faults if problem.code != "schema"}
    faults = [
        problem for problem in faults if problem.code != "schema" or problem.pointer not in pointers
    ]
    return tuple(
        sorted(dict.fromkeys(faults), key=lambda problem: (_steps(problem.pointer), problem.code))
    )[:MOST_PROBLEMS]


def placeholders(document: BomDocument) -> tuple[IntegrityProblem, ...]:
    """Values that fill a field without saying anything, at most 200, in document order."""
    faults = (
        IntegrityProblem(
            code="placeholder",
            pointer=pointer,
            message=message("check.problem.placeholder", name=name, value=repr(value.strip()[:60])),
            quote=value,
        )
        for pointer, name, value, _ in members(document.root)
        if isinstance(value, str) and name not in _FREE and is_placeholder(value)
    )
    return tuple(islice(faults, MOST_PLACEHOLDERS))


def unjudged(document: BomDocument) -> str:
    """Why the schema could not be applied; empty if it was."""
    if document.standard == CYCLONEDX and document.syntax == "xml" and find_spec("lxml") is None:
        return message("check.note.no-schema")
    if document.standard == SPDX2:
        return message("check.note.no-spdx2-schema")
    return ""


def _beyond_the_schema(document: BomDocument) -> Iterator[IntegrityProblem]:
    """Citations point into the JSON form, which is known for XML only as far as the table of shapes
    covers it."""
    for problem in integrity(document.root):
        if document.syntax == "json" or problem.code != "dangling-pointer":
            yield problem


def _xml_problems(document: BomDocument) -> Iterator[IntegrityProblem]:
    from provenance.conformance.xml_reading import pointer_of

    for error in xml_errors(document.text, document.version):
        message = _SET.sub("one of those allowed", _NAMESPACE.sub("", str(error.message)))[
            :300
        ].rstrip(".")
        pointer = pointer_of(document.tree, str(error.path)) if document.tree else ""
        yield IntegrityProblem(code="schema", pointer=pointer or "/", message=message)


def _steps(pointer: str) -> list[tuple[int, str]]:
    """Sort key that orders places by array position."""
    return [(int(step), "") if step.isdecimal() else (-1, step) for step in pointer.split("/")]
