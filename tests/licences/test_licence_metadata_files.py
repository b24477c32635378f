"""Licences in Croissant files and in `dataset_infos.json`."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hub_folder import HubFolder

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
