"""Everything of an owner on each hub, where a listing ends, and what a misspelt name may mean."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from command import invoke
from hub_folder import HubFolder
from hub_server import HubServer
from json_server import json_server

from provenance.errors import BoundError, UsageError
from provenance.hubs import catalogue, list_owner, modelscope, open_hub, parse_reference, read_owner
from provenance.lineage.trace import trace
from provenance.model.artifact import Kind
from provenance.project.several import read_several, stands_for_several

EMPTY = tempfile.mkdtemp()
GALLERY = "/asset-gallery/v1.0/models"
NGC_SEARCH = "/v2/search/catalog/resources/MODEL?q="


def ngc_question(owner: str, page: int) -> str:
    filters = [{"field": "orgName", "value": owner}]
    question = {"query": "", "page": page, "pageSize": 100, "filters": filters}
    # The server sees the query decoded, with plus signs for blanks.
    return NGC_SEARCH + json.dumps(question, sort_keys=True).replace(" ", "+")


def instance(framework: str, slug: str) -> dict[str, str]:
    return {"framework": framework, "slug": slug}


OWNERS: dict[str, tuple[str, dict[str, Any], set[str]]] = {
    "kaggle": (
        "kaggle:acme/*",
        {
            "/api/v1/models/list?owner=acme&pageSize=200": {
                "models": [{"ref": "acme/bear", "instances": [instance("pyTorch", "2b"), {}]}],
                "nextPageToken": "x",
            },
            "/api/v1/models/list?owner=acme&pageSize=200&pageToken=x": {
                "models": [{"ref": "acme/cat", "instances": [instance("keras", "s")]}]
            },
            "/api/v1/datasets/list?user=acme&page=1": [{"ref": "acme/tickets"}, {"ref": 7}],
            "/api/v1/datasets/list?user=acme&page=2": [],
        },
        {
            "kaggle:acme/bear/pyTorch/2b",
            "kaggle:acme/cat/keras/s",
            "kaggle:datasets/acme/tickets",
        },
    ),
    "modelscope": (
        "modelscope:acme/*",
        {
            "/openapi/v1/models?owner=acme&page_number=1&page_size=50": {
                "data": {"models": [{"id": "acme/bear"}, {"id": "../x"}]}
            },
            "/openapi/v1/datasets?owner=acme&page_number=1&page_size=50": {
                "data": {"datasets": [{"id": "acme/tickets"}]}
            },
        },
        {"modelscope:acme/bear", "modelscope:datasets/acme/tickets"},
    ),
    "ngc": (
        "ngc:nvidia/*",
        {
            ngc_question("nvidia", 0): {
                "resultPageTotal": 2,
                "results": [
                    {"groupValue": "_scored", "resources": [{"resourceId": "nvidia/tao/bear"}]},
                    {"groupValue": "MODEL", "resources": [{"resourceId": "other/bear"}]},
                ],
            },
            ngc_question("nvidia", 1): {
                "resultPageTotal": 2,
                "results": [{"resources": [{"resourceId": "nvidia/cat"}]}],
            },
        },
        {"ngc:nvidia/tao/bear", "ngc:nvidia/cat"},
    ),
    "github": (
        "github:acme/*",
        {"/users/acme/repos?per_page=100&page=1": [{"full_name": "acme/bear"}, {"id": 1}]},
        {"github:acme/bear"},
    ),
    "azureml": (
        "azureml://registries/azureml/models/*",
        {
            GALLERY: {
                "summaries": [{"name": "bear", "version": "1"}, {"name": "bear", "version": "2"}]
            }
        },
        {"azureml:azureml/bear"},
    ),
    "vertex": (
        "vertex:google/*",
        {
            "/v1beta1/publishers/google/models?pageSize=100": {
                "publisherModels": [{"name": "publishers/google/models/bear3"}, {"name": "x"}]
            }
        },
        {"vertex:google/bear3"},
    ),
    "mlflow": (
        "mlflow:*",
        {
            "/api/2.0/mlflow/registered-models/search?max_results=1000&page_token=": {
                "registered_models": [{"name": "bear"}]
            }
        },
        {"mlflow:bear"},
    ),
    "unity": (
        "unity:main.ml.*",
        {
            "/api/2.1/unity-catalog/models?catalog_name=main&schema_name=ml&max_results=100": {
                "registered_models": [{"full_name": "main.ml.bear"}, {"full_name": "x"}],
                "next_page_token": "n",
            },
            "/api/2.1/unity-catalog/models?catalog_name=main&schema_name=ml&max_results=100"
            "&page_token=n": {"registered_models": [{"full_name": "main.ml.cat"}]},
        },
        {"unity:main.ml.bear", "unity:main.ml.cat"},
    ),
    "oci": (
        "oci://registry.example/team/*",
        {"/v2/_catalog?n=1000": {"repositories": ["team/bear", "other/cat", "team/../x"]}},
        {"oci://registry.example/team/bear"},
    ),
}


@pytest.mark.parametrize("name", OWNERS)
def test_everything_of_an_owner(name: str) -> None:
    text, answers, wanted = OWNERS[name]
    assert stands_for_several(text)
    with json_server(answers) as server:
        hub = open_hub(EMPTY, places={name: server.url}, tokens={name: "token"})
        several = read_several(hub, text)
        assert len(server.requested) == len(answers)
    assert not several.gaps
    assert {named.text for named in several.named} == wanted
    for named in several.named:
        assert parse_reference(named.text) == named.ref


@pytest.mark.parametrize(
    "text", ["modelscope:../x", "kaggle:a/../b/c", "https://github.com/../x", "oci://a.b/../c"]
)
def test_no_name_leads_elsewhere(text: str) -> None:
    with pytest.raises(UsageError):
        parse_reference(text)


@pytest.mark.parametrize(
    "text", ["*", "/*", "hf:*", "kaggle:*", "datasets/*", "acme/bear.*", "unity:main.*"]
)
def test_what_names_no_owner(text: str) -> None:
    with pytest.raises(UsageError):
        read_owner(text)


def test_some_texts_name_a_kind() -> None:
    assert read_owner("kaggle:datasets/acme/*", Kind.MODEL).kind is Kind.DATASET
    assert read_owner("acme/*", Kind.DATASET).kind is Kind.DATASET
    assert read_owner("mlflow:*", Kind.DATASET).kind is Kind.MODEL


@pytest.mark.parametrize("name", ["kaggle", "azureml", "vertex", "mlflow", "unity"])
def test_a_listing_without_an_end_is_a_gap(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "MOST_PAGES", 2)
    text, answers, wanted = OWNERS[name]
    endless = {
        path: {
            **answer,
            "nextPageToken": "x",
            "next_page_token": "n",
            "continuationToken": "c",
        }
        if isinstance(answer, dict)
        else answer
        for path, answer in answers.items()
    }

    class Endless(dict[str, Any]):
        def get(self, key: str, default: Any = None) -> Any:
            known = [path for path in self if key.startswith(path)]
            return self[max(known, key=len)] if known else default

    with json_server(Endless(endless)) as server:
        hub = open_hub(EMPTY, places={name: server.url}, tokens={name: "token"})
        several = read_several(hub, text)
    assert {named.text for named in several.named} <= wanted
    assert several.named
    [(shown, _, gap)] = several.gaps
    assert (shown, gap.reason) == (text, "bound")
    assert "first 2 pages" in gap.detail


def test_modelscope_gives_three_thousand_of_an_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(modelscope, "_MOST_ROWS", 50)
    rows = [{"id": f"acme/m{number}"} for number in range(50)]
    page = "/openapi/v1/models?owner=acme&page_number=1&page_size=50"
    with json_server({page: {"data": {"models": rows}}}) as server:
        hub = open_hub(EMPTY, places={"modelscope": server.url})
        listed = []
        with pytest.raises(BoundError):
            for entry in list_owner(hub, "modelscope:acme/*"):
                listed.append(entry)
    assert len(listed) == 50


def test_files_beyond_the_last_page_are_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "MOST_PAGES", 1)
    base = "/api/v1/models/acme/bear"
    answers = {
        f"{base}/get": {},
        f"{base}/pyTorch/2b/get": {"versionNumber": 2, "licenseName": "MIT"},
        f"{base}/pyTorch/2b/2/files?pageSize=200": {
            "files": [{"name": "config.json", "size": 2}],
            "nextPageToken": "next",
        },
    }
    with json_server(answers) as server:
        hub = open_hub(EMPTY, places={"kaggle": server.url})
        snapshot = hub.snapshot(parse_reference("kaggle:acme/bear/pyTorch/2b"))
    assert [entry.path for entry in snapshot.files] == ["config.json"]
    assert [gap.reason for gap in snapshot.gaps] == ["too-large"]


def test_files_of_a_modelscope_dataset_come_in_pages() -> None:
    base = "/api/v1/datasets/acme/tickets"
    commit = "c" * 40
    revisions = {"RevisionMap": {"Branches": [{"Revision": "master", "CommitId": commit}]}}
    page = f"{base}/repo/tree?Revision={commit}&Recursive=True&PageNumber="
    full = [{"Path": f"{number}.csv", "Type": "blob"} for number in range(200)]
    answers = {
        base: {"Data": {"License": "MIT"}},
        f"{base}/revisions": {"Data": revisions},
        f"{page}1&PageSize=200": {"Data": {"Files": full}},
        f"{page}2&PageSize=200": {"Data": {"Files": [{"Path": "last.csv", "Type": "blob"}]}},
    }
    with json_server(answers) as server:
        hub = open_hub(EMPTY, places={"modelscope": server.url})
        snapshot = hub.snapshot(parse_reference("modelscope:datasets/acme/tickets"))
    assert len(snapshot.files) == 201


MISSPELT = {
    "kaggle": ("kaggle:acme/baer/pyTorch/2b", "kaggle:acme/bear/pyTorch/2b"),
    "modelscope": ("modelscope:acme/baer", "modelscope:acme/bear"),
    "ngc": ("ngc:nvidia/tao/baer", "ngc:nvidia/tao/bear"),
    "github": ("github:acme/baer", "github:acme/bear"),
    "azureml": ("azureml:azureml/baer@1", "azureml:azureml/bear"),
    "vertex": ("vertex:google/baer3", "vertex:google/bear3"),
    "mlflow": ("mlflow:baer", "mlflow:bear"),
    "unity": ("unity:main.ml.baer", "unity:main.ml.bear"),
}


@pytest.mark.parametrize("name", MISSPELT)
def test_a_misspelt_name_gets_a_suggestion(name: str, tmp_path: Path) -> None:
    text, wanted = MISSPELT[name]
    with json_server(OWNERS[name][1]) as server:
        hub = hub_variables(name, server.url)
        done = invoke(tmp_path, "audit", text, "--no-cache", "-q", env=hub)
    assert done.returncode == 3
    assert f"Did you mean {wanted}" in done.stderr


def hub_variables(name: str, url: str) -> dict[str, str]:
    from provenance.hubs import hub_type

    kind = hub_type(name)
    assert kind is not None
    variables = dict.fromkeys(kind.place_variables[:1], url)
    return variables | dict.fromkeys(kind.token_variables[:1], "token")


def test_a_misspelt_tag_of_a_registry(tmp_path: Path) -> None:
    answers = {"/v2/acme/bear/tags/list": {"tags": ["latest", "v1", "../x"]}}
    with json_server(answers) as server:
        name = f"oci://{server.url.removeprefix('http://')}/acme/bear"
        done = invoke(tmp_path, "audit", f"{name}:lates", "--no-cache", "-q")
    assert f"Did you mean {name}:latest" in done.stderr


def test_a_dataset_named_as_a_model_of_the_hub(tmp_path: Path) -> None:
    folder = tmp_path / "hub"
    made = HubFolder(folder)
    made.dataset("acme/tickets", "license: mit")
    made.model("acme/bear", "license: mit")
    with HubServer(folder) as server:
        wrong_kind = invoke(tmp_path, "audit", "acme/tickets", "--hub", server.url, "-q")
        misspelt = invoke(tmp_path, "audit", "acme/baer", "--hub", server.url, "-q")
        wrong_owner = invoke(tmp_path, "audit", "acne/bear", "--hub", server.url, "-q")
    assert "write `datasets/acme/tickets`" in wrong_kind.stderr
    assert "Did you mean acme/bear?" in misspelt.stderr
    assert "Did you mean acme/bear?" in wrong_owner.stderr


def test_nothing_is_asked_for_an_ancestor_that_is_missing() -> None:
    base = "/api/v1/models/acme/bear"
    answers = {
        f"{base}/get": {},
        f"{base}/pyTorch/2b/get": {
            "versionNumber": 2,
            "externalBaseModelUrl": "https://www.kaggle.com/models/acme/gone/pyTorch/2b",
        },
        f"{base}/pyTorch/2b/2/files?pageSize=200": {"files": []},
    }
    text = "kaggle:acme/bear/pyTorch/2b"
    with json_server(answers) as server:
        trace(open_hub(EMPTY, places={"kaggle": server.url}), [(text, parse_reference(text))])
        assert not [path for path in server.requested if "list" in path]
