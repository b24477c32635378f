"""On which data a model was tested, as sentences, headings and tables of splits state it."""

from __future__ import annotations

import time

import pytest
from bom_lineages import record_of
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.facts.tested import MOST
from provenance.facts.tested import tested as read_tested

LONGEST_READING = 2.0


def statements(text: str) -> list[str]:
    return [statement for statement, _ in read_tested(record_of(text))]


@pytest.mark.parametrize(
    "sentence",
    [
        "The model was evaluated on three sets of tickets.",
        "Error rates are those of the large model, evaluated on the Harbour Speech dataset.",
        "We report dev results on Quay 1.1/2.0 and several Pier benchmark tasks.",
        "To assess legal knowledge, we adopt both the Bar-A and the Bar-B benchmarks.",
        "Acme-7B's Quay benchmark suite (run by our own harness).",
        "영화 댓글 데이터셋을 대상으로 성능을 테스트했습니다.",
        "평가 데이터셋은 부두 질문 모음을 사용하였습니다.",
    ],
)
def test_sentences_that_name_the_data(sentence: str) -> None:
    assert statements(f"# Acme-7B\n\n{sentence}\n") == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "You can evaluate the model on your own tickets.",
        "The model should be evaluated on a dataset of your own.",
        "It achieves the following results on the evaluation set:",
        "We report the results in our paper.",
        "The results were better than we had expected.",
        "평가 방법은 논문을 참고하세요.",
    ],
)
def test_sentences_that_name_none(sentence: str) -> None:
    assert statements(f"# Acme-7B\n\n{sentence}\n") == []


@pytest.mark.parametrize(
    ("heading", "is_read"),
    [
        ("Fine-tuning results on Quay", True),
        ("Performance on the Harbour dataset:", True),
        ("Results on the evaluation set", False),
        ("Result on Subtask", False),
        ("Results", False),
    ],
)
def test_a_heading_that_names_the_data_of_its_results(heading: str, is_read: bool) -> None:
    expected = [heading.rstrip(":")] if is_read else []
    assert statements(f"# Acme\n\n## {heading}\n\n0.8\n") == expected


def test_a_caption_names_the_data_of_its_table() -> None:
    card = "# Acme\n\n## Evaluation results\n\nPier test results:\n\n| Task | A |\n|-|-|\n| | 9 |\n"
    assert statements(card) == ["Pier test results:"]


def test_only_the_splits_for_testing_count() -> None:
    card = (
        "# Acme\n\n## Data\n\n| Dataset | Split | Samples |\n|---|---|---|\n"
        "| Quay | train | 9k |\n| Quay | eval | 1k |\n| Quay | test/dev | 1k |\n"
    )
    assert statements(card) == ["Quay, eval", "Quay, test/dev"]
    [place, _] = [place for _, place in read_tested(record_of(card))]
    assert place.start_line == place.end_line == 8


def test_a_table_of_scores_by_split_is_no_table_of_data() -> None:
    assert statements("# Acme\n\n| Split | F1 |\n|---|---|\n| test | 80.1 |\n") == []


def test_a_short_row_has_no_split() -> None:
    assert statements("# Acme\n\n| Dataset | Split |\n|---|---|\n| Quay |\n") == []


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="evaluated on the Results| -#\nQuay set.", max_size=400))
def test_any_text_gives_few_statements(text: str) -> None:
    stated = statements(f"# Acme\n\n{text}\n")
    assert len(stated) == len(set(stated)) <= MOST


@pytest.mark.parametrize(
    "text", ["A" * 30_000, "Ab " * 10_000, "we report results on " * 2_000, "to assess " * 4_000]
)
def test_long_sentences_cost_little(text: str) -> None:
    begun = time.perf_counter()
    statements(f"# Acme\n\n{text}\n")
    assert time.perf_counter() - begun < LONGEST_READING
