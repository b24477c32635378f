"""Statements about personal data for a bill of materials: only what the documents themselves
state."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from itertools import chain

from provenance.lineage.declared import declared_along
from provenance.lineage.graph import Lineage
from provenance.lineage.record import ArtifactRecord
from provenance.model.finding import Evidence
from provenance.privacy.disclosure import Disclosure, Grade

ANY_DATA = "PRIV-001"
# Catalogue questions on which data is present: any, kinds, sensitive, identifiers, children,
# biometrics; and the card's own section on personal data.
_PRESENCE = frozenset({*(f"PRIV-00{number}" for number in range(1, 7)), "PRIV-082"})
_SENSITIVE, _DENIED = "PRIV-003", "absent-with-reason"
_DEIDENTIFICATION = "PRIV-033"


class Presence(StrEnum):
    """The three answers of SPDX (`PresenceType`, SPDX 3.0.1 Core)."""

    YES = "yes"
    NO = "no"
    NO_ASSERTION = "noAssertion"


def statements(record: ArtifactRecord) -> dict[str, tuple[Evidence, ...]]:
    """The sentences that state the presence of personal data, each with its places."""
    return _quotes(
        disclosure
        for disclosure in record.disclosures
        if _disclosed(disclosure, "present") and disclosure.check in _PRESENCE
    )


def deidentified(record: ArtifactRecord) -> dict[str, tuple[Evidence, ...]]:
    """The sentences that state how the released data was de-identified, each with its places."""
    return _quotes(
        s
        for s in record.disclosures
        if _disclosed(s, "deidentified") and s.check == _DEIDENTIFICATION
    )


def classification(record: ArtifactRecord) -> tuple[str, tuple[Evidence, ...]] | None:
    """The sensitivity of the data by its own documents: the classification, and its places.

    Returns:
        `personal data` if a sentence states its presence, `sensitive personal data` if one states
        categories of GDPR, article 9; `stated to hold no personal data` if that is denied with a
        reason; None if the documents say nothing or answer in part.
    """
    classes = (
        ("sensitive personal data", _quotes(_stating(record, _SENSITIVE, "present"))),
        ("personal data", statements(record)),
        ("stated to hold no personal data", _quotes(_stating(record, ANY_DATA, _DENIED))),
    )
    for name, quotes in classes:
        if quotes:
            return name, tuple(dict.fromkeys(chain.from_iterable(quotes.values())))
    return None


def _stating(record: ArtifactRecord, check: str, stance: str) -> Iterator[Disclosure]:
    """Answers to one question that disclose something with a given stance."""
    for disclosure in record.disclosures:
        if disclosure.check == check and _disclosed(disclosure, stance):
            yield disclosure


def presence(record: ArtifactRecord) -> Presence:
    """Whether the documents say that personal data is present.

    Returns:
        `yes` if a sentence says so; `no` if the documents deny it and give the reason; silence, a
        bare denial and a partial answer are `noAssertion`.
    """
    if statements(record):
        return Presence.YES
    denied = any(
        _disclosed(disclosure, _DENIED) and disclosure.check == ANY_DATA
        for disclosure in record.disclosures
    )
    return Presence.NO if denied else Presence.NO_ASSERTION


def presence_along(lineage: Lineage, record: ArtifactRecord) -> Presence:
    """Whether the documents of an artefact, its base models or the datasets behind them say that
    personal data is present.

    Returns:
        `yes` if any of them says so, else the answer of its own documents: a dataset without
        personal data says nothing about the others.
    """
    return Presence.YES if declared_along(lineage, record.ref) else presence(record)


def _disclosed(disclosure: Disclosure, stance: str) -> bool:
    return (
        disclosure.grade is Grade.DISCLOSED
        and disclosure.stance == stance
        and not disclosure.inherited_from
    )


def _quotes(disclosures: Iterator[Disclosure]) -> dict[str, tuple[Evidence, ...]]:
    quotes: dict[str, dict[Evidence, None]] = {}
    for disclosure in disclosures:
        for evidence in disclosure.evidence:
            quotes.setdefault(evidence.quote, {})[evidence] = None
    return {quote: tuple(places) for quote, places in quotes.items()}
