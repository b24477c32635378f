"""Code that configurations name: in the model's own repository, or in another one."""

from __future__ import annotations

import json

import pytest
from hub_folder import HubFolder
from hypothesis import given
from hypothesis import strategies as st

from provenance.hubs import parse_reference
from provenance.lineage.graph import Lineage, ancestors, code_behind
from provenance.model.artifact import SourceText
from provenance.parents.code import CODE_CONFIGS, code_references, unread_code

REF = parse_reference("acme/model@" + "a" * 40)
ELSEWHERE = "vendor/blocks--modeling_y.YModel"


def read(path: str, config: object) -> list[tuple[str, str, str]]:
    """Repository, file and key of each reference."""
    document = SourceText.decode(REF, path, json.dumps(config, indent=1).encode())
    parsed = config if isinstance(config, dict) else {"modules": config}
    references = code_references({path: document}, {path: parsed})
    return [(reference.repository, reference.file, reference.key) for reference in references]


@pytest.mark.parametrize(
    ("path", "config", "expected"),
    [
        (
            "config.json",
            {"auto_map": {"AutoModel": ELSEWHERE}},
            [("vendor/blocks", "modeling_y.py", "auto_map")],
        ),
        (
            "tokenizer_config.json",
            {"auto_map": {"AutoTokenizer": ["tok_y.YTokenizer", None]}},
            [("", "tok_y.py", "auto_map")],
        ),
        (
            "tokenizer_config.json",
            {"auto_map": {"AutoTokenizer": [None, "vendor/blocks--tok_y.YTokenizerFast"]}},
            [("vendor/blocks", "tok_y.py", "auto_map")],
        ),
        (
            "processor_config.json",
            {"auto_map": {"AutoProcessor": "vendor/blocks--deep.module.YProcessor"}},
            [("vendor/blocks", "deep/module.py", "auto_map")],
        ),
        (
            "config.json",
            {"custom_pipelines": {"text-generation": {"impl": "pipe.YPipeline", "pt": ["A"]}}},
            [("", "pipe.py", "custom_pipelines")],
        ),
        (
            "config.json",
            {"custom_pipelines": {"x": {"impl": "vendor/blocks--pipe.YPipeline"}}},
            [("vendor/blocks", "pipe.py", "custom_pipelines")],
        ),
        (
            "modules.json",
            [
                {"idx": 0, "path": "", "type": "sentence_transformers.models.Transformer"},
                {"idx": 1, "path": "1", "type": "vendor/blocks--custom_st.Pooling"},
            ],
            [
                ("", "sentence_transformers/models.py", "type"),
                ("vendor/blocks", "custom_st.py", "modules"),
            ],
        ),
        (
            "model_index.json",
            {"_class_name": ["my_pipeline", "MyPipeline"], "unet": ["my_unet", "MyUNet"]},
            [("", "my_pipeline.py", "_class_name"), ("", "unet/my_unet.py", "unet")],
        ),
        (
            "model_index.json",
            {"_class_name": ["vendor/blocks--pipe.YPipeline", "YPipeline"]},
            [("vendor/blocks", "pipe.py", "_class_name")],
        ),
        (
            "config.json",
            {"vision": {"processor": {"class": ELSEWHERE}}},
            [("vendor/blocks", "modeling_y.py", "vision")],
        ),
        (
            "config.json",
            {"auto_map": {"A": "bare--module.Class"}},
            [("bare", "module.py", "auto_map")],
        ),
        ("config.json", {"auto_map": {}, "architectures": ["X"]}, []),
        ("config.json", {"_name_or_path": "/cache/models--vendor--blocks.Y"}, []),
        ("config.json", {"_name_or_path": "vendor/blocks--v1.Big"}, []),
        ("config.json", {"note": "see a--b.c and vendor/x--y.z"}, []),
        ("generation_config.json", {"auto_map": {"A": ELSEWHERE}}, []),
    ],
)
def test_what_a_configuration_names(
    path: str, config: object, expected: list[tuple[str, str, str]]
) -> None:
    assert read(path, config) == expected


@pytest.mark.parametrize("value", ["code", {"AutoModel": 5}, {"AutoModel": "not a class"}, [1]])
def test_what_stands_where_code_is_named_and_is_not_understood_is_a_gap(value: object) -> None:
    [gap] = unread_code(REF, {"config.json": {"auto_map": value}})
    assert gap.what == "config.json auto_map"
    assert "unknown form" in gap.detail


