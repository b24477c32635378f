"""Licences in Croissant files and in `dataset_infos.json`."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hub_folder import HubFolder
from hub_server import HubServer

import provenance
from provenance.model.finding import Outcome, Severity

NC_PAGE = "https://creativecommons.org/licenses/by-nc/4.0/"


def croissant(licence: Any) -> str:
    return json.dumps({"@type": "sc:Dataset", "name": "birds", "license": licence})


def infos(licence: Any) -> str:
    return json.dumps({"default": {"features": {}, "license": licence}})


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("croissant.json", croissant(NC_PAGE)),
        ("croissant.json", croissant([{"@type": "CreativeWork", "url": NC_PAGE}])),
        ("metadata.jsonld", croissant({"@id": NC_PAGE})),
        ("dataset_infos.json", infos("CC BY-NC 4.0")),
        ("dataset_infos.json", infos("The data is under the CC-BY-NC-4.0 license.")),
    ],
)
def test_a_file_of_metadata_is_compared_with_the_card(hub: HubFolder, file: str, text: str) -> None:
    hub.dataset("acme/birds", "license: mit", files={file: text})
    [finding] = hub.check("LIC010", "hf:datasets/acme/birds").findings
    assert finding.severity is Severity.HIGH
    assert finding.message.startswith(f"{file} says Creative Commons Attribution Non Commercial")


def test_a_file_of_metadata_states_the_licence_where_the_card_does_not(hub: HubFolder) -> None:
    hub.dataset("acme/birds", "language: ko", files={"croissant.json": croissant(NC_PAGE)})
    hub.dataset("acme/plain", "language: ko", files={"dataset_infos.json": infos("")})
    hub.dataset("acme/hole", "language: ko", files={"dataset_infos.json": infos("TODO")})
    assert hub.check("LIC001", "hf:datasets/acme/birds").outcome is Outcome.PASSED
    assert hub.check("LIC001", "hf:datasets/acme/plain").outcome is Outcome.FAILED
    assert hub.check("LIC001", "hf:datasets/acme/hole").outcome is Outcome.FAILED


def test_the_same_licence_in_both_says_nothing(hub: HubFolder) -> None:
    page = croissant("https://spdx.org/licenses/MIT")
    hub.dataset("acme/birds", "license: mit", files={"croissant.json": page})
    assert hub.check("LIC010", "hf:datasets/acme/birds").outcome is Outcome.PASSED


def test_a_name_that_is_not_known_is_a_gap_beside_a_known_licence(hub: HubFolder) -> None:
    hub.dataset("acme/birds", "license: mit", files={"croissant.json": croissant("acme-eula")})
    gaps = hub.trace("hf:datasets/acme/birds").gaps
    assert [gap.what for gap in gaps] == ["license in croissant.json"]


@pytest.mark.parametrize("licence", [["MIT", None], ["MIT", " "], [[""], "MIT"]])
def test_an_empty_member_of_a_list_is_a_gap(hub: HubFolder, licence: Any) -> None:
    hub.dataset("acme/birds", "license: mit", files={"croissant.json": croissant(licence)})
    gaps = hub.trace("hf:datasets/acme/birds").gaps
    assert [gap.what for gap in gaps] == ["license in croissant.json"]


def test_a_licence_in_a_nested_list_is_read(hub: HubFolder) -> None:
    text = croissant([["MIT", NC_PAGE]])
    hub.dataset("acme/birds", "license: mit", files={"croissant.json": text})
    assert hub.check("LIC010", "hf:datasets/acme/birds").outcome is Outcome.FAILED


def test_a_list_of_configurations_is_read(hub: HubFolder) -> None:
    infos = json.dumps([{"config_name": "a", "license": "CC-BY-NC-4.0"}])
    hub.dataset("acme/data", "license: mit", files={"dataset_infos.json": infos})
    assert hub.check("LIC010", "datasets/acme/data").outcome is Outcome.FAILED


@pytest.mark.parametrize("file", ["croissant.json", "dataset_infos.json"])
def test_a_file_of_metadata_that_is_cut_leaves_the_terms_open(hub: HubFolder, file: str) -> None:
    hub.dataset("acme/data", "license: mit", files={file: '{"license": '})
    report = provenance.audit("datasets/acme/data", hub=str(hub.root), use={"commercial": True})
    assert [use.verdict.value for use in report.uses] == ["review"]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("MODEL_CARD.md", "# Kite\n\nThis model may be used for non-commercial purposes only.\n"),
        ("MODEL_CARD.md", "---\nlicense: cc-by-nc-4.0\n---\n# Kite\n"),
        ("README_KO.md", "# 연\n\n## 라이선스\n\n비상업적 용도로만 사용할 수 있습니다.\n"),
        ("README.rst", "Kite\n====\n\nLicense\n-------\n\nNon-commercial use only.\n"),
        ("README.en.md", "# Kite\n\n## License\n\nThe model is released under CC BY-NC 4.0.\n"),
    ],
)
def test_a_card_beside_the_card_restricts(hub: HubFolder, file: str, text: str) -> None:
    hub.model("acme/kite", "license: mit", files={file: text})
    hub.model("acme/free", "license: mit", files={file: "# Kite\n\n## License\n\nMIT\n"})
    for name, verdict in (("acme/kite", "review"), ("acme/free", "allow-with-duties")):
        report = provenance.audit(name, hub=str(hub.root), use={"commercial": True})
        assert [use.verdict.value for use in report.uses] == [verdict]
    assert file in str(provenance.audit("acme/kite", hub=str(hub.root)).findings)


def test_an_access_form_is_read_in_any_shape(hub: HubFolder) -> None:
    words = "extra_gated_description:\n  text: [For non-commercial use only.]"
    hub.model("acme/kite", f"license: mit\n{words}")
    options = "extra_gated_fields:\n  Purpose:\n    options: [non-commercial use only, other]"
    hub.model("acme/asks", f"license: mit\n{options}")
    for name, verdict in (("acme/kite", "deny"), ("acme/asks", "allow-with-duties")):
        report = provenance.audit(name, hub=str(hub.root), use={"commercial": True})
        assert [use.verdict.value for use in report.uses] == [verdict]


def test_a_hub_that_says_another_licence_than_the_card(hub: HubFolder) -> None:
    hub.model("acme/kite", "license: mit", meta={"tags": ["license:cc-by-nc-4.0"]})
    hub.model("acme/same", "license: mit", meta={"tags": ["license:mit", "kites"]})
    hub.model("acme/odd", "license: mit", meta={"tags": ["license:other"]})
    with HubServer(hub.root) as server:
        report = provenance.audit("acme/kite", "acme/same", "acme/odd", hub=server.url)
    findings = [finding for finding in report.findings if finding.rule == "LIC010"]
    assert [finding.artifact.name for finding in findings] == ["acme/kite"]
    assert findings[0].severity is Severity.HIGH
    assert findings[0].message.startswith("the hub says Creative Commons")
