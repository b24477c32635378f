"""Assess every catalogue question for one artefact: answered, open, contradicted or undecidable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from provenance.collector import collector_paused
from provenance.model.artifact import CARD, PersonalScan, Snapshot, SourceText
from provenance.model.card import Card
from provenance.model.finding import Evidence, shorten
from provenance.privacy.agreement import find_disagreement
from provenance.privacy.catalogue import catalogue
from provenance.privacy.disclosure import Disclosure, Grade, PrivacyCheck, is_answered
from provenance.privacy.foreign import is_foreign
from provenance.privacy.grading import asked_of_an_empty_card, grade_material
from provenance.privacy.material import Material, gather

AGREEMENT, SCAN = "PRIV-083", "PRIV-092"


@collector_paused()
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
    material = gather(kinds, snapshot, card, documents, other_cards)
    by_check = {graded.check: graded for graded in grade_material(kinds, material)}
    if is_answered(by_check.values(), "PRIV-001") and AGREEMENT not in by_check:
        by_check |= _disagreement(material)
    if snapshot.scan and snapshot.scan.counts:
        by_check[SCAN] = _scanned(snapshot, snapshot.scan, by_check.values())
    if card and CARD in documents:
        by_check = _with_unread(by_check, asked_of_an_empty_card(kinds, snapshot), material)
    return tuple(by_check[check] for check in sorted(by_check))


def _with_unread(
    by_check: dict[str, Disclosure], checks: Sequence[PrivacyCheck], material: Material
) -> dict[str, Disclosure]:
    """The disclosures of a card; if its language is not read, its silence is `unread`.

    The grading omits what it could not read; it judges single sentences, `is_foreign` the whole
    card.
    """
    omitted = [check for check in checks if check.id not in by_check]
    if not omitted and not (material.card and is_foreign(material.card)):
        return by_check
    unread = {
        check.id: Disclosure(
            check=check.id,
            artifact=material.snapshot.ref.purl,
            grade=Grade.UNREAD,
            searched=(CARD,),
            asked_by=check.asked_by,
        )
        for check in omitted
    }
    return unread | {check: _unread(disclosure) for check, disclosure in by_check.items()}


def _scanned(
    snapshot: Snapshot, scan: PersonalScan, disclosures: Iterable[Disclosure]
) -> Disclosure:
    """PRIV-092: whether the card mentions personal data if the hub's scan of rows found some."""
    counts = ", ".join(f"{kind} in {rows:,} rows" for kind, rows in scan.counts)
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


def _disagreement(material: Material) -> dict[str, Disclosure]:
    proofs = find_disagreement(material)
    disclosure = Disclosure(
        check=AGREEMENT,
        artifact=material.snapshot.ref.purl,
        grade=Grade.PARTIAL,
        stance="contradicted",
        evidence=proofs,
        asked_by=_asked_by(AGREEMENT),
    )
    return {AGREEMENT: disclosure} if proofs else {}
