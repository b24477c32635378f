"""Check the form of an SPDX 3 document: by the SPDX model, and by checks beyond it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from provenance.conformance.document import BomDocument, DocumentNode, entries
from provenance.cyclonedx.integrity import IntegrityProblem, escaped, members, unfit
from provenance.text.placeholder import is_placeholder

_TIMES = frozenset(
    {"created", "releaseTime", "builtTime", "validUntilTime", "startTime", "endTime"}
)
_PURL_TYPES = frozenset({"packageUrl", "packageURL"})
_DEFINED_BY_SPDX = ("https://spdx.org/", "http://spdx.org/")
_IDENTITY = re.compile(r" \(\d+\)")


def spdx_problems(document: BomDocument) -> Iterator[IntegrityProblem]:
    """Find the errors of an SPDX document, element by element.

    spdx-python-model checks types, members, vocabularies, required members and dangling references.
    In addition: duplicate spdxIds, package URLs, licence expressions, digests, times. Imported
    elements are not missing.
    """
    yield from _by_the_model(document)
    counts = Counter(
        v
        for _, name, v, _ in members(document.root)
        if name in ("spdxId", "@id") and isinstance(v, str)
    )
    missing = _missing(document)
    for pointer, name, value, holder in members(document.root):
        if name == "spdxId" and isinstance(value, str) and counts[value] > 1:
            yield IntegrityProblem(
                code="duplicate-ref",
                pointer=pointer,
                message=f"spdxId {value} is used {counts[value]} times",
                quote=value,
            )
        for node in (
            entries(DocumentNode(pointer.rpartition("/")[0], holder), name) if missing else ()
        ):
            if (
                isinstance(node.value, str)
                and node.value in missing
                and name not in ("spdxId", "@id")
            ):
                yield IntegrityProblem(
                    code="dangling-ref",
                    pointer=node.pointer,
                    message=f"{node.value} is no element of this document",
                    quote=node.value,
                )
        if isinstance(value, str):
            yield from unfit(
                _kind(name, value, holder), pointer, value, str(holder.get("algorithm"))
            )


def _by_the_model(document: BomDocument) -> Iterator[IntegrityProblem]:
    if _fault(document.root) is None:
        return
    for node in entries(DocumentNode("", document.root), "@graph"):
        if not isinstance(node.value, Mapping):
            yield IntegrityProblem(
                code="schema",
                pointer=node.pointer,
                message=f"{str(node.value)[:60]} is no element",
                quote=str(node.value)[:200],
            )
    for node in document.elements():
        kind = node.value.get("type")
        fault = _fault(node.value)
        if fault is None:
            continue
        known = {name: node.value[name] for name in ("type", "spdxId", "@id") if name in node.value}
        alone = (name for name in node.value if name not in known)
        bad = [name for name in alone if _fault({**known, name: node.value[name]}, whole=False)]
        for name in bad:
            message = _fault({**known, name: node.value[name]}, whole=False) or fault
            yield IntegrityProblem(
                code="schema",
                pointer=f"{node.pointer}/{escaped(name)}",
                message=message,
                quote=str(node.value[name])[:200],
            )
        if not bad:
            yield IntegrityProblem(
                code="schema", pointer=node.pointer or "/", message=f"{kind}: {fault}"
            )


def _fault(value: Mapping[str, Any], whole: bool = True) -> str | None:
    """The model's first error for a document or an element; `whole` also checks required
    members."""
    from spdx_python_model import v3_0_1 as spdx

    data = (
        value
        if "@graph" in value
        else {"@graph": [{key: v for key, v in value.items() if key != "@context"}]}
    )
    objects = spdx.SHACLObjectSet()
    try:
        for entry in data["@graph"] if isinstance(data["@graph"], list) else ():
            kind = entry.get("type") if isinstance(entry, Mapping) else entry
            if not isinstance(kind, str) or not (
                isinstance(getattr(spdx, kind, None), type) or ":" in kind
            ):
                return f"{str(kind)[:60]} is no class of SPDX 3.0.1"
        spdx.JSONLDDeserializer().deserialize_data(data, objects)
        if whole:
            spdx.JSONLDSerializer().serialize_data(objects)
    except Exception as error:  # the library raises whatever comes up
        reason = str(error.args[0] if error.args else error).partition(". Choose one of")[0]
        message = _IDENTITY.sub("", reason)
        return message[:200] or type(error).__name__
    return None


def _missing(document: BomDocument) -> set[str]:
    """References that neither the document, nor its imports, nor SPDX itself resolves."""
    from spdx_python_model import v3_0_1 as spdx

    objects = spdx.SHACLObjectSet()
    try:
        data = document.root if "@graph" in document.root else {"@graph": [document.root]}
        spdx.JSONLDDeserializer().deserialize_data(
            {k: v for k, v in data.items() if k != "@context"}, objects
        )
        missing = {str(ref) for ref in objects.link() or ()}
    except Exception:  # the document is not whole; told already
        return set()
    imported = {
        v
        for _, name, v, _ in members(document.root)
        if name == "externalSpdxId" and isinstance(v, str)
    }
    return {
        ref
        for ref in missing - imported
        if ref not in document.identities and not ref.startswith(_DEFINED_BY_SPDX)
    }


def _kind(name: str, value: str, holder: Mapping[str, Any]) -> str:
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
