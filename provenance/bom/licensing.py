"""Conclusion → the licences of a component, declared and concluded apart (CycloneDX
`licenseAcknowledgement`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cyclonedx.model import AttachedText, Property, XsUri
from cyclonedx.model.license import (
    DisjunctiveLicense,
    License,
    LicenseAcknowledgement,
    LicenseExpression,
)
from cyclonedx.spdx import is_supported_id

from provenance.bom.links import web_address
from provenance.facts.stated import Fact
from provenance.licences import lookup
from provenance.licences.claim import Conclusion, LicenceClaim, Source
from provenance.lineage.record import ArtifactRecord
from provenance.model.finding import shorten

DECLARED, CONCLUDED = LicenseAcknowledgement.DECLARED, LicenseAcknowledgement.CONCLUDED
LONGEST_TEXT = 100_000
_VERIFIED = frozenset({"agreed", "text-only", "text-outranks"})
_NOTHING_NAMED = frozenset({"other", "unknown", ""})


def licences(record: ArtifactRecord) -> Iterator[tuple[License, Fact]]:
    """The licences that are declared, and the one that a text which was read confirms.

    An SPDX identifier becomes an `id`; a single `LicenseRef-...` a `name` with its address; a
    compound stays an expression. CycloneDX 1.6 and cyclonedx-python-lib let an expression stand
    only alone, so where either side is a compound, the concluded one is written, and the declared
    one only where nothing was concluded.

    Args:
        record: What is concluded counts where a licence text was read: CycloneDX calls a concluded
            licence "verified and confirmed", which a tag is not. That text is attached where the
            SPDX list has none.

    Yields:
        Each licence with the fact that cites it.
    """
    conclusion = record.licence
    declared = conclusion.declared
    concluded = verified(conclusion)
    if concluded and (_compound(concluded) or _compound(declared or "")):
        declared = None
    said = tuple(
        claim
        for claim in conclusion.claims
        if claim.match is None and claim.source is not Source.TEXT
    )
    if declared:
        yield _cited(_licence(declared, DECLARED), said)
    elif not conclusion.declared:
        yield from _named(said, alone=not (concluded and _compound(concluded)))
    if concluded:
        yield _cited(_licence(concluded, CONCLUDED, text_of(record)), conclusion.claims)


def verified(conclusion: Conclusion) -> str | None:
    """The concluded expression where a licence text was read and recognised, else None."""
    return conclusion.concluded if conclusion.verdict in _VERIFIED else None


def _compound(expression: str) -> bool:
    return " " in expression


def _licence(
    expression: str, acknowledgement: LicenseAcknowledgement, text: str | None = None
) -> License:
    if _compound(expression):
        return LicenseExpression(expression, acknowledgement=acknowledgement)
    if is_supported_id(expression):
        return DisjunctiveLicense(id=expression, acknowledgement=acknowledgement)
    known = lookup(expression)
    return DisjunctiveLicense(
        name=known.name if known else expression,
        text=AttachedText(content=text, content_type="text/plain") if text else None,
        url=_uri(known.url) if known else None,
        properties=[Property(name="provenance:licence:ref", value=expression)],
        acknowledgement=acknowledgement,
    )


def _named(claims: tuple[LicenceClaim, ...], alone: bool) -> Iterator[tuple[License, Fact]]:
    """A declared licence that no catalogue knows: by the name its authors give it."""
    for claim in claims[:1] if alone else ():
        if name := own_name(claim):
            licence = DisjunctiveLicense(name=name, url=_uri(claim.link), acknowledgement=DECLARED)
            yield _cited(licence, (claim,))


def text_of(record: ArtifactRecord) -> str | None:
    """The licence text that was read and recognised, where it is one text of a licence that no list
    holds."""
    conclusion = record.licence
    texts = [
        claim.evidence.file
        for claim in conclusion.claims
        if claim.source is Source.TEXT and claim.spdx
    ]
    unlisted = verified(conclusion) is not None and not is_supported_id(conclusion.concluded or "")
    document = record.documents.get(texts[0]) if unlisted and len(texts) == 1 else None
    return document.text if document and len(document.text) <= LONGEST_TEXT else None


def own_name(claim: LicenceClaim) -> str:
    """The name that the authors give a licence of their own; empty where they name nothing."""
    name = shorten(claim.name or claim.value, 120)
    return "" if name.lower() in _NOTHING_NAMED else name


def _cited(licence: License, claims: tuple[LicenceClaim, ...]) -> tuple[License, Fact]:
    """A licence with the fact that cites the entry of its acknowledgement: there is one of each at
    most."""
    entry: dict[str, Any] = (
        {"acknowledgement": licence.acknowledgement.value} if licence.acknowledgement else {}
    )
    if isinstance(licence, DisjunctiveLicense):
        entry = {"license": entry}
    return licence, Fact(("licenses", entry), None, tuple(claim.evidence for claim in claims))


def _uri(address: str) -> XsUri | None:
    address = web_address(address)
    return XsUri(address) if address else None
