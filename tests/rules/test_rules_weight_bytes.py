"""Rules about what the bytes of weight files are, whatever their names say."""

from __future__ import annotations

import pickle

import pytest
from hub_folder import HubFolder
from risky_files import MALICIOUS, keras, torch_state, torch_zip
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
    assert hub.check("WGT001", "acme/liar").findings[0].severity is Severity.MEDIUM


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
    assert [facts.parameters for facts in record.weights] == [2, 2, None]
    [finding] = hub.check("WGT005", "acme/sharded").findings
    assert "model-00003-of-00003.safetensors" in finding.message


def test_unread_weight_files_are_one_gap(hub: HubFolder) -> None:
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'a' * 64}\nsize 9\n"
    hub.model("acme/clone", files={f"model-{n}.safetensors": pointer for n in range(4)})
    [gap] = [gap for gap in hub.trace("acme/clone").gaps if "safetensors" in gap.what]
    assert "3 other weight files" in gap.detail


SYSTEM = {case.name: case.data for case in MALICIOUS}
STATE = torch_zip(torch_state({"weight": (4, 4)}))


def test_a_pickle_that_runs_a_command(hub: HubFolder) -> None:
    hub.model("acme/evil", files={"pytorch_model.bin": SYSTEM["system.bin"]})
    [finding] = hub.check("WGT007", "acme/evil").findings
    assert finding.severity is Severity.CRITICAL
    assert "posix.system" in finding.message
    assert finding.details == ("calls posix.system (archive/data.pkl byte 2)",)
    assert hub.check("WGT001", "acme/evil").findings[0].severity is Severity.HIGH


def test_a_pickle_of_something_unknown(hub: HubFolder) -> None:
    hub.model("acme/unknown", files={"model.pkl": SYSTEM["unknown.pkl"]})
    [finding] = hub.check("WGT007", "acme/unknown").findings
    assert finding.severity is Severity.MEDIUM


def test_a_pickle_of_tensors(hub: HubFolder) -> None:
    hub.model("acme/state", files={"pytorch_model.bin": STATE})
    assert hub.check("WGT007", "acme/state").outcome is Outcome.PASSED
    assert hub.check("WGT001", "acme/state").findings[0].severity is Severity.MEDIUM
    assert hub.check("WGT010", "acme/state").outcome is Outcome.PASSED


def test_pickles_that_were_not_read(hub: HubFolder) -> None:
    hub.model("acme/listed", None, meta={"siblings": [{"rfilename": "pytorch_model.bin"}]})
    hub.model("acme/broken", files={"pytorch_model.bin": NOISE})
    hub.model("acme/none", files={"model.safetensors": SAFE})
    assert hub.check("WGT007", "acme/listed").outcome is Outcome.UNKNOWN
    assert hub.check("WGT007", "acme/broken").outcome is Outcome.UNKNOWN
    assert hub.check("WGT007", "acme/none").outcome is Outcome.NOT_APPLICABLE
    assert hub.trace("acme/broken").gaps[0].what == "pytorch_model.bin"


def test_a_lambda_layer(hub: HubFolder) -> None:
    layer = b'{"class_name": "Lambda", "config": {}}'
    hub.model("acme/lambda", files={"model.keras": keras(layer)})
    hub.model("acme/dense", files={"model.keras": keras(b'{"class_name": "Dense"}')})
    hub.model("acme/cut", files={"model.keras": keras(layer)[:200]})
    [finding] = hub.check("WGT008", "acme/lambda").findings
    assert finding.severity is Severity.HIGH
    assert hub.check("WGT008", "acme/dense").outcome is Outcome.PASSED
    assert hub.check("WGT008", "acme/cut").outcome is Outcome.UNKNOWN
    hub.model("acme/none")
    assert hub.check("WGT008", "acme/none").outcome is Outcome.NOT_APPLICABLE


def test_a_template_that_reaches_too_far(hub: HubFolder) -> None:
    reaching = "{{ messages.__class__ }}"
    hub.model("acme/file", files={"chat_template.jinja": reaching})
    hub.model("acme/config", files={"tokenizer_config.json": f'{{"chat_template": "{reaching}"}}'})
    hub.model("acme/fine", files={"chat_template.jinja": "{{ messages[0].content }}"})
    hub.model("acme/listed", meta={"siblings": [{"rfilename": "chat_template.jinja"}]})
    for name in ("file", "config"):
        [finding] = hub.check("WGT009", f"acme/{name}").findings
        assert finding.severity is Severity.HIGH
    assert hub.check("WGT009", "acme/fine").outcome is Outcome.PASSED
    assert hub.check("WGT009", "acme/listed").outcome is Outcome.UNKNOWN
    hub.model("acme/none")
    assert hub.check("WGT009", "acme/none").outcome is Outcome.NOT_APPLICABLE


def test_an_archive_that_reads_in_two_ways(hub: HubFolder) -> None:
    hub.model("acme/twice", files={"pytorch_model.bin": SYSTEM["twice.pt"]})
    hub.model("acme/listed", None, meta={"siblings": [{"rfilename": "pytorch_model.bin"}]})
    [finding] = hub.check("WGT010", "acme/twice").findings
    assert "two directories" in finding.message
    assert hub.check("WGT010", "acme/listed").outcome is Outcome.UNKNOWN
