"""Open questions about the terms of an artefact, independent of the use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from provenance.licences import (
    CONFIGURATIONS,
    StatedLink,
    is_page,
    licence_links,
    lookup,
    lookup_link,
    lost_duties,
    may_state_licence,
    restrictions,
    speaks_of_licences,
    stated_links,
)
from provenance.licences.claim import Conclusion, OtherTerms, Role, Source
from provenance.licences.files import FileRole, file_role
from provenance.lineage.elsewhere import name_elsewhere, unread_names
from provenance.lineage.graph import Lineage, ancestors
from provenance.lineage.record import ArtifactRecord
from provenance.lineage.side_texts import OTHER_TEXTS, is_other_card
from provenance.messages import message
from provenance.model.artifact import (
    ADAPTER_CONFIG,
    BASES,
    CARD,
    DATA,
    NOT_UNDERSTOOD,
    PRIVACY,
    PROSE,
    ArtifactRef,
    Gap,
)
from provenance.model.finding import Evidence, shorten
from provenance.stated import MOST_VALUES, is_gated, pointer
from provenance.weights import file_format, is_weights

UNREAD, NO_LICENCE, OF_PART = "unread", "no-licence", "terms-of-part"
# Content that a hub denies or no longer has, by the error's reason word. Gaps with any other reason
# may be gone in the next run.
_WITHHELD = ("gated", "forbidden", "not-found", "disabled")
# A file that is available but unreadable, now and later: a PDF, a DOCX, bytes that are not text.
_UNREADABLE = (NOT_UNDERSTOOD, "malformed")
# Where a known licence is stated even though something was not read.
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
# A file that lists hundreds of names under one key is quoted this often.
_MOST_NAMES = 10
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_ON_HUB = re.compile(
    r"https?://(?:www\.)?(?:huggingface\.co|hf\.co)/(?:datasets/)?(?P<name>[^/\s]+/[^/\s]+)"
    r"/(?:blob|resolve|raw)/"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """An open question about the terms of an artefact.

    Attributes:
        topic: Its subject: `unread`, `no-licence`, or a verdict of the conclusion.
        text: What is unknown: a predicate without a full stop.
        question: What to ask or do next.
        evidence: Where the artefact raises the question.
        known: Whether some terms are known, to which the open point can only add.
        lasting: Whether another audit with the same access will leave it open.
    """

    topic: str
    text: str
    question: str
    evidence: tuple[Evidence, ...] = ()
    known: bool = False
    lasting: bool = True


def doubts(lineage: Lineage, ref: ArtifactRef) -> tuple[Doubt, ...]:
    """The open questions about the terms of one artefact.

    Args:
        lineage: The lineage of the artefact.
        ref: The artefact, read or not.

    Returns:
        Empty if the licence catalogue covers its terms. Open points of a licence itself are handled
        per licence (`licences.permit`).
    """
    record = lineage.record(ref)
    if record is None:
        return (_unread(lineage.unread.get(lineage.canonical(ref), "")),)
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
    """Unread parts of an available artefact that may contain terms or name a parent."""
    places = [gap for gap in record.gaps if _holds_terms(record, gap)]
    if places:
        yield _unread_terms(record, places)
    headers = tuple(sorted(gap.what for gap in record.gaps if _is_unread_header(record, gap)))
    if headers and record.licence.licences:
        text = message("doubt.unread-headers", files=headers)
        yield Doubt(topic=UNREAD, text=text, question=_AUDIT_AGAIN, known=True)
    metadata = tuple(sorted({gap.what for gap in record.gaps if _is_unread_metadata(record, gap)}))
    if metadata and record.licence.licences:
        text = message("doubt.unread-metadata", files=metadata)
        yield Doubt(topic=UNREAD, text=text, question=_AUDIT_AGAIN, known=True)
    if any(gap.topic == PRIVACY and gap.what == PROSE for gap in record.gaps):
        text = message("doubt.unread-prose", file=CARD)
        question = message("doubt.unread-prose.ask")
        yield Doubt(topic=UNREAD, text=text, question=question, known=True)
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
    """Whether another run leaves the same gap: access is denied, a licence file is not text, or
    there are more texts than are read."""
    if gap.reason in _WITHHELD or gap.what == OTHER_TEXTS:
        return True
    return gap.reason in _UNREADABLE and speaks_of_licences(gap.what)


def _holds_terms(record: ArtifactRecord, gap: Gap) -> bool:
    """Whether the unread part may state the artefact's own terms."""
    if gap.topic:
        return False
    if gap.what.startswith(CARD) or gap.what in (_FILE_LISTING, OTHER_TEXTS):
        return True
    return speaks_of_licences(gap.what) or is_page(gap.what) or is_other_card(gap.what)


