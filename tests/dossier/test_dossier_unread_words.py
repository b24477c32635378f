"""What was present and not understood is reported in Korean too."""

from __future__ import annotations

import json

import pytest
from hub_folder import HubFolder

import provenance
from provenance.wording.phrases import phrases_of

FRONTS = [
    "base_model: 7",
    "base_model: unknown",
    "base_model: {id: acme/base, revision: [1]}",
    "base_model:\n" + "- 7\n" * 30,
    "base_model: [" + "acme/x, " * 2_100 + "]",
    f"base_model: {'x' * 5_000}",
    "base_model: /data/base",
    "datasets: [true]",
    "base_model_relation: cousin",
    "language: true",
    "model-index: 7",
    "model-index: [{result: 1}]",
    "model-index: [{results: [7]}]",
    "model-index: [{results: [{metric: 7}]}]",
    "model-index: [{results: [{metrics: [7, {a: {b: 1}}, {}]}]}]",
    "base_model: a/b\nBase_Model: a/c",
    "tags: [a]\ntags: [b]",
    "tags: !ruby/object x",
    "library_name: peft",
]
ANSWERS: list[dict[str, object]] = [
    {"baseModels": {"relation": [1], "models": [{"id": 7}]}},
    {"gated": [1]},
    {"safetensors": 7},
    {"safetensors": {"total": "7B", "parameters": 7}},
    {"config": 7},
]
CONFIGS = ['{"hidden_size": "large", "model_type": [true]}', '{"quantization_config": 1}']
MERGES = ["merge_method: [", "merge_method: x\nmodels: [{model: 7}]", "# " + "x" * 100_000]


def untranslated(hub: HubFolder, ref: str) -> list[str]:
    report = provenance.audit(ref, hub=str(hub.root))
    assert report.gaps
    phrases = phrases_of("ko")
    findings = [finding for finding in report.findings if finding.rule == "LIN025"]
    sentences = [gap.detail for gap in report.gaps]
    sentences += [text for finding in findings for text in (finding.message, finding.remedy)]
    for sentence in sentences:
        phrases.message(sentence)
    return sorted(phrases.untranslated)


@pytest.mark.parametrize("front", FRONTS, ids=lambda front: front[:40])
def test_front_matter(hub: HubFolder, front: str) -> None:
    hub.model("acme/x", f"license: mit\n{front}")
    assert not untranslated(hub, "acme/x")


@pytest.mark.parametrize("answer", ANSWERS, ids=str)
def test_a_hubs_answer(hub: HubFolder, answer: dict[str, object]) -> None:
    hub.model("acme/x", "license: mit", meta=answer)
    assert not untranslated(hub, "acme/x")


@pytest.mark.parametrize("text", CONFIGS)
def test_configurations(hub: HubFolder, text: str) -> None:
    hub.model("acme/x", "license: mit", files={"config.json": json.dumps(json.loads(text))})
    assert not untranslated(hub, "acme/x")


@pytest.mark.parametrize("text", MERGES, ids=lambda text: text[:20])
def test_merges(hub: HubFolder, text: str) -> None:
    hub.model("acme/x", "license: mit", files={"mergekit_config.yml": text})
    assert not untranslated(hub, "acme/x")


def test_a_body_that_is_cut(hub: HubFolder) -> None:
    hub.model("acme/x", "license: mit", "---\nlicense: other\n---\n" + "> " * 200 + "x\n")
    assert not untranslated(hub, "acme/x")


def test_columns(hub: HubFolder) -> None:
    hub.dataset("acme/d", "license: mit\ndataset_info: [7, {features: 7}, {features: [7]}]")
    assert not untranslated(hub, "hf:datasets/acme/d")


@pytest.mark.parametrize(
    "front",
    ["zzz: acme/base", "my_base_model: 7", "Base-Model: acme/base", "mood: fine", "terms: mit"],
)
def test_keys_that_nobody_reads(hub: HubFolder, front: str) -> None:
    config = json.dumps({"architectures": ["A"], "_name_or_path": "run 7"})
    hub.model("acme/x", f"license: mit\n{front}", files={"config.json": config})
    phrases = phrases_of("ko")
    for finding in provenance.audit("acme/x", hub=str(hub.root)).findings:
        if finding.rule in ("CARD004", "LIN025"):
            phrases.message(finding.message)
            phrases.message(finding.remedy)
    assert not phrases.untranslated
