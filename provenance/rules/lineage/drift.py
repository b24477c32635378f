"""LIN020."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from provenance.artifact import BASES, ArtifactRef
from provenance.dossier import Dossier
from provenance.finding import Evidence, Finding, Severity
from provenance.licences import is_told_beside, lost_duties
from provenance.licences.claim import Duty
from provenance.lineage import Lineage, ancestors
from provenance.rules.base import CannotTellError, NotApplicableError, Rule
from provenance.rules.evidence import nothing_named


class LicenceDrift(Rule):
    """The declared licence drops what a base model's licence requires.

    ## What it checks
    The duties of the licence of every base, up the whole lineage, against the duties of the model's
    own licence. Rights and duties are compared, not names: MIT over Apache-2.0 is fine, MIT over a
    vendor's community licence is not. Medium where the card's text or a file beside it names the
    base's licence all the same.

    ## Why it matters
    A fine-tune, a merge and a quantisation carry their base's weights, so the base's terms come
    with them whatever the new card says: use restrictions, notices, naming, limits on who may use
    it.

    ## How to fix
    Treat the model as under its base's terms as well. Ask its author for the notices these terms
    ask for.

    ## Example
    `license: mit` on a fine-tune of a model under `license: gemma`.

    ## References
    - https://arxiv.org/abs/2509.09873
    - https://arxiv.org/abs/2602.08816
    """

    code: ClassVar[str] = "LIN020"
    name: ClassVar[str] = "licence-drift"
    family: ClassVar[str] = "lineage"
    severity: ClassVar[Severity] = Severity.HIGH

    def check(self, subject: Dossier, lineage: Lineage) -> Iterator[Finding]:
        """See the class."""
        above = ancestors(lineage, subject.ref)
        if not above:
            raise nothing_named(subject, BASES, "no base model is stated")
        if not subject.licence.claims:
            raise NotApplicableError("the model states no licence of its own")
        lost: dict[tuple[ArtifactRef, ...], tuple[Duty, ...]] = {}
        untold = []
        for path in above:
            base = lineage.dossier(path[-1])
            duties = lost_duties(subject.licence, base.licence) if base else None
            if duties is None:
                untold.append(path[-1].name)
            elif duties:
                lost[path] = duties
        if lost:
            yield self._finding(subject, lineage, lost)
        elif untold:
            raise CannotTellError(
                f"the terms of {', '.join(untold)} or of the model itself are not known"
            )

    def _finding(
        self,
        subject: Dossier,
        lineage: Lineage,
        lost: dict[tuple[ArtifactRef, ...], tuple[Duty, ...]],
    ) -> Finding:
        path = min(lost, key=len)
        base = lineage.dossiers[path[-1].unpinned]
        names = ", ".join(dict.fromkeys(above[-1].name for above in lost))
        declared = subject.licence.concluded or subject.licence.claims[0].value
        duties = {duty.id: duty for above in lost.values() for duty in above}
        told = ", ".join(map(str, duties.values()))
        licence = base.licence.licences[0].name
        bases = [lineage.dossiers[above[-1].unpinned].licence for above in lost]
        said_beside = all(is_told_beside(subject.licence, one) for one in bases)
        what = "leaves out, and only the text beside it tells," if said_beside else "drops"
        return Finding(
            self.code,
            Severity.MEDIUM if said_beside else self.severity,
            subject.purl,
            f"{declared} here {what} what {names} requires ({licence})",
            f"Treat it as under the {licence} as well; ask its author for the notices these terms"
            " ask for.",
            tuple(ref.purl for ref in path),
            (*_first_claim(subject), *_first_claim(base)),
            (f"lost: {told}",),
        )


def _first_claim(dossier: Dossier) -> tuple[Evidence, ...]:
    return tuple(claim.evidence for claim in dossier.licence.claims[:1])
