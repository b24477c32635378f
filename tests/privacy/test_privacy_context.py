"""What stands around a statement belongs to it: its label, the sentence before a list, the head of
a column, an emphasised line above it."""

from __future__ import annotations

import pytest
from privacy_cards import graded

from provenance.privacy.reading import label_of


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Training data: field notes of 40 farms", "Training data"),
        ("**Base model:** acme/heron-2b", "Base model"),
        ("We did three things on that day and on the next one: walked", ""),
        ("https://acme.example/data", ""),
        ("Results. Data: none", ""),
    ],
)
def test_label_in_front_of_a_text(text: str, label: str) -> None:
    assert label_of(text) == label


def test_lines_with_labels_are_statements_of_their_own() -> None:
    card = (
        "# M\n\n**Model size:** 2 GB\n**Training data:** HeronCorpus\n**Eval data:** HeronBench\n"
    )
    disclosures = graded(card, "model")
    assert disclosures["PRIV-010"].grade.value == "disclosed"
    assert disclosures["PRIV-010"].evidence[0].quote == "Training data: HeronCorpus"


def test_a_colon_within_a_sentence_cuts_nothing() -> None:
    card = "# M\n\nWe did one thing: the model was trained on\nWikipedia and on old letters.\n"
    quote = graded(card, "model")["PRIV-010"].evidence[0].quote
    assert quote.startswith("We did one thing")


def test_an_emphasised_line_is_a_heading() -> None:
    card = "# M\n\n**Training data**\n\n- [Common Voice](https://voice.example)\n"
    assert graded(card, "model")["PRIV-010"].grade.value == "disclosed"


def test_a_list_belongs_to_the_sentence_before_it() -> None:
    introduced = "# M\n\nThe training data comes from:\n\n- Wikipedia\n- parliament minutes\n"
    other = "# M\n\nRelated reading:\n\n- Wikipedia\n- parliament minutes\n"
    assert graded(introduced, "model")["PRIV-010"].grade.value == "disclosed"
    assert graded(other, "model")["PRIV-010"].grade.value == "absent"


def test_a_cell_belongs_to_the_head_of_its_column() -> None:
    table = "# M\n\n| Name | Training data |\n|---|---|\n| heron-s | Objaverse |\n"
    assert graded(table, "model")["PRIV-010"].grade.value == "disclosed"


def test_a_table_of_results_names_no_training_data() -> None:
    table = "# M\n\n## Evaluation samples\n\n| Task | Dataset |\n|---|---|\n| QA | SQuAD 2.0 |\n"
    assert graded(table, "model")["PRIV-010"].grade.value == "absent"


def test_a_label_on_privacy_makes_no_section() -> None:
    card = "# M\n\n- Privacy: names of patients were removed from the notes.\n"
    disclosures = graded(card, "model")
    assert disclosures["PRIV-030"].grade.value in ("disclosed", "partial")
    assert disclosures["PRIV-082"].grade.value == "absent"


def test_a_card_that_names_its_base_is_asked_about_it() -> None:
    tuned = "# M\n\nThis model is Llama-3-8B fine-tuned on the HeronChat dataset.\n"
    disclosures = graded(tuned, "model")
    assert disclosures["PRIV-071"].grade.value in ("disclosed", "partial")
    assert disclosures["PRIV-070"].grade.value == "partial"


def test_an_architecture_makes_no_tuning_data() -> None:
    scratch = "# M\n\nA language model based on the RoBERTa model.\n\n## Training data\n\nOSCAR.\n"
    assert "PRIV-070" not in graded(scratch, "model")


def test_a_base_alone_names_no_data() -> None:
    card = "# M\n\nThis model is a fine-tuned version of acme/heron-7b-ultrachat.\n"
    disclosures = graded(card, "fine-tune")
    assert disclosures["PRIV-071"].grade.value == "disclosed"
    assert disclosures["PRIV-010"].grade.value == "absent"
    assert disclosures["PRIV-070"].grade.value == "absent"


def test_number_of_a_model_is_no_health_information() -> None:
    disclosures = graded("# Phi-4\n\nPhi-4 includes data from filtered web pages.\n", "model")
    assert disclosures["PRIV-001"].grade.value == "absent"
    health = graded("# M\n\nThe training data contains PHI.\n", "model")
    assert health["PRIV-001"].grade.value in ("disclosed", "partial")


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("The transcripts were anonymised before release.", "PRIV-030"),
        ("The bureau scrubs PII before it publishes the complaints.", "PRIV-030"),
        ("The images include photos of real people, and the model may repeat them.", "PRIV-001"),
    ],
)
def test_what_is_in_the_data_or_was_taken_out_is_found(text: str, check: str) -> None:
    disclosures = graded(f"# M\n\n## Training data\n\n{text}\n", "model")
    assert disclosures[check].grade.value in ("disclosed", "partial")


@pytest.mark.parametrize(
    ("text", "checks"),
    [
        ("Privacy: users should respect privacy rights.", ("PRIV-001", "PRIV-002")),
        ("Respect user privacy - only analyze text with consent.", ("PRIV-001", "PRIV-002")),
        ("Predictions may include stereotypes across sensitive groups.", ("PRIV-040",)),
        ("Culturally grounded assistance with human review", ("PRIV-036",)),
        ("A privacy review would be needed before deployment.", ("PRIV-060",)),
    ],
)
def test_advice_and_other_uses_of_the_words_answer_nothing(
    text: str, checks: tuple[str, ...]
) -> None:
    disclosures = graded(f"# M\n\n## Ethical considerations\n\n- {text}\n", "model")
    assert {check: disclosures[check].grade.value for check in checks} == dict.fromkeys(
        checks, "absent"
    )
