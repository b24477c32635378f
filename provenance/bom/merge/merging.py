"""Merge an SBOM and a lineage into one document."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from provenance.bom import SPEC_VERSIONS, encode
from provenance.bom.merge.edit import Edit
from provenance.bom.stamp import UNSTAMPED, Stamp
from provenance.bom.writer import fault
from provenance.collector import collector_paused
from provenance.conformance.document import CYCLONEDX, BomDocument
from provenance.conformance.form import problems, unjudged
from provenance.conformance.reading import CYCLONEDX_VERSIONS, read_bom
from provenance.errors import UnreadableBomError, UsageError

if TYPE_CHECKING:
    from provenance.cyclonedx.documents import BomJson
    from provenance.cyclonedx.integrity import IntegrityProblem
    from provenance.lineage.graph import Lineage

VERSIONS = ("1.2", "1.3", "1.4", *CYCLONEDX_VERSIONS)
_FIRST = SPEC_VERSIONS[-1]
_SEE = "`provenance check` shows all of it"


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged document.

    Attributes:
        payload: UTF-8, in the syntax of the SBOM.
        notes: What the user should know about it; sentences without a full stop.
    """

    payload: bytes
    notes: tuple[str, ...]


@collector_paused()
def into(
    data: bytes,
    name: str,
    lineage: Lineage,
    *,
    encode: Callable[..., bytes] = encode,
    spec_version: str | None = None,
    stamp: Stamp = UNSTAMPED,
) -> Merged:
    """Merge the AIBOM of a lineage into an application's SBOM, as components that the application
    depends on.

    The SBOM's content stays as it is, except for `version` (incremented, as bom-1.7.schema.json
    requires for a modified BOM) and the requested changes. The same SBOM and lineage give the same
    bytes.

    Args:
        data: The SBOM: CycloneDX, JSON or XML.
        name: Name of the SBOM, for messages.
        lineage: The lineage to add; the application depends on its inputs.
        encode: Writes the AIBOM: `provenance.bom.encode` or `provenance.bom.attest.encode`.
        spec_version: Version of the result, if it differs from the SBOM's: 1.6 or 1.7, never an
            older one.
        stamp: A time for `metadata.timestamp`, and the serial number of a new document, whose
            version is then 1; what it leaves out is kept. The SBOM's author stays.

    Raises:
        UnreadableBomError: The SBOM is unreadable or does not match its schema.
        UsageError: It is signed, or its version has no place for models and no other version is
            given.
        InvalidBomError: The result would be invalid, or no input could be read.
    """
    from provenance.bom.assembly import bom_refs
    from provenance.bom.merge.plan import plan

    sbom, faults = _base(read_bom(data, name, VERSIONS), spec_version)
    written = encode(lineage, spec_version=sbom.version, stamp=Stamp(timestamp=stamp.timestamp))
    aibom: BomJson = json.loads(written)
    refs = bom_refs(lineage)
    # An input may be named twice; the application depends on it once.
    inputs = list(dict.fromkeys(refs[ref.unpinned] for _, ref in lineage.inputs))
    planned = plan(sbom, aibom, inputs)
    payload = _written(sbom, (*_numbers(sbom, stamp.serial), *planned.edits))
    _refuse_new_faults(read_bom(payload, name), faults)
    return Merged(payload, (*planned.notes, *_note_on(faults, name)))


def _refuse_new_faults(merged: BomDocument, faults: Iterable[IntegrityProblem]) -> None:
    """Refuse a result with faults that the SBOM itself did not have."""
    known = {(problem.code, problem.message) for problem in faults}
    new = [
        str(problem) for problem in problems(merged) if (problem.code, problem.message) not in known
    ]
    if new:
        raise fault(new)


def _note_on(faults: Sequence[IntegrityProblem], name: str) -> tuple[str, ...]:
    if not faults:
        return ()
    count = "a fault" if len(faults) == 1 else f"{len(faults)} faults"
    return (f"{name} had {count} beyond its schema, left as found; {_SEE}",)


def _base(
    sbom: BomDocument, wanted: str | None
) -> tuple[BomDocument, tuple[IntegrityProblem, ...]]:
    """The document to extend, in the version of the result, with the errors that its schema cannot
    express."""
    version = _version(sbom, wanted)
    _refuse_signed(sbom)
    # XML without its schema could be anything, and nobody would validate the result.
    missing = unjudged(sbom)
    if missing:
        raise UsageError(
            f"{sbom.name} cannot be extended: {missing}", "Install that, or give the JSON form."
        )
    base, read_as = sbom, ""
    if version != sbom.version:
        base = read_bom(_written(sbom, _upgraded(sbom, version)), sbom.name)
        read_as = f", as which {sbom.version} is read"
    faults = problems(base)
    by_schema = [problem for problem in faults if problem.code == "schema"]
    if by_schema:
        reason = f"{sbom.name} is not valid CycloneDX {version}{read_as}: {by_schema[0]}"
        raise UnreadableBomError(reason, f"Fix it first; {_SEE}.")
    return base, faults


def _version(sbom: BomDocument, wanted: str | None) -> str:
    if sbom.standard != CYCLONEDX:
        hint = (
            "Give the CycloneDX form, or write the AIBOM beside it with `provenance aibom -f"
            " spdx-json`."
        )
        raise UsageError(f"{sbom.name} is SPDX; an AIBOM can only be added to CycloneDX", hint)
    version = wanted or sbom.version
    if VERSIONS.index(version) < VERSIONS.index(sbom.version):
        hint = f"Leave --spec-version out, or give {sbom.version} or later."
        raise UsageError(
            f"{sbom.name} is CycloneDX {sbom.version}, which cannot be written as {version}", hint
        )
    if version not in SPEC_VERSIONS:
        hint = (
            f"Add --spec-version {_FIRST} to have it written as {_FIRST}, or ask its maker for that"
            " version."
        )
        reason = (
            f"{sbom.name} is CycloneDX {version}; only {_FIRST} and later have fields for an AIBOM"
        )
        raise UsageError(reason, hint)
    return version


def _refuse_signed(sbom: BomDocument) -> None:
    """Refuse to change a signed object: the signature covers its content and would become
    invalid."""
    holders = {
        "/": sbom.root,
        "/metadata": sbom.root.get("metadata"),
        "/declarations": sbom.root.get("declarations"),
    }
    for place, holder in holders.items():
        if isinstance(holder, Mapping) and {"signature", "Signature"} & set(holder):
            raise UsageError(
                f"{sbom.name} is signed ({place}); any addition would invalidate the signature",
                "Add the AIBOM to the document before it is signed, and sign the result.",
            )


def _upgraded(sbom: BomDocument, version: str) -> Iterator[Edit]:
    """Upgrade a document to a later version; each version is a superset of the earlier ones."""
    if "$schema" in sbom.root:
        yield Edit("", "$schema", f"http://cyclonedx.org/schema/bom-{version}.schema.json")
    yield Edit("", "specVersion", version)


def _numbers(sbom: BomDocument, serial: UUID | None) -> Iterator[Edit]:
    if serial:
        yield Edit("", "version", 1)
        yield Edit("", "serialNumber", serial.urn)
        return
    before = sbom.root.get("version", 1)
    assert isinstance(before, int | float | str)  # the schema was checked
    yield Edit("", "version", int(before) + 1)


def _written(sbom: BomDocument, edits: Iterable[Edit]) -> bytes:
    if sbom.syntax == "json":
        from provenance.bom.merge.json_form import apply
    else:
        from provenance.bom.merge.xml_form import apply
    return apply(sbom, edits).encode()
