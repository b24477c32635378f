"""Sentences of a card that answer one which seems to limit a use."""

from __future__ import annotations

import pytest
from hub_folder import HubFolder

import provenance
from provenance.licences.answered import Answers
from provenance.licences.learned_limits import Reading, limit_reader
from provenance.licences.sentences import CardSentence
from provenance.text.lines import LineSpan

_PAGE = "# Larks\n\nIt hears larks.\n\n"


def _verdict(hub: HubFolder, words: str) -> str:
    hub.model("acme/larks", "license: mit", f"{_PAGE}{words}\n")
    report = provenance.audit("acme/larks", hub=str(hub.root), use={"commercial": True})
    return str(report.uses[0].verdict)


def _sentences(*texts: str) -> tuple[CardSentence, ...]:
    return tuple(
        CardSentence(text, LineSpan(line, line), headed=False)
        for line, text in enumerate(texts, start=1)
    )


# Each seems to limit, and is answered by the sentences behind it.
ANSWERED = (
    "The prize was for students only, and firms were turned away by the jury. "
    "MIT, and you may sell it, whoever you are.",
    "Fork it, sell it, run it for those who pay you.",
    "대회에는 학생만 나올 수 있었습니다. 모델은 회사에서도 자유롭게 쓰셔도 됩니다.",
)
# A grant with an exception, a footnote, to some, or in a question answers nothing, and neither does
# any grant answer a plain restriction.
NOT_ANSWERED = (
    "Commercial use requires a licence from us. You may sell it, no questions asked.",
    "Schools may use it, shops have to ask our board first. It is free for students.",
    "Companies need a contract with the aviary. Use it for anything, except if you earn with it.",
    "상업적 이용은 금지합니다. 누구나 자유롭게 쓰셔도 됩니다.",
)


@pytest.mark.parametrize("words", ANSWERED)
def test_a_grant_to_everybody_answers_a_weak_suspicion(hub: HubFolder, words: str) -> None:
    assert _verdict(hub, words) == "allow-with-duties"


@pytest.mark.parametrize("words", NOT_ANSWERED)
def test_a_restriction_stays_whatever_is_granted(hub: HubFolder, words: str) -> None:
    assert _verdict(hub, words) != "allow-with-duties"


def test_without_an_answer_a_suspicion_stays() -> None:
    asked, chat = _sentences("The prize was for students only.", "It hears larks at dawn.")
    assert not Answers((asked, chat)).answered(asked, is_listed=True)


def test_a_grant_before_a_sentence_counts_less() -> None:
    grant, asked = "You may sell it, no questions asked.", "In return it drives our robots only."
    before, behind = _sentences(grant, asked), _sentences(asked, grant)
    weaker = Answers(before)._best_answer(before[1])
    assert Answers(behind)._best_answer(behind[0]) > weaker


@pytest.mark.parametrize(
    "text",
    [
        "Is it free for any purpose, paid work included?",
        "It is free for any purpose, paid work included[^1]",
        "It is free for any purpose, unless you are a shop.",
    ],
)
def test_questions_footnotes_and_exceptions_answer_nothing(text: str) -> None:
    asked, grant = _sentences("The prize was for students only.", text)
    assert Answers((asked, grant))._best_answer(asked) < -4


def test_other_languages_are_not_answered() -> None:
    asked, grant = _sentences(
        "Der Preis war nur für Studierende.", "You may sell it, no questions asked."
    )
    assert not Answers((asked, grant)).answered(asked, is_listed=False)


def test_the_terms_of_an_original_are_not_answered(hub: HubFolder) -> None:
    words = "The licence is the same as that of quay/old. You may sell it, no questions asked."
    assert _verdict(hub, words) == "review"


@pytest.mark.parametrize("reading", Reading)
def test_each_reader_tells_its_reasons(reading: Reading) -> None:
    reader = limit_reader(reading)
    reasons = reader.reasons("You may sell it, no questions asked, and that concerns nobody else.")
    assert all(reader.weights[reason] > 0 for reason in reasons)
