"""What the three rules about limits share: a finding for each thing that a policy refuses, wherever
it is used."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator

from provenance.model.artifact import ArtifactId
from provenance.model.finding import Evidence, Finding
from provenance.policy import Limits, PolicySetting
from provenance.report import Report, ReportEdge
from provenance.rules.base import CannotTellError, NotApplicableError, PolicyRule

_DATASET = "dataset"


class LimitRule(PolicyRule):
    """Seeks what is denied in the whole lineage; a list of what is allowed speaks of the input and
    its base models."""

    @property
    @abstractmethod
    def limits(self) -> Limits:
        """What the policy says of it."""

    @abstractmethod
    def refusal(
        self, purl: ArtifactId, report: Report, is_data: bool
    ) -> tuple[str, tuple[PolicySetting, ...]] | None:
        """What of an artefact is refused, and by which settings; None where nothing is.

        Raises:
            CannotTellError: What would have to be judged is not known.
        """

    @abstractmethod
    def proof(self, purl: ArtifactId, report: Report) -> tuple[Evidence, ...]:
        """Where an artefact says it of itself."""

    def check(self, subject: ArtifactId, report: Report) -> Iterator[Finding]:
        if not (self.limits.allowed or self.limits.denied):
            raise NotApplicableError("the policy does not limit it")
        refused: dict[str, list[tuple[tuple[ReportEdge, ...], tuple[PolicySetting, ...]]]] = {}
        unknown = []
        for purl, way in report.lineage.steps(subject).items():
            try:
                told = self.refusal(purl, report, any(edge.relation == _DATASET for edge in way))
            except CannotTellError as error:
                unknown.append(str(error))
                continue
            if told:
                refused.setdefault(told[0], []).append((way, told[1]))
        for thing, places in refused.items():
            yield self._finding(subject, report, thing, places)
        if unknown and not refused:
            raise CannotTellError("; ".join(unknown))

    def _finding(
        self,
        subject: ArtifactId,
        report: Report,
        thing: str,
        places: list[tuple[tuple[ReportEdge, ...], tuple[PolicySetting, ...]]],
    ) -> Finding:
        way, settings = places[0]
        path = (subject, *(edge.parent for edge in way))
        named = ", ".join(dict.fromkeys(steps[-1].parent.name for steps, _ in places if steps))
        via = f" ({'of' if way else 'here and of'} {named})" if named else ""
        word = "is denied" if settings[0].key.endswith("denied") else "is not among what is allowed"
        hop = tuple(proof for edge in way[-1:] for proof in edge.evidence[:1])
        place = settings[0].place
        return Finding(
            self.code,
            self.severity,
            subject,
            f"{thing}{via} {word} by the policy",
            f"Use another model, or have a waiver granted in {place.file}.",
            path,
            (*self.proof(path[-1], report), *hop, settings[0].evidence()),
            (f"{settings[0].key}: {', '.join(setting.value for setting in settings)}",),
            key=thing,
        )
