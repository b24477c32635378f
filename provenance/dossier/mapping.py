"""Where the G7, the EU AI Act, the PIPC, NIST AI 600-1 and AB 2013 require what a question or rule
checks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from provenance.conformance.framework import framework
from provenance.dossier.requirements import cited
from provenance.dossier.subject import Subject
from provenance.privacy.disclosure import Requirement

# Authorities by source in the privacy catalogue, in the order of the questionnaire's columns.
ASKING = {
    "g7": ("G7-SBOM",),
    "eu": ("EU-AIA", "EU-SUMM", "EU-COP"),
    "pipc": ("OPEN-SOURCE-DAY", "KR-GENAI", "KR-RISK", "KR-PUBDATA", "KR-INSPECT", "KR-PIA"),
    "nist": ("US-NIST6001",),
    "california": ("US-CA2013",),
}
_COLUMN = {"g7": "g7", "annex-xi": "eu"}
_REGULATION = "Regulation (EU) 2024/1689, "


def mapped(subject: Subject, code: str) -> tuple[str, ...]:
    """Where each of `ASKING` requires it; empty if unknown, because no mapping is guessed.

    Args:
        subject: The artefact.
        code: A question of the privacy catalogue (`PRIV-070`) or a rule (`LIN020`).
    """
    places: dict[str, list[str]] = {column: [] for column in ASKING}
    questions = [code]
    if code not in subject.questions:
        rule = _rules().get(code, {})
        kind = subject.artifact.kind if subject.artifact else "model"
        for framework_name, elements in rule.get(kind, {}).items():
            for element in elements:
                places[_COLUMN[framework_name]].append(_element(subject, framework_name, element))
        questions = rule.get("questions", [])
    for question in questions:
        if question in subject.questions:
            for column, place in _asked(subject, question):
                places[column].append(place)
    return tuple("; ".join(dict.fromkeys(column)) for column in places.values())


def _asked(subject: Subject, question: str) -> Iterator[tuple[str, str]]:
    """Each requirement behind a question: its column of `ASKING`, and its place."""
    for requirement in subject.questions[question].requirements:
        for column, sources in ASKING.items():
            if requirement.source in sources:
                yield column, _place(subject, requirement, with_source=len(sources) > 1)


def _place(subject: Subject, requirement: Requirement, *, with_source: bool) -> str:
    """The place, with its source if the column has several, and how its wording is known."""
    name, locator = cited(subject, requirement)
    place = f"{name}, {locator}" if with_source else locator
    return f"{place} ({subject.message(requirement.mark).text})"


def _element(subject: Subject, name: str, identifier: str) -> str:
    element = next(each for each in framework(name).elements if each.id == identifier)
    mark = subject.message(framework(name).source.mark).text
    korean = subject.phrases.lang == "ko"
    if name == "g7":
        place = element.name_ko if korean and element.name_ko else element.name
    else:
        english = element.locator.removeprefix(_REGULATION)
        place = element.locator_ko if korean and element.locator_ko else english
    return f"{place} ({mark})"


@cache
def _rules() -> dict[str, dict[str, Any]]:
    content = json.loads((files("provenance.dossier") / "data" / "mapping.json").read_text("utf-8"))
    return {code: entry for entry in content["rules"] for code in entry["rules"]}
