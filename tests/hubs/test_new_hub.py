"""The recipe "Add a hub" of CONTRIBUTING.md, carried out: one file and one line in the list."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path

import pytest

import provenance
from provenance.bom import encode
from provenance.formats import render
from provenance.hubs import parse_reference, read_id, references, web_url
from provenance.hubs.registry import HUBS

RECIPE = Path(__file__).parents[2] / "CONTRIBUTING.md"
COMMIT = "c" * 40


@pytest.fixture
def _toy_hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write the file of the recipe and add its line to the list of hubs."""
    section = RECIPE.read_text("utf-8").partition("## Add a hub")[2].partition("\n## ")[0]
    code = re.search(r"```python\n(.*?)```", section, re.DOTALL)
    assert code
    path = tmp_path / "toy.py"
    path.write_text(code[1], "utf-8")
    spec = importlib.util.spec_from_file_location("toy_hub_of_the_recipe", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(references, "HUBS", (module.Toy(), *HUBS))


@pytest.mark.usefixtures("_toy_hub")
def test_its_references_are_read() -> None:
    for text in ("toy:bear", "https://toys.example/bear"):
        ref = parse_reference(text)
        assert (ref.hub, ref.name, ref.purl) == ("toy", "bear", "pkg:toy/bear")
    assert parse_reference("toy:bear@" + COMMIT).purl.revision == COMMIT
    assert parse_reference("acme/bear").hub == "hf"
    assert read_id("pkg:toy/bear@" + COMMIT).hub == "toy"


@pytest.mark.usefixtures("_toy_hub")
def test_report_and_aibom_show_its_package_urls() -> None:
    report = provenance.audit("toy:bear")
    [artifact] = report.artifacts
    assert (artifact.hub, artifact.purl) == ("toy", f"pkg:toy/bear@{COMMIT}")
    assert report.licences[0].declared == "MIT"
    assert "pkg:huggingface" not in render(report, "json").decode()
    bom = json.loads(encode(provenance.trace("toy:bear")).decode())
    assert bom["metadata"]["component"]["purl"] == f"pkg:toy/bear@{COMMIT}"


@pytest.mark.usefixtures("_toy_hub")
def test_its_pages_are_linked() -> None:
    purl = read_id(f"pkg:toy/bear@{COMMIT}")
    page = "https://toys.example/bear"
    assert web_url(purl, page, "README.md", 3) == f"{page}/{COMMIT}/README.md#3"
