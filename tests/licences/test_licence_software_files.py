"""Licences in files about the software, and in texts that lie deep in a repository."""

from __future__ import annotations

import json

import pytest
from hub_folder import HubFolder

import provenance
from provenance.model.finding import Outcome, Severity

NC = "CC-BY-NC-4.0"


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("CITATION.cff", f"cff-version: 1.2.0\ntitle: Birds\nlicense: {NC}\n"),
        ("CITATION.cff", f'title: "Birds\nlicense: {NC}\n'),
        ("codemeta.json", json.dumps({"license": f"https://spdx.org/licenses/{NC}"})),
        ("package.json", json.dumps({"license": NC})),
        ("pyproject.toml", f'[project]\nname = "birds"\nlicense = {{text = "{NC}"}}\n'),
        ("pyproject.toml", f'[project]\nname = "birds"\nlicense = "MIT AND {NC}"\n'),
        ("pyproject.toml", f'[tool.poetry]\nlicense = "{NC}"\n'),
        ("setup.cfg", f"[metadata]\nname = birds\nlicense = {NC}\n"),
        ("setup.cfg", f"[metadata\nlicense = {NC}\n"),
        ("setup.cfg", f"[metadata]\nlicense_expression = {NC}\n"),
        ("setup.py", f"from setuptools import setup\nsetup(name='birds', license='{NC}')\n"),
        ("config.json", json.dumps({"model_type": "bird", "license": NC})),
        ("generation_config.json", json.dumps({"license": NC})),
    ],
)
def test_a_stricter_licence_of_the_software_is_compared(
    hub: HubFolder, file: str, text: str
) -> None:
    hub.model("acme/birds", "license: mit", files={file: text})
    [finding] = hub.check("LIC010", "acme/birds").findings
    assert finding.severity is Severity.HIGH
    assert finding.message.startswith(f"{file} says Creative Commons Attribution Non Commercial")


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("CITATION.cff", "title: Birds\nlicense: MIT\n"),
        ("CITATION.cff", "title: Birds\nlicense: Apache-2.0\n"),
        ("pyproject.toml", f'[project]\nname = "birds"\nlicense = "MIT OR {NC}"\n'),
        ("pyproject.toml", '[project]\nname = "birds"\nlicense = {file = "LICENSE"}\n'),
        ("pyproject.toml", '[project]\nclassifiers = ["License :: OSI Approved :: MIT License"]\n'),
        ("package.json", "{}"),
        ("setup.cfg", "[metadata]\nlicense = MIT\n[options]\npackages = find:\n"),
        ("setup.cfg", "[metadata]\nclassifiers =\n    License :: OSI Approved :: MIT License\n"),
        ("setup.cfg", "[options]\npackages = find:\n"),
        ("setup.py", "from setuptools import setup\nsetup(license=read('LICENSE'))\n"),
        ("config.json", json.dumps({"model_type": "bird", "license": "mit"})),
    ],
)
def test_a_permissive_licence_of_the_software_says_nothing(
    hub: HubFolder, file: str, text: str
) -> None:
    hub.model("acme/birds", "license: mit", files={file: text})
    assert not hub.check("LIC010", "acme/birds").findings
    assert not hub.trace("acme/birds").gaps


def test_the_software_alone_licenses_no_model(hub: HubFolder) -> None:
    hub.model("acme/birds", "language: ko", files={"CITATION.cff": "license: AGPL-3.0\n"})
    assert hub.check("LIC001", "acme/birds").outcome is Outcome.FAILED


def test_an_unknown_licence_of_the_software_is_a_gap(hub: HubFolder) -> None:
    project = '[project]\nclassifiers = ["License :: Other/Proprietary License"]\n'
    hub.model("acme/birds", "license: mit", files={"pyproject.toml": project})
    assert [gap.what for gap in hub.trace("acme/birds").gaps] == ["license in pyproject.toml"]


def test_a_text_deep_in_the_repository_restricts(hub: HubFolder) -> None:
    words = "This model may be used for non-commercial purposes only.\n"
    hub.model("acme/deep", "license: mit", files={"runs/large/best/LICENSE": words})
    hub.model("acme/other", "license: mit", files={"runs/vendor/best/LICENSE": words})
    assert hub.check("LIC017", "acme/deep").findings
    assert not hub.check("LIC017", "acme/other").findings


@pytest.mark.parametrize(
    ("file", "text", "value"),
    [
        ("CITATION.cff", "cff-version: 1.2.0\ntitle: Birds\nlicense: [7]\n", "7"),
        ("codemeta.json", json.dumps({"license": {"kind": "free"}}), "free"),
        ("package.json", json.dumps({"license": 3}), "3"),
    ],
)
def test_a_licence_in_another_shape_is_a_gap(
    hub: HubFolder, file: str, text: str, value: str
) -> None:
    hub.model("acme/birds", "license: mit", files={file: text})
    [gap] = provenance.audit("acme/birds", hub=str(hub.root)).gaps
    assert gap.reason == "not-understood"
    assert gap.detail.startswith(file)
    assert value in gap.detail
