"""Lineage crosses hubs: a parent is read where it lies, under that hub's own credentials."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import other_hub_answers
import pytest
from hub_folder import HubFolder
from hub_server import HubServer
from json_server import JsonServer, json_server
from other_hub_answers import azure, kaggle, mlflow, modelscope, registry
from weight_files import Gguf

from provenance.hubs import open_hub, parse_reference
from provenance.lineage.graph import Lineage
from provenance.lineage.trace import trace
from provenance.model.artifact import Kind

TOKENS = {"kaggle": "kaggle-token", "azureml": "azure-token", "mlflow": "mlflow-token"}


@contextmanager
def hubs(**answers: dict[str, Any]) -> Iterator[dict[str, JsonServer]]:
    """A server for each hub, by its name."""
    with ExitStack() as stack:
        yield {name: stack.enter_context(json_server(answer)) for name, answer in answers.items()}


def traced(text: str, servers: dict[str, JsonServer], endpoint: str) -> Lineage:
    places = {name: server.url for name, server in servers.items()}
    hub = open_hub(endpoint, places=places, tokens=TOKENS)
    return trace(hub, [(text, parse_reference(text))])


@pytest.fixture
def folder() -> Path:
    """The hub on which all bases and datasets of the recorded answers lie."""
    hub = HubFolder(Path(tempfile.mkdtemp()))
    hub.model("acme/base", "license: mit")
    hub.model("a/b", "license: mit")
    hub.dataset("acme/tickets", "license: cc-by-4.0")
    return hub.root


def names(lineage: Lineage) -> set[tuple[str, str]]:
    return {(record.ref.hub, record.ref.name) for record in lineage.records.values()}


@pytest.mark.parametrize(
    ("name", "answers", "text", "parents"),
    [
        ("kaggle", kaggle, "kaggle:acme/bear/pyTorch/2b", {"acme/base"}),
        ("modelscope", modelscope, "modelscope:acme/bear", {"acme/base"}),
        ("azureml", azure, "azureml:azureml/bear", {"acme/base"}),
        ("mlflow", mlflow, "models:/bear@champion", {"a/b", "acme/tickets"}),
    ],
)
def test_a_parent_on_the_hub_is_read_there(
    name: str, answers: Any, text: str, parents: set[str], folder: Path
) -> None:
    with hubs(**{name: answers()}) as servers, HubServer(folder) as home:
        lineage = traced(text, servers, home.url)
        of_hub = {request.headers.get("authorization", "") for request in home.requests}
        assert set(servers[name].signed) <= {f"Bearer {TOKENS.get(name)}", ""}
    assert names(lineage) >= {("hf", parent) for parent in parents}
    assert not any(token in header for token in TOKENS.values() for header in of_hub)


def test_an_mlflow_run_names_a_dataset(folder: Path) -> None:
    with hubs(mlflow=mlflow()) as servers, HubServer(folder) as home:
        lineage = traced("models:/bear@champion", servers, home.url)
    kinds = {record.ref.name: record.ref.kind for record in lineage.records.values()}
    assert kinds["acme/tickets"] is Kind.DATASET


def test_a_repository_in_a_gguf_header(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = {
        "general.base_model.count": 1,
        "general.base_model.0.repo_url": "https://huggingface.co/acme/base",
        "general.license": "mit",
    }
    layer = "application/vnd.ollama.image.model"
    data = Gguf().file(keys, {"norm": ("F32", [8])})
    monkeypatch.setitem(other_hub_answers.LAYERS, layer, data)
    with hubs(oci=registry()) as servers, HubServer(folder) as home:
        lineage = traced("ollama:bear", servers, home.url)
    assert ("hf", "acme/base") in names(lineage)


def test_a_model_of_the_hub_with_a_base_elsewhere(folder: Path) -> None:
    address = "https://www.kaggle.com/models/acme/bear/pyTorch/2b"
    HubFolder(folder).model("acme/tune", f"license: mit\nbase_model: {address}")
    with hubs(kaggle=kaggle()) as servers, HubServer(folder) as home:
        lineage = traced("acme/tune", servers, home.url)
    assert names(lineage) == {
        ("hf", "acme/tune"),
        ("kaggle", "acme/bear/pyTorch/2b"),
        ("hf", "acme/base"),
    }


def test_an_azure_variant_leads_to_the_asset_it_was_made_from(folder: Path) -> None:
    parent = {"assetId": "azureml://registries/azureml/models/bear/versions/3"}
    variant = {"name": "bear-cpu", "version": "1", "variantInformation": {"parents": [parent]}}
    answers = {**azure(), "/asset-gallery/v1.0/azureml/models/bear-cpu/version/1": variant}
    with hubs(azureml=answers) as servers, HubServer(folder) as home:
        lineage = traced("azureml:azureml/bear-cpu@1", servers, home.url)
    assert names(lineage) == {
        ("azureml", "azureml/bear-cpu"),
        ("azureml", "azureml/bear"),
        ("hf", "acme/base"),
    }
