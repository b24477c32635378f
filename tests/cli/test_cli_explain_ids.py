"""`provenance explain` finds rules and questions in any spelling and suggests near ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import invoke

from provenance.cli.identifiers import find
from provenance.errors import UsageError
from provenance.privacy import catalogue
from provenance.privacy.disclosure import PrivacyCheck
from provenance.rules import DOCUMENTED, rules_named


def name_of(word: str) -> str:
    entry = find(word)
    return entry.id if isinstance(entry, PrivacyCheck) else entry.code


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("LIN020", "LIN020"),
        ("lin-20", "LIN020"),
        ("lic 10", "LIC010"),
        ("licence-drift", "LIN020"),
        ("PII070", "PII070"),
        ("pii-070", "PII070"),
        ("PRIV070", "PII070"),
        ("priv070", "PII070"),
        ("PRIV-070", "PRIV-070"),
        ("priv 70", "PRIV-070"),
        ("ＰＲＩＶ－０７０", "PRIV-070"),
        ("PRIV001", "PRIV-001"),
    ],
)
def test_any_spelling_finds_it(word: str, name: str) -> None:
    assert name_of(word) == name


@pytest.mark.parametrize(
    ("word", "near"), [("LIN021x", "LIN021"), ("licence-drit", "licence-drift")]
)
def test_near_ids_are_suggested(word: str, near: str) -> None:
    with pytest.raises(UsageError) as caught:
        find(word)
    assert near in caught.value.hint


def test_something_else_names_the_lists() -> None:
    with pytest.raises(UsageError) as caught:
        find("안녕하세요")
    assert "provenance rules" in caught.value.hint


def test_no_rule_has_the_letters_of_a_question() -> None:
    letters = {question.id.partition("-")[0] for question in catalogue()}
    assert not [rule.code for rule in DOCUMENTED if rule.code.rstrip("0123456789") in letters]


def test_every_rule_and_question_is_found_by_its_own_id() -> None:
    assert [name_of(rule.code) for rule in DOCUMENTED] == [rule.code for rule in DOCUMENTED]
    assert [name_of(question.id) for question in catalogue()] == [
        question.id for question in catalogue()
    ]


def test_a_policy_may_name_a_rule_by_its_published_code() -> None:
    assert rules_named("PRIV070") == rules_named("PII070") == {"PII070"}
    assert rules_named("PRIV") == rules_named("privacy")


def test_each_page_names_the_other(tmp_path: Path) -> None:
    rule = invoke(tmp_path, "explain", "PRIV070")
    question = invoke(tmp_path, "explain", "PRIV-070")
    assert "PRIV-070" in rule.stdout
    assert "PII070" in question.stdout
