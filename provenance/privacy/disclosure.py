"""The nouns of privacy disclosure: what was asked, how far it was answered, in which words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from provenance.finding import Evidence


class Grade(StrEnum):
    """How far the documents answer a question. A grade is of the documents, never of the data."""

    DISCLOSED = "disclosed"
    PARTIAL = "partial"
    PLACEHOLDER = "placeholder"
    ABSENT = "absent"
    NOT_APPLICABLE = "not-applicable"


@dataclass(frozen=True, slots=True)
class PrivacyCheck:
    """One question of the catalogue.

    Attributes:
        id: `PRIV-082`.
        title: Few words.
        question: What the documents should answer, in English.
        question_ko: The same in Korean.
        block: Group in the table (`data`, `fine-tuning`, `red-team`, `documents`).
        applies_to: Kinds of artefact: `model`, `fine-tune`, `adapter`, `dataset`.
        asked_by: Who asks for it, each as `source: locator`.
        remedy: Text a maker could paste and fill.
    """

    id: str
    title: str
    question: str
    question_ko: str
    block: str
    applies_to: tuple[str, ...]
    asked_by: tuple[str, ...]
    remedy: str


@dataclass(frozen=True, slots=True)
class Disclosure:
    """The grade of one question for one artefact.

    Attributes:
        check: Catalogue id.
        artifact: purl.
        grade: How far the documents answer.
        stance: `present`, `deidentified`, `absent-with-reason`, `absent-bare`, `unknown`, `public-only`, `not-done`,
            `done`, or empty where nothing is stated.
        evidence: The sentences that were graded.
        searched: Places that were searched, for a grade of absent.
        asked_by: Who asks for it.
        inherited_from: purl of the base whose statement this is, or None.
    """

    check: str
    artifact: str
    grade: Grade
    stance: str = ""
    evidence: tuple[Evidence, ...] = ()
    searched: tuple[str, ...] = ()
    asked_by: tuple[str, ...] = ()
    inherited_from: str | None = None
