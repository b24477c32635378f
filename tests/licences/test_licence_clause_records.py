"""What was read of each AI licence: clauses with number and hash, none of them a text."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from provenance.licences import catalogue, lookup
from provenance.licences.clauses import topics
from provenance.licences.terms import terms

RECORDS = json.loads((files("provenance.licences") / "data" / "clauses.json").read_text("utf-8"))
LONGEST_VALUE = 90


def test_every_record_is_of_a_licence_of_the_catalogue() -> None:
    assert set(RECORDS["licences"]) <= set(catalogue())
    assert len(RECORDS["licences"]) >= 100


def test_records_hold_facts_and_hashes_alone() -> None:
    for key, record in RECORDS["licences"].items():
        assert len(record["sha256"]) == 16, key
        for clause in record["clauses"]:
            assert clause["topic"] in topics()
            assert len(clause["sha256"]) == 16
            assert len(clause.get("value", "")) <= LONGEST_VALUE


def test_two_readings_are_told_from_one() -> None:
    licence = lookup("llama3.1")
    assert licence is not None
    read = {term.id: term for term in terms(licence)}
    assert read["limit"].readings == 2
    assert read["limit"].clause == "2"
    assert read["limit"].sha256


def test_a_licence_with_one_reading_is_not_wholly_known() -> None:
    licence = lookup("nvidia-oneway-nc")
    assert licence is not None
    assert not licence.known_terms
    duties = {duty.id: duty.clause for duty in licence.duties}
    assert duties["non-commercial"] == "3.3"


@pytest.mark.parametrize(
    ("key", "word", "clause"),
    [
        ("tencent-hunyuan-dit", "territory", "1.l"),
        ("k-exaone", "name-prefix", "2.1"),
        ("sam", "hand-on", "1.b.i"),
        ("llama2-aup", "fields-conditional", "3"),
    ],
)
def test_terms_stand_at_their_clause(key: str, word: str, clause: str) -> None:
    licence = lookup(key)
    assert licence is not None
    found = {term.id: term.clause for term in terms(licence)}
    assert found[word].startswith(clause) or word == "territory"
