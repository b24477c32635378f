"""The rule audit-differs (DAT043)."""

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
from provenance.messages import Message, message
from provenance.model.artifact import ArtifactRef
from provenance.model.finding import Finding, Severity
from provenance.rules.base import CannotTellError, Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import evidence_of


class AuditDiffers(
    Rule, code="DAT043", name="audit-differs", family=Family.LINEAGE, severity=Severity.MEDIUM
):
    """An independent audit found stricter terms for a dataset than it declares.

    ## What it checks
    A dataset, or the training data of a model and of what it was made from: people who read its
    sources found a licence that forbids commercial use or changes, and the dataset declares one
    that does not. That is an opinion on its date, not the maker's word.

    ## Why it matters
    Datasets are collected from others, and the tag often states what the collector wishes. In about
    one of four cases that could be compared, the audit found the hub's tag more permissive than the
    sources.

    ## How to fix
    Read the source that the audit names, and ask the maker of the dataset which terms apply to
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
            raise NotApplicableError(message("lineage.audit-differs.not-applicable"))
        unread: list[str] = []
        reported = False
        for path, audit in audited.items():
            data = lineage.record(path[-1])
            if data is None or not data.licence.licences:
                unread.append(path[-1].name)
                continue
            stricter = audited_restrictions(audit) - restrictions(data.licence.licences)
            if stricter:
                reported = True
                yield self._finding(subject, data, path, audit, stricter)
        if unread and not reported:
            raise CannotTellError(message("lineage.audit-differs.unknown", names=tuple(unread)))

    def _finding(
        self,
        subject: ArtifactRecord,
        data: ArtifactRecord,
        path: tuple[ArtifactRef, ...],
        audit: DatasetAudit,
        stricter: frozenset[str],
    ) -> Finding:
        words = tuple(word for key, word in RESTRICTIONS.items() if key in stricter)
        return self.finding(
            subject,
            message=message(
                "lineage.audit-differs.message",
                name=data.ref.name,
                declared=data.licence.name,
                date=audit.date,
                restrictions=words,
            ),
            remedy=message("lineage.audit-differs.remedy", by=audit.by),
            path=path,
            evidence=evidence_of(data.licence.claims[:1]),
            details=_details(audit),
            key=data.ref.name,
        )


def _details(audit: DatasetAudit) -> Iterator[Message]:
    """What the audit found, what generated the data, and where the audit can be read."""
    for licence in audit.licences:
        name = f"{licence.name}, {licence.url}" if licence.url else licence.name
        yield message("lineage.audit-differs.detail-found", name=name)
    for model in audit.generated_by:
        yield message("lineage.audit-differs.detail-outputs", name=model)
    yield message("lineage.audit-differs.detail-source", source=audit.source)
