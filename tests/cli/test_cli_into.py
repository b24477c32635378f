"""`provenance aibom --into` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path

from command import Done, invoke

ROOT = Path(__file__).parents[2]
APP = ROOT / "sample_manifests" / "app.cdx.json"


def aibom(*args: str) -> Done:
    return invoke(Path.cwd(), "aibom", "--hub", "sample", "--no-cache", *args)


def test_a_file_can_be_replaced_by_itself_with_models(tmp_path: Path) -> None:
    target = tmp_path / "app.cdx.json"
    target.write_bytes(APP.read_bytes())
    done = aibom("northwind/clear-3b", "--into", str(target), "-o", str(target))
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == f"provenance: wrote {target}\n"
    bom = json.loads(target.read_bytes())
    assert (bom["version"], bom["specVersion"]) == (2, "1.6")
    names = {entry["bom-ref"]: entry["name"] for entry in bom["components"]}
    assert [names[ref] for ref in bom["dependencies"][0]["dependsOn"]] == [
        "flask",
        "transformers",
        "clear-3b",
    ]


def test_a_manifest_goes_in_with_its_gaps(tmp_path: Path) -> None:
    manifest = tmp_path / "models.yaml"
    manifest.write_text(
        "version: 1\nmodels:\n  - ref: northwind/clear-3b\n  - ref: acme/gone\n", "utf-8"
    )
    done = aibom("-m", str(manifest), "--into", str(APP))
    assert done.returncode == 3
    assert "not read: pkg:huggingface/acme/gone" in done.stderr
    bom = json.loads(done.stdout)
    assert "pkg:huggingface/acme/gone" in bom["dependencies"][0]["dependsOn"]


def test_nothing_is_written_where_it_cannot_be(tmp_path: Path) -> None:
    for content, expected in (
        ("{", "is not JSON"),
        ('{"bomFormat": "CycloneDX", "specVersion": "1.3"}', "--spec-version"),
    ):
        target = tmp_path / "app.cdx.json"
        target.write_text(content, "utf-8")
        done = aibom("northwind/clear-3b", "--into", str(target), "-o", str(target))
        assert (done.returncode, done.stdout) == (2, "")
        assert expected in done.stderr
        assert target.read_text("utf-8") == content
    assert aibom("northwind/clear-3b", "--into", str(tmp_path / "none.json")).returncode == 2
    assert aibom("northwind/clear-3b", "--into", str(APP), "-f", "cyclonedx-xml").returncode == 2


def test_attestations_go_with_cyclonedx_only() -> None:
    done = aibom("northwind/clear-3b", "--attest", "--into", str(APP))
    assert done.returncode == 0
    assert len(json.loads(done.stdout)["declarations"]["attestations"]) == 2
    refused = aibom("northwind/clear-3b", "--attest", "-f", "spdx-json")
    assert (refused.returncode, "--attest is of CycloneDX" in refused.stderr) == (2, True)
