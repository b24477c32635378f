"""DAT043."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.licences import (
    RESTRICTIONS,
    DatasetAudit,
    audit_of,
    audited_restrictions,
    restrictions,
)
from provenance.lineage.graph import data_behind
from provenance.lineage.record import ArtifactRecord
from provenance.model.artifact import ArtifactRef
from provenance.model.finding import Finding, Severity
from provenance.rules.base import CannotTellError, Context, Family, NotApplicableError, Rule


class AuditDiffers(
    Rule, code="DAT043", name="audit-differs", family=Family.LINEAGE, severity=Severity.MEDIUM
):
    """An independent audit found stricter terms for a dataset than it declares.

    ## What it checks
    A dataset, or the training data of a model and of what it was made from: people who read its
    sources found a licence that forbids commercial use or changes, and the dataset declares one
    that does not. It is an opinion of its day, not the maker's word.

    ## Why it matters
    Datasets are collected from others, and the tag often names the collector's wish. The audit
    found the hub's tag friendlier than the sources in about one of four cases that could be
    compared.

    ## How to fix
    Read the source that the audit names, and ask the maker of the dataset which terms hold for
    which part.

    ## Example
    A dataset declared as MIT, for which the audit names CC BY-NC 4.0 at its original repository.

    ## References
    - https://www.nature.com/articles/s42256-024-00878-8
    - https://github.com/Data-Provenance-Initiative/Data-Provenance-Collection
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject, lineage = context.subject, context.lineage
        audited = {
            path: audit
            for path in data_behind(lineage, subject.ref)
            if (audit := audit_of(path[-1].purl))
        }
        if not audited:
            raise NotApplicableError("no dataset with an independent audit is named")
        unread, differs = [], False
        for path, audit in audited.items():
            data = lineage.record(path[-1])
            if data is None or not data.licence.licences:
                unread.append(path[-1].name)
                continue
            found = audited_restrictions(audit) - restrictions(data.licence.licences)
            if found:
                differs = True
                yield self._finding(subject, data, path, audit, found)
        if unread and not differs:
            raise CannotTellError(f"what {', '.join(unread)} declares could not be told")

    def _finding(
        self,
        subject: ArtifactRecord,
        data: ArtifactRecord,
        path: tuple[ArtifactRef, ...],
        audit: DatasetAudit,
        found: frozenset[str],
    ) -> Finding:
        told = [f"found: {one.name}" + (f", {one.url}" if one.url else "") for one in audit.found]
        told += [f"holds outputs of {name}" for name in audit.generated_by]
        declared = data.licence.name
        words = ", ".join(word for key, word in RESTRICTIONS.items() if key in found)
        return Finding(
            self.code,
            self.severity,
            subject.purl,
            f"{data.ref.name} declares {declared}; an audit of {audit.date} found more: {words}",
            f"An opinion of the {audit.by}: read the source it names, and ask the maker which terms"
            " hold.",
            tuple(ref.purl for ref in path),
            tuple(claim.evidence for claim in data.licence.claims[:1]),
            (*told, f"source: {audit.source}"),
            key=data.ref.name,
        )
