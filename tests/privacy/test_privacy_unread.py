"""Cards in languages that are not read: what they leave open is not read, never absent."""

from __future__ import annotations

import pytest

from provenance.cards import parse_card
from provenance.hubs import HUGGING_FACE
from provenance.model.artifact import ArtifactRef, Kind, Snapshot, SourceText
from provenance.privacy import assess_disclosures
from provenance.privacy.disclosure import Disclosure, Grade

FOREIGN = {
    "arabic": "تم تدريب النموذج على مقالات إخبارية.\n\nلا تحتوي البيانات على معلومات شخصية.",
    "chinese": "训练数据来自公开网页。\n\n已删除电子邮件地址和电话号码。",
    "french": (
        "Le modèle a été entraîné sur des articles de presse. Les données sont sans données"
        " personnelles."
    ),
    "german": (
        "Das Modell wurde mit Zeitungsartikeln trainiert. Die Daten enthalten keine"
        " personenbezogenen Daten."
    ),
    "hindi": "मॉडल को समाचार लेखों पर प्रशिक्षित किया गया।\n\nडेटा में व्यक्तिगत जानकारी नहीं है।",
    "indonesian": (
        "Model ini dilatih dengan artikel berita. Data tidak mengandung informasi pribadi pengguna"
        " itu."
    ),
    "japanese": (
        "このモデルは日本語のニュース記事で学習されました。\n\n学習データには個人情報が含まれていません。"
    ),
    "polish": (
        "Model został wytrenowany na artykułach prasowych. Dane nie zawierają danych osobowych"
        " użytkowników."
    ),
    "portuguese": (
        "O modelo foi treinado com notícias. Os dados não contêm informações pessoais dos usuários."
    ),
    "russian": "Модель обучена на новостях. Данные не содержат персональных данных.",
    "spanish": (
        "El modelo fue entrenado con noticias. Los datos no contienen información personal de los"
        " usuarios."
    ),
    "turkish": (
        "Model haber metinleri ile eğitildi. Veriler kişisel bilgi içermez ve kullanıcılardan hiç"
        " toplanmadı."
    ),
    "vietnamese": (
        "Mô hình được huấn luyện trên các bài báo. Dữ liệu không chứa thông tin cá nhân của người"
        " dùng."
    ),
}
READ = {
    "english": "The model was trained on newspaper articles. Use it for research.",
    "korean": "이 모델은 뉴스 기사로 학습되었습니다.\n\n연구 목적으로만 사용하세요.",
    "both": (
        "이 모델은 뉴스 기사로 학습되었습니다. It was trained for three days.\n\nUse it for"
        " research."
    ),
    "korean technical": (
        "Transformer 기반 decoder-only LLM. PyTorch, DeepSpeed ZeRO-3, FlashAttention 사용. 8 GPU."
    ),
    "terse": "PyTorch 2.1, CUDA 12.1, A100 x 8",
    "empty": "",
}


def assessed(body: str) -> dict[str, Disclosure]:
    """Grades of a model card with this body."""
    ref = ArtifactRef(hub=HUGGING_FACE, kind=Kind.MODEL, name="acme/m", revision="0" * 40)
    document = SourceText.decode(ref, "README.md", f"# M\n\n{body}\n".encode())
    card = parse_card(document.text)
    disclosures = assess_disclosures(
        frozenset({"model"}), Snapshot(ref=ref), card, {"README.md": document}
    )
    return {disclosure.check: disclosure for disclosure in disclosures}


@pytest.mark.parametrize("body", FOREIGN.values(), ids=FOREIGN)
def test_silence_in_another_language_is_not_read(body: str) -> None:
    grades = {disclosure.grade for disclosure in assessed(body).values()}
    assert grades == {Grade.UNREAD}


@pytest.mark.parametrize("body", READ.values(), ids=READ)
def test_silence_in_english_and_korean_is_absent(body: str) -> None:
    disclosures = assessed(body)
    assert disclosures["PRIV-001"].grade is Grade.ABSENT
    assert disclosures["PRIV-001"].searched == ("README.md (1 section)",)
    assert Grade.UNREAD not in {disclosure.grade for disclosure in disclosures.values()}


def test_what_is_said_in_english_between_foreign_lines_counts() -> None:
    english = "E-mail addresses of users were removed from the training data with patterns."
    disclosures = assessed(f"{FOREIGN['japanese']}\n\n{FOREIGN['chinese']}\n\n{english}")
    assert (disclosures["PRIV-030"].grade, disclosures["PRIV-030"].evidence[0].quote) == (
        Grade.DISCLOSED,
        english,
    )
    assert disclosures["PRIV-020"].grade is Grade.UNREAD
