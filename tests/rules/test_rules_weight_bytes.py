"""Rules about what the bytes of weight files are, whatever their names say."""

from __future__ import annotations

import pickle

import pytest
from hub_folder import HubFolder
from weight_files import safetensors

from provenance.model.finding import Outcome, Severity

SAFE = safetensors({"a": ("F32", [2])})
PICKLE = pickle.dumps({"a": 1}, protocol=4)
NOISE = bytes(range(1, 256)) * 20


def test_a_pickle_under_a_safe_name(hub: HubFolder) -> None:
    hub.model("acme/liar", files={"model.onnx": PICKLE, "other.safetensors": PICKLE})
    check = hub.check("WGT005", "acme/liar")
    assert [finding.severity for finding in check.findings] == [Severity.HIGH, Severity.HIGH]
    assert "pickle" in check.findings[0].message
    assert hub.check("WGT001", "acme/liar").findings[0].severity is Severity.HIGH


def test_safe_weights_under_the_name_of_a_pickle(hub: HubFolder) -> None:
    hub.model("acme/odd", files={"pytorch_model.bin": SAFE})
    [finding] = hub.check("WGT005", "acme/odd").findings
    assert finding.severity is Severity.MEDIUM


def test_names_that_tell_the_truth(hub: HubFolder) -> None:
    hub.model("acme/true", files={"model.safetensors": SAFE, "pytorch_model.bin": PICKLE})
    for rule in ("WGT005", "WGT006"):
        assert hub.check(rule, "acme/true").outcome is Outcome.PASSED


@pytest.mark.parametrize("rule", ["WGT001", "WGT005", "WGT006"])
def test_names_alone_prove_nothing(hub: HubFolder, rule: str) -> None:
    hub.model("acme/listed", None, meta={"siblings": [{"rfilename": "model.safetensors"}]})
    hub.model("acme/none", files={"vocab.txt": "a b"})
    assert hub.check(rule, "acme/listed").outcome is Outcome.UNKNOWN
    assert hub.check(rule, "acme/none").outcome is Outcome.NOT_APPLICABLE


def test_a_format_that_nobody_knows(hub: HubFolder) -> None:
    hub.model("acme/large", files={"weights.dat": NOISE * 300})
    hub.model("acme/small", files={"settings.dat": NOISE})
    hub.model("acme/broken", files={"model.h5": NOISE})
    severities = {
        name: hub.check("WGT006", f"acme/{name}").findings[0].severity
        for name in ("large", "small", "broken")
    }
    assert severities == {
        "large": Severity.MEDIUM,
        "small": Severity.LOW,
        "broken": Severity.MEDIUM,
    }


def test_weights_whose_name_tells_nothing(hub: HubFolder) -> None:
    hub.model("acme/bin", files={"model.bin": PICKLE})
    assert hub.check("WGT001", "acme/bin").outcome is Outcome.FAILED
    assert hub.check("WGT006", "acme/bin").outcome is Outcome.PASSED


def test_a_text_is_no_unknown_weight_file(hub: HubFolder) -> None:
    hub.model("acme/text", files={"model.safetensors": SAFE, "merges": "a b\nc d\n"})
    assert hub.check("WGT006", "acme/text").outcome is Outcome.PASSED


def test_every_shard_is_read(hub: HubFolder) -> None:
    shards: dict[str, str | bytes] = {
        f"model-0000{number}-of-00003.safetensors": SAFE for number in (1, 2)
    }
    hub.model("acme/sharded", files={**shards, "model-00003-of-00003.safetensors": PICKLE})
    [record] = hub.trace("acme/sharded").records.values()
    assert len(record.examined) == 3
    assert [facts.parameters for facts in record.weights] == [2, 2]
    [finding] = hub.check("WGT005", "acme/sharded").findings
    assert "model-00003-of-00003.safetensors" in finding.message


def test_unread_weight_files_are_one_gap(hub: HubFolder) -> None:
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'a' * 64}\nsize 9\n"
    hub.model("acme/clone", files={f"model-{n}.safetensors": pointer for n in range(4)})
    [gap] = [gap for gap in hub.trace("acme/clone").gaps if "safetensors" in gap.what]
    assert "3 other weight files" in gap.detail
