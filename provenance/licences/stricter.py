"""Licences that restrict more than what a card declares."""

from __future__ import annotations

import re
from collections.abc import Iterable

from provenance.licences.catalogue import lookup
from provenance.licences.claim import Licence
from provenance.licences.named_terms import declared_licences
from provenance.licences.names import licence_names
from provenance.licences.prose import is_licence_label
from provenance.licences.restrictive import without_contrast
from provenance.licences.subjects import is_of_another, names_artefact
from provenance.licences.wording import duty_text
from provenance.model.card import Card

RESTRICTIONS = {
    word: duty_text(word) for word in ("non-commercial", "research-only", "no-derivatives")
}
# No name of a licence that restricts is without one of these.
_MAY_NAME_STRICTER = re.compile(
    r"\bNC\b|non-?\s?commercial|by-(?:sa-|nd-)?nc|research|\bND\b|noderiv|비영리|변경 ?금지",
    re.IGNORECASE,
)


def restrictions(licences: Iterable[Licence]) -> frozenset[str]:
    """Those of `RESTRICTIONS` that any of the licences has.

    Args:
        licences: Entries of the catalogue.
    """
    duties = frozenset(duty.id for licence in licences for duty in licence.duties)
    return duties & RESTRICTIONS.keys()


def adds_to_declared(card: Card | None, licences: Iterable[Licence]) -> bool:
    """Whether licences restrict what those that the card declares do not.

    Args:
        card: The card; without one nothing is declared.
        licences: Entries of the catalogue.
    """
    declared = (lookup(key) for key in sorted(declared_licences(card)))
    known = restrictions(entry for entry in declared if entry)
    return not restrictions(licences) <= known


def names_other(card: Card | None, sentence: str) -> bool:
    """Whether a sentence names a licence that the card does not declare.

    Args:
        card: The card.
        sentence: A sentence of it.
    """
    return not {name.licence for name in licence_names(sentence)} <= declared_licences(card)


def names_stricter(card: Card | None, sentence: str, *, dataset: bool) -> bool:
    """Whether a sentence puts the artefact under a licence that restricts, beside the declared one:
    `The weights are CC BY-NC 4.0, the code is MIT`.

    Args:
        card: The card.
        sentence: A sentence of it.
        dataset: Whether the artefact is a dataset.
    """
    if not _MAY_NAME_STRICTER.search(sentence):
        return False
    sentence = without_contrast(sentence)
    is_of_work = names_artefact(sentence, dataset=dataset) or is_licence_label(sentence)
    if not is_of_work or is_of_another(sentence):
        return False
    named = (lookup(name.licence) for name in licence_names(sentence))
    return adds_to_declared(card, (entry for entry in named if entry))
