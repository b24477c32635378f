"""DAT040."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.licences import RESTRICTIONS, reaches_model, restrictions
from provenance.licences.claim import Licence
from provenance.lineage.graph import Lineage, training_data
from provenance.lineage.record import ArtifactRecord
from provenance.model.artifact import DATA, ArtifactRef
from provenance.model.finding import Finding, Severity
from provenance.parents import DATASET
from provenance.rules.base import CannotTellError, Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import nothing_named

_SHARE = "share-alike"
_WORDS = {**RESTRICTIONS, _SHARE: "share-alike"}


class DataTermsDropped(
    Rule, code="DAT040", name="data-terms-dropped", family=Family.LINEAGE, severity=Severity.MEDIUM
):
    """Training data is under terms that the model's licence does not hold.

    ## What it checks
    The licence of every dataset that the model, or a model it was made from, names as training
    data. Medium where one forbids commercial use or changes and the model's licence does not; low
    where one is share-alike. Licences that put no duty on a model by their own text (`provenance
    licences ID` shows it) are left out.

    ## Why it matters
    Whether a dataset's terms reach a model that was trained on it is contested. Until that is
    settled, whoever uses the model commercially carries the risk and should know of it.

    ## How to fix
    Ask the maker under which permission the data was used, and whether your counsel takes the terms
    to reach the model.

    ## Example
    `license: apache-2.0` and `datasets: [tatsu-lab/alpaca]`, which is under CC-BY-NC-4.0.

    ## References
    - https://creativecommons.org/using-cc-licensed-works-for-ai-training-2/
    - https://www.nature.com/articles/s42256-024-00878-8
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject, lineage = context.subject, context.lineage
        paths = training_data(lineage, subject.ref)
        if not paths:
            raise nothing_named(subject, DATA, "no training data is named")
        own = _terms(subject.licence.licences)
        if not subject.licence.licences:
            raise NotApplicableError("no licence of the model was concluded")
        dropped: dict[tuple[ArtifactRef, ...], dict[str, Licence]] = {}
        for path in paths:
            data = lineage.record(path[-1])
            reaching = (
                [one for one in data.licence.licences if reaches_model(one) != "no"] if data else []
            )
            lost = {key: one for one in reaching for key in sorted(_terms([one]) - own)}
            if lost:
                dropped[path] = lost
        if dropped:
            yield self._finding(subject, lineage, dropped)
        elif any(lineage.record(path[-1]) is None for path in paths):
            raise CannotTellError("not every named dataset could be read")

    def _finding(
        self,
        subject: ArtifactRecord,
        lineage: Lineage,
        dropped: dict[tuple[ArtifactRef, ...], dict[str, Licence]],
    ) -> Finding:
        restricts = {path for path, lost in dropped.items() if lost.keys() - {_SHARE}}
        path = min(restricts or dropped, key=len)
        told = [
            f"{above[-1].name}: {' and '.join(dict.fromkeys(one.name for one in lost.values()))}"
            f" ({', '.join(_WORDS[key] for key in lost)})"
            for above, lost in dropped.items()
        ]
        edges = [
            edge
            for edge in lineage.parents(path[-2])
            if edge.parent == path[-1] and edge.relation == DATASET
        ]
        data = lineage.records[path[-1].unpinned]
        own = subject.licence.name
        words = sorted({_WORDS[key] for lost in dropped.values() for key in lost})
        return Finding(
            self.code,
            self.severity if restricts else Severity.LOW,
            subject.purl,
            f"training data is under terms that {own} does not hold: {', '.join(words)}",
            "Ask the maker under which permission the data was used; whether such terms reach a"
            " model is contested.",
            tuple(ref.purl for ref in path),
            (*edges[0].evidence[:1], *(claim.evidence for claim in data.licence.claims[:1])),
            tuple(told),
        )


def _terms(licences: tuple[Licence, ...] | list[Licence]) -> frozenset[str]:
    """What keeps people from something, and whether derivatives have to stay under the same
    terms."""
    shares = any(duty.id == _SHARE for licence in licences for duty in licence.duties)
    return restrictions(licences) | (frozenset({_SHARE}) if shares else frozenset())
