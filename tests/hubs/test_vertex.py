"""Vertex AI Model Garden: a category is no licence, and a model of a hub leads there."""

from __future__ import annotations

import sys
import tempfile
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from json_server import json_server

from provenance.errors import ForbiddenError, HubError, QuotaError, UsageError
from provenance.hubs import open_hub, parse_reference, vertex
from provenance.lineage.trace import trace

EMPTY = tempfile.mkdtemp()
_VIEW = "?view=PUBLISHER_MODEL_VIEW_FULL"
NATIVE = f"/v1beta1/publishers/google/models/bear3{_VIEW}"
BACKED = f"/v1beta1/publishers/hf-acme/models/bear{_VIEW}&isHuggingFaceModel=true"
MODEL: dict[str, Any] = {
    "name": "publishers/google/models/bear3",
    "versionId": "001",
    "openSourceCategory": "GOOGLE_OWNED_OSS_WITH_GOOGLE_CHECKPOINT",
    "parent": {"reference": {"resourceName": "projects/p/publishers/google/models/bear2"}},
    "supportedActions": {
        "viewRestApi": {"documentations": [{"title": "Use", "content": "Licensed under nothing."}]}
    },
}


@pytest.mark.parametrize(
    ("text", "name", "revision"),
    [
        ("vertex:google/gemma3@gemma-3-1b-it", "google/gemma3", "gemma-3-1b-it"),
        ("publishers/google/models/gemma3@001", "google/gemma3", "001"),
        (
            "https://console.cloud.google.com/vertex-ai/publishers/google/model-garden/gemma3?x=1",
            "google/gemma3",
            None,
        ),
    ],
)
def test_what_people_write(text: str, name: str, revision: str | None) -> None:
    ref = parse_reference(text)
    assert (ref.hub, ref.name, ref.revision) == ("vertex", name, revision)
    again = parse_reference(ref.purl)
    assert (again.hub, again.name, again.revision) == ("vertex", name, revision)


def traced(answers: dict[str, Any], text: str) -> Any:
    with json_server(answers) as server:
        hub = open_hub(EMPTY, places={"vertex": server.url}, tokens={"vertex": "token"})
        lineage = trace(hub, [(text, parse_reference(text))])
        assert set(server.signed) == {"Bearer token"}
    return next(iter(lineage.records.values()))


def test_a_category_is_no_licence() -> None:
    record = traced({NATIVE: MODEL}, "vertex:google/bear3")
    assert not record.licence.claims
    assert record.ref.revision == "001"
    assert {gap.what for gap in record.gaps} >= {"licence", "file listing"}
    assert "GOOGLE_OWNED_OSS_WITH_GOOGLE_CHECKPOINT" in record.gaps[0].detail
    assert {(parent.ref.hub, parent.ref.name) for parent in record.parents} == {
        ("vertex", "google/bear2")
    }


def test_a_model_that_a_hub_backs_leads_there() -> None:
    record = traced({BACKED: {"name": "publishers/hf-acme/models/bear"}}, "vertex:hf-acme/bear")
    assert {(parent.ref.hub, parent.ref.name) for parent in record.parents} == {("hf", "acme/bear")}


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (404, HubError),
        (403, ForbiddenError),
        (b"[1", HubError),
        ((429, {"retry-after": "120"}, b"{}"), QuotaError),
    ],
)
def test_bad_weather(answer: Any, error: type[HubError]) -> None:
    with json_server({NATIVE: answer}) as server:
        hub = open_hub(EMPTY, places={"vertex": server.url}, tokens={"vertex": "token"})
        with pytest.raises(error) as refused:
            hub.snapshot(parse_reference("vertex:google/bear3"))
    assert refused.value.hint


def test_without_a_token_and_without_the_library_it_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(vertex, "find_spec", lambda name: None)
    with pytest.raises(UsageError) as refused:
        open_hub(EMPTY).snapshot(parse_reference("vertex:google/bear3"))
    assert "extra `vertex`" in refused.value.hint


def test_credentials_of_the_machine_name_the_project_that_pays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    credentials = SimpleNamespace(token="mine", quota_project_id="acme", refresh=lambda _: None)
    auth = ModuleType("google.auth")
    errors = ModuleType("google.auth.exceptions")
    requests = ModuleType("google.auth.transport.requests")
    monkeypatch.setattr(vertex, "find_spec", lambda name: name)
    for name, value in (("DefaultCredentialsError", KeyError), ("GoogleAuthError", LookupError)):
        monkeypatch.setattr(errors, name, value, raising=False)
    monkeypatch.setattr(auth, "default", lambda scopes: (credentials, "other"), raising=False)
    monkeypatch.setattr(requests, "Request", object, raising=False)
    google = ModuleType("google")
    monkeypatch.setattr(google, "auth", auth, raising=False)
    modules = {
        "google": google,
        "google.auth": auth,
        "google.auth.exceptions": errors,
        "google.auth.transport": ModuleType("google.auth.transport"),
        "google.auth.transport.requests": requests,
    }
    for name, module in modules.items():
        monkeypatch.setitem(sys.modules, name, module)
    with json_server({NATIVE: MODEL}) as server:
        open_hub(EMPTY, places={"vertex": server.url}).snapshot(
            parse_reference("vertex:google/bear3")
        )
    assert server.signed == ["Bearer mine"]
