"""What the team's own rules said: what they found, and which findings were accepted, by whom, why,
until when."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.dossier.case import Case
from provenance.model.finding import Finding, Waived
from provenance.render.document import Block, Items, Line, Section, Span, Table


def policy(case: Case) -> Iterator[Section]:
    """The team's own rules; nothing where they found and accepted nothing. Which file they are
    stands at the top."""
    blocks: list[Block] = []
    if found := case.found("policy", "lock"):
        blocks.append(Items(found))
    if case.waived:
        blocks.append(_accepted(case))
    if blocks:
        yield Section(case.id("policy"), case.words("policy.title"), tuple(blocks))


def _accepted(case: Case) -> Table:
    header = tuple(
        case.words(f"policy.{key}") for key in ("finding", "reason", "owner", "until", "place")
    )
    rows = tuple(_row(case, finding, waived) for finding, waived in case.waived)
    return Table(case.words("policy.accepted"), header, rows, widths=(34, 28, 14, 10, 14))


def _row(case: Case, finding: Finding, waived: Waived) -> tuple[Line, ...]:
    reason = (
        case.message(waived.reason) if waived.by == "baseline" else Span(waived.reason, lang="und")
    )
    return (
        (
            case.severity(finding.severity),
            case.message(finding.message),
            Span(f" {finding.rule}", "muted"),
        ),
        (reason,),
        (Span(waived.owner or "–", lang="und"),),
        (Span(waived.until or "–"),),
        (Span(str(waived.place), "code", lang="und"),),
    )
