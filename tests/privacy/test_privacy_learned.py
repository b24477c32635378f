"""Sentences that are found by learned words, and what the rules of stance keep out of them."""

from __future__ import annotations

import pytest
from privacy_cards import graded

from provenance.privacy.candidates import NEVER, Sentence, features, reader
from provenance.privacy.disclosure import Grade

BASE = "This model is bert-base-cased fine-tuned on SQuAD."


def sentence(text: str, heading: str = "") -> Sentence:
    return Sentence(text=text, heading=heading, role="", kind="model", answers={}, claim=None)


def test_a_base_named_in_prose_is_found_and_answers_in_part() -> None:
    disclosure = graded(f"# M\n\n{BASE}\n", "fine-tune")["PRIV-071"]
    assert (disclosure.grade, disclosure.evidence[0].start_line) == (Grade.PARTIAL, 3)


@pytest.mark.parametrize(
    "text",
    [
        "You should fine-tune bert-base-cased on your own data.",
        "Is this model bert-base-cased fine-tuned on SQuAD?",
        "The weather is fine today.",
    ],
)
def test_advice_questions_and_other_text_answer_nothing(text: str) -> None:
    disclosure = graded(f"# M\n\n{text}\n", "fine-tune")["PRIV-071"]
    assert disclosure.grade is Grade.ABSENT


def test_the_words_that_decided_can_be_shown() -> None:
    reasons = reader().reasons(sentence(BASE), "PRIV-071")
    assert reasons
    assert set(reasons) <= features(sentence(BASE))


def test_every_learned_question_has_a_bound_and_weights() -> None:
    learned = reader()
    for of_language in learned.bounds.values():
        assert set(of_language) <= set(learned.checks)
        for bound in of_language.values():
            assert NEVER <= bound.refused <= bound.doubted <= bound.accepted
    positions = {position for weights in learned.weights.values() for position, _ in weights}
    assert positions == set(range(len(learned.checks)))


@pytest.mark.parametrize(
    ("text", "kind", "grade"),
    [
        ("- `user_id`: the user ID on the website", "dataset", Grade.DISCLOSED),
        ("- author: 작성자 닉네임", "dataset", Grade.DISCLOSED),
        ("- `worker_id`: ID of the annotator", "dataset", Grade.ABSENT),
        ("- `user_id`: hashed, so that nobody is known", "dataset", Grade.ABSENT),
        ("- `user_id`: the user ID on the website", "model", Grade.ABSENT),
    ],
)
def test_a_field_of_a_person_names_its_kind(text: str, kind: str, grade: Grade) -> None:
    disclosure = graded(f"# D\n\n## Data Fields\n\n{text}\n", kind)["PRIV-002"]
    assert disclosure.grade is grade


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The corpus has chat logs. User names were stripped from all messages.", True),
        ("댓글 데이터입니다. 계정명은 삭제하였습니다.", True),
        ("The corpus has tables. Variable names were shortened.", False),
    ],
)
def test_names_that_were_taken_out_count_as_removal(text: str, expected: bool) -> None:
    disclosure = graded(f"# D\n\n{text}\n")["PRIV-030"]
    assert (disclosure.grade is Grade.DISCLOSED) is expected
