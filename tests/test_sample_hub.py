"""The sample hub is what its README says it is."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import provenance
from provenance.model.finding import Severity
from provenance.report import Report
from provenance.weights import file_format, read_header

SAMPLES = Path(__file__).parents[1] / "sample_manifests"
HUB = SAMPLES / "hub"
ROW = re.compile(
    r"^\| (?P<name>[a-z]+/[a-z0-9-]+) \| .+ \| (?P<findings>none|(?:`[A-Z]+\d+` ?)+) \|$",
    re.MULTILINE,
)
DOCUMENTED = {
    match["name"]: re.findall(r"[A-Z]+\d+", match["findings"])
    for match in ROW.finditer((SAMPLES / "README.md").read_text(encoding="utf-8"))
}
INCOMPLETE = {"acme/tickets-lora", "acme/broken-card"}
FOLDERS = sorted(path.parent for path in HUB.glob("*/*/*/_meta.json"))


def audit(name: str) -> Report:
    kind = next(
        folder.parent.parent.name for folder in FOLDERS if folder.as_posix().endswith(f"/{name}")
    )
    return provenance.audit(f"datasets/{name}" if kind == "datasets" else name, hub=str(HUB))


def test_every_artefact_is_documented_and_small() -> None:
    assert sorted(DOCUMENTED) == sorted(f"{folder.parent.name}/{folder.name}" for folder in FOLDERS)
    assert sum(path.stat().st_size for path in SAMPLES.rglob("*") if path.is_file()) < 300_000


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_files_are_what_a_hub_would_hold(folder: Path) -> None:
    meta = json.loads((folder / "_meta.json").read_text(encoding="utf-8"))
    assert re.fullmatch(r"[0-9a-f]{40}", meta["sha"])
    assert all(not (folder / sibling["rfilename"]).exists() for sibling in meta.get("siblings", ()))
    for path in folder.iterdir():
        if file_format(path.name) in ("safetensors", "gguf"):
            data = path.read_bytes()
            assert read_header(path.name, data, len(data)).metadata


@pytest.mark.parametrize("name", sorted(DOCUMENTED))
def test_an_audit_finds_what_the_readme_says(name: str) -> None:
    report = audit(name)
    codes = {finding.rule for finding in report.findings}
    assert set(DOCUMENTED[name]) <= codes
    if not DOCUMENTED[name]:
        assert not [
            finding for finding in report.findings if finding.severity.reaches(Severity.MEDIUM)
        ]
    assert bool(report.gaps) is (name in INCOMPLETE)
