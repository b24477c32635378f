"""What an audit says of metadata that it did not understand: a gap with its place, exit 3, and
never that nothing is stated."""

from __future__ import annotations

import json

import pytest
from hub_folder import HubFolder

import provenance
from provenance.formats import render
from provenance.model.artifact import Gap
from provenance.model.finding import Severity
from provenance.report import Report

MERGE = "merge_method: linear\nmodels:\n  - model: {}\n  - model: acme/base\n"


def audited(hub: HubFolder, ref: str) -> Report:
    return provenance.audit(ref, hub=str(hub.root))


def only_gap(report: Report) -> Gap:
    [gap] = report.gaps
    return gap


@pytest.mark.parametrize(
    ("front", "where"),
    [
        ("base_model: 7", "base_model"),
        ("base_model: true", "base_model"),
        ("base_model: unknown", "base_model"),
        ("base_model: [null]", "base_model[0]"),
        ("base_model: [' ']", "base_model[0]"),
        ("merged_models:\n- name:", "merged_models[0]"),
        ("datasets:\n-", "datasets[0]"),
        ("datasets: [[]]", "datasets[0]"),
        ("tags: ['']", "tags[0]"),
        ("base_model:\n  name: Base 7B", "base_model"),
        ("base_model:\n  - name: Base 7B\n    author: Acme", "base_model[0]"),
        ("base_model_relation: cousin", "base_model_relation"),
        ("datasets: [7]", "datasets[0]"),
        ("datasets:\n  - title: true", "datasets[0]"),
        ("datasets: custom", "datasets"),
        ("merged_models: [1, 2]", "merged_models[0]"),
        ("new_version: {since: 2}", "new_version"),
        ("language: true", "language"),
        ("language: 2.5", "language"),
        ("language: [en, 7]", "language[1]"),
        ("pipeline_tag: 12", "pipeline_tag"),
        ("pipeline_tag: [text-generation, fill-mask]", "pipeline_tag"),
        ("library_name: [timm, keras]", "library_name"),
        ("base_model_relation: [adapter, merge]", "base_model_relation"),
        ("base_model_relation: {how: merge}", "base_model_relation"),
        ("co2_eq_emissions: {emissions: a few}", "co2_eq_emissions.emissions"),
        ("co2_eq_emissions: yes", "co2_eq_emissions"),
        ("task_categories: [3]", "task_categories[0]"),
        ("tags: {a: {b: false}}", "tags.a.b"),
        ("pipeline_tag: {x: null}", "pipeline_tag"),
        ("model-index: yes", "model-index"),
        ("model-index: [{name: x, result: [1]}]", "model-index[0]"),
        (
            "model-index: [{results: [{metric: {type: f1, value: 1}}]}]",
            "model-index[0].results[0]",
        ),
        (
            "model-index: [{results: [{metrics: [{type: f1, value: .nan}]}]}]",
            "model-index[0].results[0].metrics[0].value",
        ),
        (
            "model-index: [{results: [{metrics: [{type: f1, value: see paper}]}]}]",
            "model-index[0].results[0].metrics[0].value",
        ),
        (
            "model-index: [{results: [{metrics: [f1]}]}]",
            "model-index[0].results[0].metrics[0]",
        ),
    ],
)
def test_front_matter(hub: HubFolder, front: str, where: str) -> None:
    hub.model("acme/x", f"license: mit\n{front}")
    report = audited(hub, "acme/x")
    gap = report.gaps[0]
    assert (gap.what, gap.reason) == (f"{where} in README.md", "not-understood")
    assert gap.detail.startswith("README.md:3: ") or gap.detail.startswith("README.md:4: ")
    assert report.exit_status(Severity.HIGH) == 3


