"""Weights in a format whose header is not read: told where nothing else holds the weights."""

from __future__ import annotations

import pytest
from hub_folder import HubFolder
from weight_files import safetensors

import provenance

COMMERCIAL = {"activity": ["product"], "commercial": True}
EXECUTORCH = b"\x00\x00\x00\x00ET12" + b"\x00" * 60


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("model.pte", EXECUTORCH),
        ("model.engine", b"ftrt" + b"\x00" * 60),
        ("ggml-model.bin", b"lmgg" + b"\x00" * 60),
        ("model.pdiparams", b"\x00" * 60),
    ],
)
def test_nothing_else_holds_the_weights(hub: HubFolder, path: str, data: bytes) -> None:
    hub.model("acme/m", "license: mit", files={path: data})
    report = provenance.audit("acme/m", hub=str(hub.root), use=COMMERCIAL)
    assert [(gap.what, gap.reason) for gap in report.gaps] == [(path, "unread")]
    assert report.uses[0].verdict == "review"


def test_other_weights_are_read(hub: HubFolder) -> None:
    header = safetensors({"w": ("F32", [4])}, {"format": "pt"})
    hub.model("acme/m", "license: mit", files={"a.safetensors": header, "m.pte": EXECUTORCH})
    report = provenance.audit("acme/m", hub=str(hub.root), use=COMMERCIAL)
    assert not report.gaps
    assert report.uses[0].verdict == "allow-with-duties"


def test_a_format_without_words_of_its_maker_is_no_gap(hub: HubFolder) -> None:
    hub.model("acme/m", "license: mit", files={"flax_model.msgpack": b"\x81\xa1a\x01"})
    assert not provenance.audit("acme/m", hub=str(hub.root)).gaps


def test_several_files_are_one_gap(hub: HubFolder) -> None:
    hub.model("acme/m", "license: mit", files={"a.pte": EXECUTORCH, "b.pte": EXECUTORCH})
    [gap] = provenance.audit("acme/m", hub=str(hub.root)).gaps
    assert "2 in all" in gap.detail
