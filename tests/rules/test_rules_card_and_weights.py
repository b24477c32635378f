"""Rules of the card and weights families."""

from __future__ import annotations

import json

import pytest
from hub_folder import HubFolder
from weight_files import safetensors

from provenance.model.finding import Outcome, Severity

TEMPLATE = "# Card\n\n" + "".join(f"## Part {n}\n\n[More Information Needed]\n\n" for n in range(6))


def test_card_missing(hub: HubFolder) -> None:
    hub.model("acme/none", None, files={"config.json": "{}"})
    hub.model("acme/some")
    hub.model("acme/unread", None, meta={"siblings": [{"rfilename": "README.md"}]})
    assert hub.check("CARD001", "acme/none").outcome is Outcome.FAILED
    assert hub.check("CARD001", "acme/some").outcome is Outcome.PASSED
    assert hub.check("CARD001", "acme/unread").outcome is Outcome.UNKNOWN


def test_front_matter_broken(hub: HubFolder) -> None:
    hub.model("acme/broken", "language: en\nlicense: [mit")
    hub.model("acme/whole", "license: mit")
    hub.model("acme/none", None, files={"config.json": "{}"})
    check = hub.check("CARD002", "acme/broken")
    assert check.outcome is Outcome.FAILED
    assert check.findings[0].evidence[0].file == "README.md"
    assert hub.check("CARD002", "acme/whole").outcome is Outcome.PASSED
    assert hub.check("CARD002", "acme/none").outcome is Outcome.NOT_APPLICABLE
    assert hub.trace("acme/broken").gaps[0].what == "README.md front matter"


def test_card_is_template(hub: HubFolder) -> None:
    hub.model("acme/template", "", TEMPLATE)
    hub.model("acme/written", "", "# Card\n\nWords.\n\nMore words.\n")
    hub.model("acme/none", None, files={"config.json": "{}"})
    check = hub.check("CARD003", "acme/template")
    assert check.outcome is Outcome.FAILED
    assert check.findings[0].severity is Severity.LOW
    assert hub.check("CARD003", "acme/written").outcome is Outcome.PASSED
    assert hub.check("CARD003", "acme/none").outcome is Outcome.NOT_APPLICABLE


def test_pickle_alone_is_worse_than_pickle_beside_safetensors(hub: HubFolder) -> None:
    hub.model("acme/alone", files={"pytorch_model.bin": b"x"})
    hub.model(
        "acme/beside",
        None,
        meta={"siblings": [{"rfilename": "pytorch_model.bin"}, {"rfilename": "m.onnx"}]},
    )
    hub.model("acme/unread", None, meta={"siblings": [{"rfilename": "m.onnx"}]})
    hub.model("acme/safe", files={"model.safetensors": safetensors({"a": ("F32", [2])})})
    hub.model("acme/none")
    assert hub.check("WGT001", "acme/alone").findings[0].severity is Severity.HIGH
    assert hub.check("WGT001", "acme/beside").findings[0].severity is Severity.MEDIUM
    assert hub.check("WGT001", "acme/unread").outcome is Outcome.UNKNOWN
    assert hub.check("WGT001", "acme/safe").outcome is Outcome.PASSED
    assert hub.check("WGT001", "acme/none").outcome is Outcome.NOT_APPLICABLE


def scanned(level: str, done: bool = True) -> dict[str, object]:
    issues = [] if level == "safe" else [{"path": "m.bin", "level": level}]
    status = {"scansDone": done, "filesWithIssues": issues}
    return {"siblings": [{"rfilename": "m.bin"}], "securityRepoStatus": status}


def test_flagged_files(hub: HubFolder) -> None:
    for level in ("unsafe", "suspicious", "safe"):
        hub.model(f"acme/{level}", meta=scanned(level))
    hub.model("acme/scanning", meta=scanned("safe", done=False))
    hub.model("acme/unscanned", meta={"siblings": [{"rfilename": "m.bin"}]})
    assert hub.check("WGT002", "acme/unsafe").findings[0].severity is Severity.CRITICAL
    assert hub.check("WGT002", "acme/suspicious").findings[0].severity is Severity.MEDIUM
    assert hub.check("WGT002", "acme/safe").outcome is Outcome.PASSED
    assert hub.check("WGT002", "acme/scanning").outcome is Outcome.UNKNOWN
    assert hub.check("WGT002", "acme/unscanned").outcome is Outcome.NOT_APPLICABLE


def test_custom_code(hub: HubFolder) -> None:
    config = json.dumps({"auto_map": {"AutoModel": "modeling_x.X"}}, indent=2)
    hub.model("acme/code", files={"config.json": config, "modeling_x.py": "x = 1\n"})
    hub.model("acme/plain", files={"config.json": "{}"})
    hub.model("acme/none")
    check = hub.check("WGT003", "acme/code")
    assert check.outcome is Outcome.FAILED
    assert [proof.file for proof in check.findings[0].evidence] == ["config.json", "modeling_x.py"]
    assert hub.check("WGT003", "acme/plain").outcome is Outcome.PASSED
    assert hub.check("WGT003", "acme/none").outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("front", "named"),
    [
        ("trained_from: base/one", "base/one"),
        ("zzz: https://huggingface.co/base/one", "base/one"),
        ("lineage: [{from: base/one}]", "base/one"),
        ("terms: cc-by-nc-4.0", "cc-by-nc-4.0"),
    ],
)
def test_unread_key_fires(hub: HubFolder, front: str, named: str) -> None:
    hub.model("acme/x", f"license: mit\n{front}")
    [finding] = hub.check("CARD004", "acme/x").findings
    assert f"names {named}, but no tool reads that key" in finding.message
    assert (finding.severity, finding.evidence[0].start_line) == ("low", 3)


