"""Hubs beside Hugging Face: what people write, what each answers, and what becomes of it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from typing import Any

import pytest
from json_server import JsonServer, json_server
from other_hub_answers import HUBS, SHA, kaggle, ngc, registry, vertex

from provenance.errors import HubError, NotFoundError, QuotaError, UsageError
from provenance.hubs import hub_type, open_hub, parse_reference
from provenance.lineage.graph import Lineage
from provenance.lineage.trace import trace
from provenance.model.artifact import Kind

# A hub folder without anything: bases on the Hugging Face Hub are not found.
EMPTY = tempfile.mkdtemp()


@pytest.mark.parametrize(
    ("text", "hub", "name", "revision"),
    [
        ("ollama:gemma:2b", "oci", "registry.ollama.ai/library/gemma", "2b"),
        ("ollama:hf.co/acme/bear-GGUF:q8", "oci", "hf.co/acme/bear-GGUF", "q8"),
        ("oci://docker.io/ai/smollm2:latest", "oci", "docker.io/ai/smollm2", "latest"),
        ("ollama://me/bear", "oci", "registry.ollama.ai/me/bear", None),
        ("https://ollama.com/library/gemma:2b", "oci", "registry.ollama.ai/library/gemma", "2b"),
        ("oci://ghcr.io/acme/bear:1", "oci", "ghcr.io/acme/bear", "1"),
        (f"oci:localhost:5000/a/b@sha256:{SHA}", "oci", "localhost:5000/a/b", f"sha256:{SHA}"),
        ("azureml://registries/azureml/models/bert/versions/3", "azureml", "azureml/bert", "3"),
        (
            "https://ai.azure.com/explore/models/phi-4/version/7/registry/azureml",
            "azureml",
            "azureml/phi-4",
            "7",
        ),
        ("kaggle:google/gemma/pyTorch/2b@3", "kaggle", "google/gemma/pyTorch/2b", "3"),
        (
            "https://www.kaggle.com/models/google/gemma/pyTorch/2b/3",
            "kaggle",
            "google/gemma/pyTorch/2b",
            "3",
        ),
        ("modelscope:qwen/bear", "modelscope", "qwen/bear", None),
        ("https://modelscope.cn/models/qwen/bear/summary", "modelscope", "qwen/bear", None),
        ("ngc:nvidia/tao/bear@1.0", "ngc", "nvidia/tao/bear", "1.0"),
        (
            "https://catalog.ngc.nvidia.com/orgs/nvidia/teams/tao/models/bear",
            "ngc",
            "nvidia/tao/bear",
            None,
        ),
        ("github:acme/bear@main", "github", "acme/bear", "main"),
        ("https://github.com/acme/bear/tree/v1", "github", "acme/bear", "v1"),
        ("models:/bear/4", "mlflow", "bear", "4"),
        ("models:/bear@champion", "mlflow", "bear", "champion"),
        ("unity:main.ml.bear@4", "unity", "main.ml.bear", "4"),
        (
            "https://acme.cloud.databricks.com/explore/data/models/main/ml/bear/version/4",
            "unity",
            "main.ml.bear",
            "4",
        ),
        (
            "https://adb-1.2.azuredatabricks.net/explore/data/models/main/ml/bear?o=17",
            "unity",
            "main.ml.bear",
            None,
        ),
    ],
)
def test_what_people_write(text: str, hub: str, name: str, revision: str | None) -> None:
    ref = parse_reference(text)
    assert (ref.hub, ref.name, ref.revision) == (hub, name, revision)
    again = parse_reference(ref.purl)
    assert (again.hub, again.name, again.revision) == (hub, name, revision)


def test_a_page_of_data_is_a_dataset() -> None:
    assert parse_reference("https://www.kaggle.com/datasets/acme/tickets").kind is Kind.DATASET
    assert parse_reference("kaggle:datasets/acme/tickets").kind is Kind.DATASET
    assert parse_reference("https://modelscope.cn/datasets/acme/t").kind is Kind.DATASET


@pytest.mark.parametrize("text", ["oci:no host", "kaggle:a", "ngc:a b", "ollama:"])
def test_what_names_nothing_is_refused_with_the_form(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_reference(text)
    assert "Write" in refused.value.hint or "not a valid name" in refused.value.message


def test_plain_names_stay_those_of_the_hugging_face_hub() -> None:
    for text in ("acme/bear", "datasets/acme/bear", "https://huggingface.co/acme/bear"):
        assert parse_reference(text).hub == "hf"


def traced(server: JsonServer, hub: str, text: str) -> Lineage:
    opened = open_hub(EMPTY, places={hub: server.url}, tokens={hub: "secret-token"})
    return trace(opened, [(text, parse_reference(text))])


@pytest.mark.parametrize("name", HUBS)
def test_an_answer_becomes_a_record(name: str) -> None:
    text, answers, licence, base, revision = HUBS[name]
    with json_server(answers()) as server:
        lineage = traced(server, name, text)
        assert set(server.signed) <= {"Bearer secret-token"}
    [record] = lineage.records.values()
    assert record.ref.revision == revision
    assert licence in {claim.value for claim in record.licence.claims}
    assert record.snapshot.files
    assert record.card is not None
    parents = {parent.ref.name for parent in record.parents}
    assert not base or base in parents


@pytest.mark.parametrize("name", HUBS)
def test_each_address_is_asked_once(name: str) -> None:
    text, answers, *_ = HUBS[name]
    with json_server(answers()) as server:
        traced(server, name, text)
        assert len(server.requested) == len(set(server.requested))


def test_digests_of_ngc_are_those_of_the_files() -> None:
    with json_server(ngc()) as server:
        [record] = traced(server, "ngc", "ngc:nvidia/tao/bear").records.values()
    file = record.snapshot.file("model.onnx")
    assert file is not None
    assert file.sha256 == SHA


def test_privacy_texts_of_ngc_stand_in_the_card() -> None:
    with json_server(ngc()) as server:
        [record] = traced(server, "ngc", "ngc:nvidia/tao/bear").records.values()
    assert record.card is not None
    assert "Privacy" in {section.title for section in record.card.walk()}


@pytest.mark.parametrize("name", HUBS)
@pytest.mark.parametrize(
    ("answer", "error"),
    [(404, NotFoundError), (403, HubError), (b"[1", HubError), (b"<html>", HubError)],
)
def test_bad_weather(name: str, answer: Any, error: type[HubError]) -> None:
    text, answers, *_ = HUBS[name]
    broken: Mapping[str, Any] = dict.fromkeys(answers(), answer)
    with json_server(broken) as server:
        hub = open_hub(EMPTY, places={name: server.url})
        with pytest.raises(error) as refused:
            hub.snapshot(parse_reference(text))
    assert refused.value.hint


def test_a_quota_is_told_with_the_time() -> None:
    answer = (429, {"retry-after": "120"}, b"{}")
    with json_server(dict.fromkeys(kaggle(), answer)) as server:
        hub = open_hub(EMPTY, places={"kaggle": server.url})
        with pytest.raises(QuotaError, match="120"):
            hub.snapshot(parse_reference("kaggle:acme/bear/pyTorch/2b"))


def test_a_model_of_kaggle_without_a_variation_says_what_to_name() -> None:
    with json_server(kaggle()) as server:
        hub = open_hub(EMPTY, places={"kaggle": server.url})
        with pytest.raises(UsageError, match="variation"):
            hub.snapshot(parse_reference("kaggle:acme/bear"))


def test_mlflow_without_a_server_says_what_to_set() -> None:
    with pytest.raises(UsageError) as refused:
        open_hub(EMPTY).snapshot(parse_reference("models:/bear/4"))
    assert "MLFLOW_TRACKING_URI" in refused.value.hint


def test_a_model_of_ollama_is_its_layers() -> None:
    with json_server(registry()) as server:
        [record] = traced(server, "oci", "ollama:bear").records.values()
    names = {file.path for file in record.snapshot.files}
    assert names == {"LICENSE", "chat_template.jinja", "config.json", "model.gguf"}
    assert record.ref.revision and record.ref.revision.startswith("sha256:")
    assert record.documents["LICENSE"].text.startswith("Apache")
    assert "repository_url=" in record.purl


def test_a_hostile_digest_is_refused_and_told() -> None:
    with json_server(registry("digest")) as server:
        [record] = traced(server, "oci", "ollama:bear").records.values()
        assert not [path for path in server.requested if "passwd" in path]
    assert [gap for gap in record.gaps if "not a SHA-256 digest" in gap.detail]


def test_tampered_bytes_are_noticed() -> None:
    with json_server(registry("licence")) as server:
        [record] = traced(server, "oci", "ollama:bear").records.values()
    assert [gap for gap in record.gaps if gap.what == "LICENSE" and "digest" in gap.detail]


def test_a_challenge_is_answered_with_an_anonymous_token_for_that_registry_alone() -> None:
    answers = registry(path="acme/bear")
    with json_server({}) as server:
        realm = f'Bearer realm="{server.url}/token",service="r",scope="repository:acme/bear:pull"'
        name = server.url.removeprefix("http://")
        first = "/v2/acme/bear/manifests/latest"
        body = answers[first][2]
        seen: list[str] = []

        class Guarded(dict[str, Any]):
            def get(self, key: str, default: Any = None) -> Any:
                if key.startswith("/token"):
                    seen.append(key)
                    return {"token": "anonymous"}
                if server.signed[-1] != "Bearer anonymous":
                    return (401, {"www-authenticate": realm}, b"{}")
                return body if key == first else answers.get(key, default)

        server.answers = Guarded()
        hub = open_hub(EMPTY)
        snapshot = hub.snapshot(parse_reference(f"oci://{name}/acme/bear"))
        assert hub.read(snapshot, "LICENSE", 100).startswith(b"Apache")
    assert len(seen) == 1


def test_every_hub_says_what_its_answers_hold() -> None:
    for name in (*HUBS, "oci"):
        hub = hub_type(name)
        assert hub is not None
        assert hub.offers
        assert hub.forms


def test_a_title_of_a_client_does_not_hide_what_a_layer_is() -> None:
    answers = registry()
    place = "/v2/library/bear/manifests/latest"
    manifest = json.loads(answers[place][2])
    for number, layer in enumerate(manifest["layers"]):
        layer["annotations"] = {"org.opencontainers.image.title": f"layer-{number}"}
    answers[place] = json.dumps(manifest).encode()
    with json_server(answers) as server:
        [record] = traced(server, "oci", "ollama:bear").records.values()
    assert record.documents["LICENSE"].text.startswith("Apache")


def test_a_registry_without_tokens_is_asked_once_for_its_manifest() -> None:
    with json_server(registry()) as server:
        traced(server, "oci", "ollama:bear")
    assert server.requested.count("/v2/library/bear/manifests/latest") == 1
    assert len(server.requested) == len(set(server.requested))


@pytest.mark.parametrize("realm", ["{url}/token", "file:///etc/passwd", "http://[", ""])
def test_a_challenge_that_leads_nowhere_ends(realm: str) -> None:
    with json_server({}) as server:
        stated = f'Bearer realm="{realm.format(url=server.url)}",service="r"'

        class Closed(dict[str, Any]):
            def get(self, _key: str, _default: Any = None) -> Any:
                return (401, {"www-authenticate": stated}, b"{}")

        server.answers = Closed()
        name = server.url.removeprefix("http://")
        with pytest.raises(HubError):
            open_hub(EMPTY).snapshot(parse_reference(f"oci://{name}/acme/bear"))
        assert len(server.requested) <= 3


def test_a_missing_base_on_a_hub_of_models_alone_is_asked_for_once() -> None:
    answers = vertex()
    with json_server(answers) as server:
        traced(server, "vertex", "vertex:google/bear3")
    assert len(server.requested) == 2
