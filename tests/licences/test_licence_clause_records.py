"""What was read of each AI licence: clauses with number and hash, none of them a text."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from provenance.licences import catalogue, lookup
from provenance.licences.clause_records import (
    LicenceRecord,
    RecordedClause,
    clauses_against,
    licence_record,
)
from provenance.licences.clauses import clause_hash, read_clauses, topics
from provenance.licences.matrix import ACTS, matrix
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
    clauses = {term.id: term.clause for term in terms(licence)}
    assert clauses[word].startswith(clause) or word == "territory"


SIBLING = """KIN MODEL LICENCE

1. You may use, modify and distribute the Model for commercial and non-commercial purposes.
2. If your products have more than 2 million monthly active users, you must ask for a licence.
3. These terms are governed by the laws of the Republic of Utopia.
"""


def recorded(text: str) -> LicenceRecord:
    clauses = tuple(
        RecordedClause(
            topic=clause.topic,
            says=clause.says,
            value=clause.value,
            number=clause.number,
            sha256=clause_hash(text[clause.start : clause.end]),
            readings=1,
        )
        for clause in read_clauses(text).clauses
    )
    return LicenceRecord(
        licence="kin", version="1", date="", family="kin", successor="", clauses=clauses
    )


def kinds(text: str) -> dict[str, str]:
    return {clause.topic: clause.kind for clause in clauses_against(text, recorded(SIBLING))}


def test_a_text_differs_in_nothing_from_itself() -> None:
    assert set(kinds(SIBLING).values()) == {"same"}


def test_what_differs_from_a_sibling_is_told_clause_by_clause() -> None:
    changed = SIBLING.replace("2 million", "5 million").replace("3. These terms are", "3. It is")
    changed = changed.replace("1. You may use", "1. Everybody may use")
    differences = kinds(
        f"{changed}4. You will indemnify and hold harmless Kin against all claims.\n"
    )
    assert differences["user-limit"] == "changed"
    assert differences["law"] == "reworded"
    assert differences["indemnity"] == "added"
    without_law = SIBLING.partition("3. ")[0]
    assert kinds(without_law)["law"] == "missing"


def test_a_changed_limit_is_shown_beside_the_known_one() -> None:
    changed = SIBLING.replace("2 million", "5 million")
    [limit] = [
        clause
        for clause in clauses_against(changed, recorded(SIBLING))
        if clause.topic == "user-limit"
    ]
    assert "5,000,000" in str(limit.text)
    assert "2,000,000" in str(limit.text)
    assert "2,000,000" in limit.text.text("ko")


def test_a_numbered_clause_is_shown_before_the_preamble_that_says_the_same() -> None:
    limit = "If your products have more than 2 million monthly active users, ask for a licence."
    text = f"KIN MODEL LICENCE\n\n{limit}\n\n1. You may use the Model at home.\n\n2. {limit}\n"
    [shown] = [clause for clause in clauses_against(text, recorded(SIBLING)) if clause.clause]
    assert shown.topic == "user-limit"
    assert shown.clause is not None
    assert shown.clause.number == "2"


def test_every_difference_has_words() -> None:
    for clause in clauses_against(
        "1. Nothing at all is said here, and that is all.", recorded(SIBLING)
    ):
        assert clause.kind == "missing"
        assert clause.text.text("ko") != str(clause.text)


def test_a_record_knows_its_successor() -> None:
    record = licence_record("llama3")
    assert record is not None
    assert (record.date, record.successor) == ("2024-04-18", "llama3.1")
    assert licence_record("mit") is None
    assert licence_record("no such licence") is None


def test_a_matrix_answers_each_act_with_its_clause() -> None:
    licence = lookup("exaone-1.2-nc")
    assert licence is not None
    cells = {cell.act: cell for cell in matrix(licence)}
    assert list(cells) == list(ACTS)
    assert cells["commercial"].verdict == "deny"
    assert cells["commercial"].clauses == ("3.1",)
    assert cells["commercial"].duties == ()


def test_a_matrix_says_why_and_what_comes_with_an_act_each_clause_once() -> None:
    licence = lookup("llama3.1")
    assert licence is not None
    cells = {cell.act: cell for cell in matrix(licence)}
    assert cells["distribute"].clauses == ("1.b.i", "1.b.iii", "1.b.iv")
    assert "use restrictions (1.b.iv)" in cells["distribute"].tasks
    assert cells["commercial"].reasons[0].endswith("(2)")


def test_a_denial_has_the_clause_of_the_duty_where_the_term_has_none() -> None:
    licence = lookup("cc-by-nc-4.0")
    assert licence is not None
    cells = {cell.act: cell for cell in matrix(licence)}
    assert cells["commercial"].verdict == "deny"
    assert cells["commercial"].clauses == ("2(a)(1)",)


def test_a_matrix_of_a_permissive_licence() -> None:
    licence = lookup("apache-2.0")
    assert licence is not None
    cells = {cell.act: cell for cell in matrix(licence)}
    assert cells["use"].verdict == "allow"
    assert cells["distribute"].verdict == "allow-with-duties"
    assert cells["distribute"].duties == ("keep-notices",)


def test_a_misread_clause_is_not_recorded() -> None:
    record = licence_record("chatglm3")
    assert record is not None

    barred = [row for row in record.clauses if (row.topic, row.says) == ("commercial-use", "no")]

    assert barred == []


def test_nearly_every_clause_was_read_twice() -> None:
    records = [licence_record(key) for key in catalogue()]
    clauses = [clause for record in records if record for clause in record.clauses]

    once = [clause for clause in clauses if clause.readings == 1]

    assert len(once) <= 0.05 * len(clauses)
