"""Uses and limits of a card, by headings, labels and denial."""

from __future__ import annotations

import pytest
from bom_lineages import record_of

from provenance.facts.considerations import considerations


def entries(text: str) -> list[tuple[str, str]]:
    facts = considerations(record_of(f"# support-7b\n\n{text}\n"))
    return [
        (str(fact.path[1]), fact.value if isinstance(fact.value, str) else fact.value["name"])
        for fact in facts
    ]


def test_a_subsection_belongs_to_the_section_above() -> None:
    card = "## Limitations\n\n### Known\n\n1. Long tickets are cut.\n"
    assert entries(card) == [("technicalLimitations", "Long tickets are cut.")]


@pytest.mark.parametrize("title", ["Training data", "Using transformers", "Evaluation results"])
def test_a_subsection_on_something_else_does_not(title: str) -> None:
    assert entries(f"## Limitations\n\n### {title}\n\nTickets of one year.\n") == []


def test_a_denied_use_is_a_limit() -> None:
    card = "## Intended use\n\nIt answers tickets.\n\nIt is not intended for medical advice.\n"
    assert entries(card) == [
        ("useCases", "It answers tickets."),
        ("technicalLimitations", "It is not intended for medical advice."),
    ]


def test_a_list_below_a_denial_lists_limits() -> None:
    card = "## Intended use\n\nIt is not meant for:\n\n- medical advice\n- hiring\n"
    assert entries(card) == [
        ("technicalLimitations", "medical advice"),
        ("technicalLimitations", "hiring"),
    ]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("| Out-of-scope uses | It is not for medical advice. |", ["technicalLimitations"]),
        ("| Primary intended uses | It sorts support tickets. |", ["useCases"]),
        ("| Intended Use | Description |", []),
        ("| Tickets | It sorts support tickets. |", []),
        ("| Limitations | [More Information Needed] |", []),
    ],
)
def test_rows_of_labels_and_values(row: str, expected: list[str]) -> None:
    table = f"| Item | Description |\n|---|---|\n{row}\n"
    assert [subject for subject, _ in entries(f"## Card\n\n{table}")] == expected


def test_a_lead_in_is_no_use() -> None:
    card = "## Intended use\n\nThis model is intended for:\n\n- sorting tickets\n"
    assert entries(card) == [("useCases", "sorting tickets")]


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("Cas d'usage", "useCases"),
        ("Ограничения модели", "technicalLimitations"),
        ("局限性", "technicalLimitations"),
        ("Performance limitations", "technicalLimitations"),
    ],
)
def test_headings_of_other_languages_and_kinds(title: str, subject: str) -> None:
    assert entries(f"## {title}\n\nTickets.\n") == [(subject, "Tickets.")]
