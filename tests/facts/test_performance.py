"""Results in tables: whose they are must be plain."""

from __future__ import annotations

import json
from typing import Any

import pytest
from bom_lineages import SUBJECT, of_card
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.bom import encode
from provenance.facts.figures import is_figure

OWN_COLUMN = """# Model Card for Support 7B

## 3. Evaluation

### General

| Category | Benchmark (Metric) | Shots | Other-70B | **Support-7B** |
|---|---|---|---|---|
| English | Quiz (Acc.) | 5-shot | 88.1 | **70.5** |
| | Riddles* | 0-shot | 80.0 | 61.2† |
| Korean | Sums | 0-shot | - | - |
"""
OWN_ROW = """# m

## Benchmarks

| Model | Quiz | Riddles | Parameters |
|---|---|---|---|
| Other-70B | 88.1 | 80.0 | 70B |
| support-7b (Ours) | 70.5 | .612 | 7B |
"""


def written(text: str) -> dict[str, Any]:
    return dict(json.loads(encode(of_card(text))))


def metrics(text: str) -> list[tuple[str, str, str]]:
    analysis = (
        written(text)["metadata"]["component"].get("modelCard", {}).get("quantitativeAnalysis", {})
    )
    entries = analysis.get("performanceMetrics", [])
    return [(entry["type"], entry["value"], entry.get("slice", "")) for entry in entries]


def test_the_column_with_the_models_name_is_read() -> None:
    assert metrics(OWN_COLUMN) == [
        ("Quiz (Acc.)", "70.5", "General/English/5-shot"),
        ("Riddles", "61.2", "General/English/0-shot"),
    ]


def test_the_row_with_the_models_name_is_read_and_sizes_are_no_results() -> None:
    assert metrics(OWN_ROW) == [("Quiz", "70.5", "Benchmarks"), ("Riddles", ".612", "Benchmarks")]
    card = written(OWN_ROW)["metadata"]["component"]["modelCard"]
    assert {"name": "provenance:card:parameters", "value": "7B"} in card["properties"]


def test_a_result_is_cited_with_its_line() -> None:
    bom = written(OWN_COLUMN)
    (note,) = {
        entry["note"]
        for entry in bom["citations"]
        for pointer in entry["pointers"]
        if pointer.endswith("/performanceMetrics/1")
    }
    assert note.startswith("README.md:10 @")


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        ("| Metric | Value |", "| F1 | 0.91 |", [("F1", "0.91", "Results")]),
        ("| Task | Metric | Value |", "| quiz | acc | 0.5 |", [("acc", "0.5", "quiz")]),
        (
            "| Metric | Test set | Validation set |",
            "| F1 | 91.0% | 90% |",
            [("F1", "91.0%", "Test set"), ("F1", "90%", "Validation set")],
        ),
        ("| Metric | Other A | Other B |", "| F1 | 0.91 | 0.8 |", []),
        ("| Metric | Value |", "| F1 | high |", []),
    ],
)
def test_tables_of_one_model(header: str, row: str, expected: list[tuple[str, str, str]]) -> None:
    dashes = "|---" * header.count(" | ") + "|---|"
    assert metrics(f"# m\n\n## Results\n\n{header}\n{dashes}\n{row}\n") == expected


def test_the_name_that_the_card_introduces_is_its_own() -> None:
    text = OWN_ROW.replace("# m", "# Details\n\nAcme Support is a model.").replace(
        "support-7b (Ours)", "Acme Support"
    )
    assert [name for name, _, _ in metrics(text)] == ["Quiz", "Riddles"]
    foreign = text.replace("Acme Support", "Bigorg Chat")
    assert metrics(foreign) == []


def test_no_figure_is_taken_from_elsewhere() -> None:
    assert metrics(OWN_ROW.replace("## Benchmarks", "## Shape")) == []
    assert metrics(OWN_ROW.replace("support-7b (Ours)", "support-7b-chat")) == []
    twice = OWN_COLUMN.replace("Other-70B", "Support-7B")
    assert metrics(twice) == []


def test_korean_headings_are_headings() -> None:
    text = OWN_ROW.replace("## Benchmarks", "## 벤치마크 측정 결과")
    assert [name for name, _, _ in metrics(text)] == ["Quiz", "Riddles"]