@pytest.mark.parametrize(
    ("front", "where"),
    [
        ("dataset_info: a text", "dataset_info"),
        ("dataset_info:\n  features: name and address", "dataset_info.features"),
        ("dataset_info:\n  features: [[1]]", "dataset_info.features[0]"),
        ("source_datasets: true", "source_datasets"),
        ("source_datasets: [original, null]", "source_datasets[1]"),
        ("size_categories: {train: true}", "size_categories.train"),
    ],
)
def test_front_matter_of_a_dataset(hub: HubFolder, front: str, where: str) -> None:
    hub.dataset("acme/d", f"license: mit\n{front}")
    assert only_gap(audited(hub, "hf:datasets/acme/d")).what == f"{where} in README.md"


@pytest.mark.parametrize(
    "front",
    [
        "base_model: null",
        "base_model: ''",
        "base_model: []",
        "base_model: none",
        "datasets: []",
        "base_model:\ndatasets:\nlanguage:\ntags: []",
        "model-index:\n- name:\n  results: []",
        "dataset_info:\n  features: []",
        "co2_eq_emissions:",
    ],
)
def test_what_is_empty_is_no_gap(hub: HubFolder, front: str) -> None:
    hub.model("acme/x", f"license: mit\n{front}")
    assert not audited(hub, "acme/x").gaps


@pytest.mark.parametrize(
    ("meta", "where"),
    [
        ({"baseModels": {"relation": "finetune", "models": [{"id": 7}]}}, "baseModels.models[0]"),
        ({"baseModels": {"relation": [1], "models": []}}, "baseModels.relation[0]"),
        ({"baseModels": {"models": [None]}}, "baseModels.models[0]"),
        ({"baseModels": {"models": [{"id": ""}]}}, "baseModels.models[0]"),
        ({"tags": ["license:mit", None]}, "tags[1]"),
        ({"cardData": {"base_model": [" "]}}, "cardData.base_model[0]"),
        ({"cardData": {"datasets": [None]}}, "cardData.datasets[0]"),
        ({"tags": [{"a": True}]}, "tags[0].a"),
        ({"cardData": "license: mit"}, "cardData"),
        ({"cardData": {"base_model": 7}}, "cardData.base_model"),
        ({"gated": [1]}, "gated"),
        ({"safetensors": [" "]}, "safetensors"),
        ({"cardData": [None]}, "cardData"),
        ({"securityRepoStatus": [""]}, "securityRepoStatus"),
        ({"config": [[]]}, "config"),
        ({"safetensors": 7}, "safetensors"),
        ({"safetensors": {"total": "7B", "parameters": {}}}, "safetensors.total"),
        ({"config": [1]}, "config"),
        ({"config": {"architectures": True}}, "config.architectures"),
        ({"pipeline_tag": True}, "pipeline_tag"),
    ],
)
def test_a_hubs_answer(hub: HubFolder, meta: dict[str, object], where: str) -> None:
    hub.model("acme/x", "license: mit", meta=meta)
    gap = audited(hub, "acme/x").gaps[0]
    assert (gap.what, gap.reason) == (f"{where} in _meta.json", "not-understood")


@pytest.mark.parametrize("settings", [{}, {"quant_method": "awq"}, {"load_in_8bit": True}])
def test_settings_of_a_quantisation_that_are_understood(hub: HubFolder, settings: object) -> None:
    config = {"quantization_config": settings}
    hub.model("acme/x", "license: mit", files={"config.json": json.dumps(config)})
    gaps = audited(hub, "acme/x").gaps
    assert not [gap for gap in gaps if gap.reason == "not-understood"]


def test_the_hubs_copy_of_a_card_is_told_once(hub: HubFolder) -> None:
    hub.model("acme/x", "license: mit\nbase_model: 7", meta={"cardData": {"base_model": 7}})
    assert only_gap(audited(hub, "acme/x")).what == "base_model in README.md"


