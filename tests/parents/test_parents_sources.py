"""Every place that names what a model was made from, read through a whole trace."""

from __future__ import annotations

import json

import pytest
from hub_folder import HubFolder
from hub_server import HubServer
from weight_files import Gguf, safetensors

import provenance
from provenance.lineage.graph import Edge, Lineage

MERGE = """\
slices:
  - sources:
      - model: base/one
        layer_range: [0, 32]
      - model: base/two+acme/lora
        layer_range: [0, 32]
merge_method: slerp
base_model: base/one
dtype: bfloat16
"""


def edges(lineage: Lineage) -> dict[str, tuple[str, str]]:
    """Relation and confidence by parent, below the first input."""
    return {
        edge.parent.name: (edge.relation, edge.confidence)
        for edge in lineage.parents(lineage.inputs[0][1])
    }


def only(lineage: Lineage) -> Edge:
    [edge] = lineage.parents(lineage.inputs[0][1])
    return edge


@pytest.fixture
def bases(hub: HubFolder) -> HubFolder:
    for name in ("base/one", "base/two", "acme/lora"):
        hub.model(name, "license: mit")
    return hub


def test_mergekit_configuration(bases: HubFolder) -> None:
    bases.model("acme/x", files={"mergekit_config.yml": MERGE})
    lineage = bases.trace("acme/x")
    assert edges(lineage) == dict.fromkeys(
        ("acme/lora", "base/one", "base/two"), ("merge", "stated")
    )
    places = {edge.parent.name: edge.evidence[0] for edge in lineage.parents(lineage.inputs[0][1])}
    assert (places["base/two"].file, places["base/two"].start_line) == ("mergekit_config.yml", 5)


def test_mergekit_configuration_in_the_card(bases: HubFolder) -> None:
    bases.model("acme/x", "license: mit", f"# A merge\n\n```yaml\n{MERGE}```\n")
    assert set(edges(bases.trace("acme/x"))) == {"acme/lora", "base/one", "base/two"}


@pytest.mark.parametrize(
    "text", ["", "a: [", "- " * 500 + "x", "models: 7", "base_model: {path: [1]}", "model: ./local"]
)
def test_strange_merge_configurations(bases: HubFolder, text: str) -> None:
    bases.model("acme/x", files={"mergekit_config.yml": text})
    assert not edges(bases.trace("acme/x"))


@pytest.mark.parametrize(
    "config",
    [
        {"quantization_config": {"quant_method": "gptq", "bits": 4}},
        {"quantization_config": {"quant_method": "awq"}},
        {"quantization_config": {"quant_method": "exl2", "bits": 4.25}},
        {"quantization": {"group_size": 64, "bits": 4}},
    ],
)
def test_a_quantisation_is_seen_in_the_configuration(
    bases: HubFolder, config: dict[str, object]
) -> None:
    bases.model(
        "acme/x", "base_model: base/one", files={"config.json": json.dumps(config, indent=1)}
    )
    edge = only(bases.trace("acme/x"))
    assert (edge.relation, edge.known_by) == ("quantized", ("card", "quantization-config"))
    assert edge.evidence[1].file == "config.json"


def test_a_relation_that_is_told_stays(bases: HubFolder) -> None:
    config = {"quantization_config": {"quant_method": "gptq"}}
    front = "base_model: base/one\nbase_model_relation: finetune"
    bases.model("acme/x", front, files={"config.json": json.dumps(config)})
    assert only(bases.trace("acme/x")).relation == "finetune"


def test_nothing_but_gguf_is_a_quantisation(bases: HubFolder) -> None:
    gguf = Gguf().file({"general.architecture": "llama"}, {"w": ("F32", [4])})
    bases.model("acme/x", "base_model: base/one", files={"x.gguf": gguf})
    bases.model("acme/y", "base_model: base/one", files={"x.gguf": gguf, "model.safetensors": b""})
    assert only(bases.trace("acme/x")).relation == "quantized"
    assert only(bases.trace("acme/y")).relation == "base"


