"""Graded disclosures → what a bill of materials says of personal data: only what the documents
themselves say."""

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
# Questions of the privacy catalogue on which data there is: any, kinds, sensitive, identifiers,
# children, biometrics; and the card's own section on personal data.
_PRESENCE = frozenset({*(f"PRIV-00{number}" for number in range(1, 7)), "PRIV-082"})
_SENSITIVE, _DENIED = "PRIV-003", "absent-with-reason"
_DEIDENTIFICATION = "PRIV-033"


class Presence(StrEnum):
    """The three answers of SPDX (`PresenceType`, SPDX 3.0.1 Core)."""

    YES = "yes"
    NO = "no"
    NO_ASSERTION = "noAssertion"


def statements(record: ArtifactRecord) -> dict[str, tuple[Evidence, ...]]:
    """The sentences in which the documents say that personal data is there, each with its
    places."""
    return _quotes(
        said
        for said in record.disclosures
        if _disclosed(said, "present") and said.check in _PRESENCE
    )


def deidentified(record: ArtifactRecord) -> dict[str, tuple[Evidence, ...]]:
    """The sentences in which the documents say how the released data was de-identified, each with
    its places."""
    return _quotes(
        s
        for s in record.disclosures
        if _disclosed(s, "deidentified") and s.check == _DEIDENTIFICATION
    )


def classification(record: ArtifactRecord) -> tuple[str, tuple[Evidence, ...]] | None:
    """How the documents themselves class the data by its sensitivity: the words, and the places
    that say so.

    Returns:
        `personal data` where a sentence says that it is there, `sensitive personal data` where one
        says so of the kinds of GDPR, article 9; `stated to hold no personal data` where that is
        denied with a reason; None where the documents are silent or answer by halves.
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
    """Answers to one question that disclose something with a certain stance."""
    for disclosure in record.disclosures:
        if disclosure.check == check and _disclosed(disclosure, stance):
            yield disclosure


def presence(record: ArtifactRecord) -> Presence:
    """Whether the documents say that personal data is there.

    Returns:
        `yes` where a sentence says so; `no` where the documents deny it and give the reason;
        silence, a bare denial and an answer that is half given are `noAssertion`.
    """
    if statements(record):
        return Presence.YES
    denied = any(
        _disclosed(said, _DENIED) and said.check == ANY_DATA for said in record.disclosures
    )
    return Presence.NO if denied else Presence.NO_ASSERTION


def presence_along(lineage: Lineage, record: ArtifactRecord) -> Presence:
    """Whether the documents of an artefact, of the models that it was made from or of the datasets
    behind them say that personal data is there.

    Returns:
        `yes` where any of them says so, else what its own documents say: that a dataset holds none
        says nothing of the others.
    """
    return Presence.YES if declared_along(lineage, record.ref) else presence(record)


def _disclosed(said: Disclosure, stance: str) -> bool:
    return said.grade is Grade.DISCLOSED and said.stance == stance and not said.inherited_from


def _quotes(disclosures: Iterator[Disclosure]) -> dict[str, tuple[Evidence, ...]]:
    quotes: dict[str, dict[Evidence, None]] = {}
    for said in disclosures:
        for evidence in said.evidence:
            quotes.setdefault(evidence.quote, {})[evidence] = None
    return {quote: tuple(places) for quote, places in quotes.items()}
