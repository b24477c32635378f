"""What keeps people from commercial use: in licences, and in sentences of cards and access
forms."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.hubs import HUGGING_FACE
from provenance.licences import catalogue, restrictions, stated_restrictions
from provenance.model.artifact import ArtifactRef, Kind, Snapshot
from provenance.model.card import BlockKind, Card, CardBlock, CardSection
from provenance.text.lines import LineSpan

SNAPSHOT = Snapshot(
    ref=ArtifactRef(hub=HUGGING_FACE, kind=Kind.MODEL, name="acme/one", revision="1" * 40),
    source="api/models/acme/one",
)


def places(text: str, fields: dict[str, Any] | None = None, dataset: bool = False) -> list[str]:
    block = CardBlock(kind=BlockKind.PARAGRAPH, text=text, span=LineSpan(3, 3))
    card = Card(
        fields=fields or {},
        sections=(CardSection(title="Use", level=2, span=LineSpan(2, 4), blocks=(block,)),),
    )
    return [
        restriction.quote
        for restriction in stated_restrictions(SNAPSHOT, card, {}, dataset=dataset)
    ]


def test_restrictions_of_licences() -> None:
    assert restrictions([catalogue()["cc-by-nc-nd-4.0"]]) == {"non-commercial", "no-derivatives"}
    assert restrictions([catalogue()["mit"], catalogue()["gemma"]]) == frozenset()
    assert restrictions([]) == frozenset()


@pytest.mark.parametrize(
    "sentence",
    [
        "Released for research purposes only.",
        "Please use it only for non-commercial research.",
        "Not for commercial use, so it cannot be used in any commercial product.",
        "Commercial use is not permitted.",
        "이 모델은 상업적 이용이 금지됩니다.",
    ],
)
def test_sentences_that_restrict(sentence: str) -> None:
    assert places(sentence) == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "비영리 연구 전용 모델입니다.",
        "학술 연구 전용",
        "You need a commercial license for use in a company.",
        "本模型仅供学术研究使用。",
        "禁止将本模型用于商业用途。",
        "このモデルは研究目的でのみ利用可能です。",
        "商用利用は禁止されています。",
        "Ce modèle est réservé à un usage non commercial.",
        "L'utilisation commerciale est interdite.",
        "Dieses Modell darf nur für die Forschung verwendet werden.",
        "Nur für nicht-kommerzielle Zwecke.",
        "Este modelo es solo para uso no comercial.",
        "O uso comercial é proibido.",
        "Questo modello è solo per la ricerca.",
        "Модель только для исследований.",
    ],
)
def test_sentences_of_other_languages_that_restrict(sentence: str) -> None:
    assert places(sentence) == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "You do not need a commercial license.",
        "本模型可用于商业用途和学术研究。",
        "このモデルは商用利用も可能です。",
        "Ce modèle peut servir à un usage commercial.",
        "Die kommerzielle Nutzung ist erlaubt.",
        "Se permite el uso comercial.",
        "연구실에서 만든 모델입니다.",
    ],
)
def test_sentences_of_other_languages_that_allow(sentence: str) -> None:
    assert places(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Commercial use is permitted.",
        "For research and for products.",
        "Only English is supported.",
    ],
)
def test_sentences_that_restrict_nothing(sentence: str) -> None:
    assert places(sentence) == []


def test_data_and_model_are_told_apart() -> None:
    sentence = "The dataset is for research purposes only."
    assert places(sentence) == []
    assert places(sentence, dataset=True) == [sentence]


@given(
    text=st.text(max_size=300),
    boxes=st.dictionaries(st.text(max_size=40), st.text(max_size=40), max_size=3),
)
@settings(max_examples=100, deadline=None)
def test_any_text_is_read(text: str, boxes: dict[str, str]) -> None:
    assert isinstance(places(text, {"extra_gated_fields": boxes, "extra_gated_prompt": text}), list)
