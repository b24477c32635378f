"""DAT047."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.licences import lost_duties
from provenance.model.artifact import Kind
from provenance.model.finding import Finding, Severity
from provenance.rules.base import CannotTellError, Context, Family, NotApplicableError, Rule


class SourceTermsDropped(
    Rule,
    code="DAT047",
    name="source-terms-dropped",
    family=Family.LINEAGE,
    severity=Severity.MEDIUM,
):
    """A dataset declares less than a dataset it was made from requires.

    ## What it checks
    The datasets that a dataset's card names as its sources: whether its own licence carries their
    duties.

    ## Why it matters
    A collection holds its sources, and their terms come with them whatever the collection declares.

    ## How to fix
    Take the sources' terms to apply to their parts; ask the maker which part came from where.

    ## Example
    `license: mit` and `source_datasets: [extended|acme/tickets]`, which is under CC-BY-NC-4.0.

    ## References
    - https://www.nature.com/articles/s42256-024-00878-8
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject, lineage = context.subject, context.lineage
        edges = lineage.parents(subject.ref)
        if subject.ref.kind is not Kind.DATASET or not edges:
            raise NotApplicableError("it is no dataset that names its sources")
        if not subject.licence.licences:
            raise NotApplicableError("no licence of its own was concluded")
        untold, dropped = [], False
        for edge in edges:
            source = lineage.record(edge.parent)
            lost = lost_duties(subject.licence, source.licence) if source else None
            if lost is None:
                untold.append(edge.parent.name)
            elif lost and source:
                dropped = True
                own = subject.licence.name
                yield Finding(
                    self.code,
                    self.severity,
                    subject.purl,
                    f"{own} here drops what its source {source.ref.name} requires",
                    "Take the source's terms to apply to its part; ask the maker which part came"
                    " from where.",
                    (subject.purl, source.purl),
                    (*edge.evidence[:1], *(claim.evidence for claim in source.licence.claims[:1])),
                    (f"lost: {', '.join(map(str, lost))}",),
                    key=source.ref.name,
                )
        if untold and not dropped:
            raise CannotTellError(f"the terms of {', '.join(untold)} are not known")
