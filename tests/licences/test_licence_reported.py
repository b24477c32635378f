"""Restrictions that a sentence only reports are cut out of it; those that hold are kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.licences.learned_limits import SentencePlace
from provenance.licences.reported import without_reports
from provenance.licences.restrictive import is_unclear, limits, may_bound, reads_as_limit

REPORTED = (
    "The old non-commercial clause has been removed, for earlier downloads as well.",
    "Until last autumn a research-only licence applied.",
    "1.4 drops the research-only restriction that 1.3 came with.",
    "Its predecessor could only be used for research.",
    "Pages that are for non-commercial use only were left out before training.",
    "We skipped everything that forbids commercial use.",
    "The society funds research only.",
    "Thanks to the Beekeepers' Fund, which supports non-commercial research only, for the hives.",
    "Those two are for research only, which is why we trained our own.",
    "We evaluated it on HiveQA, which is for non-commercial research only.",
    "Do companies need a commercial licence?",
    "Until March you had to fill in a form; companies were turned down in those days.",
    "For two years this was an internal tool, marked for internal use only on our wiki.",
    "Our allocation on the cluster was for academic research only.",
    "The rules of the challenge allowed students only.",
    "Export is not permitted by the STFT operator below opset 17.",
    "The contest was open to students only.",
    "Versions 0.1 to 0.4 were published under a non-commercial license.",
    "Their free keys are for private use only.",
    "1.x는 비상업적 용도로만 쓸 수 있었습니다.",
    "예전의 비상업 조건은 없어졌습니다.",
    "이전 판은 연구용으로만 배포했지만 이번 판은 누구나 쓰실 수 있습니다.",
    "상업적 이용을 금지한 문서는 학습에 넣지 않았습니다.",
    "비상업 조건이 붙은 자료는 모두 제외했습니다.",
    "상업 이용이 금지된 모델만 있어서 직접 만들었습니다.",
)
STANDING = (
    "The old form is gone, but commercial use is still prohibited.",
    "We removed pages that forbid commercial use; the model is for research purposes only.",
    "Excluded uses: commercial use of any kind is prohibited.",
    "From 2.0 on the weights may no longer be used commercially.",
    "Schools need not ask, companies pay a fee before they use it.",
    "Version 1.x was free; from 2.0 on commercial use is prohibited.",
    "For two years the weights are for academic use only.",
    "The fund supports us, and commercial use is not allowed.",
    "예전의 신청서는 없어졌지만 상업적 이용은 금지됩니다.",
    "영리 기업은 사용 대상에서 제외됩니다. 상업적 이용 금지.",
)


def _stops(sentence: str) -> bool:
    return bool(
        limits(sentence)
        or is_unclear(sentence, on_terms=False)
        or may_bound(sentence)
        or reads_as_limit(sentence, SentencePlace.MODEL_CARD)
    )


@pytest.mark.parametrize("sentence", REPORTED)
def test_a_restriction_that_is_only_reported_restricts_nothing(sentence: str) -> None:
    assert not _stops(sentence)


@pytest.mark.parametrize("sentence", STANDING)
def test_what_still_holds_beside_a_report_is_read(sentence: str) -> None:
    assert _stops(sentence)


def test_a_sentence_without_a_report_is_left_alone() -> None:
    sentence = "The bees must not be sold; ask the keeper, please."
    assert without_reports(sentence) == sentence


def test_only_the_clause_with_the_report_is_cut() -> None:
    sentence = "The old limit was lifted, companies have to ask."
    assert without_reports(sentence) == " companies have to ask."


@given(st.text(alphabet="the old limit was lifted,.; removed 조건은 없앴지만", max_size=200))
def test_nothing_is_added(sentence: str) -> None:
    assert len(without_reports(sentence)) <= len(sentence)
