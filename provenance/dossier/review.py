"""The input of a dossier: a report, language, day, cover data, earlier review and decisions."""

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
    """A reviewer's entry next to one question of the questionnaire."""

    artifact: ArtifactId
    check: str
    decision: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverSheet:
    """The organisation's data for the cover; every field may be empty.

    Attributes:
        organisation: The organisation that the review is for.
        number: Document number; derived from day and commit if empty.
        classification: Confidentiality marking, such as `Confidential`.
        valid_until: Last day on which a decision is valid, as `YYYY-MM-DD`.
        supplier: Addressee of the questions.
        reply_by: Deadline for the reply, as `YYYY-MM-DD`.
    """

    organisation: str = ""
    number: str = ""
    classification: str = ""
    valid_until: str = ""
    supplier: str = ""
    reply_by: str = ""

    @classmethod
    def filled(cls, given: Mapping[str, str], policy: Policy | None) -> CoverSheet:
        """The cover sheet from options, with the policy as fallback for empty fields.

        Args:
            given: Values by field; a field may be empty or missing.
            policy: The team's policy, or None.
        """
        fields = dict(policy.cover) if policy else {}
        fields.update({name: value for name, value in given.items() if value})
        return cls(**fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A report with the reader's additions.

    Attributes:
        report: The report to present.
        lang: `en` or `ko`.
        day: Day of the review as `YYYY-MM-DD`; empty for none, because no clock is read here.
        since: Name of the earlier report or lock; empty if there is none.
        changes: Changes since then.
        decisions: Decisions from an earlier questionnaire.
        cover: Data for the cover and the letter.
        forms: Regulators' forms, filled for each subject.
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
