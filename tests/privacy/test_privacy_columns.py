"""Columns whose names suggest personal data."""

from __future__ import annotations

import pytest
from privacy_cards import graded

from provenance.cards import parse_card
from provenance.model.card import Card
from provenance.privacy import personal_columns
from provenance.text.lines import LineSpan


def names(*columns: str) -> list[tuple[str, str, str]]:
    """Kind and strength of what is found among columns."""
    card = Card(
        fields={
            "dataset_info": {"features": [{"name": name, "dtype": "string"} for name in columns]}
        }
    )
    return [(column.name, column.kind, column.strength) for column in personal_columns(card, {})]


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        ("email", "contact"),
        ("customer_email", "contact"),
        ("emailAddress", "contact"),
        ("Phone Numbers", "contact"),
        ("주민등록번호", "identifier"),
        ("고객전화번호", "contact"),
        ("patient_id", "health"),
        ("ip_address", "network"),
        ("passport-no", "identifier"),
    ],
)
def test_one_strong_name_is_enough(column: str, kind: str) -> None:
    assert names("text", column) == [(column, kind, "strong")]


@pytest.mark.parametrize(
    "columns",
    [
        ("name",),
        ("file_name", "id"),
        ("lat", "lng"),
        ("masked_email",),
        ("email_hash", "label"),
        ("fake_phone",),
        ("text", "label", "author"),
        ("telemetry", "phoneme", "gene_name"),
    ],
)
def test_weak_or_masked_names_are_not(columns: tuple[str, ...]) -> None:
    assert names(*columns) == []


def test_weak_names_of_several_kinds_come_together() -> None:
    assert [name for name, _, _ in names("name", "city", "birthday")] == [
        "birthday",
        "city",
        "name",
    ]


def test_the_lines_of_the_card_are_told() -> None:
    card = parse_card(
        "---\ndataset_info:\n  features:\n  - name: text\n    dtype: string\n  - name:"
        " email\n---\n# D\n"
    )
    (column,) = personal_columns(card, {})
    assert (column.name, column.span) == ("email", LineSpan(6, 6))


def test_several_configurations_and_nested_features_of_the_hub() -> None:
    inner = [{"name": "email", "dtype": "string"}]
    info = [
        {"features": [{"name": "author", "struct": inner}]},
        {"features": [{"name": "author", "struct": inner}]},
    ]
    columns = personal_columns(None, {"cardData": {"dataset_info": info}})
    assert [column.name for column in columns] == ["author.email", "author"]


def test_class_labels_are_values() -> None:
    label = {"name": "tag", "dtype": {"class_label": {"names": {"0": "EMAIL", "1": "PHONE"}}}}
    assert personal_columns(Card(fields={"dataset_info": {"features": [label]}}), {}) == ()


@pytest.mark.parametrize(
    "info",
    [None, 1, "x", [], [1], {"features": 3}, {"features": [3, {"name": 4}]}, {"features": {1: 2}}],
)
def test_anything_may_stand_there(info: object) -> None:
    assert personal_columns(Card(fields={"dataset_info": info}), {"cardData": 3}) == ()


@pytest.mark.parametrize(
    ("body", "grade"),
    [
        ("A corpus.", "absent"),
        ("The column email is used for joins.", "partial"),
        ("## Privacy\n\nThe addresses are invented.", "disclosed"),
    ],
)
def test_whether_the_card_explains_them(body: str, grade: str) -> None:
    text = (
        f"---\ndataset_info:\n  features:\n  - name: email\n    dtype: string\n---\n# D\n\n{body}\n"
    )
    disclosure = graded(text)["PRIV-090"]
    assert disclosure.grade.value == grade
    assert disclosure.evidence[0].start_line == 4
