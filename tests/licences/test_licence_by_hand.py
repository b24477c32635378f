"""Licences whose terms were written down by hand stay in the catalogue when it is built again."""

from __future__ import annotations

import pytest

from data_sources import licence_by_hand
from provenance.licences.catalogue import lookup
from provenance.licences.terms import terms

KEYS = sorted(licence_by_hand.entries())


@pytest.mark.parametrize("key", KEYS)
def test_catalogue_has_the_entry(key: str) -> None:
    entry = lookup(key)
    assert entry is not None
    written_down = licence_by_hand.entries()[key]
    assert entry.name == written_down["name"]
    assert {duty.id for duty in entry.duties} == {duty["id"] for duty in written_down["duties"]}


@pytest.mark.parametrize("key", KEYS)
def test_catalogue_has_the_terms(key: str) -> None:
    entry = lookup(key)
    assert entry is not None
    words = {row["id"] for row in licence_by_hand.terms()[key]}
    assert {term.id for term in terms(entry)} == words


def test_other_names_lead_to_the_entry() -> None:
    for name, key in licence_by_hand.aliases().items():
        entry = lookup(name)
        assert entry is not None
        assert entry.id == key
