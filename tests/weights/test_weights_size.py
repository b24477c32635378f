"""Sizes of whole models: of one file, of several that agree, of all shards."""

from __future__ import annotations

from hub_folder import HubFolder
from weight_files import safetensors

import provenance
from provenance.lock import compare, pin
from provenance.report import Report
from provenance.weights import memory_of
from provenance.wording.facts import file_facts


def shard(name: str) -> bytes:
    return safetensors({name: ("BF16", [4, 2])})


def audited(hub: HubFolder, name: str) -> Report:
    return provenance.audit(name, hub=str(hub.root))


def test_all_shards_add_up(hub: HubFolder) -> None:
    single = {"model.safetensors": safetensors({"a": ("BF16", [4, 2]), "b": ("BF16", [4, 2])})}
    shards: dict[str, str | bytes] = {
        "model-00001-of-00002.safetensors": shard("a"),
        "model-00002-of-00002.safetensors": shard("b"),
    }
    hub.model("acme/one", files={**single})
    hub.model("acme/two", files=shards)
    hub.model("acme/half", files=dict(list(shards.items())[:1]))
    [whole] = audited(hub, "acme/one").artifacts
    [sharded] = audited(hub, "acme/two").artifacts
    [half] = audited(hub, "acme/half").artifacts
    assert whole.parameters == sharded.parameters == 16
    assert whole.shapes == sharded.shapes != ""
    assert (half.parameters, half.shapes) == (None, "")


def test_memory() -> None:
    assert dict(memory_of(8_000_000_000)) == {
        "32-bit": 32_000_000_000,
        "16-bit": 16_000_000_000,
        "8-bit": 8_000_000_000,
        "4-bit": 4_500_000_000,
    }


def test_a_changed_template_is_a_change(hub: HubFolder) -> None:
    hub.model("acme/chat", files={"chat_template.jinja": "{{ a }}"})
    old = pin(audited(hub, "acme/chat"))
    (hub.root / "models/acme/chat/chat_template.jinja").write_text("{{ b }}")
    new = pin(audited(hub, "acme/chat"))
    kinds = [change.kind for change in compare(old, new)]
    assert "executable" in kinds


def test_the_report_says_what_it_takes_to_run(hub: HubFolder) -> None:
    weights = safetensors({"a": ("BF16", [1000, 200])})
    hub.model("acme/one", files={"model.safetensors": weights})
    [artifact] = audited(hub, "acme/one").artifacts
    assert "takes 400 kB in memory at 16 bits, 112 kB at 4 bits" in file_facts(artifact)
