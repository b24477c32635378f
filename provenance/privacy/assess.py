"""Assess every catalogue question for one artefact: answered, open, contradicted or undecidable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from provenance.model.artifact import CARD, PersonalScan, Snapshot, SourceText
from provenance.model.card import Card
from provenance.model.finding import Evidence, shorten
from provenance.privacy.agreement import find_disagreement
from provenance.privacy.catalogue import catalogue
from provenance.privacy.disclosure import Disclosure, Grade, is_answered
from provenance.privacy.foreign import is_foreign
from provenance.privacy.grading import grade_disclosures

AGREEMENT, SCAN = "PRIV-083", "PRIV-092"


def assess_disclosures(
    kinds: frozenset[str],
    snapshot: Snapshot,
    card: Card | None,
    documents: Mapping[str, SourceText],
    other_cards: Mapping[str, Card] = MappingProxyType({}),
) -> tuple[Disclosure, ...]:
    """Grade every applicable question; see `grade_disclosures` for what is read and how.

    Args:
        kinds: Kinds of the artefact: any of `model`, `fine-tune`, `adapter`, `quantized`, `merge`,
            `guard`, `dataset`.
        snapshot: The hub's answer.
        card: The parsed card, or None.
        documents: Texts by path.
        other_cards: Parsed model cards beside README.md, by path.

    Returns:
        One Disclosure per question, sorted by id. If most of the card is in an unsupported
        language, questions without a visible answer are `unread`, never `absent`. If two sentences
        disagree about personal data, PRIV-083 is `partial`, with the stance `contradicted`.
    """
    by_check = {
        disclosure.check: disclosure
        for disclosure in grade_disclosures(kinds, snapshot, card, documents, other_cards)
    }
    if is_answered(by_check.values(), "PRIV-001") and AGREEMENT not in by_check:
        by_check |= _disagreement(snapshot, card, documents)
    if snapshot.scan and snapshot.scan.found:
        by_check[SCAN] = _scanned(snapshot, snapshot.scan, by_check.values())
    if card and CARD in documents:
        unasked = {disclosure.check: disclosure for disclosure in _asked_of_a_card(kinds, snapshot)}
        # The grading omits what it could not read; it judges single sentences, `is_foreign` the
        # whole card.
        if unasked.keys() - by_check.keys() or is_foreign(card):
            by_check = {
                check: _unread(disclosure) for check, disclosure in (unasked | by_check).items()
            }
    return tuple(by_check[check] for check in sorted(by_check))


def _scanned(
    snapshot: Snapshot, scan: PersonalScan, disclosures: Iterable[Disclosure]
) -> Disclosure:
    """PRIV-092: whether the card mentions personal data if the hub's scan of rows found some."""
    counts = ", ".join(f"{kind} in {rows:,} rows" for kind, rows in scan.found)
    part = "all" if scan.full else "the first"
    quote = (
        f"{counts}, of {part} {scan.rows:,} rows of {', '.join(scan.columns)}; read as English text"
    )
    proof = Evidence(
        artifact=snapshot.ref.purl,
        file=scan.source,
        revision=scan.revision,
        start_line=None,
        end_line=None,
        quote=shorten(quote),
        sha256=None,
    )
    grade = Grade.DISCLOSED if is_answered(disclosures, "PRIV-001", "PRIV-082") else Grade.ABSENT
    searched = () if grade is Grade.DISCLOSED else (CARD,)
    return Disclosure(
        check=SCAN,
        artifact=snapshot.ref.purl,
        grade=grade,
        stance="",
        evidence=(proof,),
        searched=searched,
        asked_by=_asked_by(SCAN),
    )


def _asked_by(check: str) -> tuple[str, ...]:
    return next(entry.asked_by for entry in catalogue() if entry.id == check)


def _unread(disclosure: Disclosure) -> Disclosure:
    return (
        replace(disclosure, grade=Grade.UNREAD) if disclosure.grade is Grade.ABSENT else disclosure
    )


def _disagreement(
    snapshot: Snapshot, card: Card | None, documents: Mapping[str, SourceText]
) -> dict[str, Disclosure]:
    proofs = find_disagreement(snapshot, card, documents)
    disclosure = Disclosure(
        check=AGREEMENT,
        artifact=snapshot.ref.purl,
        grade=Grade.PARTIAL,
        stance="contradicted",
        evidence=proofs,
        asked_by=_asked_by(AGREEMENT),
    )
    return {AGREEMENT: disclosure} if proofs else {}


def _asked_of_a_card(kinds: frozenset[str], snapshot: Snapshot) -> tuple[Disclosure, ...]:
    """The questions that silence answers with `absent`: those that an empty card leaves open."""
    empty = SourceText.decode(snapshot.ref, CARD, b"")
    disclosures = grade_disclosures(kinds, replace(snapshot, metadata={}), Card(), {CARD: empty})
    return tuple(replace(disclosure, searched=(CARD,)) for disclosure in disclosures)
