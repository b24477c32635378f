"""Rules of the lineage family."""

from __future__ import annotations

import json

from hub_folder import HubFolder

from provenance.finding import Outcome

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
    return {"adapter_config.json": json.dumps({"peft_type": "LORA", "base_model_name_or_path": base}, indent=2)}


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
