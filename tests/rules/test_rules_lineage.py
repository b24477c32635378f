"""Rules of the lineage family."""

from __future__ import annotations

import json

import pytest
from hub_folder import HubFolder

import provenance
from provenance.model.finding import Outcome, Severity

TUNE = "license: {licence}\nbase_model: base/one"


def test_drift_names_lost_duties_and_the_path(hub: HubFolder) -> None:
    hub.model("base/one", "license: gemma")
    hub.model("acme/middle", "license: gemma\nbase_model: base/one")
    hub.model("acme/tune", "license: mit\nbase_model: acme/middle")
    check = hub.check("LIN020", "acme/tune")
    assert check.outcome is Outcome.FAILED
    [finding] = check.findings
    assert "lost: " in finding.details[0]
    assert "use restrictions" in finding.details[0]
    assert [purl.partition("@")[0] for purl in finding.path] == [
        "pkg:huggingface/acme/tune",
        "pkg:huggingface/acme/middle",
    ]
    assert [proof.quote for proof in finding.evidence] == ["license: mit", "license: gemma"]


def test_drift_passes_among_permissive_licences_and_where_terms_are_kept(hub: HubFolder) -> None:
    hub.model("base/one", "license: mit")
    hub.model("acme/kept", TUNE.format(licence="apache-2.0"))
    hub.model("base/two", "license: gemma")
    hub.model("acme/same", "license: gemma\nbase_model: base/two")
    assert hub.check("LIN020", "acme/kept").outcome is Outcome.PASSED
    assert hub.check("LIN020", "acme/same").outcome is Outcome.PASSED


def test_drift_cannot_tell_without_the_base(hub: HubFolder) -> None:
    hub.model("acme/tune", TUNE.format(licence="mit"))
    assert hub.check("LIN020", "acme/tune").outcome is Outcome.UNKNOWN


def test_drift_does_not_arise_without_a_base(hub: HubFolder) -> None:
    hub.model("acme/own", "license: mit")
    assert hub.check("LIN020", "acme/own").outcome is Outcome.NOT_APPLICABLE


def adapter(base: str) -> dict[str, str | bytes]:
    return {
        "adapter_config.json": json.dumps(
            {"peft_type": "LORA", "base_model_name_or_path": base}, indent=2
        )
    }


def test_base_undeclared_fires(hub: HubFolder) -> None:
    hub.model("base/one", "license: gemma")
    hub.model("acme/lora", "license: mit", files=adapter("base/one"))
    check = hub.check("LIN023", "acme/lora")
    assert check.outcome is Outcome.FAILED
    proof = check.findings[0].evidence[0]
    assert (proof.file, proof.start_line) == ("adapter_config.json", 3)


def test_base_undeclared_passes_where_the_card_names_it(hub: HubFolder) -> None:
    hub.model("base/one", "license: gemma")
    hub.model("acme/lora", "base_model: base/one", files=adapter("base/one"))
    assert hub.check("LIN023", "acme/lora").outcome is Outcome.PASSED


def test_base_undeclared_needs_an_adapter(hub: HubFolder) -> None:
    hub.model("acme/x")
    hub.model("acme/broken", files={"adapter_config.json": "{"})
    assert hub.check("LIN023", "acme/x").outcome is Outcome.NOT_APPLICABLE
    assert hub.check("LIN023", "acme/broken").outcome is Outcome.UNKNOWN


def test_dataset_unlicensed_fires_once_for_all(hub: HubFolder) -> None:
    hub.dataset("acme/one")
    hub.dataset("acme/two")
    hub.dataset("acme/good", "license: mit")
    hub.model("acme/x", "datasets: [acme/one, acme/two, acme/good]")
    check = hub.check("DAT042", "acme/x")
    [finding] = check.findings
    assert "acme/one, acme/two" in finding.message
    assert finding.path[-1].startswith("pkg:huggingface/acme/one@")


def test_dataset_unlicensed_passes(hub: HubFolder) -> None:
    hub.dataset("acme/good", "license: mit")
    hub.model("acme/x", "datasets: acme/good")
    assert hub.check("DAT042", "acme/x").outcome is Outcome.PASSED


