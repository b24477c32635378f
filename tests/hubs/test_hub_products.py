"""Manifest, lock, diff, AIBOM, report, bundle and dossier of a model on each hub."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from command import Done, invoke
from fsspec.implementations.memory import MemoryFileSystem
from json_server import JsonServer, json_server
from other_hub_answers import HUBS, azure, registry, vertex

from provenance.cyclonedx.validate import problems
from provenance.hubs import hub_type

REFERENCES = {name: (text, answers) for name, (text, answers, *_) in HUBS.items()}
REFERENCES["oci"] = ("oci://HOST/library/bear", registry)
REFERENCES["vertex"] = ("vertex:google/bear3", vertex)


def run(server: JsonServer, name: str, folder: Path, *words: str) -> Done:
    """A command with the hub of that name at the server; bases elsewhere are not found."""
    kind = hub_type(name)
    assert kind is not None
    env = dict.fromkeys(kind.place_variables[:1], server.url)
    env |= dict.fromkeys(kind.token_variables[:1], "token")
    (folder / "hub" / "models").mkdir(parents=True, exist_ok=True)
    return invoke(folder, *words, "--hub", "hub", "--no-cache", env=env)


@pytest.mark.parametrize("name", REFERENCES)
def test_every_product_of_a_model(name: str, tmp_path: Path) -> None:
    text, answers = REFERENCES[name]
    with json_server(answers()) as server:
        text = text.replace("HOST", server.url.removeprefix("http://"))
        (tmp_path / "models.yaml").write_text(f"models:\n  - {text}\n")
        done = {
            "audit": run(server, name, tmp_path, "audit", text, "-o", "report.json"),
            "lock": run(server, name, tmp_path, "lock", "-m", "models.yaml"),
            "diff": run(server, name, tmp_path, "diff"),
            "locked": run(server, name, tmp_path, "audit", "-m", "models.yaml", "--locked"),
            "aibom": run(server, name, tmp_path, "aibom", text, "-o", "bear.cdx.json"),
            "dossier": run(server, name, tmp_path, "report", text, "-o", "bear.html"),
            "bundle": run(server, name, tmp_path, "bundle", text, "-o", "bear.zip"),
        }
    assert {word: result.stderr for word, result in done.items() if result.returncode == 2} == {}
    assert done["diff"].returncode in (0, 3), done["diff"].stdout
    assert not problems(json.loads((tmp_path / "bear.cdx.json").read_bytes()))
    [artifact] = json.loads((tmp_path / "report.json").read_bytes())["artifacts"]
    locked = json.loads((tmp_path / "provenance.lock").read_bytes())["artifacts"]
    assert artifact["revision"] in {entry["revision"] for entry in locked}
    assert "bear" in (tmp_path / "bear.html").read_text("utf-8")
    verified = invoke(tmp_path, "verify", "bear.zip")
    assert verified.returncode == 0, verified.stderr


def test_every_product_of_a_folder_in_a_store(tmp_path: Path) -> None:
    """Only a user names a store, on the command line: a manifest does not."""
    system = MemoryFileSystem()
    system.pipe_file("/bear/README.md", b"---\nlicense: mit\n---\n# Bear\n")
    try:
        done = {
            "audit": invoke(tmp_path, "audit", "memory://bear", "-o", "report.json"),
            "lock": invoke(tmp_path, "lock", "memory://bear"),
            "locked": invoke(tmp_path, "audit", "memory://bear", "--locked"),
            "aibom": invoke(tmp_path, "aibom", "memory://bear", "-o", "bear.cdx.json"),
            "dossier": invoke(tmp_path, "report", "memory://bear", "-o", "bear.html"),
            "bundle": invoke(tmp_path, "bundle", "memory://bear", "-o", "bear.zip"),
        }
    finally:
        system.rm("/bear", recursive=True)
    assert {word: result.stderr for word, result in done.items() if result.returncode == 2} == {}
    assert not problems(json.loads((tmp_path / "bear.cdx.json").read_bytes()))
    verified = invoke(tmp_path, "verify", "bear.zip")
    assert verified.returncode == 0, verified.stderr


def test_custom_beside_a_summary_that_names_a_licence_is_a_contradiction(tmp_path: Path) -> None:
    answers: dict[str, Any] = azure()
    place = "/asset-gallery/v1.0/azureml/models/bear/version/3"
    summary = "# Bear\n\nThe model is released under the Apache 2.0 license.\n"
    answers[place] = {**answers[place], "license": "custom", "summary": summary}
    with json_server(answers) as server:
        run(server, "azureml", tmp_path, "audit", "azureml:azureml/bear@3", "-o", "report.json")
    report = json.loads((tmp_path / "report.json").read_bytes())
    [finding] = [finding for finding in report["findings"] if finding["rule"] == "LIC010"]
    assert "Apache" in finding["message"]
    assert "custom" in finding["message"]
