"""What a rule is: one question about one artefact and its lineage, documented by its own
docstring."""

from __future__ import annotations

import inspect
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import ClassVar

from provenance.licences.use import UseJudgement
from provenance.lineage.graph import Lineage
from provenance.lineage.record import ArtifactRecord
from provenance.model.artifact import Gap
from provenance.model.fault import fault_gap
from provenance.model.finding import Check, Finding, Outcome, Severity
from provenance.policy import Policy
from provenance.report import Report, RuleInfo

HEADINGS = ("What it checks", "Why it matters", "How to fix", "Example", "References")


class NotApplicableError(Exception):
    """The question does not arise for this artefact; the argument says why."""


class CannotTellError(Exception):
    """What the answer depends on could not be read; the argument says what."""


class Documented(ABC):
    """What every rule is, whatever it judges by.

    The docstring of a subclass is its only documentation: `provenance explain`, SARIF help and the
    report come from it. Its first line says what is wrong when the rule fires.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    family: ClassVar[str]
    severity: ClassVar[Severity]

    @classmethod
    def info(cls) -> RuleInfo:
        """The rule's documentation as data."""
        summary, _, help_text = inspect.cleandoc(cls.__doc__ or "").partition("\n")
        return RuleInfo(
            cls.code, cls.name, cls.family, cls.severity, summary.rstrip("."), help_text.strip()
        )


class Rule(Documented):
    """Judges one artefact in its lineage.

    Args:
        judgement: What the terms say to the intended use, where somebody told one.
        profiles: Privacy profiles under which to judge (`provenance privacy --profiles`); none for
            no selection.
    """

    def __init__(
        self, judgement: UseJudgement | None = None, profiles: tuple[str, ...] = ()
    ) -> None:
        self.judgement = judgement
        self.profiles = profiles

    @abstractmethod
    def check(self, subject: ArtifactRecord, lineage: Lineage) -> Iterator[Finding]:
        """Yield what is wrong; nothing where all is well.

        Raises:
            NotApplicableError: The question does not arise.
            CannotTellError: It could not be read.
        """


class PolicyRule(Documented):
    """Judges one input of a report by what a policy says.

    Args:
        policy: What the team demands.
        today: The day on which it is asked.
    """

    family: ClassVar[str] = "policy"

    def __init__(self, policy: Policy, today: date) -> None:
        self.policy = policy
        self.today = today

    @abstractmethod
    def check(self, subject: str, report: Report) -> Iterator[Finding]:
        """Yield what is wrong with the input of that purl; nothing where all is well.

        Raises:
            NotApplicableError: The policy says nothing about it.
            CannotTellError: It could not be read.
        """


def asked(rule: str, artifact: str, ask: Callable[[], Iterable[Finding]]) -> Check:
    """What a rule says of an artefact, once it has been asked.

    A rule that fails in a way that nobody foresaw could not tell, and leaves a gap.
    """
    try:
        found = tuple(ask())
    except NotApplicableError as error:
        return Check(rule, artifact, Outcome.NOT_APPLICABLE, str(error))
    except CannotTellError as error:
        return Check(rule, artifact, Outcome.UNKNOWN, str(error))
    except Exception as error:
        gap = fault_gap(error, artifact, rule, f"rule {rule}")
        return Check(rule, artifact, Outcome.UNKNOWN, gap.detail, fault=gap)
    return Check(rule, artifact, Outcome.FAILED if found else Outcome.PASSED, findings=found)


def gaps_of(checks: Iterable[Check]) -> tuple[Gap, ...]:
    """What rules that failed themselves leave as gaps of the report."""
    return tuple(check.fault for check in checks if check.fault)