@pytest.mark.parametrize(
    ("path", "content", "where"),
    [
        ("config.json", {"model_type": {"a": True}}, "model_type.a"),
        ("config.json", {"hidden_size": "large"}, "hidden_size"),
        ("config.json", {"_name_or_path": 7}, "_name_or_path"),
        ("config.json", {"quantization_config": "gptq"}, "quantization_config"),
        (
            "config.json",
            {"quantization_config": {"value": {"quant_method": "gptq"}}},
            "quantization_config",
        ),
        ("adapter_config.json", {"base_model_name_or_path": 7}, "base_model_name_or_path"),
        ("adapter_config.json", {"base_model_name_or_path": [True]}, "base_model_name_or_path[0]"),
        ("quantize_config.json", {"model_name_or_path": 7}, "model_name_or_path"),
    ],
)
def test_configurations(hub: HubFolder, path: str, content: object, where: str) -> None:
    hub.model("acme/x", "license: mit", files={path: json.dumps(content, indent=1)})
    gap = audited(hub, "acme/x").gaps[0]
    assert gap.what == f"{where} in {path}"
    assert gap.detail.startswith(f"{path}:2: ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("merge_method: [", "not understood"),
        (MERGE.format("7"), "contains a number"),
        (MERGE.format("unknown"), "contains text"),
        ("merge_method: linear\n" * 2 + "models: [{model: acme/base}]", "set twice"),
        ("# " + "x" * 100_000, "longer than 100,000 characters"),
    ],
)
def test_merge_configurations(hub: HubFolder, text: str, expected: str) -> None:
    hub.model("acme/base", "license: mit")
    hub.model("acme/x", "license: mit", files={"mergekit_config.yml": text})
    gap = only_gap(audited(hub, "acme/x"))
    assert gap.reason == "not-understood"
    assert expected in gap.detail


def test_every_document_of_a_merge_is_read(hub: HubFolder) -> None:
    hub.model("acme/base", "license: mit")
    hub.model("acme/other", "license: mit")
    first = MERGE.format("acme/other").replace("merge_method", "name: step\nmerge_method")
    text = f"{first}---\nmerge_method: slerp\nmodels:\n  - model: step\n"
    hub.model("acme/x", "license: mit", files={"mergekit_config.yml": text})
    report = audited(hub, "acme/x")
    assert not report.gaps
    assert len(report.lineage.edges) == 2


def test_two_spellings_that_differ_are_told(hub: HubFolder) -> None:
    hub.model("acme/base", "license: mit")
    hub.model("acme/x", "license: mit\nbase_model: acme/base\nBase_Model: acme/other")
    gap = only_gap(audited(hub, "acme/x"))
    assert "`Base_Model` says acme/other" in gap.detail


@pytest.mark.parametrize("text", ["base_model: a/b\nbase_model: a/c", "tags: [a]\ntags: [b]"])
def test_a_key_that_is_set_twice_is_told(hub: HubFolder, text: str) -> None:
    hub.model("acme/x", f"license: mit\n{text}")
    assert any("is set twice" in gap.detail for gap in audited(hub, "acme/x").gaps)


def test_a_second_front_matter_is_told(hub: HubFolder) -> None:
    hub.model("acme/x", "license: mit", "---\nlicense: other\n---\n\nWords.\n")
    assert "second front matter" in only_gap(audited(hub, "acme/x")).detail


def test_no_form_says_that_nothing_is_named(hub: HubFolder) -> None:
    hub.model("acme/x", "license: mit\nbase_model: {a: 1}")
    report = audited(hub, "acme/x")
    shown = render(report, "terminal").decode()
    assert "no base model or dataset is named" not in shown
    assert "what it was made from is not known" in shown
    checks = {check.rule: check for check in report.checks}
    assert checks["LIN020"].outcome == "unknown"
    assert checks["LIN004"].outcome == "unknown"


def test_many_gaps_are_counted(hub: HubFolder) -> None:
    hub.model("acme/x", "license: mit\nbase_model:\n" + "- 7\n" * 50)
    gaps = audited(hub, "acme/x").gaps
    assert len(gaps) == 21
    assert any("30 more values" in gap.detail for gap in gaps)


