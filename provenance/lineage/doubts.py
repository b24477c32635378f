"""What is open about the terms of an artefact, whatever it is used for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from provenance.licences import (
    StatedLink,
    lookup,
    lookup_link,
    lost_duties,
    speaks_of_licences,
    stated_links,
)
from provenance.licences.claim import Conclusion, LicenceClaim, Source
from provenance.lineage.graph import Lineage, ancestors
from provenance.lineage.record import ArtifactRecord
from provenance.messages import message
from provenance.model.artifact import (
    ADAPTER_CONFIG,
    BASES,
    CARD,
    DATA,
    NOT_UNDERSTOOD,
    ArtifactRef,
    Gap,
)
from provenance.model.finding import Evidence, shorten
from provenance.stated import is_gated

UNREAD, NO_LICENCE = "unread", "no-licence"
# What a hub may not hand over or no longer has, by the reason word of the error. Every other reason
# may be gone when the audit is run again.
_WITHHELD = ("gated", "forbidden", "not-found", "disabled")
# A file that is at hand and cannot be read, now or later: a PDF, a DOCX, bytes that are no text.
_UNREADABLE = (NOT_UNDERSTOOD, "malformed")
# Where the licence is stated that is known although something was not read.
_WHERE = (
    Source.TEXT,
    Source.GATED_PROMPT,
    Source.CARD,
    Source.TAG,
    Source.FILE,
    Source.WEIGHTS,
)
_ASK_FOR_ACCESS = message("doubt.ask-access")
_AUDIT_AGAIN = message("doubt.audit-again")
_FILE_LISTING, _SCAN = "file listing", "dataset viewer"
_FAMILY = "family"
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_ON_HUB = re.compile(
    r"https?://(?:www\.)?(?:huggingface\.co|hf\.co)/(?:datasets/)?(?P<name>[^/\s]+/[^/\s]+)"
    r"/(?:blob|resolve|raw)/"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One thing that is open about the terms of an artefact.

    Attributes:
        topic: What it is about: `unread`, `no-licence`, or a verdict of the conclusion.
        text: What is not known: a predicate without a full stop.
        question: What to ask or to do next.
        evidence: Where the artefact says what raises the doubt.
        known: Whether terms are known all the same, which what is open may only add to.
        lasting: Whether another audit with the same access will not settle it.
    """

    topic: str
    text: str
    question: str
    evidence: tuple[Evidence, ...] = ()
    known: bool = False
    lasting: bool = True


def doubts(lineage: Lineage, ref: ArtifactRef) -> tuple[Doubt, ...]:
    """What is open about the terms of one artefact of a lineage.

    Args:
        lineage: What was fetched and read.
        ref: The artefact, read or not.

    Returns:
        Nothing where its terms are known as far as the catalogue of licences reaches. What the
        licences themselves leave open is asked of each licence (`licences.permit`).
    """
    record = lineage.record(ref)
    if record is None:
        return (_unread(lineage.unread.get(lineage.named(ref), "")),)
    unread = tuple(_unread_parts(record))
    if any(not doubt.known for doubt in unread):
        return unread
    return (*_about_licence(lineage, record), *unread)


def _unread(reason: str) -> Doubt:
    question = _ASK_FOR_ACCESS if reason in ("gated", "forbidden") else _AUDIT_AGAIN
    if reason not in _WITHHELD:
        return Doubt(
            topic=UNREAD, text=message("doubt.unread.other"), question=question, lasting=False
        )
    return Doubt(topic=UNREAD, text=message(f"doubt.unread.{reason}"), question=question)


def _unread_parts(record: ArtifactRecord) -> Iterator[Doubt]:
    """What could not be read of an artefact that was found, and may hold terms or a parent."""
    places = [gap for gap in record.gaps if _holds_terms(record, gap)]
    if places:
        yield _unread_terms(record, places)
    astray = sorted({gap.what for gap in record.gaps if _holds_parents(record, gap)})
    if astray:
        text = message("doubt.more-parents", names=tuple(astray))
        yield Doubt(topic=UNREAD, text=text, question=_AUDIT_AGAIN, known=True)


