"""Registries that list all that they hold: every page is read, and no other host is asked."""

from __future__ import annotations

import json
import tempfile
from typing import Any

import pytest
from json_server import json_server

from provenance.errors import HubError
from provenance.hubs import open_hub
from provenance.hubs.mlflow import MLFLOW
from provenance.hubs.oci import OCI
from provenance.model.artifact import ArtifactRef, HubName, Kind

EMPTY = tempfile.mkdtemp()
OF_REGISTRY = ArtifactRef(hub=OCI, kind=Kind.MODEL, name="registry.example")
OF_MLFLOW = ArtifactRef(hub=MLFLOW, kind=Kind.MODEL, name="*")
CATALOGUE = "/v2/_catalog?n=1000"
NEXT = "/v2/_catalog?last=acme/cat&n=1000"
FIRST = {"repositories": ["acme/bear", "acme/cat", "../../etc", 7]}
LAST = {"repositories": ["zeta/dog"]}
SEARCH = "/api/2.0/mlflow/registered-models/search?max_results=1000&page_token="


def _linked(answer: dict[str, Any], link: str) -> tuple[int, dict[str, str], bytes]:
    return 200, {"link": f'<{link}>; rel="next"'}, json.dumps(answer).encode()


def _names(answers: dict[str, Any], hub: HubName, owner: ArtifactRef) -> tuple[list[str], int]:
    """The names that a hub lists, and the number of requests."""
    with json_server(answers) as server:
        opened = open_hub(EMPTY, places={hub: server.url})
        names = [entry.ref.name for entry in opened.listing(owner)]  # type: ignore[attr-defined]
        return names, len(server.requested)


def test_every_page_of_a_registry() -> None:
    answers = {CATALOGUE: _linked(FIRST, NEXT), NEXT: LAST}
    names, requests = _names(answers, OCI, OF_REGISTRY)
    assert names == [
        "registry.example/acme/bear",
        "registry.example/acme/cat",
        "registry.example/zeta/dog",
    ]
    assert requests == 2


def test_a_page_on_another_host_is_not_followed() -> None:
    answers = {CATALOGUE: _linked(FIRST, "https://elsewhere.example/v2/_catalog")}
    names, requests = _names(answers, OCI, OF_REGISTRY)
    assert (len(names), requests) == (2, 1)


@pytest.mark.parametrize("answer", [{}, {"repositories": None}, {"repositories": {}}])
def test_a_registry_without_repositories(answer: dict[str, Any]) -> None:
    assert _names({CATALOGUE: answer}, OCI, OF_REGISTRY) == ([], 1)


def test_a_registry_that_lists_nothing_for_us() -> None:
    with pytest.raises(HubError):
        _names({CATALOGUE: 401}, OCI, OF_REGISTRY)


def test_every_page_of_mlflow() -> None:
    first = {"registered_models": [{"name": "bear"}, {"name": 7}, {}], "next_page_token": "x"}
    answers = {SEARCH: first, f"{SEARCH}x": {"registered_models": [{"name": "cat"}]}}
    assert _names(answers, MLFLOW, OF_MLFLOW) == (["bear", "cat"], 2)


def test_an_mlflow_without_models() -> None:
    assert _names({SEARCH: {}}, MLFLOW, OF_MLFLOW) == ([], 1)
