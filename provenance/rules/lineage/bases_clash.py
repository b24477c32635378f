"""LIN024."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import permutations

from provenance.licences import choices, lost_duties
from provenance.licences.claim import Conclusion, Duty
from provenance.model.finding import Finding, Severity
from provenance.rules.base import CannotTellError, Context, Family, NotApplicableError, Rule

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
    """The terms of the models that were put together cannot all be met.

    ## What it checks
    A merge, or whatever names several base models: one base is share-alike, so that the whole has
    to stand under its licence with nothing added, and another asks for more: no commercial use, use
    restrictions, limits, or its own share-alike.

    ## Why it matters
    There is no licence under which the result can be passed on. Whoever did so has left one of the
    terms behind.

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
            raise NotApplicableError("fewer than two base models are named")
        read = [record for base in bases if (record := lineage.record(base)) is not None]
        for shared, other in permutations(read, 2):
            added = _added(shared.licence, other.licence)
            if added:
                names = [
                    f"{one.ref.name} ({one.licence.licences[0].name})" for one in (shared, other)
                ]
                yield Finding(
                    self.code,
                    self.severity,
                    subject.purl,
                    f"no licence meets the terms of both {names[0]} and {names[1]}",
                    "Do not pass the model on before the author has told which permission was"
                    " given.",
                    (subject.purl, shared.purl),
                    tuple(
                        claim.evidence
                        for one in (shared, other)
                        for claim in one.licence.claims[:1]
                    ),
                    (
                        (
                            f"{names[0]} is share-alike; {names[1]} adds:"
                            f" {', '.join(duty.text for duty in added)}"
                        ),
                    ),
                )
                return
        if len(read) < len(bases) or any(not record.licence.category_is_known for record in read):
            raise CannotTellError("the terms of not every base are known")


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
