"""Write a licence conclusion as the licences of a component, declared and concluded separately
(CycloneDX `licenseAcknowledgement`)."""

from __future__ import annotations

from collections.abc import Iterator

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
from provenance.licences import identifier, lookup
from provenance.licences.claim import WITH_CHANGES, Conclusion, LicenceClaim, Source
from provenance.lineage.record import ArtifactRecord
from provenance.model.finding import shorten

DECLARED, CONCLUDED = LicenseAcknowledgement.DECLARED, LicenseAcknowledgement.CONCLUDED
LONGEST_TEXT = 100_000
MOST_OWN_TEXTS = 3
_VERIFIED = frozenset({"agreed", "text-only", "text-outranks"})
_NOTHING_NAMED = frozenset({"other", "unknown", ""})


def licences(record: ArtifactRecord) -> Iterator[tuple[License, Fact]]:
    """The declared licences, the licence that a text confirms, and texts that are not a known
    licence.

    An SPDX identifier becomes an `id`; a single `LicenseRef-...` a `name` with its address; a
    compound stays an expression. A list without an operator is never written as an expression: each
    member stands alone. CycloneDX 1.6 and cyclonedx-python-lib allow an expression only as the sole
    entry; so if either side is a compound, the concluded one is written, and the declared one only
    if nothing was concluded.

    Args:
        record: A conclusion counts if a licence text was read, because CycloneDX defines a
            concluded licence as "verified and confirmed", and a tag is neither. The text is
            attached if it is not on the SPDX list. An unknown or changed text is attached under its
            own title, without an acknowledgement.

    Yields:
        Each licence with the fact that cites it.
    """
    conclusion = record.licence
    declared = conclusion.declared
    concluded = verified(conclusion)
    if concluded and (_compound(concluded) or _compound(declared or "")):
        declared = None
    declarations = _declarations(conclusion)
    if declared:
        yield _cited(_licence(declared, DECLARED), declarations)
    elif conclusion.verdict == "list":
        yield from _members(conclusion, declarations)
    elif not conclusion.declared:
        yield from _named(declarations, alone=not (concluded and _compound(concluded)))
    if concluded:
        yield _cited(_licence(concluded, CONCLUDED, text_of(record)), conclusion.claims)
    elif not _compound(declared or ""):
        yield from _own_texts(record)


def _declarations(conclusion: Conclusion) -> tuple[LicenceClaim, ...]:
    """The claims that somebody wrote down, not those that a licence text makes."""
    return tuple(
        claim
        for claim in conclusion.claims
        if claim.match is None and claim.source is not Source.TEXT
    )


def unconfirmed_texts(conclusion: Conclusion) -> tuple[LicenceClaim, ...]:
    """The licence texts that match no known licence exactly."""
    return tuple(
        claim
        for claim in conclusion.claims
        if claim.source is Source.TEXT and claim.match and claim.match.verdict != "exact"
    )


def _members(
    conclusion: Conclusion, declarations: tuple[LicenceClaim, ...]
) -> Iterator[tuple[License, Fact]]:
    """The members of a list without an operator."""
    for licence in conclusion.licences:
        claims = tuple(claim for claim in declarations if claim.licence == licence.id)
        yield _cited(_licence(identifier(licence) or licence.name, DECLARED), claims)


def _own_texts(record: ArtifactRecord) -> Iterator[tuple[License, Fact]]:
    """Texts next to the declared licence, each with its title, content and file."""
    for claim in unconfirmed_texts(record.licence)[:MOST_OWN_TEXTS]:
        file = claim.evidence.file
        document = record.documents.get(file)
        text = document.text if document and len(document.text) <= LONGEST_TEXT else None
        licence = DisjunctiveLicense(
            name=shorten(_title(claim), 120),
            text=AttachedText(content=text, content_type="text/plain") if text else None,
            properties=[Property(name="provenance:licence:file", value=file)],
        )
        yield _cited(licence, (claim,))


def _title(claim: LicenceClaim) -> str:
    """The title of a text; for a changed copy, the licence it is based on."""
    match = claim.match
    if match and match.verdict == "modified":
        original = lookup(match.licence or "")
        if original:
            return f"{original.name}{WITH_CHANGES}"
    return claim.value


def verified(conclusion: Conclusion) -> str | None:
    """The concluded expression if a licence text was read and recognised, else None."""
    return conclusion.concluded if conclusion.verdict in _VERIFIED else None


def _compound(expression: str) -> bool:
    return " " in expression or expression.endswith("+")


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
    """A declared licence outside the catalogue, by its author's name for it."""
    if alone:
        for claim in claims[:1]:
            if name := own_name(claim):
                licence = DisjunctiveLicense(
                    name=name, url=_uri(claim.link), acknowledgement=DECLARED
                )
                yield _cited(licence, (claim,))


def text_of(record: ArtifactRecord) -> str | None:
    """The text of a recognised licence, if it is a single licence that is on no list."""
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
    """The authors' name for a custom licence; empty if there is none."""
    name = shorten(claim.name or claim.value, 120)
    return "" if name.lower() in _NOTHING_NAMED else name


def _cited(licence: License, claims: tuple[LicenceClaim, ...]) -> tuple[License, Fact]:
    """A licence with the fact that cites its entry, identified by acknowledgement and name."""
    identity: dict[str, object] = {}
    if licence.acknowledgement:
        identity["acknowledgement"] = licence.acknowledgement.value
    if isinstance(licence, DisjunctiveLicense):
        identity |= {"id": licence.id} if licence.id else {"name": licence.name}
        identity = {"license": identity}
    return licence, Fact(("licenses", identity), None, tuple(claim.evidence for claim in claims))


def _uri(address: str) -> XsUri | None:
    address = web_address(address)
    return XsUri(address) if address else None
