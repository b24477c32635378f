"""Write the external references of an artefact: from the hub's answer, and what the card names as
its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, XsUri

from provenance.cyclonedx.iri import is_iri_reference
from provenance.facts.links import CONTACT, PAGE, PAPER, REPOSITORY, card_links
from provenance.facts.stated import Fact, from_hub, strings
from provenance.hubs import Offer, hub_type
from provenance.licences import is_licence_file
from provenance.lineage.record import ArtifactRecord
from provenance.model.artifact import CARD, FileEntry, Kind
from provenance.model.finding import Evidence, shorten

MOST_PAPERS = 30
_ARXIV = re.compile(r"arxiv:(\d{4}\.\d{4,5}|[a-z-]{2,20}/\d{7})")
# A paper on carbon emissions: the hub's card template links it, so the tag says nothing about a
# model.
_TEMPLATES_PAPER = "1910.09700"
_DOI = re.compile(r"doi:(10\.\d{4,9}/[\w.()/:-]{1,100})")
_SECURITY_POLICIES = frozenset({"security.md", "docs/security.md", ".github/security.md"})
_TYPES = {
    PAPER: ExternalReferenceType.DOCUMENTATION,
    PAGE: ExternalReferenceType.DOCUMENTATION,
    REPOSITORY: ExternalReferenceType.VCS,
    CONTACT: ExternalReferenceType.SUPPORT,
}
_WEB = re.compile(r"\s*https?:", re.IGNORECASE)
# Characters beyond the Basic Multilingual Plane are valid by RFC 3987, but some validators reject
# them.
_UNFIT = re.compile(r"[^\w\-.~:/?#@!$&()*+,;=%]|[^\x00-\uffff]")


def references(record: ArtifactRecord) -> Iterator[tuple[ExternalReference, Fact]]:
    """The external references of an artefact (`externalReference.type` in bom-1.7.schema.json).

    Args:
        record: The record; a local folder has no addresses except those of its papers.

    Yields:
        Page and repository, files of the pinned commit, card, licence texts with their digests,
        papers in the hub's tags, and what the card names as its own, each with the fact that cites
        it.
    """
    for kind, address, comment, entry in _pages(record):
        yield _reference(record, kind, address, comment, entry)
    tags = from_hub(record, "tags")
    papers = [_paper(tag) for tag in strings(tags.value)] if tags else []
    tagged = sorted({paper for paper in papers if paper})[:MOST_PAPERS]
    for paper in tagged:
        yield _reference(
            record,
            ExternalReferenceType.DOCUMENTATION,
            paper,
            "paper named in the hub's tags",
            None,
        )
    for meaning, written, evidence in card_links(record):
        address = web_address(written)
        if address and address not in tagged:
            yield _linked(meaning, address, evidence)


def web_address(text: str) -> str:
    """`text` if it is a plain http or https address that every validator accepts, else empty."""
    try:
        parts = urlsplit(text.strip())
        return (
            parts.geturl()
            if parts.scheme in ("http", "https") and parts.hostname and _fit(text.strip())
            else ""
        )
    except ValueError:
        return ""


def _fit(address: str) -> bool:
    """Whether the schema accepts an address as written."""
    broken = re.search(r"%(?![0-9A-Fa-f]{2})|#.*#", address)
    if len(address) > 2000 or _UNFIT.search(address) or broken:
        return False
    return is_iri_reference(str(XsUri(address)))


def refused_links(record: ArtifactRecord) -> Iterator[str]:
    """Web addresses that the card names as its own but validators reject, in words."""
    for meaning, written, evidence in card_links(record):
        if _WEB.match(written) and not web_address(written):
            place = f"{evidence.file}:{evidence.start_line}"
            yield f"link: malformed: {place} names as its {meaning} {shorten(written, 200)}"


def _pages(
    record: ArtifactRecord,
) -> Iterator[tuple[ExternalReferenceType, str, str, FileEntry | None]]:
    page, revision = web_address(record.snapshot.url), record.ref.revision
    hub = hub_type(record.ref.hub)
    if not page or not revision or hub is None:
        return
    yield ExternalReferenceType.WEBSITE, page, "", None
    if Offer.GIT in hub.offers:
        yield ExternalReferenceType.VCS, page, "git repository", None
    if files := hub.web_url(page, revision):
        yield ExternalReferenceType.DISTRIBUTION, files, "files at the commit", None
    for entry in record.snapshot.files:
        address = hub.web_url(page, revision, entry.path)
        meaning = _meaning(entry.path, record.ref.kind)
        if address and meaning:
            kind, comment = meaning
            yield kind, address, comment, entry


def _meaning(path: str, kind: Kind) -> tuple[ExternalReferenceType, str] | None:
    """The reference type of a file, with a comment; None for other files."""
    if path == CARD and kind is Kind.MODEL:
        return ExternalReferenceType.MODEL_CARD, ""
    if path == CARD:
        return ExternalReferenceType.DOCUMENTATION, "dataset card"
    if is_licence_file(path) and "/" not in path:
        return ExternalReferenceType.LICENSE, ""
    if path.casefold() in _SECURITY_POLICIES:
        return ExternalReferenceType.SECURITY_CONTACT, "security policy"
    return None


def _reference(
    record: ArtifactRecord,
    kind: ExternalReferenceType,
    address: str,
    comment: str,
    entry: FileEntry | None,
) -> tuple[ExternalReference, Fact]:
    hashes = (
        [HashType(alg=HashAlgorithm.SHA_256, content=entry.sha256)]
        if entry and entry.sha256
        else []
    )
    reference = ExternalReference(
        type=kind, url=XsUri(address), comment=comment or None, hashes=hashes
    )
    snapshot = record.snapshot
    evidence = Evidence.without_lines(snapshot.ref, snapshot.source, kind.value)
    return reference, Fact(
        ("externalReferences", {"type": kind.value, "url": str(reference.url)}), None, (evidence,)
    )


def _linked(kind: str, address: str, evidence: Evidence) -> tuple[ExternalReference, Fact]:
    reference = ExternalReference(
        type=_TYPES[kind], url=XsUri(address), comment=f"{kind} named in the card"
    )
    return reference, Fact(
        ("externalReferences", {"type": _TYPES[kind].value, "url": str(reference.url)}),
        None,
        (evidence,),
    )


def _paper(tag: str) -> str:
    match = _ARXIV.fullmatch(tag)
    if match and match[1] != _TEMPLATES_PAPER:
        return f"https://arxiv.org/abs/{match[1]}"
    if match := _DOI.fullmatch(tag):
        return f"https://doi.org/{match[1]}"
    return ""
