"""Bytes of text files: encodings that are read, and those that are not guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.text.decoding import decode_text

KOREAN = "이 모델은 비상업적 연구 목적으로만 이용할 수 있습니다. 문의는 담당자에게 하십시오.\n"


@pytest.mark.parametrize("encoding", ["cp949", "euc-kr", "utf-16-le", "utf-16-be", "utf-16"])
def test_korean_is_read_in_the_encodings_that_people_use(encoding: str) -> None:
    text = f"---\nlicense: mit\n---\n{KOREAN}"
    assert decode_text(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("shift_jis", "このモデルは研究目的でのみ利用可能です。商用利用は禁止されています。"),
        ("gbk", "本模型仅供学术研究使用，禁止用于商业用途。训练数据来自公开的新闻网站。"),
        ("big5", "本模型僅供學術研究使用，禁止用於商業用途。訓練資料來自公開的新聞網站。"),
        ("latin-1", "Ce modèle est réservé à la recherche, où qu'il soit utilisé."),
    ],
)
def test_other_encodings_are_not_taken_for_korean(encoding: str, text: str) -> None:
    assert "\ufffd" in decode_text(text.encode(encoding))


def test_a_mark_of_utf_8_is_left_out_and_a_stray_byte_is_shown() -> None:
    assert decode_text(b"\xef\xbb\xbfabc") == "abc"
    assert decode_text("모델 ".encode() + b"\xff") == "모델 \ufffd"


@given(st.text())
def test_whatever_is_utf_8_stays_as_it_is(text: str) -> None:
    if "\0" not in text and not text.startswith("\ufeff"):
        assert decode_text(text.encode()) == text


@given(st.binary())
def test_any_bytes_give_a_text(data: bytes) -> None:
    decode_text(data)
