"""The rule circular-lineage (LIN002)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.lineage.graph import Lineage
from provenance.lineage.record import ArtifactRecord
from provenance.messages import message
from provenance.model.artifact import BASES, ArtifactRef
from provenance.model.finding import Finding, Severity
from provenance.parents import CODE
from provenance.rules.base import Context, Family, Rule
from provenance.rules.evidence import evidence_of, nothing_named


class CircularLineage(
    Rule, code="LIN002", name="circular-lineage", family=Family.LINEAGE, severity=Severity.MEDIUM
):
    """The lineage runs in a circle.

    ## What it checks
    Whether an artefact names as its source itself, or something that was made from it.

    ## Why it matters
    At least one of the statements cannot be true, and where the artefact really comes from is not
    stated.

    ## How to fix
    Ask the authors what the artefact was made from. Authors: remove the wrong `base_model:` or
    `datasets:`.

    ## Example
    `base_model: acme/tune` in the card of acme/tune.

    ## References
    - https://huggingface.co/docs/hub/model-cards#specifying-a-base-model
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject, lineage = context.subject, context.lineage
        made_from = [parent for parent in subject.parents if parent.relation != CODE]
        if not made_from:
            raise nothing_named(subject, BASES, message("lineage.reason.no-sources"))
        own = subject.ref.unpinned
        itself = [parent for parent in made_from if lineage.canonical(parent.ref) == own]
        if itself:
            yield self.finding(
                subject,
                severity=Severity.LOW,
                message=message("lineage.circular-lineage.message-itself"),
                remedy=message("lineage.circular-lineage.remedy-itself"),
                evidence=evidence_of(itself),
                key="itself",
            )
        circle = _circle(lineage, subject.ref)
        if circle:
            yield self._finding(subject, lineage, circle)

    def _finding(
        self, subject: ArtifactRecord, lineage: Lineage, circle: tuple[ArtifactRef, ...]
    ) -> Finding:
        names = " → ".join(ref.name for ref in circle)
        closing = circle[-1].unpinned
        last = next(edge for edge in lineage.parents(circle[-2]) if edge.parent.unpinned == closing)
        return self.finding(
            subject,
            message=message("lineage.circular-lineage.message", names=names),
            remedy=message("lineage.circular-lineage.remedy"),
            path=circle,
            evidence=last.evidence[:1],
            key=names,
        )


def _circle(lineage: Lineage, start: ArtifactRef) -> tuple[ArtifactRef, ...] | None:
    """The shortest way from `start` back to it, or None."""
    paths: list[tuple[ArtifactRef, ...]] = [(start,)]
    seen = {start.unpinned}
    for path in paths:
        for edge in lineage.parents(path[-1]):
            if edge.relation == CODE:
                continue
            if edge.parent.unpinned == start.unpinned:
                return (*path, edge.parent)
            if edge.parent.unpinned not in seen:
                seen.add(edge.parent.unpinned)
                paths.append((*path, edge.parent))
    return None
