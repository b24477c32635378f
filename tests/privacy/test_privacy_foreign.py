"""A card in a language that is not read is known as such, however short it is."""

from __future__ import annotations

import pytest

from provenance.cards import parse_card
from provenance.privacy.foreign import is_foreign

POLISH = (
    "Model został wytrenowany na publicznie dostępnych tekstach zebranych w latach 2020 i 2021, "
    "następnie dostrojony do rozmów o pogodzie. Nie zawiera rozmów użytkowników."
)


@pytest.mark.parametrize(
    "text",
    [
        "本模型使用公开数据训练，不含用户对话。",
        "このモデルは公開データで学習されました。",
        "Модель обучена на открытых текстах.",
        POLISH,
    ],
)
def test_a_card_in_another_language_is_foreign(text: str) -> None:
    assert is_foreign(parse_card(f"# Model\n\n{text}\n"))


@pytest.mark.parametrize(
    "text",
    [
        "Trained on public text.",
        "공개된 말뭉치로 학습했습니다.",
        "The model reads Chinese (中文) and was trained on the public part of a corpus of news.",
        "이 모델은 漢字 교육 자료로 학습했습니다.",
        "中文",
    ],
)
def test_a_card_in_english_or_korean_is_not(text: str) -> None:
    assert not is_foreign(parse_card(f"# Model\n\n{text}\n"))