def test_dataset_unlicensed_cannot_tell(hub: HubFolder) -> None:
    hub.model("acme/x", "datasets: acme/private")
    assert hub.check("DAT042", "acme/x").outcome is Outcome.UNKNOWN


def test_dataset_unlicensed_does_not_arise(hub: HubFolder) -> None:
    hub.model("acme/x")
    assert hub.check("DAT042", "acme/x").outcome is Outcome.NOT_APPLICABLE


def test_sources_disagree(hub: HubFolder) -> None:
    hub.model("base/one", "license: mit")
    hub.model("base/two", "license: mit")
    hub.model("acme/lora", "base_model: base/two", files=adapter("base/one"))
    [finding] = hub.check("LIN001", "acme/lora").findings
    assert (
        finding.message == "the declared base is base/two, but adapter_config.json names base/one"
    )
    assert finding.severity == "medium"
    assert [proof.file for proof in finding.evidence] == ["README.md", "adapter_config.json"]
    assert hub.check("LIN023", "acme/lora").outcome is Outcome.PASSED


def test_sources_agree_where_one_base_was_made_from_the_other(hub: HubFolder) -> None:
    hub.model("base/one", "license: mit")
    hub.model("base/one-4bit", "license: mit\nbase_model: base/one")
    hub.model("acme/lora", "base_model: base/one", files=adapter("base/one-4bit"))
    hub.model("acme/other", "base_model: base/one-4bit", files=adapter("Base/One"))
    assert hub.check("LIN001", "acme/lora").outcome is Outcome.PASSED
    assert hub.check("LIN001", "acme/other").outcome is Outcome.PASSED


def test_a_sentence_that_disagrees_counts_less(hub: HubFolder) -> None:
    hub.model("base/one")
    body = "# T\n\nThis model was fine-tuned from [base/two](https://huggingface.co/base/two).\n"
    hub.model("acme/tune", "base_model: base/one", body)
    [finding] = hub.check("LIN001", "acme/tune").findings
    assert finding.severity == "low"
    assert (
        finding.message
        == "the declared base is base/one, but a sentence of the card names base/two"
    )


def test_whether_sources_disagree_needs_both_bases(hub: HubFolder) -> None:
    hub.model("base/one")
    hub.model("acme/lora", "base_model: base/gone", files=adapter("base/one"))
    hub.model("acme/plain", "base_model: base/one")
    assert hub.check("LIN001", "acme/lora").outcome is Outcome.UNKNOWN
    assert hub.check("LIN001", "acme/plain").outcome is Outcome.NOT_APPLICABLE


def test_circles_are_told(hub: HubFolder) -> None:
    hub.model("acme/itself", "base_model: acme/itself")
    hub.model("acme/a", "base_model: acme/b")
    hub.model("acme/b", "base_model: acme/a")
    hub.model("acme/line", "base_model: acme/end")
    hub.model("acme/end", "license: mit")
    [itself] = hub.check("LIN002", "acme/itself").findings
    assert (itself.severity, itself.evidence[0].quote) == ("low", "base_model: acme/itself")
    [circle] = hub.check("LIN002", "acme/a").findings
    assert circle.message == "the lineage runs in a circle: acme/a → acme/b → acme/a"
    assert hub.check("LIN002", "acme/line").outcome is Outcome.PASSED
    assert hub.check("LIN002", "acme/end").outcome is Outcome.NOT_APPLICABLE


def test_a_newer_version_is_told(hub: HubFolder) -> None:
    hub.model("acme/one", "new_version: acme/two")
    hub.model("acme/two", "new_version: acme/two")
    hub.model("acme/bare", None, files={"config.json": "{}"})
    [finding] = hub.check("LIN003", "acme/one").findings
    assert (finding.severity, finding.evidence[0].quote) == ("low", "new_version: acme/two")
    assert hub.check("LIN003", "acme/two").outcome is Outcome.NOT_APPLICABLE
    assert hub.check("LIN003", "acme/bare").outcome is Outcome.UNKNOWN


