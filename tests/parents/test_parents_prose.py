"""Sentences that say what a model was made from, with a link; and those that only seem to."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.cards import parse_card
from provenance.hubs import read_id
from provenance.model.artifact import Kind, SourceText
from provenance.parents.prose import prose_statements
from provenance.stated import hub_link

FIRST, SECOND = (
    "[one](https://huggingface.co/base/one)",
    "[base/two](https://huggingface.co/base/two)",
)
DATA = "[tickets](https://huggingface.co/datasets/acme/tickets)"


def read(body: str, kind: Kind = Kind.MODEL) -> list[tuple[str, str]]:
    document = SourceText(
        artifact=read_id("pkg:huggingface/acme/x@c"),
        path="README.md",
        revision="c",
        text=body,
        sha256="",
        size=len(body),
    )
    return [
        (statement.relation, statement.name)
        for statement in prose_statements(kind, parse_card(body), document)
    ]


@pytest.mark.parametrize(
    ("sentence", "relation"),
    [
        (f"This model is a fine-tuned version of {FIRST}.", "finetune"),
        (f"We finetuned it from {FIRST} for two epochs.", "finetune"),
        (f"- **Finetuned from model:** {FIRST}", "finetune"),
        (f"Obtained by continued pre-training of {FIRST}.", "finetune"),
        (f"GGUF quantizations of {FIRST}", "quantized"),
        (f"A 4-bit quantized version of {FIRST} made with AutoAWQ.", "quantized"),
        (f"A LoRA adapter for {FIRST}.", "adapter"),
        (f"This is a merge of {FIRST}, made with mergekit.", "merge"),
        (f"This model is a distilled version of the {FIRST}.", "distilled"),
        (f"The weights were initialized from {FIRST}.", "base"),
        (f"This model is based on {FIRST}.", "base"),
        (f"이 모델은 {FIRST}을 기반으로 만든 모델입니다.", "base"),
        (f"{FIRST} 모델을 파인튜닝하였습니다.", "finetune"),
        (f"{FIRST}를 한국어 데이터로 미세 조정한 모델입니다.", "finetune"),
        (f"{FIRST}을 4비트로 양자화한 모델입니다.", "quantized"),
        (f"{FIRST}과 다른 모델을 병합했습니다.", "merge"),
    ],
)
def test_sentences_that_name_a_base(sentence: str, relation: str) -> None:
    assert read(f"# T\n\n{sentence}\n") == [(relation, "base/one")]


@pytest.mark.parametrize(
    "sentence",
    [
        f"It outperforms models fine-tuned from {FIRST}.",
        f"Unlike the quantized version of {FIRST}, it is fast.",
        f"This model is not based on {FIRST}.",
        f"You can fine-tune it on top of {FIRST}.",
        f"See also the adapter for {FIRST}.",
        f"Use the tokenizer of {FIRST}.",
        f"Download a quantized version of it such as {FIRST}.",
        f"{SECOND} is a fine-tuned version of {FIRST}.",
        "This model is based on [a paper](https://arxiv.org/abs/1706.03762).",
        "Fine-tuned with the help of [a space](https://huggingface.co/spaces/acme/demo).",
        f"Evaluated on {DATA}.",
        f"Trained on other data and evaluated on {DATA}.",
        f"`fine-tuned from` {FIRST.replace('huggingface.co', 'example.org')}",
        f"{FIRST}과 비교한 결과입니다.",
    ],
)
def test_sentences_that_name_none(sentence: str) -> None:
    assert not [
        statement for statement in read(f"# T\n\n{sentence}\n") if statement[1] != "base/two"
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        f"It was trained on {DATA}.",
        f"This model is a fine-tuned version of {SECOND} on the {DATA} dataset.",
        f"Fine-tuned using {DATA} and 3 epochs.",
        f"{DATA} 데이터셋으로 학습하였습니다.",
        "Trained on [tickets](https://huggingface.co/datasets/acme/tickets/blob/main/README.md).",
        (
            "Fine-tuned on"
            " [tickets](https://huggingface.co/nlp/viewer/?dataset=acme/tickets&config=x)."
        ),
        "Fine-tuned on the [x](https://huggingface.co/datasets/['acme/tickets']) dataset.",
    ],
)
def test_sentences_that_name_training_data(sentence: str) -> None:
    assert ("dataset", "acme/tickets") in read(f"# T\n\n{sentence}\n")


def test_a_list_of_what_was_merged() -> None:
    body = (
        "# T\n\nThis is a merge of the following models:\n\n"
        f"* {FIRST}\n* {SECOND}\n\nOther words.\n\n* {DATA}\n"
    )
    assert read(body) == [("merge", "base/one"), ("merge", "base/two")]


def test_a_dataset_has_no_base_model() -> None:
    assert not read(f"# T\n\nBased on {FIRST}; this model is based on {FIRST}.\n", Kind.DATASET)


@pytest.mark.parametrize(
    "url", ["https://huggingface.co/docs/hub", "https://example.org/a/b", "a/b", ""]
)
def test_links_that_lead_to_no_repository(url: str) -> None:
    assert hub_link(url) is None


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                FIRST,
                SECOND,
                DATA,
                "fine-tuned",
                "of",
                "from",
                "- ",
                "/",
                " ",
                "\n",
                "x",
                "를",
                "기반",
            ]
        )
    )
)
def test_any_words(words: list[str]) -> None:
    names = {"base/one", "base/two", "acme/tickets"}
    assert {name for _, name in read("# T\n\n" + "".join(words))} <= names


def test_a_storm_of_words_is_read_in_time() -> None:
    read("# T\n\n" + f"fine-tuned {'-' * 150} {'of ' * 50}{FIRST}. " * 300)
