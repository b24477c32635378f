"""Check a CycloneDX document for errors that a schema cannot express."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from provenance.cyclonedx.values import expression_fault, hash_fault, purl_fault, time_fault

Member: TypeAlias = tuple[str, str, object, Mapping[str, object]]
"""JSON Pointer of a member, its name, its value, and the object that holds it."""

_ONE_REF = frozenset({"ref", "attributedTo", "process"})
_REF_LISTS = frozenset({"dependsOn", "provides", "assemblies", "subjects"})
# Members of declarations and definitions that refer to something.
_DECLARED = frozenset(
    {
        *("target", "assessor", "requirement", "parent", "requirements", "mitigationStrategies"),
        *("claims", "counterClaims", "evidence", "counterEvidence"),
    }
)
_DECLARING = ("/declarations/", "/definitions/")
# Members that only some types of component may have.
_OF_SOME_TYPES = frozenset({"modelCard", "data"})
_TIMES = frozenset(
    {
        "timestamp",
        "timeStart",
        "timeEnd",
        "timeActivated",
        "created",
        "expires",
        "published",
        "updated",
        "rejected",
    }
)
_COMPOSED = re.compile(r"/compositions/\d+/(?:dependencies|vulnerabilities)")
_BOM_LINK = "urn:cdx:"


@dataclass(frozen=True, slots=True, kw_only=True)
class IntegrityProblem:
    """An error in a document.

    Attributes:
        code: Kind of error, such as `dangling-ref`.
        pointer: JSON Pointer (RFC 6901) of the value; `/` for the document.
        message: What is wrong, without a full stop.
        quote: The value, if there is one to show.
    """

    code: str
    pointer: str
    message: str
    quote: str = ""

    def __str__(self) -> str:
        return f"{self.pointer}: {self.message}"


def integrity(document: Mapping[str, object]) -> Iterator[IntegrityProblem]:
    """Find errors that the schema cannot express or does not check, in document order.

    Checks duplicate bom-refs, dangling references and pointers, blocks that a component type must
    not have (`modelCard` and `data` in bom-1.7.schema.json), package URLs, licence expressions,
    digests and times. BOM-Links to other documents are not followed.

    Args:
        document: Plain JSON of any shape; a document that is not a BOM yields no errors here.
    """
    refs = _bom_refs(document)
    for member in members(document):
        pointer, name, value, holder = member
        if name == "bom-ref" and isinstance(value, str) and refs[value] > 1:
            yield IntegrityProblem(
                code="duplicate-ref",
                pointer=pointer,
                message=f"bom-ref {value} is used {refs[value]} times",
                quote=value,
            )
        yield from _dangling(member, refs)
        if name in _OF_SOME_TYPES:
            yield from _misplaced(pointer, name, holder)
        if isinstance(value, str) and (kind := _kind(pointer, name, holder)):
            yield from unfit(kind, pointer, value, str(holder.get("alg")))
    yield from _lost_pointers(document)


def _bom_refs(document: object) -> Counter[str]:
    """How often each bom-ref is given; `members` would write a pointer for each place."""
    refs: Counter[str] = Counter()
    stack = [document]
    while stack:
        value = stack.pop()
        if isinstance(value, dict | Mapping):
            ref = value.get("bom-ref")
            if isinstance(ref, str):
                refs[ref] += 1
            stack.extend(value.values())
        elif isinstance(value, list):
            stack.extend(value)
    return refs


# Empty values; reported before values with content.
_SCALARS = (str, int, float, type(None))


def members(document: object) -> Iterator[Member]:
    """Every member of every object, parents first, in document order; iterative, so depth does not
    matter."""
    stack: list[tuple[str, object]] = [("", document)]
    while stack:
        pointer, value = stack.pop()
        below: list[tuple[str, object]] = []
        # `dict` first: to ask whether something is a Mapping takes many times as long.
        if isinstance(value, dict | Mapping):
            for name, member in value.items():
                place = f"{pointer}/{escaped(name)}"
                yield place, name, member, value
                if not isinstance(member, _SCALARS):
                    below.append((place, member))
        elif isinstance(value, list):
            for index, entry in enumerate(value):
                if not isinstance(entry, _SCALARS):
                    below.append((f"{pointer}/{index}", entry))
        below.reverse()
        stack += below


def escaped(step: object) -> str:
    """Escape a step of a JSON Pointer (RFC 6901, section 3)."""
    text = str(step)
    if "~" not in text and "/" not in text:
        return text
    return text.replace("~", "~0").replace("/", "~1")


def resolve(document: object, pointer: str) -> tuple[object] | None:
    """The value at a JSON Pointer, as a one-element tuple, or None if the pointer is dangling."""
    value = document
    for step in pointer.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        try:
            if isinstance(value, list):
                value = value[int(key)]
            elif isinstance(value, Mapping):
                value = value[key]
            else:
                return None
        except (KeyError, IndexError, ValueError):
            return None
    return (value,)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefUse:
    """A place that refers to a component.

    Attributes:
        pointer: JSON Pointer of the place.
        ref: The bom-ref.
        holder: The object or array that holds it.
        key: Its member or index there.
    """

    pointer: str
    ref: str
    holder: Mapping[str, object] | list[object]
    key: str | int


def references(member: Member) -> Iterator[RefUse]:
    """The references in one member of a BOM.

    Member names identify references; in compositions, `dependencies` and `vulnerabilities` are
    lists of them, and declarations have members of their own.
    """
    pointer, name, value, holder = member
    declared = name in _DECLARED and _is_declared(pointer)
    if isinstance(value, str) and (name in _ONE_REF or declared):
        yield RefUse(pointer=pointer, ref=value, holder=holder, key=name)
    elif isinstance(value, list) and (
        name in _REF_LISTS or declared or _COMPOSED.fullmatch(pointer)
    ):
        for index, entry in enumerate(value):
            if isinstance(entry, str):
                yield RefUse(pointer=f"{pointer}/{index}", ref=entry, holder=value, key=index)


def _is_declared(pointer: str) -> bool:
    """Whether a member belongs to an object inside the declarations or definitions."""
    return pointer.startswith(_DECLARING) and pointer.count("/") > 2


def _dangling(member: Member, refs: Mapping[str, int]) -> Iterator[IntegrityProblem]:
    for use in references(member):
        if use.ref not in refs and not use.ref.startswith(_BOM_LINK):
            yield IntegrityProblem(
                code="dangling-ref",
                pointer=use.pointer,
                message=f"{use.ref} is not a bom-ref of this BOM",
                quote=use.ref,
            )


def _misplaced(pointer: str, name: str, holder: Mapping[str, object]) -> Iterator[IntegrityProblem]:
    kind = holder.get("type")
    if not isinstance(kind, str) or "name" not in holder:
        return
    if name == "modelCard" and kind != "machine-learning-model":
        yield IntegrityProblem(
            code="model-card",
            pointer=pointer,
            message=f"a component of type {kind} has a model card",
            quote=kind,
        )
    if name == "data" and kind != "data" and isinstance(holder["data"], list):
        yield IntegrityProblem(
            code="data-block",
            pointer=pointer,
            message=f"a component of type {kind} has a data block",
            quote=kind,
        )


def unfit(kind: str, pointer: str, value: str, algorithm: str = "") -> Iterator[IntegrityProblem]:
    """Why a value is not a valid `purl`, `licence-expression`, `hash` or `time`; empty for other
    kinds."""
    fault = None
    if kind == "purl":
        fault = purl_fault(value)
    elif kind == "licence-expression":
        fault = expression_fault(value)
    elif kind == "hash":
        fault = hash_fault(algorithm, value)
    elif kind == "time":
        fault = time_fault(value)
    if fault:
        yield IntegrityProblem(
            code=kind, pointer=pointer, message=f"{value[:100]} {fault}", quote=value
        )


def _kind(pointer: str, name: str, holder: Mapping[str, object]) -> str:
    """The required format of a member's value."""
    if name == "purl" or name in _TIMES:
        return "purl" if name == "purl" else "time"
    if name == "expression" and "/licenses/" in pointer:
        return "licence-expression"
    return "hash" if name == "content" and isinstance(holder.get("alg"), str) else ""


def _entries(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _lost_pointers(document: Mapping[str, object]) -> Iterator[IntegrityProblem]:
    for index, citation in enumerate(_entries(document.get("citations"))):
        pointers = citation.get("pointers") if isinstance(citation, Mapping) else None
        for number, pointer in enumerate(_entries(pointers)):
            if isinstance(pointer, str) and resolve(document, pointer) is None:
                place = f"/citations/{index}/pointers/{number}"
                yield IntegrityProblem(
                    code="dangling-pointer",
                    pointer=place,
                    message=f"{pointer} points to nothing in this document",
                    quote=pointer,
                )
