"""Sentences of licence texts and of cards, cut by the splitter that every reader shares."""

from __future__ import annotations

from provenance.cards.parse import parse_card
from provenance.licences.sentences import card_sentences, text_sentences


def test_a_notice_with_an_abbreviated_name_is_one_sentence() -> None:
    text = "Copyright 2024 Foo Inc. All Rights Reserved.\nThe weights are under MIT."
    assert [sentence for sentence, _ in text_sentences(text)] == [
        "Copyright 2024 Foo Inc. All Rights Reserved.",
        "The weights are under MIT.",
    ]


def test_sentences_of_a_wrapped_paragraph_have_their_lines() -> None:
    text = "You may use\nthis work. (See\nsection 2.)\n\n(a) No sale; no rent."
    places = [(sentence, span.start, span.end) for sentence, span in text_sentences(text)]
    assert places == [
        ("You may use this work.", 1, 2),
        ("(See section 2.)", 2, 3),
        ("(a) No sale", 5, 5),
        ("no rent.", 5, 5),
    ]


def test_a_line_break_in_a_card_ends_a_sentence() -> None:
    card = parse_card("# Licence\n\nThe model is under MIT.  \nIts data is not.\n")
    stated = [sentence for sentence in card_sentences(card) if sentence.headed]
    assert [sentence.text for sentence in stated] == [
        "Licence",
        "The model is under MIT.",
        "Its data is not.",
    ]
