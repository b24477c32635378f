"""A label with nothing behind it, and lists whose items stand below a bare topic."""

from __future__ import annotations

import pytest
from privacy_cards import graded

from provenance.privacy.disclosure import ANSWERED
from provenance.privacy.reading import is_unfilled


@pytest.mark.parametrize(
    "text",
    ["Point of Contact: [More Information Needed]", "Maintained by: N/A", "TBD"],
)
def test_a_label_with_nothing_behind_it_is_unfilled(text: str) -> None:
    assert is_unfilled(text)


@pytest.mark.parametrize(
    "text",
    ["Point of Contact: lab@example.org", "개인정보: 해당 없음", "We have no contact yet."],
)
def test_a_label_with_an_answer_is_filled(text: str) -> None:
    assert not is_unfilled(text)


def test_an_unfilled_contact_answers_nothing() -> None:
    card = "# M\n\n- **Point of Contact:** [More Information Needed](https://example.org/how)\n"
    disclosure = graded(card, "dataset").get("PRIV-025")
    assert disclosure is None or disclosure.grade not in ANSWERED


def test_items_below_a_bare_topic_are_read_with_it() -> None:
    card = "# M\n\n## Training\n\n- Dataset\n  - acme NLU dataset\n- Setting\n  - epochs: 3\n"
    assert graded(card, "model")["PRIV-010"].grade in ANSWERED


def test_an_item_beside_a_bare_topic_does_not_take_it() -> None:
    card = "# M\n\n## Notes\n\n- Dataset\n- Acme Phone\n"
    disclosure = graded(card, "model").get("PRIV-010")
    assert disclosure is None or disclosure.grade not in ANSWERED
