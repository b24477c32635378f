"""What a rule is: one question about one artefact and its lineage, documented by its own docstring."""

from __future__ import annotations

import inspect
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from provenance.dossier import Dossier
from provenance.finding import Finding, Severity
from provenance.licences.use import UseJudgement
from provenance.lineage import Lineage
from provenance.report import RuleInfo

HEADINGS = ("What it checks", "Why it matters", "How to fix", "Example", "References")


class NotApplicableError(Exception):
    """The question does not arise for this artefact; the argument says why."""


class CannotTellError(Exception):
    """What the answer depends on could not be read; the argument says what."""


class Rule(ABC):
    """Judges one artefact in its lineage.

    The docstring of a subclass is its only documentation: `provenance explain`, SARIF help and the report come
    from it. Its first line says what is wrong when the rule fires.

    Args:
        judgement: What the terms say to the intended use, where somebody told one.
        profiles: Privacy profiles under which to judge (`provenance privacy --profiles`); none for no selection.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    family: ClassVar[str]
    severity: ClassVar[Severity]

    def __init__(self, judgement: UseJudgement | None = None, profiles: tuple[str, ...] = ()) -> None:
        self.judgement = judgement
        self.profiles = profiles

    @abstractmethod
    def check(self, subject: Dossier, lineage: Lineage) -> Iterator[Finding]:
        """Yield what is wrong; nothing where all is well.

        Raises:
            NotApplicableError: The question does not arise.
            CannotTellError: It could not be read.
        """

    @classmethod
    def info(cls) -> RuleInfo:
        """The rule's documentation as data."""
        summary, _, help_text = inspect.cleandoc(cls.__doc__ or "").partition("\n")
        return RuleInfo(cls.code, cls.name, cls.family, cls.severity, summary.rstrip("."), help_text.strip())
