"""Unity Catalog: versions and aliases, what its two interfaces state, and where its token goes."""

from __future__ import annotations

import tempfile
from typing import Any

import pytest
from json_server import json_server
from other_hub_answers import mlflow, unity

from provenance.errors import NotFoundError, UsageError
from provenance.hubs import open_hub, parse_reference
from provenance.lineage.graph import Lineage
from provenance.lineage.trace import trace
from provenance.model.artifact import Kind

EMPTY = tempfile.mkdtemp()
TAGS = "/api/2.0/mlflow/unity-catalog/model-versions/get?name=main.ml.bear&version=4"
RUN = "/api/2.0/mlflow/runs/get?run_id=r1"


def traced(answers: dict[str, Any], text: str) -> Lineage:
    with json_server(answers) as server:
        hub = open_hub(EMPTY, places={"unity": server.url}, tokens={"unity": "secret-token"})
        lineage = trace(hub, [(text, parse_reference(text))])
        assert set(server.signed) == {"Bearer secret-token"}
    return lineage


@pytest.mark.parametrize(
    "text",
    [
        "unity:main.ml.bear",
        "unity:main.ml.bear@4",
        "unity:main.ml.bear@champion",
        "models:/main.ml.bear/4",
        "models:/main.ml.bear@champion",
    ],
)
def test_a_version_by_name_number_and_alias(text: str) -> None:
    [record] = traced(unity(), text).records.values()
    assert record.ref.revision == "4"
    assert {claim.value for claim in record.licence.claims} == {"apache-2.0"}
    parents = {(parent.ref.name, parent.ref.kind) for parent in record.parents}
    assert parents == {("a/b", Kind.MODEL), ("acme/tickets", Kind.DATASET)}
    assert record.card is not None
    assert [gap.what for gap in record.gaps] == ["file listing"]


@pytest.mark.parametrize(("path", "what"), [(TAGS, "licence"), (RUN, "run")])
def test_what_the_workspace_does_not_give_is_a_gap(path: str, what: str) -> None:
    [record] = traced({**unity(), path: 404}, "unity:main.ml.bear@4").records.values()
    assert (what, "not-found") in {(gap.what, gap.reason) for gap in record.gaps}


def test_a_model_without_a_version_is_not_found() -> None:
    answers = {**unity(), "/api/2.1/unity-catalog/models/main.ml.bear/versions": {}}
    with pytest.raises(NotFoundError):
        traced(answers, "unity:main.ml.bear")


@pytest.mark.parametrize("place", ["", "databricks"])
def test_without_an_address_it_says_what_to_set(place: str) -> None:
    hub = open_hub(EMPTY, places={"mlflow": place})
    with pytest.raises(UsageError) as refused:
        hub.snapshot(parse_reference("unity:main.ml.bear"))
    assert "DATABRICKS_HOST" in refused.value.hint
    with pytest.raises(UsageError) as refused:
        hub.snapshot(parse_reference("models:/main.ml.bear/4"))
    assert "DATABRICKS_HOST" in refused.value.hint


def test_a_server_of_mlflow_keeps_its_own_names() -> None:
    answers = {
        path.replace("name=bear", "name=main.ml.bear"): answer for path, answer in mlflow().items()
    }
    text = "models:/main.ml.bear/4"
    with json_server(answers) as server, json_server({}) as workspace:
        places = {"mlflow": server.url, "unity": workspace.url}
        hub = open_hub(EMPTY, places=places, tokens={"mlflow": "one", "unity": "other"})
        trace(hub, [(text, parse_reference(text))])
        assert set(server.signed) == {"Bearer one"}
        assert not workspace.requested
