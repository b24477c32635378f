"""Terms and the second opinion on datasets."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.hubs import read_id
from provenance.licences import TERMS, audit_of, catalogue, lookup, reaches_model, terms
from provenance.licences.claim import Licence


def licence(key: str) -> Licence:
    entry = lookup(key)
    assert entry is not None
    return entry


def value(key: str, word: str) -> object:
    return next((term.value for term in terms(licence(key)) if term.id == word), None)


@pytest.mark.parametrize(
    ("key", "word", "expected"),
    [
        ("llama3.1", "commercial-use", "conditional"),
        ("llama3", "outputs-training", "forbidden-other"),
        ("llama3.1", "outputs-training", "allowed-named"),
        ("llama3.2", "territory", {"excluded": ["EU"], "models": "multimodal"}),
        ("tencent-hunyuan-large", "territory", {"excluded": ["EU"]}),
        ("tencent-hunyuan-3d-2", "territory", {"excluded": ["EU", "KR", "UK"]}),
        (
            "hyperclovax-seed",
            "limit",
            {"metric": "users", "most": 10_000_000, "measured": "at-release"},
        ),
        ("stability-ai-community-2024", "limit", {"metric": "revenue-usd", "most": 1_000_000}),
        ("exaone-1.1-nc", "outputs-owner", "licensor"),
        ("exaone-1.2-nc", "outputs-owner", "user"),
        ("flux-dev-2.0", "commercial-use", "no"),
        ("flux-dev-2.0", "outputs-commercial", "allowed"),
        ("apache-2.0", "patents", True),
        ("cc-by-nc-3.0", "commercial-use", "no"),
        ("cc-by-nd-4.0", "derivatives", False),
        ("mit", "limit", None),
        ("upstage solar license", "name-prefix", "Solar"),
        ("upstage solar license", "display", {"required": True, "words": "Built with Solar"}),
        ("nvidia-nemotron-open-model", "law", "State of Delaware"),
        ("yandexgpt-5-lite", "commercial-use", "conditional"),
        ("minimax-community", "limit", {"metric": "revenue-usd", "most": 20_000_000}),
    ],
)
def test_terms(key: str, word: str, expected: object) -> None:
    assert value(key, word) == expected


def test_every_term_is_of_the_vocabulary_and_has_words_and_a_source() -> None:
    for entry in catalogue().values():
        known = terms(entry)
        assert [term.id for term in known] == [
            word for word in TERMS if word in {term.id for term in known}
        ]
        for term in known:
            assert term.text and term.source
            json.dumps(term.value)


def test_secondary_knowledge_says_so() -> None:
    assert terms(licence("kanana-open-license"))
    assert not any(term.primary for term in terms(licence("kanana-open-license")))
    assert all(term.primary for term in terms(licence("gemma")))


def test_a_licence_without_known_terms_has_none() -> None:
    assert terms(licence("glm-4")) == ()
    assert terms(licence("cc")) == ()


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("c-uda", "no"),
        ("cdla-permissive-1.0", "no"),
        ("cdla-permissive-2.0", "no"),
        ("cdla-sharing-1.0", "no"),
        ("cc0-1.0", "no"),
        ("cc-by-sa-4.0", "contested"),
        ("cc-by-nc-4.0", "contested"),
        ("odbl", "unknown"),
        ("gemma", "unknown"),
        ("other", "unknown"),
    ],
)
def test_which_dataset_licences_reach_a_model(key: str, expected: str) -> None:
    assert reaches_model(licence(key)) == expected


def test_a_second_opinion() -> None:
    audit = audit_of(read_id("pkg:huggingface/adversarial_qa?type=dataset"))
    assert audit is not None
    assert {opinion.licence for opinion in audit.licences} == {"cc-by-sa-3.0", "mit"}
    assert audit.on_hub == ("CC BY-SA 4.0",)
    assert "2025" in audit.source
    assert audit_of(read_id("pkg:huggingface/Adversarial_QA?type=dataset")) == audit
    assert audit_of(read_id("pkg:huggingface/acme/never-audited?type=dataset")) is None


@given(st.text(max_size=50))
def test_any_name_can_be_asked_for(name: str) -> None:
    audit_of(read_id(name))
