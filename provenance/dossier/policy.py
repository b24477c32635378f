"""Findings and gaps that the team accepted: by whom, why, until when."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.dossier.subject import Subject
from provenance.model.artifact import Gap, Waived
from provenance.model.finding import Finding
from provenance.render.document import (
    Block,
    Line,
    Section,
    Span,
    Table,
    Tone,
    label,
    muted,
    plain,
)


def policy(subject: Subject) -> Iterator[Section]:
    """Accepted findings and gaps; empty if there are none."""
    blocks: list[Block] = []
    if subject.waived or _gaps(subject):
        blocks.append(_accepted(subject))
    if blocks:
        yield Section(
            id=subject.id("policy"), title=subject.phrases("policy.title"), blocks=tuple(blocks)
        )


def _accepted(subject: Subject) -> Table:
    header = tuple(
        subject.phrases(f"policy.{key}") for key in ("finding", "reason", "owner", "until", "place")
    )
    rows = (
        *(_row(subject, _finding(subject, finding), waived) for finding, waived in subject.waived),
        *(_row(subject, _gap(subject, gap), waived) for gap, waived in _gaps(subject)),
    )
    return Table(
        caption=subject.phrases("policy.accepted"),
        header=header,
        rows=rows,
        widths=(34, 28, 14, 10, 14),
    )


def _gaps(subject: Subject) -> list[tuple[Gap, Waived]]:
    """Accepted gaps with their reason."""
    return [(gap, gap.waived) for gap in subject.gaps if gap.waived]


def _finding(subject: Subject, finding: Finding) -> Line:
    return (
        subject.severity(finding.severity),
        subject.message(finding.message),
        muted(f" {finding.rule}"),
    )


def _gap(subject: Subject, gap: Gap) -> Line:
    return (
        label(subject.phrases("policy.unread"), Tone.OPEN),
        Span(text=f"{subject.name(gap.artifact)} ", style="code", lang="und"),
        subject.message(gap.detail),
    )


def _row(subject: Subject, accepted: Line, waived: Waived) -> tuple[Line, ...]:
    reason = plain(waived.reason, lang="und")
    if waived.by == "baseline":
        reason = subject.message(waived.reason)
    return (
        accepted,
        (reason,),
        (plain(waived.owner or "–", lang="und"),),
        (plain(waived.until or "–"),),
        (Span(text=str(waived.place), style="code", lang="und"),),
    )
