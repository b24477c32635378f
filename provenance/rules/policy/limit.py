"""What the three rules about limits share: one finding per thing that a policy refuses."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import NamedTuple

from provenance.messages import Message, message
from provenance.model.artifact import ArtifactId
from provenance.model.finding import Evidence, Finding
from provenance.policy import Limits, PolicySetting
from provenance.report import Report, ReportEdge
from provenance.rules.base import CannotTellError, NotApplicableError, PolicyRule

_DATASET = "dataset"


class Refusal(NamedTuple):
    """Something that a policy refuses.

    Attributes:
        key: Identifies what is refused, in no language.
        thing: What is refused, such as a licence or an organisation.
        settings: The settings that refuse it.
    """

    key: str
    thing: str
    settings: tuple[PolicySetting, ...]


class _Use(NamedTuple):
    """Where something refused is used: the way to it from the input."""

    way: tuple[ReportEdge, ...]
    refusal: Refusal


class LimitRule(PolicyRule):
    """Looks for what a policy refuses.

    What is denied is looked for in the whole lineage; a list of what is allowed covers the input
    and its base models.
    """

    @property
    @abstractmethod
    def limits(self) -> Limits:
        """The limits in the policy."""

    @abstractmethod
    def refusal(self, purl: ArtifactId, report: Report, is_data: bool) -> Refusal | None:
        """What the policy refuses of an artefact, or None.

        Raises:
            CannotTellError: What has to be judged is not known.
        """

    @abstractmethod
    def proof(self, purl: ArtifactId, report: Report) -> tuple[Evidence, ...]:
        """Where an artefact states it."""

    def check(self, subject: ArtifactId, report: Report) -> Iterator[Finding]:
        if not (self.limits.allowed or self.limits.denied):
            raise NotApplicableError(message("policy.reason.no-limit"))
        refused: dict[str, list[_Use]] = {}
        unknown: list[str] = []
        for purl, way in report.lineage.steps(subject).items():
            is_data = any(edge.relation == _DATASET for edge in way)
            try:
                refusal = self.refusal(purl, report, is_data)
            except CannotTellError as error:
                unknown.append(error.reason)
                continue
            if refusal:
                refused.setdefault(refusal.key, []).append(_Use(way, refusal))
        for uses in refused.values():
            yield self._finding(subject, report, uses)
        if unknown and not refused:
            raise CannotTellError(message("policy.reason.unknown", reasons=tuple(unknown)))

    def _finding(self, subject: ArtifactId, report: Report, uses: list[_Use]) -> Finding:
        way, refusal = uses[0]
        path = (subject, *(edge.parent for edge in way))
        last_hop = way[-1].evidence[:1] if way else ()
        first = refusal.settings[0]
        values = tuple(setting.value for setting in refusal.settings)
        return self.finding(
            subject,
            message=_message(uses),
            remedy=message("policy.limit.remedy", file=first.place.file),
            path=path,
            evidence=[*self.proof(path[-1], report), *last_hop, first.evidence()],
            details=[message("policy.limit.detail-setting", key=first.key, values=values)],
            key=refusal.key,
        )


def _message(uses: list[_Use]) -> Message:
    """What is refused, and by which kind of limit."""
    others = dict.fromkeys(use.way[-1].parent.name for use in uses if use.way)
    first = uses[0].refusal
    what: str = first.thing
    if others and uses[0].way:
        what = message("policy.limit.thing-of", thing=first.thing, names=tuple(others))
    elif others:
        what = message("policy.limit.thing-here-and-of", thing=first.thing, names=tuple(others))
    if first.settings[0].key.endswith("denied"):
        return message("policy.limit.message-denied", what=what)
    return message("policy.limit.message-not-allowed", what=what)
