"""What sentences say of how a model was made, and the settings that it was trained with."""

from __future__ import annotations

import json
from typing import Any

import pytest
from bom_lineages import of_card, record_of
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.bom import encode
from provenance.facts.hyperparameters import MOST_SETTINGS, hyperparameters
from provenance.facts.making import (
    DATA,
    HARDWARE,
    PREPARED,
    TRAINED,
    architecture,
    made,
)


def is_read(sentence: str, what: str) -> bool:
    return bool(list(made(record_of(f"# support-7b\n\n{sentence}\n"), what)))


@pytest.mark.parametrize(
    ("sentence", "what"),
    [
        ("This model is a fine-tuned version of acme/base on the tickets dataset.", TRAINED),
        ("We release a BERT model that was trained for two days with TRL.", TRAINED),
        ("It was trained on the Acme corpus of 2 million tickets.", DATA),
        ("Support-7B created by Acme and fine-tuned on Tickets2.0 for Q&A.", DATA),
        ("The final training corpus has 13 GB.", DATA),
        ("The model was trained on a TPU v3-8 for 1M steps.", HARDWARE),
        ("Thanks to Acme we could train it on 8 A100 GPUs.", HARDWARE),
        ("The model was trained on a cluster with 4 P100 GPUs and 32 sentences a batch.", HARDWARE),
        ("The model was trained on tickets whose characters were converted.", PREPARED),
        ("The model was trained on machine-translated texts that were filtered.", PREPARED),
        ("For sentence splitting, we use a tool of our own.", PREPARED),
        ("The model was trained on a filtered and deduplicated version of the texts.", PREPARED),
        ("이 모델은 34GB의 한국어 text로 학습하였습니다.", TRAINED),
    ],
)
def test_what_a_sentence_states(sentence: str, what: str) -> None:
    assert is_read(sentence, what)


@pytest.mark.parametrize(
    ("sentence", "what"),
    [
        ("This model can be fine-tuned on a dataset of your own.", TRAINED),
        ("The model is intended to be fine-tuned on tickets.", TRAINED),
        ("Bigorg trained another model on the same corpus.", TRAINED),
        ("This model is a Bert2Bert model fine-tuned on summarization.", DATA),
        ("The model was trained on a cluster with 4 P100 GPUs and 32 sentences a batch.", DATA),
        ("The model is fine-tuned using Foo and we provide inference code.", DATA),
        ("We recommend a GPU with 24 GB to train it.", HARDWARE),
        ("The model runs on a single GPU.", HARDWARE),
        ("This model was converted to GGUF format.", PREPARED),
    ],
)
def test_what_a_sentence_does_not_state(sentence: str, what: str) -> None:
    assert not is_read(sentence, what)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Support-7B is an encoder-decoder model.", ["encoder-decoder"]),
        (
            "We present Support-7B, a Mixture-of-Experts language model.",
            ["Mixture-of-Experts, language model"],
        ),
        ("A RoBERTa model for tickets.", ["RoBERTa"]),
        ("This model was trained with DPO, introduced in Your Language Model Is a Judge.", []),
        ("This is different from models like GPT-2.", []),
        ("Other people prefer BERT models.", []),
        ("This model is named after Robert and Albert, who trained dogs.", []),
    ],
)
def test_architectures_in_sentences(sentence: str, expected: list[str]) -> None:
    names = [name for name, _ in architecture(record_of(f"# support-7b\n\n{sentence}\n"))]
    assert names == expected


def test_a_sentence_about_another_model_is_no_statement_by_a_pronoun() -> None:
    quoted = "> Foo is a new method. It was trained on a corpus of tickets."
    assert not is_read(quoted, DATA)


def settings_of(text: str) -> dict[str, str]:
    return {name: value for name, value, _ in hyperparameters(record_of(text))}


def test_settings_in_a_sentence() -> None:
    text = (
        "# support-7b\n\n## Training procedure\n\nIt was trained for 500K steps with a batch"
        " size of 8K and a sequence length of 512. The optimizer used is Adam with a learning rate"
        " of 4e-4,"
        r" \\(\beta_{1} = 0.9\\), a weight decay of 0.01 and warmup for 30,000 steps."
    )
    assert settings_of(text) == {
        "batch_size": "8K",
        "learning_rate": "4e-4",
        "training_steps": "500K",
        "warmup_steps": "30,000",
        "weight_decay": "0.01",
        "max_seq_length": "512",
        "beta_1": "0.9",
        "optimizer": "Adam",
    }


