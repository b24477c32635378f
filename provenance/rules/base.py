"""What a rule is: one question about one artefact, documented by its own docstring."""

from __future__ import annotations

import inspect
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from provenance.errors import OverdueError
from provenance.licences.use import UseJudgement
from provenance.lineage.graph import Lineage
from provenance.lineage.record import ArtifactRecord
from provenance.messages import message
from provenance.model.artifact import ArtifactId, ArtifactRef, Gap
from provenance.model.fault import fault_gap, in_full
from provenance.model.finding import Check, Evidence, Finding, Outcome, Severity
from provenance.policy import Policy
from provenance.report import Report, RuleInfo

HEADINGS = ("What it checks", "Why it matters", "How to fix", "Example", "References")


class Family(StrEnum):
    """The topics of rules; each has a folder of rules and a file of sentences."""

    CARD = "card"
    LICENCE = "licence"
    LINEAGE = "lineage"
    LOCK = "lock"
    POLICY = "policy"
    PRIVACY = "privacy"
    WEIGHTS = "weights"


class NotApplicableError(Exception):
    """The question does not arise for this artefact.

    Args:
        reason: Why it does not arise.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class CannotTellError(Exception):
    """What the answer depends on could not be read.

    Args:
        reason: What could not be read.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Documented(ABC):
    """The base of all rules, whatever they judge.

    A rule states its code, name, family and severity as class keywords:

        class LicenceDrift(
            Rule,
            code="LIN020",
            name="licence-drift",
            family=Family.LINEAGE,
            severity=Severity.HIGH,
        ):

    Its docstring is its documentation: `provenance explain`, SARIF help and the report take it from
    there. The first line says what is wrong when the rule fires; the sentence `FAMILY.NAME.summary`
    says the same in every language.
    """

    code: ClassVar[str] = ""
    name: ClassVar[str]
    family: ClassVar[Family]
    severity: ClassVar[Severity]

    def __init_subclass__(
        cls,
        *,
        code: str = "",
        name: str = "",
        family: Family | None = None,
        severity: Severity | None = None,
    ) -> None:
        super().__init_subclass__()
        if family:
            cls.family = family
        if code and name and severity:
            cls.code, cls.name, cls.severity = code, name, severity

    @classmethod
    def info(cls) -> RuleInfo:
        """The rule's documentation as data."""
        _, _, help_text = inspect.cleandoc(cls.__doc__ or "").partition("\n")
        return RuleInfo(
            code=cls.code,
            name=cls.name,
            family=cls.family.value,
            severity=cls.severity,
            summary=message(f"{cls.family}.{cls.name}.summary"),
            help=help_text.strip(),
        )

    def finding(
        self,
        subject: ArtifactRecord | ArtifactId,
        *,
        message: str,
        remedy: str,
        path: Iterable[ArtifactRef | ArtifactId] = (),
        evidence: Iterable[Evidence] = (),
        details: Iterable[str] = (),
        key: str = "",
        questions: tuple[str, ...] = (),
        severity: Severity | None = None,
    ) -> Finding:
        """One thing that this rule finds wrong.

        Args:
            subject: What is judged, or its purl.
            message: What is wrong, one sentence without a trailing full stop.
            remedy: The next step, one or two sentences.
            path: From the subject to the cause; the subject alone if not given.
            evidence: Proofs, the weightiest first; each is listed once.
            details: Short lines that belong to the finding.
            key: Distinguishes two findings of this rule on one artefact.
            questions: Ids of the questions about personal data that it is about.
            severity: How much it matters here, if not the rule's usual severity.
        """
        purl = _purl(subject)
        return Finding(
            rule=self.code,
            severity=severity or self.severity,
            artifact=purl,
            message=message,
            remedy=remedy,
            path=tuple(_purl(step) for step in path) or (purl,),
            evidence=tuple(dict.fromkeys(evidence)),
            details=tuple(details),
            key=key,
            questions=questions,
        )


def _purl(artifact: ArtifactRecord | ArtifactRef | ArtifactId) -> ArtifactId:
    return artifact if isinstance(artifact, str) else artifact.purl


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a rule may ask.

    Attributes:
        subject: The artefact to judge.
        lineage: Everything that was read of what it was made from.
        judgement: What the licence terms say to the intended use; None if no use was stated.
        profiles: Names of the privacy profiles that were chosen.
    """

    subject: ArtifactRecord
    lineage: Lineage
    judgement: UseJudgement | None = None
    profiles: tuple[str, ...] = ()


class Rule(Documented):
    """Judges one artefact in its lineage."""

    @abstractmethod
    def check(self, context: Context) -> Iterator[Finding]:
        """Yield what is wrong; nothing if all is well.

        Raises:
            NotApplicableError: The question does not arise.
            CannotTellError: Something that the answer depends on could not be read.
        """


class PolicyRule(Documented, family=Family.POLICY):
    """Judges one input of a report by a policy.

    Args:
        policy: What the team requires.
        today: The date on which waivers are judged.
    """

    def __init__(self, policy: Policy, today: date) -> None:
        self.policy = policy
        self.today = today

    @abstractmethod
    def check(self, subject: ArtifactId, report: Report) -> Iterator[Finding]:
        """Yield what is wrong with the input of that purl; nothing if all is well.

        Raises:
            NotApplicableError: The policy does not cover it.
            CannotTellError: Something that the answer depends on could not be read.
        """


def check_of(rule: str, artifact: ArtifactId, ask: Callable[[], Iterable[Finding]]) -> Check:
    """Ask a rule about an artefact.

    A rule that fails in a way that nobody foresaw, or whose time for reading is over, could not
    tell, and leaves a gap.

    Args:
        rule: Code of the rule.
        artifact: purl of the artefact.
        ask: Asks the rule.
    """
    try:
        findings = tuple(ask())
    except NotApplicableError as error:
        return Check(
            rule=rule, artifact=artifact, outcome=Outcome.NOT_APPLICABLE, reason=error.reason
        )
    except CannotTellError as error:
        return Check(rule=rule, artifact=artifact, outcome=Outcome.UNKNOWN, reason=error.reason)
    except OverdueError as late:
        detail = in_full(late)
        gap = Gap(artifact=artifact, what=rule, reason=late.reason, detail=detail)
        return Check(
            rule=rule, artifact=artifact, outcome=Outcome.UNKNOWN, reason=detail, fault=gap
        )
    except Exception as error:
        gap = fault_gap(error, artifact, rule, message("gap.fault.rule", rule=rule))
        return Check(
            rule=rule, artifact=artifact, outcome=Outcome.UNKNOWN, reason=gap.detail, fault=gap
        )
    outcome = Outcome.FAILED if findings else Outcome.PASSED
    return Check(rule=rule, artifact=artifact, outcome=outcome, findings=findings)


def gaps_of(checks: Iterable[Check]) -> tuple[Gap, ...]:
    """The gaps that rules left which failed themselves."""
    return tuple(check.fault for check in checks if check.fault)
