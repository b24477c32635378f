"""A card in a language that nobody here reads leaves one gap, which names the language."""

from __future__ import annotations

from pathlib import Path

import pytest
from hub_folder import HubFolder

import provenance

TURKISH = (
    "Bu model Türkçe metinleri sınıflandırmak için geliştirildi. Eğitim verisi haber sitelerinden"
    " toplandı ve herhangi bir kişisel bilgi içermediği düşünülüyor. Lütfen kullanmadan önce"
    " dikkatlice okuyun ve sonuçları kendiniz değerlendirin."
)
CARDS = {
    "Chinese": ("", "这是一个用于分类风筝的模型。训练数据来自公开的网站，由我们的团队开发。" * 3),
    "Japanese": (
        "",
        "このモデルは凧の画像を分類するために開発されました。学習データは公開。" * 4,
    ),
    "Turkish": ("language: tr", TURKISH),
    "another language": ("language: [tr, az]", TURKISH),
    "Russian": ("", "Эта модель классифицирует воздушных змеев и обучена на открытых данных. " * 4),
}


@pytest.mark.parametrize(("language", "card"), CARDS.items(), ids=list(CARDS))
def test_the_gap_names_the_language_once(
    tmp_path: Path, language: str, card: tuple[str, str]
) -> None:
    front, prose = card
    HubFolder(tmp_path).model("blue/kite", f"license: mit\n{front}", f"# Kite\n\n{prose}\n")

    report = provenance.audit("blue/kite", hub=str(tmp_path))

    [gap] = report.gaps
    assert (gap.topic, gap.reason) == ("privacy", "not-understood")
    assert f"mostly in {language};" in gap.detail
    assert report.exit_status(None) == 3


@pytest.mark.parametrize(
    "prose",
    (
        "The model sorts pictures of kites, and it was trained on photographs that we took.",
        "이 모델은 연 사진을 분류하며, 학습 데이터는 저희 팀이 직접 촬영한 사진입니다.",
        "凧 (tako) is the word for kite, and the model is trained to read it in the wind.",
    ),
)
def test_a_card_that_is_read_leaves_none(tmp_path: Path, prose: str) -> None:
    HubFolder(tmp_path).model("blue/kite", "license: mit\nlanguage: ja", f"# Kite\n\n{prose}\n")

    assert provenance.audit("blue/kite", hub=str(tmp_path)).gaps == ()