@pytest.mark.parametrize(
    "config", [{"modules": [{"type": 5}]}, {"modules": ["a.B"]}, {"modules": [{}]}, {"other": 1}]
)
def test_a_list_of_modules_without_classes_is_a_gap(config: dict[str, object]) -> None:
    [gap] = unread_code(REF, {"modules.json": config})
    assert gap.what == "modules.json type"
    assert not list(unread_code(REF, {"modules.json": {"modules": [{"type": "a.B"}]}}))


@pytest.mark.parametrize("value", [None, {}, [], ""])
def test_an_empty_place_is_no_gap(value: object) -> None:
    assert not list(unread_code(REF, {"config.json": {"auto_map": value}}))


JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=30) | st.sampled_from([ELSEWHERE, "a.B", "--"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["auto_map", "type", "x"]), inner, max_size=4)
    ),
)


@given(st.sampled_from(CODE_CONFIGS), st.dictionaries(st.text(max_size=9), JSON, max_size=4), JSON)
def test_any_configuration_is_read(path: str, config: dict[str, object], value: object) -> None:
    config = {**config, "auto_map": value}
    document = SourceText.decode(REF, path, json.dumps(config).encode())
    for reference in code_references({path: document}, {path: config}):
        assert reference.file.endswith(".py")
        assert reference.evidence.file == path
    list(unread_code(REF, {path: config}))


def test_a_thousand_references_are_bounded() -> None:
    config = {"auto_map": {str(n): f"vendor/r{n}--m.C" for n in range(1000)}}
    assert len(read("config.json", config)) == 100


def auto_map(name: str) -> str:
    return json.dumps({"auto_map": {"AutoModel": f"{name}--modeling_y.YModel"}}, indent=1)


def relations(lineage: Lineage) -> dict[str, str]:
    return {edge.parent.name: edge.relation for edge in lineage.edges}


def test_code_of_another_repository_is_part_of_the_lineage_and_no_base(hub: HubFolder) -> None:
    hub.model("vendor/blocks", "license: mit", files={"modeling_y.py": "x = 1\n"})
    hub.model("acme/model", "license: mit", files={"config.json": auto_map("vendor/blocks")})
    lineage = hub.trace("acme/model")
    assert relations(lineage) == {"vendor/blocks": "code"}
    subject = lineage.inputs[0][1]
    assert not ancestors(lineage, subject)
    [(_, source)] = code_behind(lineage, subject)
    assert source.name == "vendor/blocks"
    assert source.revision
    [edge] = lineage.edges
    assert edge.evidence[0].file == "config.json"
    assert edge.known_by == ("code-reference",)


def test_code_of_the_base_leaves_it_the_base(hub: HubFolder) -> None:
    hub.model("vendor/base", "license: mit")
    front = "base_model: vendor/base\nbase_model_relation: finetune"
    hub.model("acme/tuned", front, files={"config.json": auto_map("vendor/base")})
    [edge] = hub.trace("acme/tuned").edges
    assert edge.relation == "finetune"
    assert "code-reference" in edge.known_by


def test_code_elsewhere_leaves_an_inferred_base_as_it_is(hub: HubFolder) -> None:
    hub.model("vendor/blocks")
    hub.model("vendor/base")
    config = json.loads(auto_map("vendor/blocks")) | {"_name_or_path": "vendor/base"}
    hub.model("acme/tuned", files={"config.json": json.dumps(config)})
    assert relations(hub.trace("acme/tuned")) == {"vendor/blocks": "code", "vendor/base": "base"}


def test_own_code_under_its_full_name_is_no_step(hub: HubFolder) -> None:
    hub.model("acme/model", files={"config.json": auto_map("acme/model")})
    lineage = hub.trace("acme/model")
    assert not lineage.edges
    assert not lineage.gaps


@pytest.mark.parametrize("name", ["/mnt/work/blocks", "vendor/blocks/more", "vendor/absent"])
def test_code_that_cannot_be_followed_is_a_gap(hub: HubFolder, name: str) -> None:
    hub.model("acme/model", files={"config.json": auto_map(name)})
    [gap] = hub.trace("acme/model").gaps
    assert name.rpartition("/")[2] in gap.what + gap.artifact


def test_parts_of_a_pipeline_are_read_too(hub: HubFolder) -> None:
    hub.model("vendor/blocks")
    hub.model("acme/model", files={"text_encoder/config.json": auto_map("vendor/blocks")})
    assert relations(hub.trace("acme/model")) == {"vendor/blocks": "code"}
