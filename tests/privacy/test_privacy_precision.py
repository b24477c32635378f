"""What only stands near an answer is none: instructions, other people's works, mere headings."""

from __future__ import annotations

import pytest
from privacy_cards import graded

ANSWERED = frozenset({"disclosed", "partial"})
PRODUCERS = "Who are the source language producers?"
# Question, heading, sentence that answers it, sentence that does not.
PAIRS = (
    ("PRIV-007", PRODUCERS, "Nurses at three clinics.", "The two files have the same layout."),
    ("PRIV-007", PRODUCERS, "Users of a chess forum.", "The same as in the HARBOUR set."),
    (
        "PRIV-023",
        "Overview",
        "Heron is a model for counting birds in aerial photographs.",
        "Heron scores are the ratio between the counted and the true number of birds.",
    ),
    (
        "PRIV-023",
        "Intended use",
        "Detection of birds in aerial photographs.",
        "An interface to the counting tool is provided.",
    ),
    (
        "PRIV-016",
        "Training data",
        "Time period: 2011-2014.",
        "The model has 2011 hidden units.",
    ),
    (
        "PRIV-075",
        "Training",
        "The student was distilled from Heron-70B on its answers to 4,000 prompts.",
        "It inherits the biases of its teacher model.",
    ),
    (
        "PRIV-071",
        "Overview",
        "Heron is initialized with Mistral-7B and continues training on language and code data.",
        "Based on this quantization method, Heron runs on small machines.",
    ),
)


def _answers(check: str, heading: str, sentence: str, kind: str) -> bool:
    card = f"# Heron\n\n## {heading}\n\n{sentence}\n"
    grades = graded(card, kind)
    return check in grades and grades[check].grade.value in ANSWERED


@pytest.mark.parametrize(("check", "heading", "answer", "near"), PAIRS)
def test_only_one_of_two_sentences_answers(
    check: str, heading: str, answer: str, near: str
) -> None:
    kind = "dataset" if check == "PRIV-007" else "fine-tune"
    assert _answers(check, heading, answer, kind)
    assert not _answers(check, heading, near, kind)
