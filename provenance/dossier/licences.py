"""Licences: the claims of each artefact, the texts that were read, contradictions."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.dossier.lineage import licence_name
from provenance.dossier.subject import Subject
from provenance.licences import lookup, readable
from provenance.licences.claim import LicenceClaim
from provenance.messages import in_language
from provenance.model.finding import shorten
from provenance.render.document import (
    Block,
    FactList,
    Line,
    Paragraph,
    Section,
    Span,
    Table,
    plain,
    strong,
)
from provenance.report import ReportLicence
from provenance.wording.facts import LONGEST_WORDS, audit_facts

_MOST = 40


def licences(subject: Subject) -> Iterator[Section]:
    """Conclusion, contradictions, claims, and the licences of the lineage."""
    phrases, licence = subject.phrases, subject.licence
    blocks: list[Block] = []
    if licence is None:
        blocks.append(Paragraph((plain(phrases("licences.unread")),)))
    else:
        blocks.append(FactList(tuple(_conclusion(subject, licence))))
        blocks += _tables(subject, licence)
    if others := _others(subject):
        blocks.append(others)
    yield Section(id=subject.id("licences"), title=phrases("licences.title"), blocks=tuple(blocks))


def _tables(subject: Subject, licence: ReportLicence) -> Iterator[Table]:
    """The basis of the conclusion."""
    if licence.claims:
        yield _claims(subject, licence)
    if licence.restrictions:
        yield _restrictions(subject, licence)
    if licence.changes:
        yield _changes(subject, licence)
    if licence.clauses:
        yield _clauses(subject, licence)
    if licence.not_understood:
        yield _not_understood(subject, licence)
    if licence.other_terms:
        yield _other_terms(subject, licence)


def _conclusion(subject: Subject, licence: ReportLicence) -> Iterator[tuple[str, Line]]:
    phrases = subject.phrases
    yield phrases("licences.declared"), (_declared(subject, licence),)
    name = licence_name(subject, licence.name, licence.verdict)
    concluded = strong(name) if licence.concluded else plain(phrases("licences.untold"))
    yield phrases("licences.concluded"), (concluded,)
    yield phrases("licences.rests"), (plain(phrases.term("verdict-word", licence.verdict)),)


def _declared(subject: Subject, licence: ReportLicence) -> Span:
    """The declared licence; one that no catalogue has is shown as the card names it."""
    if licence.declared:
        return plain(readable(licence.declared))
    for claim in licence.claims:
        if claim.name:
            return plain(f"{claim.value} ({claim.name})", lang="und")
    return plain(subject.phrases("licences.nothing"))


def _claims(subject: Subject, licence: ReportLicence) -> Table:
    phrases = subject.phrases
    header = tuple(phrases(f"claims.{key}") for key in ("value", "source", "place", "text"))
    rows = tuple(_claim(subject, claim) for claim in licence.claims[:_MOST])
    return Table(
        caption=phrases("claims.caption"), header=header, rows=rows, widths=(34, 13, 39, 14)
    )


def _claim(subject: Subject, claim: LicenceClaim) -> tuple[Line, ...]:
    phrases = subject.phrases
    entry = lookup(claim.licence or "")
    value = f"{claim.value} ({claim.name})" if claim.name else claim.value
    known: Line = ()
    if entry and entry.name != claim.value:
        known = (plain(" = "), plain(entry.name, link=entry.url))
    match = claim.match
    text = phrases.term("match", match.verdict) if match else phrases("claims.no-text")
    if match and match.passages and match.verdict != "notice":
        text = f"{text}; {phrases('claims.passages', n=len(match.passages))}"
    place: Line = (
        subject.place(claim.evidence),
        plain(" "),
        Span(text=claim.evidence.quote, style="quote", lang="und"),
    )
    return (
        (plain(value, lang="und"), *known),
        (plain(phrases.term("source", claim.source.value)),),
        place,
        (plain(text),),
    )


def _restrictions(subject: Subject, licence: ReportLicence) -> Table:
    phrases = subject.phrases
    header = (phrases("restrictions.quote"), phrases("restrictions.limit"), phrases("claims.place"))
    rows = tuple(
        (
            (Span(text=restriction.quote, style="quote", lang="und"),),
            (plain(phrases.term("limit", restriction.limit.value)),),
            (subject.place(restriction.evidence),),
        )
        for restriction in licence.restrictions[:_MOST]
    )
    return Table(caption=phrases("restrictions.caption"), header=header, rows=rows)


def _changes(subject: Subject, licence: ReportLicence) -> Table:
    phrases = subject.phrases
    header = (phrases("text-changes.quote"), phrases("text-changes.kind"), phrases("claims.place"))
    rows = tuple(
        (
            (Span(text=change.quote, style="quote", lang="und"),),
            (plain(phrases.term("text-change", change.kind)),),
            (subject.place(change.evidence),),
        )
        for change in licence.changes[:_MOST]
    )
    return Table(caption=phrases("text-changes.caption"), header=header, rows=rows)


def _clauses(subject: Subject, licence: ReportLicence) -> Table:
    phrases = subject.phrases
    keys = ("clauses.says", "clauses.clause", "clauses.quote", "claims.place")
    header = tuple(phrases(key) for key in keys)
    rows = tuple(
        (
            (plain(in_language(stated.clause.summary, phrases.lang)),),
            (plain(stated.clause.number or stated.clause.heading, lang="und"),),
            (Span(text=stated.evidence.quote, style="quote", lang="und"),),
            (subject.place(stated.evidence),),
        )
        for stated in licence.clauses[:_MOST]
    )
    return Table(
        caption=phrases("clauses.caption"), header=header, rows=rows, widths=(27, 12, 38, 23)
    )


def _not_understood(subject: Subject, licence: ReportLicence) -> Table:
    phrases = subject.phrases
    header = (phrases("unread-value.quote"), phrases("claims.place"))
    rows = tuple(
        (
            (Span(text=value.evidence.quote, style="quote", lang="und"),),
            (subject.place(value.evidence),),
        )
        for value in licence.not_understood[:_MOST]
    )
    return Table(caption=phrases("unread-value.caption"), header=header, rows=rows)


def _other_terms(subject: Subject, licence: ReportLicence) -> Table:
    phrases = subject.phrases
    header = (phrases("beside.what"), phrases("beside.role"), phrases("claims.place"))
    rows = tuple(
        (
            (plain(shorten(other.value, LONGEST_WORDS), lang="und"),),
            (plain(phrases.term("role", other.role.value)),),
            (subject.place(other.evidence),),
        )
        for other in licence.other_terms[:_MOST]
    )
    return Table(caption=phrases("beside.caption"), header=header, rows=rows)


def _others(subject: Subject) -> Table | None:
    """Licences of the lineage, with the result of an audit if there is one."""
    phrases = subject.phrases
    reach = subject.digest.reach(subject.purl)
    others = [
        licence
        for licence in subject.review.report.licences
        if licence.artifact != subject.purl and licence.artifact.identity in reach
    ]
    if not others:
        return None
    keys = ("artifact", "declared", "concluded", "rests", "audit")
    return Table(
        caption=phrases("others.caption"),
        header=tuple(phrases(f"others.{key}") for key in keys),
        rows=tuple(_other(subject, licence) for licence in others[:_MOST]),
        widths=(26, 15, 19, 20, 20),
    )


def _other(subject: Subject, licence: ReportLicence) -> tuple[Line, ...]:
    audit = plain("–")
    if licence.audit:
        audit = plain(f"{audit_facts(licence.audit)} ({licence.audit.by})", lang="en")
    return (
        (Span(text=subject.name(licence.artifact), style="code", lang="und"),),
        (_declared(subject, licence),),
        (plain(licence_name(subject, licence.name, licence.verdict)),),
        (plain(subject.phrases.term("verdict-word", licence.verdict)),),
        (audit,),
    )
