"""Models that only the name in a GGUF header shows."""

from __future__ import annotations

import struct

import pytest
from hub_folder import HubFolder
from weight_files import Gguf

from provenance.model.finding import Outcome, Severity

COMMERCIAL = {"activity": ["product"], "commercial": True}


def gguf(texts: dict[str, str]) -> bytes:
    writer = Gguf()
    pairs = b"".join(writer.string(key) + writer.value(text) for key, text in texts.items())
    return b"GGUF" + struct.pack("<IQQ", 3, 0, len(texts)) + pairs


def gaps(
    hub: HubFolder, ref: str, texts: dict[str, str], more: dict[str, str | bytes] | None = None
) -> list[str]:
    files = {"quay-q4.gguf": gguf({"general.architecture": "llama"} | texts), **(more or {})}
    hub.model(ref, "license: mit", files=files)
    return [gap.what for gap in hub.trace(ref).gaps]


@pytest.mark.parametrize(
    ("ref", "texts"),
    [
        ("acme/quay", {"general.name": "Meta Llama 3 8B Instruct"}),
        # Its own name, of a family that somebody else makes.
        ("acme/Qwen2-helper-GGUF", {"general.name": "Qwen2 Helper"}),
        ("acme/quay", {"general.name": "Heron 7B Chat"}),
        ("acme/quay", {"general.name": "Heron", "general.size_label": "7B"}),
        ("acme/quay", {"general.basename": "gemma-2"}),
    ],
)
def test_the_name_of_another_model_is_a_gap(
    hub: HubFolder, ref: str, texts: dict[str, str]
) -> None:
    name = texts.get("general.name") or texts["general.basename"]
    assert gaps(hub, ref, texts) == [f"base {name}"]


@pytest.mark.parametrize(
    ("ref", "texts"),
    [
        ("acme/quay-gguf", {"general.name": "Quay 7B Instruct"}),
        ("Qwen/Qwen2-7B-GGUF", {"general.name": "Qwen2 7B"}),
        # Folders that a converter copied.
        ("acme/quay", {"general.name": "Models"}),
        ("acme/quay", {"general.name": "Checkpoint 1500"}),
        ("acme/quay", {"general.name": "5d853ed7d16ac794afa8f5c9c7f59f4e9c950954"}),
        ("acme/quay", {"general.name": "8B"}),
        ("acme/quay", {}),
    ],
)
def test_its_own_name_and_names_of_folders_show_nothing(
    hub: HubFolder, ref: str, texts: dict[str, str]
) -> None:
    assert gaps(hub, ref, texts) == []


def test_a_repository_with_other_weights_is_no_conversion(hub: HubFolder) -> None:
    more: dict[str, str | bytes] = {"pytorch_model.bin": b""}
    what = gaps(hub, "acme/quay", {"general.name": "Meta Llama 3 8B"}, more)
    assert "base Meta Llama 3 8B" not in what


def test_a_base_that_the_card_names_is_enough(hub: HubFolder) -> None:
    files: dict[str, str | bytes] = {"a.gguf": gguf({"general.name": "Meta Llama 3 8B"})}
    hub.model("acme/base", "license: mit")
    hub.model("acme/quay", "license: mit\nbase_model: acme/base", files=files)
    assert hub.check("LIN025", "acme/quay").outcome is Outcome.PASSED


def test_a_base_under_its_own_keys_is_reported_once(hub: HubFolder) -> None:
    texts = {"general.name": "Meta Llama 3 8B", "general.base_model.0.name": "Llama 3"}
    assert gaps(hub, "acme/quay", texts) == ["base Llama 3"]


def test_one_name_in_many_files_is_one_gap(hub: HubFolder) -> None:
    more: dict[str, str | bytes] = {"b.gguf": gguf({"general.name": "Heron 7B"})}
    assert gaps(hub, "acme/quay", {"general.name": "Heron 7B"}, more) == ["base Heron 7B"]


def test_nobody_may_sell_what_has_an_unknown_base(hub: HubFolder) -> None:
    gaps(hub, "acme/quay", {"general.name": "Heron 7B"})
    [finding] = hub.check("LIN025", "acme/quay", COMMERCIAL).findings
    assert finding.severity is Severity.HIGH