def test_unread_key_tells_of_another_spelling(hub: HubFolder) -> None:
    hub.model("base/one", "license: mit")
    hub.model("acme/x", "license: mit\nBase-Model: base/one")
    [finding] = hub.check("CARD004", "acme/x").findings
    assert "does not read `Base-Model` in README.md; it was read here as `base_model`" in (
        finding.message
    )


def test_unread_key_of_a_configuration_and_of_an_answer(hub: HubFolder) -> None:
    config = json.dumps({"model_type": "llama", "origin": "base/one"}, indent=1)
    hub.model("acme/x", "license: mit", files={"config.json": config}, meta={"made_of": ["a/b"]})
    places = {
        (finding.evidence[0].file, finding.evidence[0].start_line)
        for finding in hub.check("CARD004", "acme/x").findings
    }
    assert places == {("config.json", 3), ("_meta.json", None)}


def test_unread_key_of_a_dataset(hub: HubFolder) -> None:
    hub.dataset("acme/d", "license: mit\nbase_model: base/one")
    [finding] = hub.check("CARD004", "hf:datasets/acme/d").findings
    assert "`base_model` in README.md names base/one" in finding.message


@pytest.mark.parametrize(
    "front",
    [
        "license: mit\nwidget: [{text: acme/other}]",
        "license: mit\nbase_model: base/one\nsource: base/one",
        "license: mit\nself: acme/x",
        "license: mit\nmime: text/plain",
        "license: mit\nlicense_of_code: apache-2.0",
    ],
)
def test_unread_key_passes(hub: HubFolder, front: str) -> None:
    hub.model("acme/x", front)
    findings = hub.check("CARD004", "acme/x").findings
    assert {finding.severity for finding in findings} <= {Severity.INFO}


def test_unread_key_passes_where_every_key_is_known(hub: HubFolder) -> None:
    hub.model("acme/x", "license: mit\nwidget: [{text: acme/other}]\nlicense_of_code: mit")
    assert hub.check("CARD004", "acme/x").outcome is Outcome.PASSED


def test_other_unknown_keys_are_one_finding(hub: HubFolder) -> None:
    hub.model("acme/x", "license: mit\nzzz: [en]\nmood: fine\nempty:")
    [finding] = hub.check("CARD004", "acme/x").findings
    assert finding.message == "README.md has keys that no tool reads: zzz, mood"
    assert finding.severity == "info"


@pytest.mark.parametrize(
    ("path", "config", "fires"),
    [
        ("config.json", {"architectures": ["A"]}, True),
        ("config.json", {"architectures": ["A"], "model_type": "llama"}, False),
        ("config.json", {"Model-Type": "llama", "architectures": ["A"]}, False),
        ("config.json", {"in_channels": 4}, False),
        ("adapter_config.json", {"task_type": "CAUSAL_LM"}, True),
        ("adapter_config.json", {"task_type": "CAUSAL_LM", "peft_type": "LORA"}, False),
    ],
)
def test_a_configuration_that_does_not_say_of_what(
    hub: HubFolder, path: str, config: dict[str, object], fires: bool
) -> None:
    hub.model("acme/x", "license: mit", files={path: json.dumps(config)})
    assert bool(hub.check("CARD004", "acme/x").findings) is fires


def test_parts_of_a_configuration(hub: HubFolder) -> None:
    part = {"model_type": "clip", "architectures": ["B"], "_name_or_path": "openai/clip"}
    config = {"model_type": "llava", "vision_config": part, "text_config": {"model_type": "llama"}}
    hub.model("acme/x", "license: mit", files={"config.json": json.dumps(config)})
    [finding] = hub.check("CARD004", "acme/x").findings
    assert "`vision_config._name_or_path` in config.json names openai/clip" in finding.message


def test_unread_key_of_a_weight_header(hub: HubFolder) -> None:
    texts = {"my_base": "base/one", "details": '{"license": "mit"}'}
    weights = safetensors({"w": ("F32", [1])}, texts)
    hub.model("acme/x", "license: mit", files={"model.safetensors": weights})
    messages = [finding.message for finding in hub.check("CARD004", "acme/x").findings]
    assert any("`my_base` in model.safetensors names base/one" in text for text in messages)
    assert any("`details.license` in model.safetensors" in text for text in messages)


def test_unread_key_needs_metadata(hub: HubFolder) -> None:
    hub.model("acme/x", None, files={"model.bin": "x"})
    assert hub.check("CARD004", "acme/x").outcome is Outcome.NOT_APPLICABLE