def _unread_terms(record: ArtifactRecord, places: list[Gap]) -> Doubt:
    files = tuple(sorted({gap.what for gap in places}))
    gated = is_gated(record.snapshot.metadata)
    lasting = gated or any(_stays_unread(gap) for gap in places)
    access = "-gated" if gated else ""
    question = _ASK_FOR_ACCESS if gated else _AUDIT_AGAIN
    conclusion = record.licence
    if not conclusion.licences:
        text = message(f"doubt.unread-files{access}", files=files)
        return Doubt(topic=UNREAD, text=text, question=question, lasting=lasting)
    stated = conclusion.claims[:1]
    source = stated[0].source if stated and stated[0].source in _WHERE else "other"
    where = message(f"doubt.where.{source}")
    key = f"doubt.unread-files-known{access}"
    text = message(key, files=files, name=conclusion.name, where=where)
    proof = tuple(claim.evidence for claim in stated)
    return Doubt(
        topic=UNREAD, text=text, question=question, evidence=proof, known=True, lasting=lasting
    )


def _stays_unread(gap: Gap) -> bool:
    """Whether another run finds the same gap: access is refused, or a licence file is no text."""
    if gap.reason in _WITHHELD:
        return True
    return gap.reason in _UNREADABLE and speaks_of_licences(gap.what)


def _holds_terms(record: ArtifactRecord, gap: Gap) -> bool:
    """Whether what was not read may state the artefact's own terms."""
    if gap.topic:
        return False
    return gap.what.startswith(CARD) or speaks_of_licences(gap.what) or gap.what == _FILE_LISTING


def _holds_parents(record: ArtifactRecord, gap: Gap) -> bool:
    """Whether what was not read may name a parent; the header of a listed weight file does not."""
    if gap.topic:
        return gap.topic in (BASES, DATA)
    if _holds_terms(record, gap) or gap.what == _SCAN:
        return False
    return gap.what == ADAPTER_CONFIG or record.snapshot.file(gap.what) is None


def unread_links(lineage: Lineage, record: ArtifactRecord) -> tuple[StatedLink, ...]:
    """Links to the licence that lead out of the repository, to a page that was not read.

    Args:
        lineage: What was fetched and read.
        record: The artefact whose card states them.

    Returns:
        Nothing where the artefact's own licence text says the same as what it declares. A link to
        an artefact of the lineage is left out too: its terms count by themselves.
    """
    if record.card is None or record.licence.verdict == "agreed":
        return ()
    return tuple(
        link
        for link in stated_links(record.card)
        if linked_file(link.target, record.ref.name) is None
        and lookup_link(link.target) is None
        and not _is_in_lineage(lineage, link.target)
    )


def linked_file(link: str, name: str) -> str | None:
    """The file of a repository that a link names, or None if it leads elsewhere.

    Args:
        link: As the card of the repository writes it.
        name: The repository, as `org/name`.
    """
    on_hub = _ON_HUB.match(link)
    if on_hub and on_hub["name"] == name:
        path = link[on_hub.end() :].partition("/")[2]
        return path.partition("?")[0].partition("#")[0] or None
    if _ADDRESS.match(link):
        return None
    return link.strip().removeprefix("./").partition("#")[0] or None


def _is_in_lineage(lineage: Lineage, link: str) -> bool:
    on_hub = _ON_HUB.match(link)
    return on_hub is not None and any(
        ref.name.lower() == on_hub["name"].lower() for ref in lineage.records
    )


