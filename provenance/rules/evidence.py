"""What several rules point at: a file, front matter, places searched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Protocol

from provenance.licences import lookup
from provenance.licences.claim import Conclusion, LicenceClaim, Source
from provenance.licences.use import Reason
from provenance.lineage.graph import Lineage, LineagePath
from provenance.lineage.record import ArtifactRecord
from provenance.messages import Message, message
from provenance.model.artifact import ADAPTER_CONFIG, CARD, ArtifactRef, FileEntry, Gap
from provenance.model.finding import Evidence, Finding
from provenance.parents import DATASET
from provenance.rules.base import CannotTellError, Context, NotApplicableError, Rule


class HasEvidence(Protocol):
    """A statement with the place where it stands."""

    @property
    def evidence(self) -> Evidence:
        """Where it stands."""


def evidence_of(*groups: Iterable[HasEvidence]) -> list[Evidence]:
    """The places of all statements, group by group."""
    return [statement.evidence for statement in chain.from_iterable(groups)]


def records_at(lineage: Lineage, paths: Iterable[LineagePath]) -> dict[LineagePath, ArtifactRecord]:
    """What is known of the last artefact of each path; those that were not read are left out."""
    records = {path: lineage.record(path[-1]) for path in paths}
    return {path: record for path, record in records.items() if record is not None}


# Restrictions shown as details.
_SHOWN = 3


def searched(record: ArtifactRecord) -> Message:
    """Where something was looked for in vain: the documents that were read, and the listing."""
    front = record.card.front_matter if record.card else None
    places: list[str] = []
    for path in record.documents:
        if path == CARD and front:
            places.append(f"{path}:{front.start}-{front.end}")
        else:
            places.append(path)
    return message(
        "rule.detail.searched",
        name=record.ref.name,
        places=tuple(sorted(places)) or message("rule.detail.no-document"),
        count=len(record.snapshot.files),
    )


def nothing_named(
    subject: ArtifactRecord, topic: str, reason: Message
) -> NotApplicableError | CannotTellError:
    """What a rule raises if nothing is named that it could judge.

    Args:
        subject: What is judged.
        topic: What the rule looked for: `BASES` or `DATA`.
        reason: Why the question does not arise, if everything was read.

    Returns:
        CannotTellError if something was not understood or a place was not read; otherwise
        NotApplicableError.
    """
    unread = next((gap for gap in subject.gaps if gap.topic == topic or _hides_names(gap)), None)
    if unread is None:
        return NotApplicableError(reason)
    return CannotTellError(message("rule.reason.unread", what=unread.what))


def _hides_names(gap: Gap) -> bool:
    """Whether a place was not read in which an artefact says what it was made from."""
    return not gap.topic and (gap.what.startswith(CARD) or gap.what == ADAPTER_CONFIG)


def file_evidence(record: ArtifactRecord, entry: FileEntry) -> Evidence:
    """A listed file: its name, its size if the hub gives it, and its digest."""
    quote = entry.path
    if entry.size is not None:
        quote = f"{entry.path}, {entry.size:,} bytes"
    return Evidence.without_lines(record.ref, entry.path, quote, sha256=entry.sha256)


def use_finding(rule: Rule, context: Context, reason: Reason) -> Finding:
    """A reason against an intended use: whose terms, which clause, through which hops."""
    lineage = context.lineage
    names = {record.purl: record.ref.name for record in lineage.records.values()}
    names |= {ref.purl: ref.name for ref in lineage.unread}
    whose = names[reason.path[-1]]
    details: list[Message] = []
    if reason.others:
        others = tuple(sorted(names[purl] for purl in reason.others))
        details.append(message("licence.use.detail-also", names=others))
    if reason.licence:
        details.append(
            message("licence.use.detail-terms", licence=reason.licence, source=reason.source)
        )
    return rule.finding(
        context.subject,
        message=_use_message(reason, whose),
        remedy=message("licence.use.remedy", question=reason.question),
        path=reason.path,
        evidence=reason.evidence,
        details=details,
        key=f"{reason.topic}:{reason.licence}:{whose}",
    )


def _use_message(reason: Reason, whose: str) -> Message:
    """What a licence's text says of the use, or what is open about an artefact."""
    if not reason.licence:
        return message("licence.use.message-artifact", name=whose, reason=reason.text)
    where: str = reason.name
    if reason.clause:
        where = message("licence.use.where", licence=reason.name, clause=reason.clause)
    return message("licence.use.message-text", where=where, reason=reason.text)


def naming(lineage: Lineage, path: tuple[ArtifactRef, ...]) -> tuple[Evidence, ...]:
    """Where the last but one artefact of a path names the last as training data."""
    edges = [
        edge
        for edge in lineage.parents(path[-2])
        if edge.parent == path[-1] and edge.relation == DATASET
    ]
    return edges[0].evidence[:1]


def joined(names: Sequence[str]) -> str:
    """Names with "and" between them; at least one."""
    if len(names) == 1:
        return names[0]
    return message("rule.detail.and", first=joined(names[:-1]), second=names[-1])


def licence_name(record: ArtifactRecord) -> str:
    """What people call an artefact's licence: the catalogue's name, otherwise its author's."""
    conclusion = record.licence
    if conclusion.name:
        return conclusion.name
    if not conclusion.claims:
        return message("rule.detail.no-licence")
    return conclusion.stated_name


def declared_name(record: ArtifactRecord) -> str:
    """What card and hub declare as the licence, as people call it; empty if they name none."""
    declared = [
        claim for claim in record.licence.claims if claim.source in (Source.CARD, Source.TAG)
    ]
    entries = (lookup(claim.licence or "") for claim in declared)
    names = dict.fromkeys(
        entry.name for entry in entries if entry and entry.category != "unresolved"
    )
    return ", ".join(names)


def restricting(conclusion: Conclusion, *sources: Source) -> tuple[Message, ...]:
    """The first statements of an artefact that restrict what is allowed, each with its place.

    Args:
        conclusion: What was concluded of its licence.
        sources: The kinds of places to take them from; all if none are given.
    """
    statements = [
        restriction
        for restriction in conclusion.restrictions
        if not sources or restriction.source in sources
    ]
    return tuple(
        message("rule.detail.restricts", file=statement.evidence.file, quote=statement.quote)
        for statement in statements[:_SHOWN]
    )


def front_matter_claims(record: ArtifactRecord) -> list[LicenceClaim]:
    """The licence claims that the card's front matter makes."""
    front = record.card.front_matter if record.card else None
    return [
        claim
        for claim in record.licence.claims
        if claim.source is Source.CARD
        and front
        and claim.evidence.start_line is not None
        and front.start <= claim.evidence.start_line <= front.end
    ]