@pytest.mark.parametrize(
    "text", ["1", "-0.5", ".998", "97.5%", "1,024", "3e-4", "0.9 ± 0.01", "−12.5*"]
)
def test_figures(text: str) -> None:
    assert is_figure(text)


@pytest.mark.parametrize(
    "text", ["", "-", ".", "%", "5-shot", "92.4 ms", "1.2.3", "N/A", "7B", "1,2"]
)
def test_no_figures(text: str) -> None:
    assert not is_figure(text)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.text("ab|0.5% \n*-", max_size=6), min_size=1, max_size=4),
        min_size=1,
        max_size=5,
    )
)
def test_any_table_gives_a_valid_bom(rows: list[list[str]]) -> None:
    table = "\n".join(
        "| " + " | ".join(row) + " |" for row in [rows[0], ["---"] * len(rows[0]), *rows[1:]]
    )
    assert all(value for _, value, _ in metrics(f"# support-7b\n\n## Evaluation\n\n{table}\n"))


INDEX = """---
model-index:
- name: support-7b
  results:
  - dataset: {{name: Bench, split: test}}
    metrics: {metrics}
---
# m
"""


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("[{type: f1, value: 91.2%}]", [("f1", "91.2%")]),
        ("[{type: bleu, value: 31.2 ± 0.4}]", [("bleu", "31.2 ± 0.4")]),
        ("[{type: f1, value: n/a}]", [("f1", "n/a")]),
        ("[{type: f1, value: [0.9, 0.8]}]", [("f1", "0.9, 0.8")]),
        ("[{type: f1, value: {mean: 0.9, std: 0.1}}]", [("f1", "mean: 0.9, std: 0.1")]),
        ("[{type: f1, value: .nan}]", [("f1", "NaN")]),
        ("{type: f1, value: 0.9}", [("f1", "0.9")]),
        ("{accuracy: 0.9, f1: 0.8}", [("accuracy", "0.9"), ("f1", "0.8")]),
        ("[[{type: f1, value: 0.9}]]", [("f1", "0.9")]),
        ("[{name: F1, score: 0.9}]", [("F1", "0.9")]),
        ("[{type: f1, valeu: 0.9}]", [("f1 (valeu)", "0.9")]),
        ("[{type: f1, value: null}]", []),
        ("[{type: f1}]", []),
    ],
)
def test_results_of_any_shape_are_written(stated: str, expected: list[tuple[str, str]]) -> None:
    results = metrics(INDEX.format(metrics=stated))
    assert results == [(name, value, "Bench/test") for name, value in expected]


def test_results_that_are_left_out_are_counted() -> None:
    many = ", ".join(f"{{type: m{n}, value: {n}}}" for n in range(230))
    text = INDEX.format(metrics=f"[{many}]")
    assert len(metrics(text)) == 200
    card = written(text)["metadata"]["component"]["modelCard"]
    [gap] = [entry["value"] for entry in card["properties"] if entry["name"] == "provenance:gap"]
    assert gap == "results: too-many: 200 of 230 are listed here"


def test_emissions_of_any_shape_are_written() -> None:
    stated = "{emissions: about 12 kg, grid: KR, hardware_used: [A, B]}"
    text = f"---\nco2_eq_emissions: {stated}\n---\n# m\n"
    card = written(text)["metadata"]["component"]["modelCard"]
    entries = card["considerations"]["environmentalConsiderations"]["properties"]
    assert {entry["name"].rpartition(":")[2]: entry["value"] for entry in entries} == {
        "emissions": "about 12 kg",
        "grid": "KR",
        "hardware_used": "A, B",
    }


FAMILY = """# Acme

## Benchmarks

| Model | Quiz (EM/F1) | Riddles |
|---|---|---|
| Otherly-Base | 88.1 / 90 | 80.0 |
| Support-Base | 70.5 / 71 | 61.2 |
| **Support-Large** | **74.1 / 75** | 63.0 ± 0.4 |
"""


def family(text: str) -> list[tuple[str, str, str]]:
    return metrics(text.replace("Support", "Support-7B"))


def test_a_card_of_a_family_gives_the_figures_of_each_member() -> None:
    assert family(FAMILY) == [
        ("Quiz (EM/F1)", "70.5 / 71", "Support-7B-Base/Benchmarks"),
        ("Riddles", "61.2", "Support-7B-Base/Benchmarks"),
        ("Quiz (EM/F1)", "74.1 / 75", "Support-7B-Large/Benchmarks"),
        ("Riddles", "63.0 ± 0.4", "Support-7B-Large/Benchmarks"),
    ]
    assert family(FAMILY.replace("| Support-Base | 70.5 / 71 | 61.2 |\n", "")) == []


