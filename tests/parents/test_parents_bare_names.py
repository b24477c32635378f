"""Bases that a sentence names without a link, and local folders that are copies of a base."""

from __future__ import annotations

import pytest
from hub_folder import HubFolder
from hypothesis import given
from hypothesis import strategies as st

from provenance.cards import parse_card
from provenance.model.finding import Outcome
from provenance.parents.bare_names import bare_names

ADAPTER = '{"peft_type": "LORA", "base_model_name_or_path": "%s"}'


def parents(hub: HubFolder, body: str) -> list[tuple[str, str]]:
    hub.model("acme/birds", "license: mit", body=f"# Birds\n\n{body}\n")
    [record] = hub.trace("acme/birds").records.values()
    return [(parent.ref.kind.value, parent.ref.name) for parent in record.parents]


@pytest.mark.parametrize(
    "sentence",
    [
        "This model is a fine-tuned version of quay/heron-7b.",
        "A LoRA adapter for `quay/heron-7b`, trained on bird songs.",
        "quay/heron-7b 모델을 기반으로 미세조정한 모델입니다.",
        "| Base model | quay/heron-7b |\n|---|---|\n| Size | 7B |",
        "- Base model: quay/heron-7b",
        "**quay/heron-7b** 을 파인튜닝하였습니다.",
    ],
)
def test_a_base_without_a_link(hub: HubFolder, sentence: str) -> None:
    assert parents(hub, sentence) == [("model", "quay/heron-7b")]


@pytest.mark.parametrize(
    "sentence",
    [
        "It was fine-tuned on question/answer pairs.",
        "It was distilled from GPT-3.5/GPT-4 answers.",
        "It is compared to quay/heron-7b.",
        "See https://example.org/quay/heron-7b for the fine-tuned version of another model.",
        "We fine-tuned the model of 7B/13B parameters.",
    ],
)
def test_other_words_with_a_slash_name_no_base(hub: HubFolder, sentence: str) -> None:
    assert not parents(hub, sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Fine-tuned from quay/heron with LoRA.",
        "This model is based on quay/heron.",
        "Based on `quay/heron`, it answers questions.",
        "It was derived from the base model quay/heron.",
        "A fine-tuned version of quay/heron for songs.",
        "A LoRA adapter for quay/heron.",
        "These are GGUF quantizations of quay/heron",
        "We began with quay/heron, cut two blocks and went on for a week.",
        "It was pruned from quay/heron.",
        "- Base model: quay/heron",
        "| Base model | quay/heron |\n|---|---|\n| Size | small |",
        "quay/heron 모델을 파인튜닝하였습니다.",
        "quay/heron을 기반으로 미세조정한 모델입니다.",
        "- 기반 모델: quay/heron",
    ],
)
def test_a_base_without_a_digit_where_the_words_say_so(hub: HubFolder, sentence: str) -> None:
    assert parents(hub, sentence) == [("model", "quay/heron")]


@pytest.mark.parametrize(
    "sentence",
    [
        "We like quay/heron.",
        "Tested with quay/heron.",
        "It was trained with quay/heron.",
        "It is based on encoder/decoder blocks.",
        "It is based on a client/server architecture.",
        "The answers were derived from question/context pairs.",
        "Unlike quay/heron, it is small.",
        "It is not derived from quay/heron.",
        "It was trained from scratch on songs/calls of birds.",
        "quay/heron 모델과 비교하였습니다.",
    ],
)
def test_a_name_without_a_digit_in_other_words(hub: HubFolder, sentence: str) -> None:
    assert not parents(hub, sentence)


@given(st.text(alphabet="ab/-. from based on `\n", max_size=200))
def test_any_text_is_read(text: str) -> None:
    card = parse_card(f"# Birds\n\nA model fine-tuned from {text}\n")
    blocks = [block for section in card.walk() for block in section.blocks]
    assert all("/" in link.text for link in bare_names(blocks, frozenset()))


def test_data_without_a_link(hub: HubFolder) -> None:
    assert parents(hub, "Fine-tuned on quay/songs-v1 dataset.") == [("dataset", "quay/songs-v1")]


def test_a_local_folder_with_the_name_of_the_base_is_a_copy(hub: HubFolder) -> None:
    files: dict[str, str | bytes] = {"adapter_config.json": ADAPTER % "/data/heron_7b/final"}
    hub.model("quay/heron-7b", "license: mit")
    hub.model("acme/known", "license: mit\nbase_model: quay/heron-7b", files=files)
    assert not hub.trace("acme/known").gaps
    assert hub.check("LIN025", "acme/known").outcome is Outcome.PASSED


def test_a_local_folder_with_another_name_is_not_known(hub: HubFolder) -> None:
    files: dict[str, str | bytes] = {"adapter_config.json": ADAPTER % "/data/egret-13b"}
    hub.model("quay/heron-7b", "license: mit")
    hub.model("acme/other", "license: mit\nbase_model: quay/heron-7b", files=files)
    assert hub.check("LIN025", "acme/other").outcome is Outcome.FAILED


def test_a_folder_of_the_cache_names_its_repository(hub: HubFolder) -> None:
    folder = "/root/.cache/huggingface/hub/models--quay--heron-7b/snapshots/0a1b"
    hub.model("quay/heron-7b", "license: cc-by-nc-4.0")
    hub.model("acme/cached", "license: mit", files={"adapter_config.json": ADAPTER % folder})
    assert hub.check("LIN020", "acme/cached").outcome is Outcome.FAILED