def test_what_is_read_in_another_shape_is_followed(hub: HubFolder) -> None:
    hub.model("acme/base", "license: mit")
    hub.dataset("acme/d", "license: mit")
    hub.model(
        "acme/x",
        "license: mit\nBase-Model:\n  repo: acme/base\n"
        "Datasets: '[the data](https://huggingface.co/datasets/acme/d)'",
    )
    report = audited(hub, "acme/x")
    assert not report.gaps
    assert {edge.relation for edge in report.lineage.edges} == {"base", "dataset"}


def test_the_hubs_copy_of_the_card_names_a_base(hub: HubFolder) -> None:
    hub.model("acme/base", "license: mit")
    hub.model("acme/x", None, meta={"cardData": {"base_model": ["acme/base"]}})
    [edge] = audited(hub, "acme/x").lineage.edges
    assert edge.known_by == ("hub-card",)


@pytest.mark.parametrize(
    ("gated", "expected"),
    [(True, True), ("auto", True), ("manual", True), (False, False), ("false", False), ("", False)],
)
def test_gated(hub: HubFolder, gated: object, expected: bool) -> None:
    hub.model("acme/x", "license: mit", meta={"gated": gated})
    assert audited(hub, "acme/x").artifacts[0].gated is expected


@pytest.mark.parametrize("tag", [["image-text-to-text"], {"a": "image-text-to-text"}], ids=str)
def test_a_task_of_any_shape_is_judged(hub: HubFolder, tag: object) -> None:
    hub.model(
        "acme/x", f"license: mit\npipeline_tag: {json.dumps(tag)}", meta={"pipeline_tag": tag}
    )
    report = provenance.audit("acme/x", hub=str(hub.root), use={"commercial": True})
    assert not report.gaps


def test_scans_that_were_not_understood_are_not_absent(hub: HubFolder) -> None:
    hub.model("acme/x", "license: mit", meta={"securityRepoStatus": [7]})
    assert hub.check("WGT002", "acme/x").outcome == "unknown"


@pytest.mark.parametrize(
    "sources",
    [
        ["extended|quay/rows"],
        "extended|quay/rows",
        [["quay/rows"]],
        {"default": ["quay/rows"]},
        [{"name": "quay/rows"}],
    ],
)
def test_sources_of_a_dataset_in_the_answer_of_its_hub(hub: HubFolder, sources: object) -> None:
    hub.dataset("quay/rows", "license: cc-by-nc-4.0")
    hub.dataset("acme/rows", None, meta={"cardData": {"source_datasets": sources}})
    [edge] = hub.trace("hf:datasets/acme/rows").edges
    assert edge.parent.name == "quay/rows"


@pytest.mark.parametrize(
    "tags",
    [
        "license:cc-by-nc-4.0, source_datasets:extended|quay/rows",
        [["license:cc-by-nc-4.0"], ["source_datasets:quay/rows"]],
        {"0": "license:cc-by-nc-4.0", "1": "dataset:quay/rows"},
        [{"id": "license:cc-by-nc-4.0"}, {"id": "dataset:quay/rows"}],
    ],
)
def test_tags_in_another_shape(hub: HubFolder, tags: object) -> None:
    hub.dataset("quay/rows", "license: cc-by-nc-4.0")
    hub.dataset("acme/rows", "language: en", meta={"tags": tags})
    lineage = hub.trace("hf:datasets/acme/rows")
    assert [edge.parent.name for edge in lineage.edges] == ["quay/rows"]
    record = lineage.record(lineage.inputs[0][1])
    assert record is not None
    assert [licence.spdx for licence in record.licence.licences] == ["CC-BY-NC-4.0"]


@pytest.mark.parametrize("key", ["license_name", "license_link"])
@pytest.mark.parametrize("value", [{"value": "harbour-nc"}, [{"name": "harbour-nc"}]])
def test_a_name_of_a_licence_in_another_shape(hub: HubFolder, key: str, value: object) -> None:
    hub.model("acme/model", "language: en", meta={"cardData": {key: value}})
    assert only_gap(audited(hub, "acme/model")).what == f"{key} in _meta.json"
