"""Tags in weight headers that restrict, or name a licence."""

from __future__ import annotations

import pytest
from hub_folder import HubFolder
from weight_files import Gguf


def model(hub: HubFolder, *tags: str) -> None:
    header = {"general.architecture": "llama", "general.tags": list(tags)}
    body = Gguf().file(header, {"w": ("F32", [4])})
    hub.model("acme/birds", "license: mit", files={"birds.gguf": body})


def test_a_tag_restricts(hub: HubFolder) -> None:
    model(hub, "text-generation", "non-commercial")
    assert hub.check("LIC017", "acme/birds").findings


def test_a_tag_names_a_licence(hub: HubFolder) -> None:
    model(hub, "license:cc-by-nc-4.0")
    assert hub.check("LIC010", "acme/birds").findings


@pytest.mark.parametrize("tag", ["research", "license:mit", "license:", "commercial"])
def test_other_tags_say_nothing(hub: HubFolder, tag: str) -> None:
    model(hub, tag)
    assert not hub.check("LIC017", "acme/birds").findings
    assert not hub.check("LIC010", "acme/birds").findings
