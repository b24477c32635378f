"""What several rules point at: a file, front matter, duties of the bases, places searched in vain,
a reason."""

from __future__ import annotations

from typing import NamedTuple

from provenance.licences import lookup
from provenance.licences.claim import Conclusion, Duty, Licence, LicenceClaim, Source
from provenance.licences.use import Reason
from provenance.lineage.graph import Lineage, ancestors
from provenance.lineage.record import ArtifactRecord
from provenance.model.artifact import ADAPTER_CONFIG, CARD, ArtifactRef, FileEntry, Gap
from provenance.model.finding import Evidence, Finding, Severity
from provenance.rules.base import CannotTellError, NotApplicableError

_SHOWN = 3


def searched(record: ArtifactRecord) -> str:
    """Where something was looked for in vain: the documents that were read, and the listing."""
    front = record.card.front_matter if record.card else None
    places = [
        f"{path}:{front.start}-{front.end}" if path == CARD and front else path
        for path in record.documents
    ]
    return (
        f"searched {record.ref.name}: {', '.join(sorted(places)) or 'no document'},"
        f" {_names(record)}"
    )


def _names(record: ArtifactRecord) -> str:
    count = len(record.snapshot.files)
    return f"{count} file name" + ("s" if count != 1 else "")


def nothing_named(
    subject: ArtifactRecord, topic: str, reason: str
) -> NotApplicableError | CannotTellError:
    """What a rule raises where nothing is named that it could judge.

    Args:
        subject: What is judged.
        topic: What the rule looked for: `BASES` or `DATA`.
        reason: Why the question does not arise, where everything was read.

    Returns:
        That it cannot be told, where something is stated that was not understood or a place was not
        read; else that the question does not arise.
    """
    unread = next((gap for gap in subject.gaps if gap.topic == topic or _hides_names(gap)), None)
    if unread is None:
        return NotApplicableError(reason)
    return CannotTellError(f"{unread.what} was not read or not understood")


def _hides_names(gap: Gap) -> bool:
    """Whether a place was not read in which an artefact says what it was made from."""
    return not gap.topic and (gap.what.startswith(CARD) or gap.what == ADAPTER_CONFIG)


def file_evidence(record: ArtifactRecord, entry: FileEntry) -> Evidence:
    """A listed file: its name, its size as far as the hub gives it, and its digest."""
    size = f", {entry.size:,} bytes" if entry.size is not None else ""
    quote = f"{entry.path}{size}"
    return Evidence(
        record.purl, entry.path, record.ref.revision or "", None, None, quote, entry.sha256
    )


def use_finding(
    code: str, severity: Severity, subject: ArtifactRecord, lineage: Lineage, reason: Reason
) -> Finding:
    """A reason against an intended use: whose terms, which clause, through which hops, and where
    they can be read."""
    names = {record.purl: record.ref.name for record in lineage.records.values()}
    names |= {ref.purl: ref.name for ref in lineage.unread}
    whose = names[reason.path[-1]]
    where = f"{reason.name}, {reason.clause}" if reason.clause else reason.name
    message = f"{where}: the text {reason.text}" if reason.licence else f"{whose} {reason.text}"
    details = []
    if reason.others:
        details.append(f"also: {', '.join(sorted(names[purl] for purl in reason.others))}")
    if reason.licence:
        details.append(f"terms: provenance licences {reason.licence} · {reason.source}")
    key = f"{reason.topic}:{reason.licence}:{whose}"
    return Finding(
        code,
        severity,
        subject.purl,
        message,
        reason.question,
        reason.path,
        reason.evidence,
        tuple(details),
        key,
    )


class Asked(NamedTuple):
    """A duty that a base's licence puts on what was made from it, with the path to that base."""

    path: tuple[ArtifactRef, ...]
    base: ArtifactRecord
    licence: Licence
    duty: Duty


def asked_by_bases(lineage: Lineage, ref: ArtifactRef, *words: str) -> list[Asked]:
    """The duties of these kinds that fall on whoever made `ref`: none from bases of the same
    organisation."""
    owner = ref.name.partition("/")[0]
    above = ((path, lineage.record(path[-1])) for path in ancestors(lineage, ref))
    return [
        Asked(path, base, licence, duty)
        for path, base in above
        if base and base.ref.name.partition("/")[0] != owner
        for licence in base.licence.licences
        for duty in licence.duties
        if duty.id in words
    ]


def licence_name(record: ArtifactRecord) -> str:
    """What an artefact's licence is called by people: the catalogue's name, or what its author
    calls it where the catalogue has none."""
    conclusion = record.licence
    if conclusion.name:
        return conclusion.name
    if not conclusion.claims:
        return "no licence"
    stated = conclusion.claims[0]
    return stated.name or stated.value


def declared_name(record: ArtifactRecord) -> str:
    """What card and hub declare as the licence, as people call it; empty where they name none."""
    declared = [
        claim for claim in record.licence.claims if claim.source in (Source.CARD, Source.TAG)
    ]
    entries = (lookup(claim.licence or "") for claim in declared)
    names = dict.fromkeys(
        entry.name for entry in entries if entry and entry.category != "unresolved"
    )
    return ", ".join(names)


def restricting(conclusion: Conclusion, *sources: Source) -> tuple[str, ...]:
    """The first words of an artefact that restrict what may be done, each with its place; of these
    kinds of places where any are named."""
    said = [one for one in conclusion.restrictions if not sources or one.source in sources]
    return tuple(f"{one.evidence.file} restricts it: “{one.quote}”" for one in said[:_SHOWN])


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
