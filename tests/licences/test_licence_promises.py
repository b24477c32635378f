"""Access forms in which a reader promises not to use a work commercially."""

from __future__ import annotations

import pytest
from hub_folder import HubFolder
from hypothesis import given
from hypothesis import strategies as st

from provenance.licences.claim import Limit
from provenance.licences.promises import promised_limits
from provenance.model.finding import Outcome, Severity

COMMERCIAL = {"activity": ["product"], "commercial": True}
PROMISES = [
    "이 모델을 상업적으로 사용하지 않겠습니다",
    "영리 목적으로 활용하지 않을 것을 서약합니다",
    "수익 창출에 이용하지 않음에 동의합니다",
    "상업적 이용을 하지 않겠습니다",
    "비영리 목적으로 활용하겠습니다",
    "I promise not to use the weights for commercial purposes",
    "I will never use this model for profit",
    "I refrain from any commercial use",
    "My use is not commercial",
]
OTHERS = [
    "상업적으로 이용하고자 합니다",
    "상업적으로 이용하지 않는 경우에도 출처를 밝히겠습니다",
    "수집한 연락처는 상업적으로 이용하지 않습니다",
    "출처를 밝히지 않겠습니다",
    "We will not use your contact details for commercial purposes",
    "Do you promise not to use it commercially?",
    "I will not share the password",
    "Commercial use is welcome",
]


@pytest.mark.parametrize("sentence", PROMISES)
def test_a_promise_not_to_trade(sentence: str) -> None:
    assert promised_limits(sentence) == (Limit.NON_COMMERCIAL,)


@pytest.mark.parametrize("sentence", OTHERS)
def test_other_words_of_a_form_promise_nothing(sentence: str) -> None:
    assert promised_limits(sentence) == ()


@given(st.text(max_size=300))
def test_any_text_has_an_answer(text: str) -> None:
    assert set(promised_limits(text)) <= {Limit.NON_COMMERCIAL}


@pytest.mark.parametrize("sentence", [PROMISES[0], PROMISES[5]])
@pytest.mark.parametrize(
    "form", ["extra_gated_fields:\n  %s: checkbox", 'extra_gated_prompt: "%s."']
)
def test_a_promised_use_is_denied(hub: HubFolder, form: str, sentence: str) -> None:
    hub.model("acme/gated", f"license: apache-2.0\n{form % sentence}")
    [finding] = hub.check("LIC017", "acme/gated", COMMERCIAL).findings
    assert finding.severity is Severity.HIGH
    assert sentence in finding.evidence[0].quote


def test_the_authors_own_promise_in_a_card_limits_nobody(hub: HubFolder) -> None:
    body = "# Card\n\n저희는 대화 내용을 상업적으로 이용하지 않겠습니다.\n"
    hub.model("acme/kind", "license: apache-2.0", body=body)
    result = hub.check("LIC017", "acme/kind")
    assert result.outcome is Outcome.PASSED or all(
        finding.severity is not Severity.HIGH for finding in result.findings
    )


def test_a_form_without_a_promise(hub: HubFolder) -> None:
    hub.model("acme/plain", "license: apache-2.0\nextra_gated_fields:\n  이름: text")
    assert not hub.check("LIC017", "acme/plain").findings