def test_the_exact_name_beats_its_family() -> None:
    results = family(FAMILY.replace("Support-Base", "Support"))
    assert [value for _, value, _ in results] == ["70.5 / 71", "61.2"]


def test_a_name_without_its_size_counts_where_no_other_size_is_there() -> None:
    row = "| Support | 70.5 | .612 | 7B |"
    alone = OWN_ROW.replace("| support-7b (Ours) | 70.5 | .612 | 7B |", row)
    assert [name for name, _, _ in metrics(alone)] == ["Quiz", "Riddles"]
    # Which of two sizes is meant by the bare name cannot be known.
    assert metrics(alone + "| Support 70B | 90.5 | .912 | 70B |\n") == []


SPANNED = """# m

## Evaluation

<table>
<tr><th rowspan="2">Task</th><th rowspan="2">Split</th><th colspan="2">Support-7B</th>
<th colspan="2">Other</th></tr>
<tr><th>EM</th><th>F1</th><th>EM</th><th>F1</th></tr>
<tr><td rowspan="2">Quiz</td><td>dev</td><td>70.5</td><td>71.5</td><td>88</td><td>89</td></tr>
<tr><td>test</td><td>60.5</td><td>61.5</td><td>78</td><td>79</td></tr>
</table>
"""


def test_a_pivoted_table_with_spans_gives_only_the_models_own_figures() -> None:
    assert metrics(SPANNED) == [
        ("Quiz / EM", "70.5", "Evaluation/dev"),
        ("Quiz / F1", "71.5", "Evaluation/dev"),
        ("Quiz / EM", "60.5", "Evaluation/test"),
        ("Quiz / F1", "61.5", "Evaluation/test"),
    ]


def test_a_row_of_a_spanned_table_is_cited_with_its_own_line() -> None:
    bom = written(SPANNED)
    (note,) = {
        entry["note"]
        for entry in bom["citations"]
        for pointer in entry["pointers"]
        if pointer.endswith("/performanceMetrics/3")
    }
    assert note.startswith("README.md:10-")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("| | MNLI | SST |\n|---|---|---|\n| | 90.2 | 96.4 |", [("MNLI", "90.2"), ("SST", "96.4")]),
        ("| | Gemma | Qwen |\n|---|---|---|\n| | 90.2 | 96.4 |", []),
        (
            "| % | Precision | Recall |\n|---|---|---|\n| ROUGE-1 | 43.7 | 45.5* |",
            [("ROUGE-1 / Precision", "43.7"), ("ROUGE-1 / Recall", "45.5")],
        ),
        (
            "| Class | P | F1 |\n|---|---|---|\n| good | 0.9 | 0.8 |",
            [],
        ),
        (
            "| Class | Precision | F1 |\n|---|---|---|\n| good | 0.9 | 0.8 |",
            [("Precision", "0.9"), ("F1", "0.8")],
        ),
        ("| | Precision | F1 |\n|---|---|---|\n| Some-net | 0.9 | 0.8 |", []),
        (
            "| | Quiz | Sums |\n|---|---|---|\n| A (large) | **94.6** (this) | 88 |",
            [("Quiz", "94.6")],
        ),
        (
            "- F1: 91.2%\n- dev accuracy: 0.9 (3 runs)\n- Rank: 3",
            [("F1", "91.2%"), ("dev accuracy", "0.9")],
        ),
        (
            '```\n{\n"exact": 79.45,\n"f1": 83.7\n"total": 11869\n```',
            [("exact", "79.45"), ("f1", "83.7")],
        ),
    ],
)
def test_results_of_one_model_in_other_forms(body: str, expected: list[tuple[str, str]]) -> None:
    results = metrics(f"# m\n\n## Results\n\n{body}\n")
    assert [(name, value) for name, value, _ in results] == expected
    assert metrics(f"# m\n\n## Usage\n\n{body}\n") == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The model achieved a 25.30 ROUGE-2 score.", [("ROUGE-2", "25.30")]),
        ("It is small. The model reaches an accuracy of 91.2% on Quiz.", [("accuracy", "91.2%")]),
        ("This model obtains F1 of 0.9, more than BERT with F1 of 0.8.", [("F1", "0.9")]),
        ("Other models reach an accuracy of 91.2%.", []),
        ("The model was trained until a loss of 0.1.", []),
        ("KMMLU에서 78.3점을 기록하여 GPT-4o(72.5점)보다 우수합니다.", [("KMMLU", "78.3")]),
        ("GPT-4o는 KMMLU에서 72.5점을 기록했습니다.", []),
    ],
)
def test_results_in_sentences(sentence: str, expected: list[tuple[str, str]]) -> None:
    results = metrics(f"# m\n\n## About\n\n{sentence}\n")
    assert [(name, value) for name, value, _ in results] == expected


