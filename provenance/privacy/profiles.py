"""Selections of the catalogue: by regulator or form, and the three Open Source Day questions."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from provenance.errors import UsageError
from provenance.messages import Message, message
from provenance.model.artifact import NO_ARTIFACT, ArtifactId
from provenance.model.finding import Severity
from provenance.privacy.catalogue import catalogue, load
from provenance.privacy.disclosure import ANSWERED, Disclosure, Grade, PrivacyCheck

_ORDER = (Grade.DISCLOSED, Grade.PARTIAL, Grade.PLACEHOLDER, Grade.UNREAD, Grade.ABSENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A selection of checks with their severities.

    Attributes:
        name: `kr-pipc`.
        title: What it represents, in English.
        title_ko: The same in Korean.
        checks: The selected checks, sorted by id, each with its severity in this profile.
    """

    name: str
    title: str
    title_ko: str
    checks: tuple[PrivacyCheck, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAnswer:
    """One of the three questions, answered from the documents.

    Attributes:
        artifact: purl; empty if nothing was graded.
        id: `filtering`, `fine-tuning` or `red-team`.
        label: A few words, in English.
        label_ko: The same in Korean.
        question: In English.
        question_ko: In Korean.
        grade: Disclosed if every main check that was graded is disclosed; partial if any check is
            answered.
        disclosures: The graded checks behind it that have an answer.
        searched: The places that were searched for the other checks.
    """

    artifact: ArtifactId
    id: str
    label: str
    label_ko: str
    question: str
    question_ko: str
    grade: Grade
    disclosures: tuple[Disclosure, ...]
    searched: tuple[str, ...] = ()

    @property
    def heading(self) -> Message:
        """The label in the reader's language."""
        return message("privacy.title", title=self.label, title_ko=self.label_ko)


@cache
def profiles() -> tuple[Profile, ...]:
    """Every profile, sorted by name: `br-anpd`, `eu-gpai`, `g7-sbom`, `hub-minimal`, `it-garante`,
    `kr-pipc`, ..."""
    entries = load("profiles.json")["profiles"]
    return tuple(_profile(name, entry) for name, entry in sorted(entries.items()))


def select(names: Iterable[str]) -> tuple[PrivacyCheck, ...]:
    """The checks of one or several profiles, sorted by id; for shared checks the worse severity
    counts.

    Raises:
        UsageError: No profile has that name.
    """
    known = {profile.name: profile for profile in profiles()}
    chosen: dict[str, PrivacyCheck] = {}
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name.lower(), known, 1, 0.4)
            suggestion = f"Did you mean {near[0]}? " if near else ""
            raise UsageError(
                f"there is no privacy profile {name!r}",
                f"{suggestion}Choose from {', '.join(known)}.",
            )
        for check in known[name].checks:
            other = chosen.get(check.id)
            if other is None or check.severity.rank < other.severity.rank:
                chosen[check.id] = check
    return tuple(chosen[check] for check in sorted(chosen))


def three_questions(disclosures: Iterable[Disclosure]) -> tuple[QuestionAnswer, ...]:
    """What one artefact says about filtering and verification, fine-tuning, and red-team design.

    Args:
        disclosures: What `grade_disclosures` found for it.

    Returns:
        The three answers in that order. Not applicable if no check behind a question was graded.
    """
    by_check = {disclosure.check: disclosure for disclosure in disclosures}
    artifact = next((disclosure.artifact for disclosure in by_check.values()), NO_ARTIFACT)
    return tuple(_answer(artifact, entry, by_check) for entry in _three_questions())


@cache
def _three_questions() -> tuple[dict[str, Any], ...]:
    return tuple(load("profiles.json")["three-questions"])


def _profile(name: str, entry: dict[str, Any]) -> Profile:
    sources, severities = set(entry["sources"]), entry["severities"]
    checks = [
        replace(check, severity=Severity(severities.get(check.id, check.severity)))
        for check in catalogue()
        if check.id in entry["also"]
        or any(requirement.source in sources for requirement in check.requirements)
    ]
    return Profile(
        name=name, title=entry["title"], title_ko=entry["title_ko"], checks=tuple(checks)
    )


def _answer(
    artifact: ArtifactId, entry: dict[str, Any], by_check: dict[str, Disclosure]
) -> QuestionAnswer:
    main = [by_check[check] for check in entry["main"] if check in by_check]
    asked_about = [
        by_check[check] for check in (*entry["main"], *entry["also"]) if check in by_check
    ]
    grades = {disclosure.grade for disclosure in asked_about}
    if not asked_about:
        grade = Grade.NOT_APPLICABLE
    elif main and all(disclosure.grade is Grade.DISCLOSED for disclosure in main):
        grade = Grade.DISCLOSED
    elif grades & set(ANSWERED):
        grade = Grade.PARTIAL
    else:
        grade = min(grades, key=_ORDER.index)
    answered = tuple(
        disclosure
        for disclosure in asked_about
        if disclosure.grade not in (Grade.ABSENT, Grade.UNREAD)
    )
    words = {key: entry[key] for key in ("id", "label", "label_ko", "question", "question_ko")}
    searched = tuple(
        dict.fromkeys(place for disclosure in asked_about for place in disclosure.searched)
    )
    return QuestionAnswer(
        artifact=artifact, grade=grade, disclosures=answered, searched=searched, **words
    )
