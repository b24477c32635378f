"""What a dossier is made from: a report, the language, the day, the sheet on its cover, and what
was reviewed and decided before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from provenance.conformance.forms import FilledForm
from provenance.model.artifact import ArtifactId
from provenance.model.change import Change
from provenance.policy import Policy
from provenance.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a reviewer wrote beside one question of the questionnaire."""

    artifact: ArtifactId
    check: str
    decision: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverSheet:
    """What the organisation puts on its papers; each may be empty.

    Attributes:
        organisation: For whom the review is made.
        number: Number of the document; made from day and commit where none is given.
        classification: How it is to be handled, such as `Confidential`.
        valid_until: Day up to which a decision holds at most, as `YYYY-MM-DD`.
        supplier: To whom the questions are sent.
        reply_by: Day by which they are to be answered, as `YYYY-MM-DD`.
    """

    organisation: str = ""
    number: str = ""
    classification: str = ""
    valid_until: str = ""
    supplier: str = ""
    reply_by: str = ""

    @classmethod
    def filled(cls, given: Mapping[str, str], policy: Policy | None) -> CoverSheet:
        """The sheet as options fill it, and the policy where they leave a field empty.

        Args:
            given: Values by field; a field may be empty or missing.
            policy: What the team demands, or None.
        """
        fields = dict(policy.cover) if policy else {}
        fields.update({name: value for name, value in given.items() if value})
        return cls(**fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A report and what its reader brings along.

    Attributes:
        report: What the dossier presents.
        lang: `en` or `ko`.
        day: Day of the review as `YYYY-MM-DD`; empty for none, since no clock is read here.
        since: Name of the earlier report or lock; empty where none was given.
        changes: What has changed since then.
        decisions: Those of an earlier questionnaire.
        cover: What stands on the cover and in the letter.
        forms: Forms of regulators, filled for each input that was asked about.
    """

    report: Report
    lang: str = "en"
    day: str = ""
    since: str = ""
    changes: Sequence[Change] = ()
    decisions: Sequence[Decision] = ()
    cover: CoverSheet = field(default_factory=CoverSheet)
    forms: Mapping[ArtifactId, Sequence[FilledForm]] = field(
        default_factory=lambda: MappingProxyType({})
    )