@settings(max_examples=60, deadline=None)
@given(st.text("aF1: 0.9%/±\n|-*(this)", max_size=80))
def test_any_text_below_results_gives_a_valid_bom(text: str) -> None:
    assert all(value for _, value, _ in metrics(f"# support-7b\n\n## Results\n\n{text}\n"))


def test_of_hundreds_of_tables_only_the_first_are_read() -> None:
    table = "| Model | Quiz |\n|---|---|\n| Other | 1 |\n\n"
    last = "| Model | Quiz |\n|---|---|\n| support-7b | 2 |\n"
    assert metrics(f"# m\n\n## Results\n\n{table * 299}{last}") == [("Quiz", "2", "Results")]
    assert metrics(f"# m\n\n## Results\n\n{table * 300}{last}") == []


def test_heads_in_two_rows_below_the_name_with_its_owner() -> None:
    table = (
        f'<table><tr><th rowspan="2">Benchmark</th><th colspan="2">{SUBJECT.name}</th></tr>'
        "<tr><th>0-shot</th><th>5-shot</th></tr>"
        "<tr><td>Quiz</td><td>61.2%</td><td>65.1 ± 0.4</td></tr></table>"
    )
    assert metrics(f"# m\n\n## Evaluation results\n\n{table}\n") == [
        ("Quiz / 0-shot", "61.2%", "Evaluation results"),
        ("Quiz / 5-shot", "65.1 ± 0.4", "Evaluation results"),
    ]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            "| | val |\n|---|---|\n| exact | 75.07790785816559 |\n| total | 11873.0 |",
            [("exact", "75.07790785816559", "Results")],
        ),
        (
            "| Category | Score |\n|---|---|\n| refunds | 3.1/5 |",
            [("Score", "3.1/5", "refunds")],
        ),
        (
            "| | accuracy | threshold |\n|---|---|---|\n| refunds | 0.9 | 504 |",
            [],
        ),
        (
            "| Label | accuracy | threshold |\n|---|---|---|\n| refunds | 0.9 | 504 |",
            [("accuracy", "0.9", "refunds")],
        ),
        (
            "| Experiment | max_features | Accuracy |\n|---|---|---|\n| run_1 | 5000 | ~0.88 |",
            [("Accuracy", "~0.88", "run_1")],
        ),
        ("| Metrique | Valeur |\n|---|---|\n| Score | 95% |", [("Score", "95%", "Results")]),
    ],
)
def test_tables_of_classes_runs_and_one_set(
    table: str, expected: list[tuple[str, str, str]]
) -> None:
    assert metrics(f"# m\n\n## Results\n\n{table}\n") == expected


def test_only_the_row_of_the_own_size_is_read() -> None:
    rows = "| Support | 7B | 70.5 |\n| Support | 13B | 75.0 |\n| Other | 7B | 60.0 |"
    card = f"# Support\n\n## Results\n\n| Model | Size | Quiz |\n|---|---|---|\n{rows}\n"
    assert metrics(card) == [("Quiz", "70.5", "Results")]


def test_a_sentence_on_results_gives_each_figure() -> None:
    sentence = "R² is 0.827 for weight, 0.629 for SSC and 0.5–0.7 across nine textures."
    assert [value for _, value, _ in metrics(f"# m\n\n## Evaluation\n\n{sentence}\n")] == [
        "0.827",
        "0.629",
        "0.5–0.7",
    ]


def test_a_sentence_on_another_model_gives_none() -> None:
    assert metrics("# m\n\n## Evaluation\n\nThe baseline F1 is 0.5.\n") == []
