"""The rule bases-clash (LIN024)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import permutations

from provenance.licences import choices, lost_duties
from provenance.licences.claim import Conclusion, Duty
from provenance.lineage.record import ArtifactRecord
from provenance.messages import message
from provenance.model.finding import Finding, Severity
from provenance.rules.base import CannotTellError, Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import evidence_of

_SHARE_ALIKE = "share-alike"
# What a share-alike licence does not let anybody add.
_ADDED = (
    "non-commercial",
    "research-only",
    "no-derivatives",
    "use-restrictions",
    "user-limit",
    "revenue-limit",
)


class BasesClash(
    Rule, code="LIN024", name="bases-clash", family=Family.LINEAGE, severity=Severity.HIGH
):
    """The terms of the models that were combined cannot all be met.

    ## What it checks
    A merge, or anything that names several base models: one base is share-alike, so that the whole
    has to be under its licence with nothing added, and another asks for more: no commercial use,
    use restrictions, limits, or its own share-alike.

    ## Why it matters
    There is no licence under which the result can be passed on. Whoever did so ignored one of the
    terms.

    ## How to fix
    Do not pass the model on; ask the author which permission was given.

    ## Example
    A merge of a model under GPL-3.0 with one under CC-BY-NC-4.0.

    ## References
    - https://www.gnu.org/licenses/license-list.html
    - https://arxiv.org/abs/2509.09873
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject, lineage = context.subject, context.lineage
        bases = [edge.parent for edge in lineage.parents(subject.ref) if edge.is_base]
        if len(bases) < 2:
            raise NotApplicableError(message("lineage.bases-clash.not-applicable"))
        read = [record for base in bases if (record := lineage.record(base)) is not None]
        for shared, other in permutations(read, 2):
            added = _added(shared.licence, other.licence)
            if added:
                yield self._finding(subject, shared, other, added)
                return
        if len(read) < len(bases) or any(not record.licence.category_is_known for record in read):
            raise CannotTellError(message("lineage.bases-clash.unknown"))

    def _finding(
        self,
        subject: ArtifactRecord,
        shared: ArtifactRecord,
        other: ArtifactRecord,
        added: list[Duty],
    ) -> Finding:
        names = {"shared": _with_licence(shared), "other": _with_licence(other)}
        claims = (*shared.licence.claims[:1], *other.licence.claims[:1])
        duties = tuple(duty.text for duty in added)
        return self.finding(
            subject,
            message=message("lineage.bases-clash.message", **names),
            remedy=message("lineage.bases-clash.remedy"),
            path=(subject.ref, shared.ref),
            evidence=evidence_of(claims),
            details=[message("lineage.bases-clash.detail-added", duties=duties, **names)],
        )


def _with_licence(record: ArtifactRecord) -> str:
    return f"{record.ref.name} ({record.licence.licences[0].name})"


def _added(shared: Conclusion, other: Conclusion) -> list[Duty]:
    """What the other's licence asks that the share-alike one lets nobody add."""
    if not any(duty.id == _SHARE_ALIKE for duty in shared.duties):
        return []
    if len(choices(shared)) > 1 or len(choices(other)) > 1:
        return []
    lost = lost_duties(shared, other) or ()
    added = [duty for duty in lost if duty.id in _ADDED]
    if _has_share_alike(lost) and _has_share_alike(lost_duties(other, shared) or ()):
        added += [duty for duty in lost if duty.id == _SHARE_ALIKE]
    return added


def _has_share_alike(duties: Iterable[Duty]) -> bool:
    return any(duty.id == _SHARE_ALIKE for duty in duties)
