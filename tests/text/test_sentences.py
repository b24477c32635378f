"""Sentences of running text: ended by marks, in pieces where they are long, in one pass."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from provenance.text.sentences import (
    LONGEST_SENTENCE,
    LONGEST_WORD,
    MOST_CHARACTERS,
    MOST_PIECES,
    is_read_whole,
    sentence_spans,
    sentences,
)

MARKS = st.text(st.sampled_from(" .!?\"')]([가A1a\n"), max_size=300)


def test_marks_end_sentences() -> None:
    text = 'It has names. They are real... "Really?" Yes! See e.g. Table 2. 이름이 있다. 끝.'
    assert list(sentences(text)) == [
        "It has names.",
        "They are real...",
        '"Really?"',
        "Yes!",
        "See e.g. Table 2.",
        "이름이 있다.",
        "끝.",
    ]


def test_a_long_sentence_is_read_in_pieces() -> None:
    words = [f"word{number}" for number in range(400)]
    pieces = list(sentences(" ".join(words)))
    assert 1 < len(pieces) <= MOST_PIECES
    assert max(map(len, pieces)) <= LONGEST_SENTENCE
    assert " ".join(pieces).split() == words


def test_a_text_without_any_blank_is_read_in_pieces() -> None:
    text = "개인정보를포함하지않습니다" * 60
    (sentence,) = sentences(text)
    assert max(map(len, sentence.split())) == LONGEST_WORD
    assert sentence.replace(" ", "") == text


def test_what_is_left_out_is_known() -> None:
    assert is_read_whole("A sentence. " * 3_000)
    assert not is_read_whole("a word and no end " * 400)
    assert not is_read_whole("A sentence. " * (MOST_CHARACTERS // 10))


@given(MARKS)
def test_no_letter_is_lost(text: str) -> None:
    def letters(text: str) -> str:
        return "".join(text.split())

    assert letters("".join(sentences(text))) == letters(text)


@given(MARKS)
def test_short_texts_are_read_whole(text: str) -> None:
    assert is_read_whole(text)


@given(MARKS)
def test_spans_are_the_sentences_of_the_text(text: str) -> None:
    spans = list(sentence_spans(text))
    assert "".join(text[start:end] for start, end in spans) == text
    collapsed = " ".join(text.split())
    pieces = [collapsed[start:end].strip() for start, end in sentence_spans(collapsed)]
    assert [piece for piece in pieces if piece] == list(sentences(text))


def test_a_part_of_a_text_is_read_alone() -> None:
    text = "One is. Two are. Three were."
    assert [text[a:b] for a, b in sentence_spans(text, 8, 20)] == ["Two are.", " Thr"]