def _is_unread_header(record: ArtifactRecord, gap: Gap) -> bool:
    """Whether the unread part is the header of a listed weight file, which may state a licence."""
    may_be_weights = is_weights(gap.what) or file_format(gap.what) == "archive"
    return not gap.topic and may_be_weights and record.snapshot.file(gap.what) is not None


def _is_unread_metadata(record: ArtifactRecord, gap: Gap) -> bool:
    """Whether the unread part is a whole file from which a licence would have been read. A loader's
    configuration that did not arrive is only a gap; one that cannot be parsed may hold terms."""
    if gap.what in CONFIGURATIONS and gap.reason not in (*_UNREADABLE, "too-large"):
        return False
    return may_state_licence(gap.what) and not _holds_parents(record, gap)


def _holds_parents(record: ArtifactRecord, gap: Gap) -> bool:
    """Whether the unread part may name a parent; the header of a listed weight file does not."""
    if gap.topic:
        return gap.topic in (BASES, DATA)
    if _holds_terms(record, gap) or gap.what == _SCAN:
        return False
    return gap.what == ADAPTER_CONFIG or record.snapshot.file(gap.what) is None


def unread_links(lineage: Lineage, record: ArtifactRecord) -> tuple[StatedLink, ...]:
    """Licence links to unread pages outside the repository.

    Args:
        lineage: The lineage of the artefact.
        record: The artefact whose card has the links.

    Returns:
        Empty if the artefact's own licence text agrees with its declaration. Links to artefacts of
        the lineage are skipped: their terms count on their own.
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
    """The repository file that a link points to, or None if it points elsewhere.

    Args:
        link: As written in the repository's card.
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
    """Open points about an artefact's stated licence."""
    conclusion = record.licence
    for unread in conclusion.not_understood:
        text = message("doubt.not-understood", what=unread.what)
        question = message("doubt.not-understood.ask")
        yield Doubt(
            topic="unread",
            text=text,
            question=question,
            evidence=(unread.evidence,),
            known=bool(conclusion.licences),
        )
    if conclusion.licences:
        for link in unread_links(lineage, record):
            yield Doubt(
                topic="unread",
                text=message("doubt.unread-link", address=shorten(link.target)),
                question=message("doubt.unread-link.ask"),
                evidence=_quoting(record, link),
                known=True,
            )
    yield from _missing_files(record)
    yield from _prose_links(lineage, record)
    yield from _elsewhere(record)
    yield from _terms_beside(lineage, record)
    yield from _of_unnamed_base(lineage, record)
    yield from _about_verdict(lineage, record)


def _missing_files(record: ArtifactRecord) -> Iterator[Doubt]:
    """Links to a licence file that is not in the repository, next to a licence that is known."""
    if record.card is None or not record.snapshot.files or not record.licence.licences:
        return
    listed = {entry.path.lower() for entry in record.snapshot.files}
    for link in stated_links(record.card):
        path = linked_file(link.target, record.ref.name)
        if path is not None and path.lower() not in listed:
            yield Doubt(
                topic=UNREAD,
                text=message("doubt.missing-file", path=shorten(path)),
                question=message("doubt.missing-file.ask"),
                evidence=_quoting(record, link),
                known=True,
            )


def _prose_links(lineage: Lineage, record: ArtifactRecord) -> Iterator[Doubt]:
    """Links in the card's section on the licence that lead to something that was not read."""
    conclusion = record.licence
    if record.card is None or not conclusion.licences or conclusion.verdict == "agreed":
        return
    for link in licence_links(record.card):
        path = linked_file(link.url, record.ref.name)
        is_read = path in record.documents if path else lookup_link(link.url) is not None
        # A notice is passed on with copies; it states no terms, and of a base it is not fetched.
        is_notice = path is not None and file_role(path) is FileRole.NOTICE
        if is_read or is_notice or link.url.startswith("#") or _is_in_lineage(lineage, link.url):
            continue
        document = record.card_document
        place = (Evidence.quoting(document, link.line, link.line),) if document else ()
        yield Doubt(
            topic=UNREAD,
            text=message("doubt.unread-link", address=shorten(link.url)),
            question=message("doubt.unread-link.ask"),
            evidence=place,
            known=True,
        )


