"""What is kept of an artefact, and what of it is missing."""

from __future__ import annotations

import json

import pytest
from hub_folder import HubFolder
from weight_files import safetensors

import provenance


def test_parts_that_are_not_listed_are_a_gap(hub: HubFolder) -> None:
    part = safetensors({})
    files: dict[str, str | bytes] = {f"model-0000{n}-of-00003.safetensors": part for n in (1, 3)}
    hub.model("acme/part", "license: mit", files=files)
    hub.model("acme/all", "license: mit", files={**files, "model-00002-of-00003.safetensors": part})
    gaps = provenance.audit("acme/part", hub=str(hub.root)).gaps
    assert [(gap.what, gap.reason) for gap in gaps] == [
        ("model-*-of-00003.safetensors", "not-found")
    ]
    assert "2 of 3 parts" in gaps[0].detail
    assert not provenance.audit("acme/all", hub=str(hub.root)).gaps


@pytest.mark.parametrize(
    ("template", "is_gap"), [(5, True), ([7], True), ("{{ x }}", False), (None, False)]
)
def test_a_chat_template_that_is_no_text_is_a_gap(
    hub: HubFolder, template: object, is_gap: bool
) -> None:
    config = json.dumps({"chat_template": template})
    hub.model("acme/chat", "license: mit", files={"tokenizer_config.json": config})
    gaps = provenance.audit("acme/chat", hub=str(hub.root)).gaps
    assert bool(gaps) is is_gap