def test_settings_in_a_quote_count_only_in_a_section_on_training() -> None:
    quote = "> It took 3 epochs of training with a batch size of 8."
    assert settings_of(f"# m\n\n## Training\n\n{quote}\n")["batch_size"] == "8"
    assert settings_of(f"# m\n\n## Background\n\n{quote}\n") == {}


def test_settings_in_lists_tables_and_commands() -> None:
    listed = "# m\n\n## Training\n\n- Max epochs: **2**\n- Optimizer: AdamW with epsilon of 1e-8\n"
    assert settings_of(listed) == {
        "max_epochs": "2",
        "optimizer": "AdamW with epsilon of 1e-8",
        "epsilon": "1e-8",
    }
    table = "# m\n\n## Setup\n\n| Hyperparameter | Value |\n|---|---|\n| Weird knob | on |\n"
    assert settings_of(table) == {"weird_knob": "on"}
    command = (
        "# m\n\n## Fine-tuning\n\n```\npython train.py \\\n  --learning_rate 2e-5 \\\n"
        "  --num_train_epochs 4 \\\n  --output_dir out\n```\n"
    )
    assert settings_of(command) == {"learning_rate": "2e-5", "num_train_epochs": "4"}
    # A configuration adds nothing to what a list names.
    both = command + "\n- learning_rate: 2e-05\n"
    assert settings_of(both)["learning_rate"] == "2e-05"


def test_settings_of_each_member_of_a_family() -> None:
    text = (
        "# Support-7B\n\n## Pretraining\n\n| Model | Batch size | LR |\n|---|---|---|\n"
        "| Support-7B-Base | 256 | 2e-4 |\n| Support-7B-Small | 512 | 5e-4 |\n| Other | 1 | 1 |\n"
    )
    assert settings_of(text) == {
        "batch_size (Support-7B-Base)": "256",
        "lr (Support-7B-Base)": "2e-4",
        "batch_size (Support-7B-Small)": "512",
        "lr (Support-7B-Small)": "5e-4",
    }


@pytest.mark.parametrize(
    "text",
    [
        "# m\n\n## Usage\n\nUse a batch size of 8.\n\n```\n--batch_size 8\n--seed 1\n```\n",
        "# m\n\n## Evaluation\n\nBaselines were trained for 3 epochs.\n",
        "# m\n\n## Training\n\n```\nseed: 1\n```\n",
        "# m\n\nYou should cook it in 3 steps.\n",
    ],
)
def test_what_is_no_setting_of_the_training(text: str) -> None:
    assert settings_of(text) == {}


def test_the_bill_of_materials_holds_them_once() -> None:
    text = "# support-7b\n\nThis model was trained on the Acme corpus for 2 epochs.\n"
    card: dict[str, Any] = json.loads(encode(of_card(text)))["metadata"]["component"]["modelCard"]
    assert card["properties"] == [
        {
            "name": "provenance:training:data",
            "value": "This model was trained on the Acme corpus for 2 epochs.",
        },
        {"name": "provenance:training:hyperparameter:num_epochs", "value": "2"},
    ]
    (entry,) = card["modelParameters"]["datasets"]
    assert entry["name"] == "training data"


@settings(max_examples=80, deadline=None)
@given(st.text("ab1 .:=-|\nKe", max_size=80))
def test_any_text_gives_settings_within_bounds(text: str) -> None:
    parameters = list(hyperparameters(record_of(f"# m\n\n## Training\n\n{text}\n")))
    assert len(parameters) <= MOST_SETTINGS
    assert all(name and value.strip() for name, value, _ in parameters)


