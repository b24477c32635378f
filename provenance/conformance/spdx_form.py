"""Check the form of an SPDX 3 document: by the SPDX model, and by checks beyond it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from types import ModuleType

from provenance.conformance.document import BomDocument, DocumentNode, entries
from provenance.cyclonedx.integrity import IntegrityProblem, escaped, members, unfit
from provenance.text.placeholder import is_placeholder

_TIMES = frozenset(
    {"created", "releaseTime", "builtTime", "validUntilTime", "startTime", "endTime"}
)
_PURL_TYPES = frozenset({"packageUrl", "packageURL"})
_DEFINED_BY_SPDX = ("https://spdx.org/", "http://spdx.org/")
# The address of an object in memory, which the library puts into its messages.
_IDENTITY = re.compile(r" \(\d+\)")
_IDENTITIES = ("spdxId", "@id")
# What an element needs for any of its other members to be read.
_NAMEPLATE = ("type", *_IDENTITIES)


def spdx_problems(document: BomDocument) -> Iterator[IntegrityProblem]:
    """Find the errors of an SPDX document, element by element.

    spdx-python-model checks types, members, vocabularies, required members and dangling references.
    In addition: duplicate spdxIds, package URLs, licence expressions, digests, times. Imported
    elements are not missing.
    """
    yield from _by_the_model(document)
    counts = Counter(_texts_of(document, _IDENTITIES))
    missing = _missing(document)
    for pointer, name, value, holder in members(document.root):
        if name == "spdxId" and isinstance(value, str) and counts[value] > 1:
            yield IntegrityProblem(
                code="duplicate-ref",
                pointer=pointer,
                message=f"spdxId {value} is used {counts[value]} times",
                quote=value,
            )
        if missing and name not in _IDENTITIES:
            place = DocumentNode(pointer.rpartition("/")[0], holder)
            yield from _dangling(entries(place, name), missing)
        if isinstance(value, str):
            yield from unfit(
                _kind(name, value, holder), pointer, value, str(holder.get("algorithm"))
            )


def _texts_of(document: BomDocument, names: Container[str]) -> Iterator[str]:
    """The texts of all members with one of the names."""
    for _, name, value, _ in members(document.root):
        if name in names and isinstance(value, str):
            yield value


def _dangling(nodes: Iterable[DocumentNode], missing: Container[str]) -> Iterator[IntegrityProblem]:
    for node in nodes:
        if isinstance(node.value, str) and node.value in missing:
            yield IntegrityProblem(
                code="dangling-ref",
                pointer=node.pointer,
                message=f"{node.value} is not an element of this document",
                quote=node.value,
            )


def _by_the_model(document: BomDocument) -> Iterator[IntegrityProblem]:
    if _fault(document.root) is None:
        return
    for node in entries(DocumentNode("", document.root), "@graph"):
        if not isinstance(node.value, Mapping):
            yield IntegrityProblem(
                code="schema",
                pointer=node.pointer,
                message=f"{str(node.value)[:60]} is not an element",
                quote=str(node.value)[:200],
            )
    for node in document.elements():
        yield from _faults_of_element(node)


def _faults_of_element(node: DocumentNode) -> Iterator[IntegrityProblem]:
    """The faults of single members; if each is sound alone, the fault of the whole element."""
    fault = _fault(node.value)
    if fault is None:
        return
    identity = {name: node.value[name] for name in _NAMEPLATE if name in node.value}
    faults = {
        name: _fault({**identity, name: value}, whole=False)
        for name, value in node.value.items()
        if name not in identity
    }
    for name, own_fault in faults.items():
        if own_fault:
            yield IntegrityProblem(
                code="schema",
                pointer=f"{node.pointer}/{escaped(name)}",
                message=own_fault,
                quote=str(node.value[name])[:200],
            )
    if not any(faults.values()):
        yield IntegrityProblem(
            code="schema",
            pointer=node.pointer or "/",
            message=f"{node.value.get('type')}: {fault}",
        )


def _fault(value: Mapping[str, object], whole: bool = True) -> str | None:
    """The model's first error for a document or an element; `whole` also checks required
    members."""
    from spdx_python_model import v3_0_1 as spdx

    data = value
    if "@graph" not in value:
        data = {"@graph": [{key: v for key, v in value.items() if key != "@context"}]}
    objects = spdx.SHACLObjectSet()
    try:
        if isinstance(data["@graph"], list):
            for entry in data["@graph"]:
                kind = entry.get("type") if isinstance(entry, Mapping) else entry
                if not _is_class(spdx, kind):
                    return f"{str(kind)[:60]} is not a class of SPDX 3.0.1"
        spdx.JSONLDDeserializer().deserialize_data(data, objects)
        if whole:
            spdx.JSONLDSerializer().serialize_data(objects)
    except Exception as error:  # the library raises whatever comes up
        reason = str(error.args[0] if error.args else error).partition(". Choose one of")[0]
        message = _IDENTITY.sub("", reason)
        return message[:200] or type(error).__name__
    return None


def _is_class(model: ModuleType, kind: object) -> bool:
    """Whether the SPDX model defines a class, or its name is an IRI of another model."""
    if not isinstance(kind, str):
        return False
    return ":" in kind or isinstance(getattr(model, kind, None), type)


def _missing(document: BomDocument) -> set[str]:
    """References that neither the document, nor its imports, nor SPDX itself resolves."""
    from spdx_python_model import v3_0_1 as spdx

    objects = spdx.SHACLObjectSet()
    data = document.root if "@graph" in document.root else {"@graph": [document.root]}
    without_context = {key: value for key, value in data.items() if key != "@context"}
    try:
        spdx.JSONLDDeserializer().deserialize_data(without_context, objects)
        missing = {str(ref) for ref in objects.link() or ()}
    except Exception:  # an incomplete document; `_by_the_model` reports it
        return set()
    missing -= set(_texts_of(document, ("externalSpdxId",))) | document.identities.keys()
    return {ref for ref in missing if not ref.startswith(_DEFINED_BY_SPDX)}


def _kind(name: str, value: str, holder: Mapping[str, object]) -> str:
    """The required format of a member's value."""
    if name == "software_packageUrl":
        return "purl"
    if name == "identifier":
        return "purl" if str(holder.get("externalIdentifierType")) in _PURL_TYPES else ""
    if name == "simplelicensing_licenseExpression":
        return "" if is_placeholder(value) else "licence-expression"
    if name == "hashValue":
        return "hash" if isinstance(holder.get("algorithm"), str) else ""
    return "time" if name in _TIMES else ""
