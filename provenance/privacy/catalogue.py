"""The catalogue: questions that documents should answer about personal data, and who asks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from provenance.model.finding import Severity
from provenance.model.source import CitedSource, Seen, source_from
from provenance.privacy.disclosure import Measured, Peers, PrivacyCheck, Requirement

DATA = Path(__file__).parent / "data"
SOURCES_FILE = "privacy/data/sources.json"


def load(name: str) -> Any:
    """Load a data file of this package. It ships with the code: a broken file is a broken
    installation."""
    return json.loads((DATA / name).read_text("utf-8"))


@cache
def catalogue() -> tuple[PrivacyCheck, ...]:
    """Every question, sorted by id.

    Returns:
        The checks of `data/catalogue.json` (schemas/privacy-catalogue-1.schema.json), with the
        inheritance rules of `inheritance.json` and the counts of other cards in `peers.json`.
        `asked_by` names who asks for the answer; only California AB 2013 and the EU template
        prescribe a public form, the others ask that it be known.
    """
    data, inheritance, counted = (
        load("catalogue.json"),
        load("inheritance.json"),
        load("peers.json"),
    )
    reasons = {
        check: (word == "inherited", group["why"])
        for word in ("inherited", "own")
        for group in inheritance[word]
        for check in group["checks"]
    }
    checks = (_check(entry, *reasons[entry["id"]]) for entry in data["checks"])
    measured = load("accuracy.json")
    return tuple(
        replace(
            check, peers=_peers(check.id, counted), measured=tuple(_measured(check.id, measured))
        )
        for check in checks
    )


@cache
def sources() -> tuple[CitedSource, ...]:
    """Every document that the catalogue cites (schemas/sources-1.schema.json), in its order."""
    entries = load("sources.json")["sources"]
    return tuple(source_from(key, entry, SOURCES_FILE) for key, entry in entries.items())


@cache
def _by_key() -> dict[str, CitedSource]:
    return {source.key: source for source in sources()}


@cache
def _authorities() -> dict[str, str]:
    entries = load("sources.json")["sources"]
    return {key: entry["authority"] for key, entry in entries.items()}


def _peers(check: str, counted: dict[str, Any]) -> tuple[Peers, ...]:
    counts = ((kind, counted[kind]["answered"].get(check)) for kind in ("model", "dataset"))
    return tuple(
        Peers(kind=kind, answered=count[0], cards=count[1], as_of=counted["as_of"])
        for kind, count in counts
        if count
    )


def _measured(check: str, measured: dict[str, Any]) -> Iterator[Measured]:
    for language in ("en", "ko"):
        if counts := measured[language].get(check):
            right, called, given = counts
            yield Measured(language=language, right=right, called=called, given=given)


def _check(entry: dict[str, Any], inherited: bool, why: str) -> PrivacyCheck:
    requirements = tuple(map(_requirement, entry["asked_by"]))
    return PrivacyCheck(
        id=entry["id"],
        title=entry["title"],
        question=entry["question"],
        question_ko=entry["question_ko"],
        block=entry["block"],
        applies_to=tuple(entry["applies_to"]),
        asked_by=tuple(str(requirement) for requirement in requirements),
        remedy=entry["remedy"],
        title_ko=entry["title_ko"],
        remedy_ko=entry["remedy_ko"],
        severity=Severity(entry["severity"]),
        requirements=requirements,
        inherited=inherited,
        inherited_why=why,
    )


def _requirement(row: dict[str, str]) -> Requirement:
    origin = _by_key()[row["source"]]
    return Requirement(
        origin=origin,
        authority=_authorities()[origin.key],
        locator=row["locator"],
        locator_ko=row.get("locator_ko", row["locator"]),
        seen=Seen(row.get("seen", origin.seen)),
    )