def _about_licence(lineage: Lineage, record: ArtifactRecord) -> Iterator[Doubt]:
    """What is open about the licence that an artefact states."""
    conclusion = record.licence
    for thing in conclusion.not_understood:
        text = message("doubt.not-understood", what=thing.what)
        question = message("doubt.not-understood.ask")
        yield Doubt(
            topic="unread",
            text=text,
            question=question,
            evidence=(thing.evidence,),
            known=bool(conclusion.licences),
        )
    for link in unread_links(lineage, record) if conclusion.licences else ():
        yield Doubt(
            topic="unread",
            text=message("doubt.unread-link", address=shorten(link.target)),
            question=message("doubt.unread-link.ask"),
            evidence=_quoting(record, link),
            known=True,
        )
    if conclusion.verdict == "none":
        yield Doubt(
            topic=NO_LICENCE,
            text=message("doubt.no-licence"),
            question=message("doubt.no-licence.ask"),
        )
    elif conclusion.verdict == "as-base":
        if not ancestors(lineage, record.ref):
            yield Doubt(
                topic="as-base",
                text=message("doubt.as-base"),
                question=message("doubt.as-base.ask"),
            )
    elif conclusion.verdict in ("unresolved", "text-unknown"):
        yield _unknown(conclusion)
    elif conclusion.changes or conclusion.verdict == "text-modified":
        yield _changed(conclusion)
    elif _differs(conclusion):
        yield Doubt(
            topic="contradicted",
            text=message("doubt.contradicted"),
            question=message("doubt.contradicted.ask"),
            evidence=tuple(dict.fromkeys(claim.evidence for claim in conclusion.claims)),
            known=True,
        )


def _quoting(record: ArtifactRecord, link: StatedLink) -> tuple[Evidence, ...]:
    document = record.card_document
    if document is None or link.span is None:
        return ()
    return (Evidence.quoting(document, link.span.start, link.span.end),)


def _unknown(conclusion: Conclusion) -> Doubt:
    """A licence that is named or written out and is none that the catalogue knows."""
    proof = tuple(dict.fromkeys(claim.evidence for claim in conclusion.claims))
    texts = [claim for claim in conclusion.claims if claim.match]
    topic = conclusion.verdict
    if texts:
        text = message("doubt.text-unknown", file=texts[0].evidence.file)
        question = message("doubt.text-unknown.ask")
        return Doubt(
            topic=topic,
            text=text,
            question=question,
            evidence=proof,
            known=bool(conclusion.licences),
        )
    family = next(
        (
            entry
            for claim in conclusion.claims
            if (entry := lookup(claim.licence or "")) and entry.category == _FAMILY
        ),
        None,
    )
    if family:
        text = message("doubt.family", name=family.name)
        return Doubt(topic=topic, text=text, question=message("doubt.family.ask"), evidence=proof)
    text = message("doubt.unresolved", name=_called(conclusion.claims))
    return Doubt(topic=topic, text=text, question=message("doubt.unresolved.ask"), evidence=proof)


def _called(claims: tuple[LicenceClaim, ...]) -> str:
    """What an unknown licence calls itself, as far as somebody gave it a name."""
    named = next((claim.name for claim in claims if claim.name), "")
    return named or (claims[0].value if claims else "")


def _changed(conclusion: Conclusion) -> Doubt:
    question = message("doubt.changed.ask")
    if not conclusion.changes:
        proof = tuple(claim.evidence for claim in conclusion.claims[:1])
        known = bool(conclusion.licences)
        text = message("doubt.changed")
        return Doubt(
            topic="text-modified", text=text, question=question, evidence=proof, known=known
        )
    first = conclusion.changes[0]
    others = len(conclusion.changes) - 1
    entry = lookup(first.licence)
    name = entry.name if entry else first.licence
    passage = {"name": name, "kind": first.kind_name, "quote": first.quote}
    text = (
        message("doubt.changed-passages", count=others, **passage)
        if others
        else message("doubt.changed-passage", **passage)
    )
    proof = tuple(change.evidence for change in conclusion.changes)
    return Doubt(
        topic="text-modified",
        text=text,
        question=question,
        evidence=proof,
        known=bool(conclusion.licences),
    )


def _differs(conclusion: Conclusion) -> bool:
    """Whether two licences are stated of which one asks what the other does not."""
    if conclusion.verdict == "contradicted":
        return True
    if conclusion.verdict != "text-outranks":
        return False
    named = {claim.licence for claim in conclusion.claims}
    known = [entry for key in sorted(filter(None, named)) if (entry := lookup(key))]
    alone = [Conclusion(licences=(entry,)) for entry in known]
    return any(lost_duties(one, other) != () for one in alone for other in alone)