def test_gguf_names_the_model_that_was_converted(bases: HubFolder) -> None:
    texts = {
        "general.architecture": "llama",
        "general.source.repo_url": "https://huggingface.co/base/one",
    }
    bases.model("acme/x", files={"x.gguf": Gguf().file(texts, {"w": ("F32", [4])})})
    assert edges(bases.trace("acme/x")) == {"base/one": ("quantized", "stated")}


def test_safetensors_metadata(bases: HubFolder) -> None:
    data = safetensors({"w": ("F32", [1])}, {"ss_sd_model_name": "base/one"})
    bases.model("acme/x", files={"model.safetensors": data})
    assert edges(bases.trace("acme/x")) == {"base/one": ("base", "stated")}


def test_the_path_in_a_configuration_is_inferred(bases: HubFolder) -> None:
    bases.model("acme/x", files={"config.json": '{"_name_or_path": "base/one"}'})
    bases.model(
        "acme/y", "base_model: base/two", files={"config.json": '{"_name_or_path": "base/one"}'}
    )
    assert edges(bases.trace("acme/x")) == {"base/one": ("base", "inferred")}
    assert edges(bases.trace("acme/y")) == {"base/two": ("base", "stated")}


@pytest.mark.parametrize(
    "path", ["/home/me/llama-7b", "./out", "out/checkpoint-500", "gpt2", "C:\\models\\x", ""]
)
def test_a_path_on_somebodys_machine_is_no_gap(bases: HubFolder, path: str) -> None:
    bases.model("acme/x", files={"config.json": json.dumps({"_name_or_path": path})})
    lineage = bases.trace("acme/x")
    assert not lineage.gaps
    assert not lineage.edges


def test_gptq_names_its_base(bases: HubFolder) -> None:
    bases.model(
        "acme/x", files={"quantize_config.json": '{"bits": 4, "model_name_or_path": "base/one"}'}
    )
    assert edges(bases.trace("acme/x")) == {"base/one": ("quantized", "inferred")}


def test_source_datasets_are_followed(hub: HubFolder) -> None:
    hub.dataset("acme/raw")
    hub.dataset("squad")
    hub.dataset(
        "acme/clean",
        "source_datasets: [acme/raw, original, 'extended|squad', 'extended|other-web']",
    )
    hub.model("acme/x", "datasets: acme/clean")
    lineage = hub.trace("acme/x")
    assert {(edge.child.name, edge.parent.name) for edge in lineage.edges} == {
        ("acme/x", "acme/clean"),
        ("acme/clean", "acme/raw"),
        ("acme/clean", "squad"),
    }
    assert not lineage.gaps


def test_ancestors_are_asked_for_configurations_only_where_the_hub_names_no_base(
    hub: HubFolder,
) -> None:
    adapter: dict[str, str | bytes] = {
        "adapter_config.json": '{"base_model_name_or_path": "base/one"}'
    }
    hub.model("base/one")
    hub.model(
        "acme/told", "base_model: base/one", files=adapter, meta={"tags": ["base_model:base/one"]}
    )
    hub.model("acme/silent", files=adapter)
    hub.model("acme/x", "base_model: [acme/told, acme/silent]")
    with HubServer(hub.root) as server:
        provenance.trace("acme/x", hub=server.url)
        repositories = {
            record.path.split("/resolve/")[0]
            for record in server.requests
            if "adapter_config" in record.path
        }
    assert repositories == {"/acme/silent"}


def test_another_case_and_a_former_name_are_told(hub: HubFolder) -> None:
    hub.model("acme/Present")
    hub.model("acme/x", "base_model: [acme/former, ACME/present]")
    with HubServer(
        hub.root, renames={"acme/former": "acme/Present", "ACME/present": "acme/Present"}
    ) as server:
        report = provenance.audit("acme/x", hub=server.url)
    [edge] = report.lineage.edges
    assert edge.parent.startswith("pkg:huggingface/acme/Present@")
    assert {node.written for node in report.lineage.nodes} == {(), ("ACME/present", "acme/former")}


def test_a_path_as_base_is_told_as_such(hub: HubFolder) -> None:
    hub.model("acme/x", "base_model: ./llama-7b")
    [gap] = hub.trace("acme/x").gaps
    assert (
        gap.detail
        == "README.md:2 names './llama-7b', which is a path on its author's machine; it was not"
        " followed."
    )
