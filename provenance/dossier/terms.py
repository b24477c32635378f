"""Licences: what each artefact claims, which texts were read, what contradicts what."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.dossier.case import Case
from provenance.dossier.picture import licence_name
from provenance.licences import lookup, readable
from provenance.licences.claim import LicenceClaim
from provenance.messages import in_language
from provenance.model.finding import shorten
from provenance.render.document import Block, FactList, Items, Line, Paragraph, Section, Span, Table
from provenance.report import ReportLicence
from provenance.wording.facts import LONGEST_WORDS, audit_facts

_MOST = 40


def licences(case: Case) -> Iterator[Section]:
    """Conclusion, contradictions, claims, and the licences of the lineage."""
    words, licence = case.words, case.licence
    blocks: list[Block] = []
    if licence is None:
        blocks.append(Paragraph((Span(text=words("licences.unread")),)))
    else:
        blocks.append(FactList(tuple(_conclusion(case, licence))))
        if found := case.found("licence"):
            blocks.append(Items(found))
        if licence.claims:
            blocks.append(_claims(case, licence))
        if licence.restrictions:
            blocks.append(_restrictions(case, licence))
        if licence.changes:
            blocks.append(_changes(case, licence))
        if licence.clauses:
            blocks.append(_clauses(case, licence))
        if licence.not_understood:
            blocks.append(_not_understood(case, licence))
        if licence.beside:
            blocks.append(_beside(case, licence))
    if others := _others(case):
        blocks.append(others)
    yield Section(id=case.id("licences"), title=words("licences.title"), blocks=tuple(blocks))


def _conclusion(case: Case, licence: ReportLicence) -> Iterator[tuple[str, Line]]:
    words = case.words
    yield words("licences.declared"), (_stated(case, licence.declared),)
    name = licence_name(case, licence.name, licence.verdict)
    concluded = (
        (Span(text=name, style="strong"),)
        if licence.concluded
        else (Span(text=words("licences.untold")),)
    )
    yield words("licences.concluded"), concluded
    yield words("licences.rests"), (Span(text=words.term("verdict-word", licence.verdict)),)


def _stated(case: Case, expression: str | None) -> Span:
    return Span(text=readable(expression) if expression else case.words("licences.nothing"))


def _claims(case: Case, licence: ReportLicence) -> Table:
    words = case.words
    header = tuple(words(f"claims.{key}") for key in ("value", "source", "place", "text"))
    rows = tuple(_claim(case, claim) for claim in licence.claims[:_MOST])
    return Table(caption=words("claims.caption"), header=header, rows=rows, widths=(34, 13, 39, 14))


def _claim(case: Case, claim: LicenceClaim) -> tuple[Line, ...]:
    words = case.words
    entry = lookup(claim.licence or "")
    value = f"{claim.value} ({claim.name})" if claim.name else claim.value
    known: Line = (
        (Span(text=" = "), Span(text=entry.name, link=entry.url))
        if entry and entry.name != claim.value
        else ()
    )
    match = claim.match
    text = words.term("match", match.verdict) if match else words("claims.no-text")
    if match and match.passages:
        text = f"{text}; {words('claims.passages', n=len(match.passages))}"
    place: Line = (
        case.place(claim.evidence),
        Span(text=" "),
        Span(text=claim.evidence.quote, style="quote", lang="und"),
    )
    return (
        (Span(text=value, lang="und"), *known),
        (Span(text=words.term("source", claim.source.value)),),
        place,
        (Span(text=text),),
    )


def _restrictions(case: Case, licence: ReportLicence) -> Table:
    words = case.words
    header = (words("restrictions.quote"), words("restrictions.limit"), words("claims.place"))
    rows = tuple(
        (
            (Span(text=restriction.quote, style="quote", lang="und"),),
            (Span(text=words.term("limit", restriction.limit.value)),),
            (case.place(restriction.evidence),),
        )
        for restriction in licence.restrictions[:_MOST]
    )
    return Table(caption=words("restrictions.caption"), header=header, rows=rows)


def _changes(case: Case, licence: ReportLicence) -> Table:
    words = case.words
    header = (words("text-changes.quote"), words("text-changes.kind"), words("claims.place"))
    rows = tuple(
        (
            (Span(text=change.quote, style="quote", lang="und"),),
            (Span(text=words.term("text-change", change.kind)),),
            (case.place(change.evidence),),
        )
        for change in licence.changes[:_MOST]
    )
    return Table(caption=words("text-changes.caption"), header=header, rows=rows)


def _clauses(case: Case, licence: ReportLicence) -> Table:
    words = case.words
    keys = ("clauses.says", "clauses.clause", "clauses.quote", "claims.place")
    header = tuple(words(key) for key in keys)
    rows = tuple(
        (
            (Span(text=in_language(stated.clause.summary, words.lang)),),
            (Span(text=stated.clause.number or stated.clause.heading, lang="und"),),
            (Span(text=stated.evidence.quote, style="quote", lang="und"),),
            (case.place(stated.evidence),),
        )
        for stated in licence.clauses[:_MOST]
    )
    return Table(
        caption=words("clauses.caption"), header=header, rows=rows, widths=(27, 12, 38, 23)
    )


def _not_understood(case: Case, licence: ReportLicence) -> Table:
    words = case.words
    header = (words("unread-value.quote"), words("claims.place"))
    rows = tuple(
        ((Span(text=one.evidence.quote, style="quote", lang="und"),), (case.place(one.evidence),))
        for one in licence.not_understood[:_MOST]
    )
    return Table(caption=words("unread-value.caption"), header=header, rows=rows)


def _beside(case: Case, licence: ReportLicence) -> Table:
    words = case.words
    header = (words("beside.what"), words("beside.role"), words("claims.place"))
    rows = tuple(
        (
            (Span(text=shorten(said.value, LONGEST_WORDS), lang="und"),),
            (Span(text=words.term("role", said.role.value)),),
            (case.place(said.evidence),),
        )
        for said in licence.beside[:_MOST]
    )
    return Table(caption=words("beside.caption"), header=header, rows=rows)


def _others(case: Case) -> Table | None:
    """Licences of what it was made from, with the opinion of an audit where there is one."""
    words = case.words
    reach = case.digest.reach(case.subject)
    rows = []
    for other in case.review.report.licences:
        if other.artifact != case.subject and other.artifact.identity in reach:
            audit = (
                (Span(text=f"{audit_facts(other.audit)} ({other.audit.by})", lang="en"),)
                if other.audit
                else (Span(text="–"),)
            )
            rows.append(
                (
                    (Span(text=case.name(other.artifact), style="code", lang="und"),),
                    (_stated(case, other.declared),),
                    (Span(text=licence_name(case, other.name, other.verdict)),),
                    (Span(text=words.term("verdict-word", other.verdict)),),
                    audit,
                )
            )
    header = tuple(
        words(f"others.{key}") for key in ("artifact", "declared", "concluded", "rests", "audit")
    )
    return (
        Table(
            caption=words("others.caption"),
            header=header,
            rows=tuple(rows[:_MOST]),
            widths=(26, 15, 19, 20, 20),
        )
        if rows
        else None
    )
