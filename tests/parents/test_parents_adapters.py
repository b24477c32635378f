"""Bases of adapters known by their tensors, and what processors and headers name."""

from __future__ import annotations

import json

import pytest
from hub_folder import HubFolder
from weight_files import safetensors

from provenance.model.finding import Outcome, Severity

KOHYA = {
    "lora_unet_down_blocks_0_proj_in.lora_down.weight": [2, 2],
    "lora_te_text_model_encoder_layers_0_mlp_fc1.alpha": [1],
}
DIFFUSERS = {"unet.down_blocks.0.attn1.to_k.lora_A.weight": [2, 2]}
LYCORIS = {"lycoris_unet_mid_block.hada_w1_a": [2, 2]}


def weights(shapes: dict[str, list[int]], metadata: dict[str, str] | None = None) -> bytes:
    return safetensors({name: ("F32", shape) for name, shape in shapes.items()}, metadata)


@pytest.mark.parametrize("shapes", [KOHYA, DIFFUSERS, LYCORIS])
def test_tensors_show_an_adapter_without_a_base(
    hub: HubFolder, shapes: dict[str, list[int]]
) -> None:
    hub.model("acme/style", "license: mit", files={"style.safetensors": weights(shapes)})
    [finding] = hub.check("LIN025", "acme/style").findings
    assert finding.severity is Severity.HIGH
    assert finding.evidence[0].file == "style.safetensors"


@pytest.mark.parametrize("file", ["learned_embeds.safetensors", "sks/learned_embeds.bin"])
def test_a_learned_embedding_has_a_base(hub: HubFolder, file: str) -> None:
    hub.model("acme/word", "license: mit", files={file: weights({"<toy>": [2, 2]})})
    [finding] = hub.check("LIN025", "acme/word").findings
    assert finding.severity is Severity.HIGH
    hub.model("acme/base", "license: mit")
    hub.model("acme/known", "license: mit\nbase_model: acme/base", files={file: b""})
    assert not hub.check("LIN025", "acme/known").findings


def test_a_model_beside_the_adapter_is_its_base(hub: HubFolder) -> None:
    full = weights({"model.layers.0.mlp.weight": [2, 2]})
    files: dict[str, str | bytes] = {"a.safetensors": weights(KOHYA), "model.safetensors": full}
    hub.model("acme/both", "license: mit", files=files)
    hub.model("acme/full", "license: mit", files={"model.safetensors": full})
    assert hub.check("LIN025", "acme/both").outcome is Outcome.NOT_APPLICABLE
    assert hub.check("LIN025", "acme/full").outcome is Outcome.NOT_APPLICABLE


def test_the_trainer_names_the_base_in_the_header(hub: HubFolder) -> None:
    hub.model("acme/base", "license: cc-by-nc-4.0")
    body = weights(KOHYA, {"ss_base_model": "acme/base"})
    hub.model("acme/style", "license: mit", files={"style.safetensors": body})
    assert hub.check("LIN020", "acme/style").findings
    local = weights(KOHYA, {"ss_base_model": "D:/models/kite.safetensors"})
    hub.model("acme/local", "license: mit", files={"style.safetensors": local})
    assert [gap.topic for gap in hub.trace("acme/local").gaps] == ["bases"]


@pytest.mark.parametrize("file", ["preprocessor_config.json", "processor_config.json"])
def test_a_processor_names_a_base_that_nothing_else_names(hub: HubFolder, file: str) -> None:
    hub.model("acme/base", "license: cc-by-nc-4.0")
    hub.model("acme/tower", "license: mit")
    config = json.dumps({"_name_or_path": "acme/base"})
    hub.model("acme/child", "license: mit", files={file: config})
    hub.model("acme/stated", "license: mit\nbase_model: acme/tower", files={file: config})
    hub.model("acme/folder", "license: mit", files={file: '{"_name_or_path": "checkpoint"}'})
    assert hub.check("LIN020", "acme/child").findings
    assert not hub.check("LIN020", "acme/stated").findings
    assert not hub.check("LIN020", "acme/folder").findings


@pytest.mark.parametrize("kind", ["UNet2DConditionModel", "SD3Transformer2DModel", "ControlNet"])
def test_a_denoiser_names_a_base_that_nothing_else_names(hub: HubFolder, kind: str) -> None:
    hub.model("acme/base", "license: cc-by-nc-4.0")
    config = json.dumps({"_class_name": kind, "_name_or_path": "acme/base"})
    hub.model("acme/child", "license: mit", files={"unet/config.json": config})
    assert hub.check("LIN020", "acme/child").findings


@pytest.mark.parametrize(
    ("kind", "origin"),
    [
        ("AutoencoderKL", "acme/base"),
        ("UNet2DConditionModel", "/root/.cache/unet"),
        ("UNet2DConditionModel", None),
    ],
)
def test_other_parts_and_paths_name_no_base(hub: HubFolder, kind: str, origin: str | None) -> None:
    hub.model("acme/base", "license: cc-by-nc-4.0")
    config = json.dumps({"_class_name": kind, "_name_or_path": origin})
    hub.model("acme/child", "license: mit", files={"part/config.json": config})
    assert not hub.check("LIN020", "acme/child").findings
