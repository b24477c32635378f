"""What a dataset card states of its data."""

from __future__ import annotations

import json
from typing import Any

import pytest
from bom_lineages import TICKETS, lineage, record_of
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.bom import encode
from provenance.bom.spdx import writer as spdx
from provenance.facts.data_card import data_statements
from provenance.facts.data_subjects import MOST_ENTRIES
from provenance.facts.data_types import data_types

CARD = """---
task_categories:
- text-classification
dataset_info:
  config_name: small
  features:
  - name: body
    dtype: string
  - name: photo
    dtype: image
  splits:
  - name: train
    num_examples: 900
---
# Tickets

## Dataset Summary

The dataset contains more than 4,000 support texts with photos. We removed empty tickets. It can
be used to train classifiers of tickets.

## Data Instances

A data point is one ticket. An example looks as follows:

```
{"body": "my name is Kim", "urgent": true}
```

## Data Fields

### small

- `body`: the text of the ticket
- `urgent`: whether it was urgent

## Data Splits

| split | tickets |
|---|---|
| train | 900 |
| test | 100 |

## Dataset Creation

### Source Data

#### Initial Data Collection and Normalization

Agents exported them.

1. Removing signatures.
2. Converting all text to lower case.

### Annotations

#### Annotation process

Two agents labelled each ticket.

### Other Known Limitations

Some labels are noisy.
"""


def stated(text: str = CARD) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = {}
    for statement in data_statements(record_of(text, TICKETS)):
        texts.setdefault(statement.member, []).append(statement.text)
    return texts


def test_each_subject_has_what_its_section_says() -> None:
    texts = stated()
    assert texts["columns"] == [
        "small: body: the text of the ticket; urgent: whether it was urgent",
        "body, photo",
    ]
    assert texts["splits"] == ["train: 900; test: 100", "small: train: 900"]
    assert texts["collection"] == ["Agents exported them."]
    assert texts["annotation"] == ["Two agents labelled each ticket."]
    assert texts["noise"] == ["Some labels are noisy."]


def test_sentences_give_size_preparation_and_use() -> None:
    texts = stated()
    assert texts["size"] == ["more than 4,000 support texts"]
    assert texts["preparation"] == [
        "We removed empty tickets.",
        "Removing signatures. Converting all text to lower case.",
    ]
    assert texts["use"] == ["It can be used to train classifiers of tickets."]


def test_of_an_example_only_the_keys_are_repeated() -> None:
    texts = stated()
    assert texts["instances:keys"] == ["body, urgent"]
    assert not any("Kim" in text for written in texts.values() for text in written)
    inline = "# d\n\n## Data Instances\n\n{'body': 'my name is Kim', 'urgent': 1}\n"
    assert stated(inline) == {"instances:keys": ["body, urgent"]}


def test_kinds_come_from_tasks_columns_and_sentences() -> None:
    assert [statement.text for statement in data_types(record_of(CARD, TICKETS))] == [
        "text",
        "image",
    ]
    card_text = (
        "# d\n\n## Dataset Summary\n\nA corpus of 30 hours of speech recordings and videos.\n"
    )
    assert sorted(stated(card_text)["type"]) == ["audio", "video"]
    silent = "# d\n\n## Dataset Summary\n\nMade by Text Corp. Images of it are elsewhere.\n"
    assert "type" not in stated(silent)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The corpus consists of 100 hours of recordings.", ["100 hours"]),
        (
            "The dataset contains about 1.2M question-answer pairs.",
            ["about 1.2M question-answer pairs"],
        ),
        ("The dataset covers 6 diverse question answering datasets.", []),
        ("It was collected in 2019.", []),
    ],
)
def test_sizes_in_sentences(sentence: str, expected: list[str]) -> None:
    assert stated(f"# d\n\n## Dataset Summary\n\n{sentence}\n").get("size", []) == expected


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("| name | train | test |\n|---|---|---|\n| en | 9 | 1 |", "en: train 9, test 1"),
        ("| Train | Test |\n|---|---|\n| 62089 | 20697 |", "Train 62089, Test 20697"),
        ("| | train |\n|---|---|\n| rows | 5 |\n| | 6 |", "rows: 5; 6"),
    ],
)
def test_tables_of_splits(table: str, expected: str) -> None:
    assert stated(f"# d\n\n## Data Splits\n\n{table}\n")["splits"] == [expected]


