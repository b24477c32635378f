"""The answers of a real MLflow 3 server, which `benchmarks.mlflow_walk` recorded: a model as the
transformers flavour stores it, logged with a dataset, registered twice, the second as champion."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from json_server import json_server

from provenance.hubs import open_hub, parse_reference
from provenance.lineage.record import ArtifactRecord
from provenance.lineage.trace import trace
from provenance.model.artifact import Kind

RECORDED = Path(__file__).with_name("mlflow3.json")
EMPTY = tempfile.mkdtemp()


def answers() -> dict[str, Any]:
    recorded = json.loads(RECORDED.read_text("utf-8"))
    return {path: (status, {}, text.encode()) for path, (status, text) in recorded.items()}


def traced(text: str, served: dict[str, Any]) -> tuple[ArtifactRecord, list[str]]:
    """The record of a model, and what was asked for."""
    with json_server(served) as server:
        lineage = trace(
            open_hub(EMPTY, places={"mlflow": server.url}), [(text, parse_reference(text))]
        )
        return next(iter(lineage.records.values())), server.requested


@pytest.mark.parametrize("text", ["models:/bear", "models:/bear/2", "models:/bear@champion"])
def test_by_name_version_and_alias(text: str) -> None:
    record, requested = traced(text, answers())
    assert record.ref.revision == "2"
    assert not record.gaps
    parents = {(parent.ref.name, parent.ref.kind) for parent in record.parents}
    assert parents == {("acme/base", Kind.MODEL), ("acme/tickets", Kind.DATASET)}
    assert "apache-2.0" in {claim.value for claim in record.licence.claims}
    assert record.card is not None
    assert record.card.fields["license"] == "apache-2.0"
    assert record.documents["LICENSE.txt"].text.startswith("Apache License")
    assert len(requested) == len(set(requested))


@pytest.mark.parametrize("name", ["MLmodel", "model_card.md", "model_card_data.yaml"])
def test_a_description_that_cannot_be_read_is_a_gap(name: str) -> None:
    served = answers()
    for path in served:
        if path.endswith(f"path={name}"):
            served[path] = 403
    record, _ = traced("models:/bear/2", served)
    assert (name, "forbidden") in {(gap.what, gap.reason) for gap in record.gaps}


def test_a_description_that_is_no_yaml_is_a_gap() -> None:
    served = answers()
    for path in served:
        if path.endswith("path=MLmodel"):
            served[path] = b"flavors: ["
    record, _ = traced("models:/bear/2", served)
    assert ("MLmodel", "malformed") in {(gap.what, gap.reason) for gap in record.gaps}


def test_a_model_of_mlflow_2_lies_in_its_run() -> None:
    version = {"name": "old", "version": "1", "run_id": "r1", "source": "runs:/r1/model"}
    listing = "/api/2.0/mlflow/artifacts/list?run_id=r1&path="
    row = {"path": "model/MLmodel", "is_dir": False, "file_size": 9}
    served = {
        "/api/2.0/mlflow/model-versions/get?name=old&version=1": {"model_version": version},
        f"{listing}model": {"files": [row, {"path": "model/data", "is_dir": True}]},
        f"{listing}model/data": {
            "files": [{"path": "model/data/config.json", "is_dir": False, "file_size": 2}]
        },
        "/api/2.0/mlflow/runs/get?run_id=r1": {"run": {}},
        "/model-versions/get-artifact?name=old&version=1&path=MLmodel": b"metadata:\n license: mit",
        "/model-versions/get-artifact?name=old&version=1&path=data/config.json": b"{}",
    }
    record, _ = traced("models:/old/1", served)
    assert {entry.path for entry in record.snapshot.files} == {"MLmodel", "data/config.json"}
    assert {claim.value for claim in record.licence.claims} == {"mit"}


def test_files_that_the_server_does_not_hold_are_a_gap() -> None:
    version = {"name": "far", "version": "1", "source": "s3://bucket/model"}
    served = {"/api/2.0/mlflow/model-versions/get?name=far&version=1": {"model_version": version}}
    record, _ = traced("models:/far/1", served)
    assert ("file listing", "missing") in {(gap.what, gap.reason) for gap in record.gaps}
