"""Examine a file: the complete result of `provenance check`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from provenance.collector import collector_paused
from provenance.conformance.against import Comparison, compare
from provenance.conformance.document import BomDocument
from provenance.conformance.evaluation import ElementAnswer, Status, evaluate
from provenance.conformance.form import placeholders, problems, unjudged
from provenance.conformance.framework import DEFAULT_FRAMEWORKS, Framework, framework
from provenance.conformance.reading import read_bom
from provenance.cyclonedx.integrity import IntegrityProblem
from provenance.errors import EXIT_CLEAN, EXIT_FINDINGS, EXIT_INCOMPLETE, UnreadableBomError
from provenance.lineage.graph import Lineage
from provenance.messages import message

# Every framework asks some twenty questions per component, which takes half a minute for this many.
MOST_COMPONENTS = 100_000
WRONG, MISSING, NEVER = "wrong", "missing", "never"
_LACKING = (Status.MISSING, Status.PARTIAL, Status.PLACEHOLDER)


@dataclass(frozen=True, slots=True)
class ExaminationVerdict:
    """The result for all elements of one framework."""

    framework: Framework
    answers: tuple[ElementAnswer, ...]

    def count(self, *statuses: Status) -> int:
        """The number of elements with one of these statuses."""
        return sum(answer.status in statuses for answer in self.answers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """The complete result for a document.

    Attributes:
        document: The document.
        problems: Formal errors.
        placeholders: Values that fill a field without saying anything.
        verdicts: One per framework, in the requested order.
        comparison: Comparison with the hub, if requested.
        notes: What could not be judged or should be known; sentences without a full stop.
        day: The day as of which dates of application are worded, ISO 8601; empty for none.
    """

    document: BomDocument
    problems: tuple[IntegrityProblem, ...]
    placeholders: tuple[IntegrityProblem, ...]
    verdicts: tuple[ExaminationVerdict, ...]
    comparison: Comparison | None
    notes: tuple[str, ...]
    day: str = ""

    @property
    def kinds(self) -> Counter[str]:
        """The number of models, datasets, files and software components."""
        return Counter(kind for kind, _ in self.document.components())

    def exit_status(self, fail_on: str) -> int:
        """3 if the hub could not be read completely, else 1 if something is as bad as `fail_on`,
        else 0.

        Args:
            fail_on: `wrong`, `missing` (also wrong, partly stated, or a placeholder) or `never`.
        """
        if self.comparison and self.comparison.not_read:
            return EXIT_INCOMPLETE
        wrong = bool(self.problems or (self.comparison and self.comparison.differences))
        wrong = wrong or any(verdict.count(Status.WRONG) for verdict in self.verdicts)
        lacking = any(verdict.count(*_LACKING) for verdict in self.verdicts)
        bad = {WRONG: wrong, MISSING: wrong or lacking, NEVER: False}[fail_on]
        return EXIT_FINDINGS if bad else EXIT_CLEAN


@collector_paused()
def examine(
    data: bytes,
    name: str,
    frameworks: Iterable[str] = DEFAULT_FRAMEWORKS,
    against: Lineage | None = None,
    *,
    day: str = "",
) -> Examination:
    """Examine a bill of materials.

    Args:
        data: The bytes of the file; not trusted.
        name: Its name, for messages.
        frameworks: Ids of `FRAMEWORKS`.
        against: Lineage of a reference to compare the document with.
        day: See `Examination`.

    Raises:
        UnreadableBomError: It lists more than 100,000 components, or see
            `provenance.conformance.reading`.
    """
    document = read_bom(data, name)
    counted = Counter(kind for kind, _ in document.components())
    if counted.total() > MOST_COMPONENTS:
        raise UnreadableBomError(
            f"{name} lists {counted.total():,} components, and at most {MOST_COMPONENTS:,} are"
            " judged",
            "Check the bills of materials of its parts one by one.",
        )
    wrong = problems(document)
    chosen = [framework(identity) for identity in dict.fromkeys(frameworks)]
    kinds = set(counted)
    notes = [unjudged(document)]
    if not kinds & {"model", "dataset"}:
        notes.append(message("check.note.no-models"))
    return Examination(
        document=document,
        problems=wrong,
        placeholders=placeholders(document),
        verdicts=tuple(
            ExaminationVerdict(selected, evaluate(document, selected, wrong)) for selected in chosen
        ),
        comparison=compare(document, against) if against else None,
        notes=tuple(note for note in notes if note),
        day=day,
    )
