"""The rule data-terms-dropped (DAT040)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.licences import RESTRICTIONS, reaches_model, restrictions
from provenance.licences.claim import Licence
from provenance.lineage.graph import Lineage, training_data
from provenance.lineage.record import ArtifactRecord
from provenance.messages import Message, message
from provenance.model.artifact import DATA, ArtifactRef
from provenance.model.finding import Finding, Severity
from provenance.rules.base import CannotTellError, Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import joined, naming, nothing_named

_SHARE = "share-alike"
_WORDS = {**RESTRICTIONS, _SHARE: message("licence.share-alike")}
Path = tuple[ArtifactRef, ...]


class DataTermsDropped(
    Rule, code="DAT040", name="data-terms-dropped", family=Family.LINEAGE, severity=Severity.MEDIUM
):
    """Training data is under terms that the model's licence does not include.

    ## What it checks
    The licence of every dataset that the model, or a model it was made from, names as training
    data. Medium if one forbids commercial use or changes and the model's licence does not; low if
    one is share-alike. Licences that by their own text put no duty on a model (`provenance licences
    ID` shows it) are left out.

    ## Why it matters
    Whether a dataset's terms reach a model that was trained on it is contested. Until that is
    settled, whoever uses the model commercially carries the risk and should know about it.

    ## How to fix
    Ask the maker under which permission the data was used, and your counsel whether the terms reach
    the model.

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
            raise nothing_named(subject, DATA, message("rule.reason.no-training-data"))
        if not subject.licence.licences:
            raise NotApplicableError(message("lineage.data-terms-dropped.not-applicable"))
        own = _terms(subject.licence.licences)
        dropped: dict[Path, dict[str, Licence]] = {}
        for path in paths:
            data = lineage.record(path[-1])
            lost = _lost(data, own) if data else {}
            if lost:
                dropped[path] = lost
        if dropped:
            yield self._finding(subject, lineage, dropped)
        elif any(lineage.record(path[-1]) is None for path in paths):
            raise CannotTellError(message("lineage.reason.dataset-unread"))

    def _finding(
        self, subject: ArtifactRecord, lineage: Lineage, dropped: dict[Path, dict[str, Licence]]
    ) -> Finding:
        restricts = [path for path, lost in dropped.items() if lost.keys() - {_SHARE}]
        path = min(restricts or dropped, key=_length)
        data = lineage.records[path[-1].unpinned]
        keys = {key for lost in dropped.values() for key in lost}
        return self.finding(
            subject,
            severity=self.severity if restricts else Severity.LOW,
            message=message(
                "lineage.data-terms-dropped.message",
                licence=subject.licence.name,
                terms=tuple(sorted(_WORDS[key] for key in keys)),
            ),
            remedy=message("lineage.data-terms-dropped.remedy"),
            path=path,
            evidence=[
                *naming(lineage, path),
                *(claim.evidence for claim in data.licence.claims[:1]),
            ],
            details=[_detail(source[-1].name, lost) for source, lost in dropped.items()],
        )


def _lost(data: ArtifactRecord, own: frozenset[str]) -> dict[str, Licence]:
    """The terms of a dataset that the model's own licence lacks, and whose they are."""
    lost: dict[str, Licence] = {}
    for licence in data.licence.licences:
        if reaches_model(licence) == "no":
            continue
        for key in sorted(_terms((licence,)) - own):
            lost[key] = licence
    return lost


def _detail(name: str, lost: dict[str, Licence]) -> Message:
    licences = list(dict.fromkeys(licence.name for licence in lost.values()))
    return message(
        "lineage.data-terms-dropped.detail",
        name=name,
        licences=joined(licences),
        terms=tuple(_WORDS[key] for key in lost),
    )


def _length(path: Path) -> int:
    return len(path)


def _terms(licences: tuple[Licence, ...]) -> frozenset[str]:
    """Restrictions, and whether derivatives have to stay under the same terms."""
    shares = any(duty.id == _SHARE for licence in licences for duty in licence.duties)
    share_alike = frozenset({_SHARE}) if shares else frozenset()
    return restrictions(licences) | share_alike
