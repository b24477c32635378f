"""LIN002."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.lineage.graph import Lineage
from provenance.model.artifact import BASES, ArtifactRef
from provenance.model.finding import Finding, Severity
from provenance.parents import CODE
from provenance.rules.base import Context, Family, Rule
from provenance.rules.evidence import nothing_named


class CircularLineage(
    Rule, code="LIN002", name="circular-lineage", family=Family.LINEAGE, severity=Severity.MEDIUM
):
    """The lineage runs in a circle.

    ## What it checks
    Whether an artefact names itself as what it was made from, or something that was made from it.

    ## Why it matters
    At least one of the statements cannot be true, and where the artefact really comes from is not
    told.

    ## How to fix
    Ask the authors what the artefact was made from. An author removes the wrong `base_model:` or
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
            raise nothing_named(subject, BASES, "nothing is named that it was made from")
        itself = [p for p in made_from if lineage.named(p.ref) == subject.ref.unpinned]
        if itself:
            yield Finding(
                self.code,
                Severity.LOW,
                subject.purl,
                "it names itself as what it was made from",
                "Ask the author what it was made from.",
                (subject.purl,),
                tuple(dict.fromkeys(parent.evidence for parent in itself)),
                key="itself",
            )
        if circle := _circle(lineage, subject.ref):
            names = " → ".join(ref.name for ref in circle)
            last = next(
                edge
                for edge in lineage.parents(circle[-2])
                if edge.parent.unpinned == circle[-1].unpinned
            )
            yield Finding(
                self.code,
                self.severity,
                subject.purl,
                f"the lineage runs in a circle: {names}",
                "Ask the authors which of these was made first.",
                tuple(ref.purl for ref in circle),
                last.evidence[:1],
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
