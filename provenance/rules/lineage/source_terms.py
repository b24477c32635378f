"""The rule source-terms-dropped (DAT047)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.licences import lost_duties
from provenance.licences.claim import Duty
from provenance.lineage.graph import Edge
from provenance.lineage.record import ArtifactRecord
from provenance.messages import message
from provenance.model.artifact import Kind
from provenance.model.finding import Finding, Severity
from provenance.rules.base import CannotTellError, Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import evidence_of


class SourceTermsDropped(
    Rule,
    code="DAT047",
    name="source-terms-dropped",
    family=Family.LINEAGE,
    severity=Severity.MEDIUM,
):
    """A dataset declares less than a dataset it was made from requires.

    ## What it checks
    The datasets that a dataset's card names as its sources: whether its own licence includes their
    duties.

    ## Why it matters
    A collection contains its sources, and their terms come with them whatever the collection
    declares.

    ## How to fix
    Apply the sources' terms to their parts; ask the maker which part came from where.

    ## Example
    `license: mit` and `source_datasets: [extended|acme/tickets]`, which is under CC-BY-NC-4.0.

    ## References
    - https://www.nature.com/articles/s42256-024-00878-8
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject, lineage = context.subject, context.lineage
        edges = lineage.parents(subject.ref)
        if subject.ref.kind is not Kind.DATASET or not edges:
            raise NotApplicableError(message("lineage.source-terms-dropped.not-applicable"))
        if not subject.licence.licences:
            raise NotApplicableError(message("lineage.reason.no-own-licence"))
        unknown: list[str] = []
        reported = False
        for edge in edges:
            source = lineage.record(edge.parent)
            lost = lost_duties(subject.licence, source.licence) if source else None
            if source is None or lost is None:
                unknown.append(edge.parent.name)
            elif lost:
                reported = True
                yield self._finding(subject, source, edge, lost)
        if unknown and not reported:
            names = tuple(unknown)
            raise CannotTellError(message("lineage.source-terms-dropped.unknown", names=names))

    def _finding(
        self, subject: ArtifactRecord, source: ArtifactRecord, edge: Edge, lost: tuple[Duty, ...]
    ) -> Finding:
        claims = evidence_of(source.licence.claims[:1])
        return self.finding(
            subject,
            message=message(
                "lineage.source-terms-dropped.message",
                declared=subject.licence.name,
                source=source.ref.name,
            ),
            remedy=message("lineage.source-terms-dropped.remedy"),
            path=(subject.ref, source.ref),
            evidence=[*edge.evidence[:1], *claims],
            details=[
                message("lineage.detail.lost", duties=tuple(duty.with_clause for duty in lost))
            ],
            key=source.ref.name,
        )
