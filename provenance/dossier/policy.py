"""What the team's own rules said: what they found, and which findings and gaps were accepted, by
whom, why, until when."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.dossier.case import Case
from provenance.model.artifact import Gap, Waived
from provenance.model.finding import Finding
from provenance.render.document import Block, Items, Line, Section, Span, Table, Tone


def policy(case: Case) -> Iterator[Section]:
    """The team's own rules; nothing where they found and accepted nothing. Which file they are
    stands at the top."""
    blocks: list[Block] = []
    if found := case.found("policy", "lock"):
        blocks.append(Items(found))
    if case.waived or _gaps(case):
        blocks.append(_accepted(case))
    if blocks:
        yield Section(id=case.id("policy"), title=case.words("policy.title"), blocks=tuple(blocks))


def _accepted(case: Case) -> Table:
    header = tuple(
        case.words(f"policy.{key}") for key in ("finding", "reason", "owner", "until", "place")
    )
    rows = (
        *(_row(case, _finding(case, finding), waived) for finding, waived in case.waived),
        *(_row(case, _gap(case, gap), waived) for gap, waived in _gaps(case)),
    )
    return Table(
        caption=case.words("policy.accepted"), header=header, rows=rows, widths=(34, 28, 14, 10, 14)
    )


def _gaps(case: Case) -> list[tuple[Gap, Waived]]:
    """What somebody accepted among what could not be read, with why."""
    return [(gap, gap.waived) for gap in case.gaps if gap.waived]


def _finding(case: Case, finding: Finding) -> Line:
    return (
        case.severity(finding.severity),
        case.message(finding.message),
        Span(text=f" {finding.rule}", style="muted"),
    )


def _gap(case: Case, gap: Gap) -> Line:
    return (
        Span(text=case.words("policy.unread"), style="label", tone=Tone.OPEN),
        Span(text=f"{case.name(gap.artifact)} ", style="code", lang="und"),
        case.message(gap.detail),
    )


def _row(case: Case, told: Line, waived: Waived) -> tuple[Line, ...]:
    reason = (
        case.message(waived.reason)
        if waived.by == "baseline"
        else Span(text=waived.reason, lang="und")
    )
    return (
        told,
        (reason,),
        (Span(text=waived.owner or "–", lang="und"),),
        (Span(text=waived.until or "–"),),
        (Span(text=str(waived.place), style="code", lang="und"),),
    )
