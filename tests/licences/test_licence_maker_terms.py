"""Sentences that send a reader to the terms of somebody else."""

from __future__ import annotations

import pytest
from hub_folder import HubFolder
from hypothesis import given
from hypothesis import strategies as st

from provenance.licences.maker_terms import refers_to_terms
from provenance.model.finding import Outcome, Severity

COMMERCIAL = {"activity": ["product"], "commercial": True}
REFERRING = [
    "Please refer to the OpenAI terms of use, because GPT-4 wrote the answers.",
    "GPT-4 wrote the answers, so OpenAI's Terms of Use may apply.",
    "Users must comply with Anthropic's usage policies.",
    "The data is subject to the terms of service of Cohere.",
    "OpenAI의 이용약관을 준수해야 합니다.",
    "OpenAI의 서비스 정책을 확인하십시오.",
]
OTHERS = [
    "See the Gemma Terms of Use.",
    "It is not subject to the OpenAI terms.",
    "Read the Hugging Face Terms of Service.",
    "See Figure 3 in terms of accuracy.",
    "See the Appendix in terms of Speed.",
    "GPT-4 wrote the answers.",
    "OpenAI의 이용약관은 적용되지 않습니다.",
]


@pytest.mark.parametrize("sentence", REFERRING)
def test_a_sentence_refers_to_terms(sentence: str) -> None:
    assert refers_to_terms(sentence)


@pytest.mark.parametrize("sentence", OTHERS)
def test_other_sentences_do_not(sentence: str) -> None:
    assert not refers_to_terms(sentence)


@given(st.text(alphabet="ST eermsofusOpnAIt'. ", max_size=300))
def test_any_text_has_an_answer(text: str) -> None:
    assert refers_to_terms(text) in (True, False)


@pytest.mark.parametrize("sentence", [REFERRING[0], REFERRING[-1]])
def test_a_person_reads_the_terms_first(hub: HubFolder, sentence: str) -> None:
    hub.model("acme/talker", "license: apache-2.0", body=f"# Talker\n\n{sentence}\n")
    [finding] = hub.check("LIC017", "acme/talker", COMMERCIAL).findings
    assert finding.severity is Severity.MEDIUM
    assert sentence in finding.evidence[0].quote


def test_a_card_that_refers_to_nobodys_terms(hub: HubFolder) -> None:
    hub.model("acme/talker", "license: apache-2.0", body="# Talker\n\nGPT-4 wrote the answers.\n")
    assert hub.check("LIC017", "acme/talker").outcome is Outcome.PASSED