def test_template_text_and_openings_say_nothing() -> None:
    text = (
        "# d\n\n## Data Splits\n\n[More Information Needed]\n\n## Data Instances\n\nAn example of"
        " 'train' looks as follows.\n\n## Data Fields\n\nThe data fields are the same among all"
        " splits.\n"
    )
    assert stated(text) == {}


def test_bill_of_materials_and_spdx_hold_them_with_their_places() -> None:
    bom = json.loads(encode(lineage((record_of(CARD, TICKETS),))))
    (data,) = bom["metadata"]["component"]["data"]
    names = {entry["name"] for entry in data["contents"]["properties"]}
    assert {f"provenance:dataset:{name}" for name in ("columns", "splits", "type")} <= names
    assert any("README.md:" in citation["note"] for citation in bom["citations"])
    graph: list[dict[str, Any]] = json.loads(spdx.encode(lineage((record_of(CARD, TICKETS),))))[
        "@graph"
    ]
    (package,) = (part for part in graph if part["type"] == "dataset_DatasetPackage")
    assert package["dataset_datasetType"] == ["image", "text"]
    assert package["dataset_intendedUse"] == "It can be used to train classifiers of tickets."


def test_many_statements_are_bounded() -> None:
    many = "".join(f"## Data Fields\n\nfield {n}\n\n" for n in range(100))
    assert len(stated(f"# d\n\n{many}")["columns"]) == MOST_ENTRIES


TEXTS = st.text("ab19{'\":. |\n-#", max_size=60)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["Data Splits", "Data Fields", "Data Instances", "Source Data"]), TEXTS)
def test_any_text_gives_statements_within_bounds(heading: str, text: str) -> None:
    for texts in stated(f"# d\n\n## {heading}\n\n{text}\n").values():
        assert len(texts) <= MOST_ENTRIES
        assert all(text.strip() and len(text) < 800 for text in texts)


def stated_in(text: str) -> list[tuple[str, str]]:
    record = record_of(f"# Tickets\n\n{text}\n", TICKETS)
    return [(statement.member, statement.text) for statement in data_statements(record)]


@pytest.mark.parametrize(
    ("text", "member"),
    [
        ("## Dataset Summary\n\nTickets is a new dataset for routing.", "use"),
        ("## Dataset Summary\n\nThe questions were collected from a forum.", "collection"),
        (
            "## Dataset Summary\n\nAll labels were checked manually by three annotators.",
            "annotation",
        ),
        ("## Discussion of Biases\n\nIt has incorrect or ambiguous labels.", "noise"),
        ("## Notes\n\nEach sample contains:\n\n- `body`: the text", "columns"),
        ("## What preprocessing was done?\n\nAddresses became coordinates.", "preparation"),
        ("## Personal and Sensitive Information\n\nNames were removed.", "personal"),
        ("## Dataset Size\n\n| Split | Rows |\n|---|---|\n| train | 900 |", "splits"),
    ],
)
def test_what_sentences_and_headings_state(text: str, member: str) -> None:
    assert member in [stated for stated, _ in stated_in(text)]


@pytest.mark.parametrize(
    "text",
    [
        "## Dataset Summary\n\nTickets can be extracted from the archive.",
        "## Dataset Summary\n\n- **Paper:** A corpus extracted from Wikipedia",
        "## Data Splits\n\nThe clips are long.",
        "## Data Fields\n\nThe fields are as below:",
        "## Annotations\n\nFigure 1: the tool.",
    ],
)
def test_what_states_nothing_of_the_data(text: str) -> None:
    stated = {member for member, _ in stated_in(text)} - {"type"}
    assert not stated


def test_a_kind_keeps_every_place() -> None:
    [text_kind] = [kind for kind in data_types(record_of(CARD, TICKETS)) if kind.text == "text"]
    assert len(text_kind.more) > 0


@pytest.mark.parametrize(
    ("paragraph", "is_read"),
    [
        ("The text of the ticket and its label.", True),
        ("**body**: the text of the ticket", True),
        ("Configuration: small-csv holds the text", True),
        ("Note: the label is empty for some tickets.", True),
        ("**Tickets of one language**", False),
        ("Configuration: small-csv", False),
        ("**Note**: some examples lack a label.", False),
        ("The format of metadata can be seen [here](https://acme.example).", False),
        (
            "In the following each data field is explained for each config. The data fields are"
            " the same among all splits.",
            False,
        ),
        ("[N/A]", False),
    ],
)
def test_a_remark_or_a_heading_names_no_column(paragraph: str, is_read: bool) -> None:
    read = stated(f"# Tickets\n\n## Data Fields\n\n{paragraph}\n")
    assert ("columns" in read) is is_read
