"""A condition beside the words of a known licence keeps the text from being named as that licence
alone, wherever the condition stands and in whichever of four languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.licences import identify_text
from provenance.licences.limiting import is_condition, may_limit

CONDITIONS = (
    "For educational use by students only.",
    "비상업적 이용만 가능합니다",
    "본 모델은 연구 목적으로만 사용할 수 있습니다",
    "本模型仅供研究使用，不得商用",
    "この音声モデルの商用利用は禁止です",
    "<non-commercial use only>",
)
BSD = """BSD License

Copyright (c) 2025 Harbour Institute

Redistribution and use in source and binary forms, with or without modification, are permitted
provided that the following conditions are met:

* Redistributions of source code must retain the above copyright notice, this list of conditions
  and the following disclaimer.

* Redistributions in binary form must reproduce the above copyright notice, this list of conditions
  and the following disclaimer in the documentation and/or other materials provided with the
  distribution.

* Neither the name of the Harbour Institute nor the names of its contributors may be used to endorse
  or promote products derived from this software without specific prior written permission.

THIS SOFTWARE IS PROVIDED BY THE HARBOUR INSTITUTE AND CONTRIBUTORS "AS IS" AND ANY EXPRESS OR
IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND
FITNESS FOR A PARTICULAR PURPOSE ARE DISCLAIMED. IN NO EVENT SHALL THE HARBOUR INSTITUTE OR
CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES; LOSS OF USE,
DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER
IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF
THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
"""


def _placed(text: str, words: str, place: str) -> str:
    if place == "above":
        return f"{words}\n\n{text}"
    if place == "below":
        return f"{text}\n\n{words}\n"
    if place == "in the notice of copyright":
        return f"Copyright (c) 2025 Harbour Institute. {words}\n\n{text}"
    first, behind = text.split("\n\n", 1)
    return f"{first}\n\n{words}\n\n{behind}"


@pytest.mark.parametrize("words", CONDITIONS)
@pytest.mark.parametrize("place", ("above", "below", "in the notice of copyright", "between"))
def test_a_condition_beside_the_terms_is_never_passed_over(
    apache_text: str, words: str, place: str
) -> None:
    for text in (apache_text, BSD):
        match = identify_text(_placed(text, words, place))
        assert match.verdict != "exact"
        assert match.titled is None


def test_bsd_names_its_holder_where_it_likes() -> None:
    match = identify_text(BSD)
    assert match.verdict == "exact"
    assert match.licence == "bsd-3-clause"


def test_a_condition_in_the_place_of_the_holder_is_not_a_name() -> None:
    changed = BSD.replace("BY THE HARBOUR INSTITUTE AND CONTRIBUTORS", "BY US, NOT FOR SALE,")
    assert identify_text(changed).verdict != "exact"


@pytest.mark.parametrize(
    "notice",
    (
        "Copyright (c) 2025 Research Institute for Commercial Law",
        "© 2024 株式会社アカデミー研究所. All rights reserved.",
        "Copyright 2023 한국연구재단",
    ),
)
def test_a_holder_may_be_called_after_research_or_commerce(notice: str) -> None:
    assert not is_condition(notice)
    assert identify_text(f"{notice}\n\n{BSD}").verdict == "exact"


def test_two_licences_and_a_condition_are_no_plain_conjunction(apache_text: str) -> None:
    plain = identify_text(f"{apache_text}\n\n{BSD}")
    limited = identify_text(f"{apache_text}\n\n{BSD}\n\nBoth for non-commercial use only.\n")
    assert plain.spdx
    assert limited.spdx is None
    assert any("non-commercial" in passage for passage in limited.passages)


@given(st.text(max_size=200))
def test_any_words_can_be_asked(words: str) -> None:
    assert is_condition(words) in (True, False)
    assert may_limit(words) in (True, False)


def _corpus_text(corpus: Path, name: str) -> str:
    return (corpus / "licence_texts" / name).read_text("utf-8")


def test_the_same_terms_for_another_model_are_a_changed_version(corpus: Path) -> None:
    text = _corpus_text(corpus, "THUDM__ChatGLM2-6B__MODEL_LICENSE.txt")
    renamed = text.replace("ChatGLM2-6B", "Harbour-7B")
    match = identify_text(renamed)
    assert match.verdict == "modified"
    assert match.licence in ("chatglm2", "chatglm-6b")
    assert match.titled is None


def test_a_condition_among_the_new_names_leaves_it_unnamed(corpus: Path) -> None:
    text = _corpus_text(corpus, "THUDM__ChatGLM2-6B__MODEL_LICENSE.txt")
    renamed = text.replace("ChatGLM2-6B", "Harbour-7B")
    limited = renamed.replace(
        "license to use the Software", "license to use the Software for academic purposes only"
    )
    assert limited != renamed
    assert identify_text(limited).licence is None


def test_another_version_of_a_licence_is_not_that_licence(corpus: Path) -> None:
    text = _corpus_text(corpus, "meta-llama__llama-models__models_llama3_3_LICENSE.txt")
    match = identify_text(text.replace("3.3", "7.1"))
    assert match.verdict == "family"
    assert match.licence is None