def _elsewhere(record: ArtifactRecord) -> Iterator[Doubt]:
    """Repositories and licences named under keys that no reader evaluates."""
    for statement, evidence in islice(unread_names(record), _MOST_NAMES):
        key = shorten(pointer(statement.path), 100)
        text = message(
            "doubt.elsewhere",
            name=name_elsewhere(record, statement),
            key=key,
            file=evidence.file,
        )
        if statement.is_rest:
            text = message("doubt.elsewhere.rest", most=MOST_VALUES, key=key, file=evidence.file)
        yield Doubt(
            topic=UNREAD,
            text=text,
            question=message("doubt.elsewhere.ask"),
            evidence=(evidence,),
            known=True,
        )


def stricter_beside(lineage: Lineage, record: ArtifactRecord) -> Iterator[OtherTerms]:
    """Licences that an artefact states for its base or for a part of it, and that ask for more than
    its own licence and than those of everything that it is known to be made from.

    Args:
        lineage: The lineage of the artefact.
        record: The artefact.
    """
    if not record.licence.licences:
        return
    above = [lineage.record(path[-1]) for path in ancestors(lineage, record.ref)]
    known = [record.licence, *(base.licence for base in above if base)]
    for terms in record.licence.other_terms:
        entry = lookup(terms.licence or "")
        if entry is None or entry.category == _FAMILY:
            continue
        stated = Conclusion(licences=(entry,))
        if any(lost_duties(conclusion, stated) == () for conclusion in known):
            continue
        is_stricter = bool(lost_duties(record.licence, stated))
        if terms.role is Role.OTHER_PART:
            is_stricter = bool(restrictions([entry]) - restrictions(record.licence.licences))
        if is_stricter and terms.role in (Role.BASE, Role.OTHER_PART):
            yield terms


def _terms_beside(lineage: Lineage, record: ArtifactRecord) -> Iterator[Doubt]:
    """Stricter licences of a base that nothing names, or of a part."""
    for terms in islice(stricter_beside(lineage, record), _MOST_NAMES):
        entry = lookup(terms.licence or "")
        of_base = terms.role is Role.BASE
        yield Doubt(
            topic=UNREAD if of_base else OF_PART,
            text=message(
                f"doubt.beside-{terms.role}", licence=entry.name if entry else terms.value
            ),
            question=message("doubt.beside.ask"),
            evidence=(terms.evidence,),
            known=True,
        )


def _of_unnamed_base(lineage: Lineage, record: ArtifactRecord) -> Iterator[Doubt]:
    """A sentence that leaves the terms to a base that nothing names, beside a licence."""
    if not record.licence.licences or ancestors(lineage, record.ref):
        return
    for terms in record.licence.other_terms:
        if terms.role is Role.SAME_AS_BASE:
            yield Doubt(
                topic="as-base",
                text=message("doubt.as-base"),
                question=message("doubt.as-base.ask"),
                evidence=(terms.evidence,),
                known=True,
            )
            return


def _about_verdict(lineage: Lineage, record: ArtifactRecord) -> Iterator[Doubt]:
    """The point that the verdict on the licence leaves open."""
    conclusion = record.licence
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
    elif conclusion.unknown_name_beside_text:
        yield Doubt(
            topic="unknown-name",
            text=message("doubt.unknown-name", name=conclusion.stated_name),
            question=message("doubt.unknown-name.ask"),
            evidence=tuple(dict.fromkeys(claim.evidence for claim in conclusion.claims)),
            known=True,
        )
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
    """A licence, named or written out, that the catalogue does not know."""
    proof = tuple(dict.fromkeys(claim.evidence for claim in conclusion.claims))
    texts = [claim for claim in conclusion.claims if claim.match]
    # A text that is known stands next to the one that is not.
    texts.sort(key=lambda claim: bool(claim.match and claim.match.verdict == "exact"))
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
    text = message("doubt.unresolved", name=conclusion.stated_name)
    return Doubt(topic=topic, text=text, question=message("doubt.unresolved.ask"), evidence=proof)


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
    """Whether two licences are stated and one imposes duties that the other does not."""
    if conclusion.verdict == "contradicted":
        return True
    if conclusion.verdict != "text-outranks":
        return False
    licence_keys = {claim.licence for claim in conclusion.claims}
    known = [entry for key in sorted(filter(None, licence_keys)) if (entry := lookup(key))]
    alone = [Conclusion(licences=(entry,)) for entry in known]
    return any(lost_duties(licence, other) != () for licence in alone for other in alone)