@settings(max_examples=40, deadline=None)
@given(st.text("aB1 .-,", min_size=200, max_size=2_000))
def test_long_sentences_cost_little(text: str) -> None:
    record = record_of(f"# m\n\nWe train {text}\n")
    for what in (DATA, HARDWARE, PREPARED, TRAINED):
        assert len(list(made(record, what))) <= 6
    list(architecture(record))


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        (
            "# Harbour Transformer small model\n\nThe BERT model was trained on mail.\n",
            "Transformer",
        ),
        ("# T5-small fine-tuned on Quay\n\nFor mail.\n", "T5-small"),
        ("# Harbour ELECTRA\n\nFor mail.\n", "ELECTRA"),
        ("# Harbour\n\nAcme's T5 (small) fine-tuned on Quay for mail.\n", "T5"),
        ("# Harbour\n\nThis model is BERT base uncased trained on Quay.\n", "BERT"),
        ("# Harbour\n\nThis is the checkpoint for bart-large after being trained.\n", "bart-large"),
        ("# Harbour\n\nThis is a bert-base-quay model for mail.\n", "bert-base-quay"),
        ("# QuayBert for harbours\n\nFor mail.\n", "QuayBert"),
        ("# Quay\n\n**Architecture:** ELECTRA base\n**Language:** German\n", "ELECTRA base"),
    ],
)
def test_the_architecture_that_a_title_or_a_first_line_names(card: str, expected: str) -> None:
    family, _ = next(architecture(record_of(card)))
    assert family == expected


def test_a_title_of_one_word_names_no_architecture() -> None:
    assert list(architecture(record_of("# Whisper\n\nFor mail.\n"))) == []


def pairs_of(text: str) -> list[tuple[str, str]]:
    record = record_of(f"# support-7b\n\n{text}\n")
    return [(name, value) for name, value, _ in hyperparameters(record)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "## Training\n\nWe took 5e-5 learning rate, 128 sequence length and 64 batch size.",
            [("batch_size", "64"), ("learning_rate", "5e-5"), ("max_seq_length", "128")],
        ),
        (
            "## Training\n\nWe took 1 million training steps with batches of 256 sequences.",
            [("batch_size", "256"), ("training_steps", "1 million")],
        ),
        ("## Classifier\n\n- `max_iter=1000`\n", [("max_iter", "1000")]),
        ("## Usage\n\n- `max_iter=1000`\n", []),
        (
            "## Model\n\n- Training settings\n\n  | Type | Patch |\n  |---|---|\n  | small | 64 |",
            [("patch (small)", "64")],
        ),
        ("## Version 2\n\n- **Optimizer:** AdamW\n- **Batch:** 2048", [("optimizer", "AdamW")]),
        ("## Generation\n\n| Parameter | Value |\n|---|---|\n| top_p | 0.9 |", []),
    ],
)
def test_settings_in_other_shapes(text: str, expected: list[tuple[str, str]]) -> None:
    pairs = pairs_of(text)
    assert [pair for pair in expected if pair not in pairs] == []
    assert bool(pairs) == bool(expected)


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("Tagalog ELECTRA model pretrained with a large corpus.", "ELECTRA"),
        ("This model is initialized with Roberta-base and trained on tickets.", "Roberta-base"),
        ("Model trained from roberta-base on tickets.", "roberta-base"),
    ],
)
def test_what_it_was_made_from_is_its_architecture(text: str, family: str) -> None:
    named = [words for words, _ in architecture(record_of(f"# support-7b\n\n{text}\n"))]
    assert any(family in words for words in named)


def test_a_model_card_that_another_is_based_on_names_no_architecture() -> None:
    text = "This model card is based on the Stable Diffusion model card."
    assert list(architecture(record_of(f"# support-7b\n\n{text}\n"))) == []


@pytest.mark.parametrize(
    ("sentence", "family"),
    [
        ("In this repository you will find different versions of the FooBERT model.", "FooBERT"),
        ("This is a large multimodal model for tickets.", "large multimodal model"),
    ],
)
def test_architectures_of_an_introduction(sentence: str, family: str) -> None:
    [(words, _), *_] = architecture(record_of(f"# support-7b\n\n{sentence}\n"))
    assert words.casefold() == family.casefold()


def test_the_first_word_of_a_product_is_no_architecture() -> None:
    assert list(architecture(record_of("# Llama Prompt Guard Tickets\n\nIt sorts.\n"))) == []
    [(words, _), *_] = architecture(record_of("# Llama Model of Acme\n\nIt sorts.\n"))
    assert words == "Llama"