def test_a_dataset_named_as_base_is_told_and_followed_as_data(hub: HubFolder) -> None:
    hub.dataset("acme/tickets")
    hub.model("base/one")
    hub.model("acme/tune", "base_model: acme/tickets")
    hub.model("acme/right", "base_model: base/one")
    [finding] = hub.check("LIN004", "acme/tune").findings
    assert finding.message == "acme/tickets is named as the base model, but it is a dataset"
    assert hub.check("DAT042", "acme/tune").outcome is Outcome.FAILED
    assert hub.check("LIN004", "acme/right").outcome is Outcome.PASSED
    assert hub.check("LIN004", "base/one").outcome is Outcome.NOT_APPLICABLE


NAMELESS = [None, "", "None", "./out/checkpoint-500", r"C:\models\base", {"a": 1}]


@pytest.mark.parametrize("base", NAMELESS, ids=str)
def test_base_unknown_fires_on_an_adapter(hub: HubFolder, base: object) -> None:
    config = json.dumps({"peft_type": "LORA", "base_model_name_or_path": base})
    hub.model("acme/lora", "license: mit", files={"adapter_config.json": config})
    check = hub.check("LIN025", "acme/lora")
    [finding] = check.findings
    assert finding.severity == "high"
    report = provenance.audit("acme/lora", hub=str(hub.root))
    assert report.gaps
    assert report.exit_status(Severity.HIGH) == 3


@pytest.mark.parametrize("sign", ["adapter_model.safetensors", "pytorch_lora_weights.bin"])
def test_base_unknown_needs_no_configuration(hub: HubFolder, sign: str) -> None:
    hub.model("acme/lora", "license: mit", files={sign: b""})
    assert hub.check("LIN025", "acme/lora").outcome is Outcome.FAILED


def test_base_unknown_by_the_library(hub: HubFolder) -> None:
    hub.model("acme/lora", "license: mit\nlibrary_name: peft")
    assert hub.check("LIN025", "acme/lora").outcome is Outcome.FAILED


def test_base_unknown_higher_up(hub: HubFolder) -> None:
    hub.model("acme/mid", "license: mit\nbase_model: /data/base")
    hub.model("acme/tune", "license: mit\nbase_model: acme/mid")
    [finding] = hub.check("LIN025", "acme/tune").findings
    assert [purl.partition("@")[0] for purl in finding.path] == [
        "pkg:huggingface/acme/tune",
        "pkg:huggingface/acme/mid",
    ]


def test_base_unknown_passes_where_the_base_is_named(hub: HubFolder) -> None:
    hub.model("base/one", "license: mit")
    hub.model("acme/lora", "license: mit", files=adapter("base/one"))
    hub.model("acme/card", "base_model: base/one", files=adapter(""))
    assert hub.check("LIN025", "acme/lora").outcome is Outcome.PASSED
    assert hub.check("LIN025", "acme/card").outcome is Outcome.PASSED


def test_base_unknown_needs_something_derived(hub: HubFolder) -> None:
    hub.model("acme/x", "license: mit")
    hub.dataset("acme/d", "license: mit")
    assert hub.check("LIN025", "acme/x").outcome is Outcome.NOT_APPLICABLE
    assert hub.check("LIN025", "hf:datasets/acme/d").outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize("origin", ["bert-base-uncased", "/data/run-7", "우리 모델", "out/best"])
def test_base_unknown_tells_where_weights_were_loaded_from(hub: HubFolder, origin: str) -> None:
    config = json.dumps({"model_type": "bert", "_name_or_path": origin}, indent=1)
    hub.model("acme/x", "license: mit", files={"config.json": config})
    [finding] = hub.check("LIN025", "acme/x").findings
    assert finding.severity == "info"
    assert (finding.evidence[0].file, finding.evidence[0].start_line) == ("config.json", 3)
    assert not provenance.audit("acme/x", hub=str(hub.root)).gaps


@pytest.mark.parametrize("origin", ["", "./", "acme/x", None])
def test_base_unknown_is_silent_where_weights_come_from_nowhere(
    hub: HubFolder, origin: str | None
) -> None:
    config = json.dumps({"model_type": "bert", "_name_or_path": origin})
    hub.model("acme/x", "license: mit", files={"config.json": config})
    assert hub.check("LIN025", "acme/x").outcome is Outcome.NOT_APPLICABLE
