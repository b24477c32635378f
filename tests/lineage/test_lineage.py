"""Lineage: every parent is followed once, whoever asks, and what cannot be followed is reported."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from hub_folder import HubFolder
from hub_server import HubServer
from weight_files import Gguf

import provenance
from provenance.errors import NotFoundError, UnreachableError, UsageError
from provenance.hubs import open_hub, parse_reference, read_refs
from provenance.lineage.graph import Lineage, ancestors, training_data
from provenance.lineage.ledger import Bounds
from provenance.lineage.trace import trace


def family(hub: HubFolder) -> None:
    """A quantisation of a fine-tune of a base, with data at two levels."""
    hub.dataset("acme/old", "license: mit")
    hub.dataset("acme/new", "license: mit")
    hub.model("acme/base", "license: mit\ndatasets: [acme/old]")
    hub.model("acme/tune", "license: mit\nbase_model: acme/base\ndatasets: [acme/new, acme/old]")
    hub.model("acme/tune-gguf", "base_model: acme/tune\nbase_model_relation: quantized")


def relations(lineage: Lineage) -> list[tuple[str, str, str]]:
    return [(edge.child.name, edge.relation, edge.parent.name) for edge in lineage.edges]


def test_all_levels(hub: HubFolder) -> None:
    family(hub)
    lineage = hub.trace("acme/tune-gguf")
    assert relations(lineage) == [
        ("acme/base", "dataset", "acme/old"),
        ("acme/tune", "dataset", "acme/new"),
        ("acme/tune", "dataset", "acme/old"),
        ("acme/tune", "base", "acme/base"),
        ("acme/tune-gguf", "quantized", "acme/tune"),
    ]
    root = lineage.inputs[0][1]
    assert [path[-1].name for path in ancestors(lineage, root)] == ["acme/tune", "acme/base"]
    assert {path[-1].name: len(path) for path in training_data(lineage, root)} == {
        "acme/new": 3,
        "acme/old": 3,
    }
    assert not lineage.gaps


def test_every_artefact_is_fetched_once(hub: HubFolder) -> None:
    family(hub)
    with HubServer(hub.root) as server:
        provenance.trace("acme/tune-gguf", "acme/tune", "acme/base", hub=server.url)
        counts = Counter(record.path for record in server.requests)
    assert max(counts.values()) == 1
    assert sum(path.startswith("/api/") for path in counts) == 5


def test_nothing_is_asked_for_that_the_listing_does_not_show(hub: HubFolder) -> None:
    hub.model(
        "acme/x",
        "license: mit",
        files={"config.json": "{}", "LICENSE": "text", "weights.bin": b"x"},
    )
    with HubServer(hub.root) as server:
        provenance.trace("acme/x", hub=server.url)
        files = sorted(
            record.path.rpartition("/")[2] for record in server.requests if "resolve" in record.path
        )
    assert files == ["LICENSE", "README.md", "config.json", "weights.bin"]


def test_every_source_of_an_edge_is_kept(hub: HubFolder) -> None:
    hub.model("acme/base")
    hub.model(
        "acme/lora",
        "base_model: acme/base",
        files={"adapter_config.json": json.dumps({"base_model_name_or_path": "acme/base"})},
        meta={
            "tags": ["base_model:acme/base", "base_model:adapter:acme/base"],
            "baseModels": {"relation": "adapter", "models": [{"_id": "0", "id": "acme/base"}]},
        },
    )
    [edge] = hub.trace("acme/lora").edges
    assert edge.relation == "adapter"
    assert edge.known_by == ("adapter-config", "card", "hub-base-models", "hub-tag")
    assert edge.evidence[0].quote == "base_model: acme/base"


def test_gguf_headers_name_bases_and_datasets(hub: HubFolder) -> None:
    hub.model("acme/base")
    hub.dataset("acme/data")
    texts = {
        "general.architecture": "llama",
        "general.base_model.0.repo_url": "https://huggingface.co/acme/base",
        "general.dataset.0.repo_url": "https://huggingface.co/datasets/acme/data",
    }
    hub.model("acme/x-gguf", files={"x.gguf": Gguf().file(texts, {"w": ("F32", [4])})})
    lineage = hub.trace("acme/x-gguf")
    assert relations(lineage) == [
        ("acme/x-gguf", "dataset", "acme/data"),
        ("acme/x-gguf", "base", "acme/base"),
    ]
    assert {edge.known_by for edge in lineage.edges} == {("weight-header",)}


def test_a_base_that_only_a_file_names_is_followed(hub: HubFolder) -> None:
    hub.model("acme/base", "base_model: acme/deep")
    hub.model("acme/deep")
    hub.model(
        "acme/lora",
        files={"adapter_config.json": json.dumps({"base_model_name_or_path": "acme/base"})},
    )
    assert len(hub.trace("acme/lora").records) == 3


def test_cycles_and_self_references_end(hub: HubFolder) -> None:
    hub.model("acme/a", "base_model: [acme/b, acme/a]")
    hub.model("acme/b", "base_model: acme/a")
    lineage = hub.trace("acme/a")
    assert relations(lineage) == [("acme/a", "base", "acme/b"), ("acme/b", "base", "acme/a")]
    assert [path[-1].name for path in ancestors(lineage, parse_reference("acme/a"))] == ["acme/b"]


def test_a_missing_parent_is_a_gap(hub: HubFolder) -> None:
    hub.model("acme/tune", "base_model: acme/gone\ndatasets: acme/private")
    lineage = hub.trace("acme/tune")
    assert [(gap.artifact, gap.what, gap.reason) for gap in lineage.gaps] == [
        ("pkg:huggingface/acme/gone", "repository", "not-found"),
        ("pkg:huggingface/acme/private?type=dataset", "repository", "not-found"),
    ]
    assert all(gap.detail for gap in lineage.gaps)


@pytest.mark.parametrize(
    "name", ["./llama-7b", "/home/me/llama", "12k examples", "C:\\models\\x", "\x1b[31mred"]
)
def test_a_parent_that_no_hub_could_hold_is_a_gap(hub: HubFolder, name: str) -> None:
    hub.model("acme/tune", f"base_model: {json.dumps(name)}")
    lineage = hub.trace("acme/tune")
    assert [gap.reason for gap in lineage.gaps] == ["unresolvable"]
    assert not lineage.edges


def test_a_link_to_the_hub_names_a_model(hub: HubFolder) -> None:
    hub.model("acme/base")
    hub.model("acme/tune", "base_model: https://huggingface.co/acme/base")
    assert relations(hub.trace("acme/tune")) == [("acme/tune", "base", "acme/base")]


def test_renamed_parents_are_known_by_their_present_name(hub: HubFolder) -> None:
    hub.model("acme/present")
    hub.model("acme/tune", "base_model: acme/former")
    with HubServer(hub.root, renames={"acme/former": "acme/present"}) as server:
        lineage = provenance.trace("acme/tune", hub=server.url)
    assert [(child, parent) for child, _, parent in relations(lineage)] == [
        ("acme/tune", "acme/present")
    ]


def test_bounds_are_gaps(hub: HubFolder) -> None:
    for number in range(6):
        hub.model(f"acme/m{number}", f"base_model: acme/m{number + 1}")
    hub.model("acme/m6")
    refs = read_refs(["acme/m0"])
    deep = trace(open_hub(str(hub.root)), refs, Bounds(depth=3))
    assert [(gap.artifact, gap.reason) for gap in deep.gaps] == [
        ("pkg:huggingface/acme/m4", "bound")
    ]
    many = trace(open_hub(str(hub.root)), refs, Bounds(artifacts=2))
    assert len(many.records) == 2
    assert [gap.reason for gap in many.gaps] == ["bound"]


def test_time_is_bounded(hub: HubFolder) -> None:
    hub.model("acme/x", "license: mit")
    with HubServer(hub.root) as server:
        server.fault("stall", "*/README.md")
        lineage = trace(open_hub(server.url), read_refs(["acme/x"]), Bounds(seconds=0.5))
    assert [gap.reason for gap in lineage.gaps] == ["unreachable"]


def test_no_input_could_be_read(hub: HubFolder) -> None:
    hub.root.mkdir()
    with pytest.raises(NotFoundError):
        hub.trace("acme/nothing", "acme/neither")


def test_one_of_two_inputs_could_be_read(hub: HubFolder) -> None:
    hub.model("acme/x")
    lineage = hub.trace("acme/x", "acme/nothing")
    assert lineage.gaps[0].artifact == "pkg:huggingface/acme/nothing"


def test_two_revisions_of_one_artefact() -> None:
    with pytest.raises(UsageError, match="two revisions"):
        provenance.trace("acme/x@a", "acme/x@b", hub="sample")


def test_a_hub_that_is_down() -> None:
    with pytest.raises(UnreachableError):
        provenance.trace("acme/x", hub="http://127.0.0.1:9")


def test_content_that_is_not_what_the_hub_lists_is_not_judged(hub: HubFolder) -> None:
    hub.model("acme/x", "license: mit", meta={"sha": "a" * 40})
    with HubServer(hub.root) as server:
        wrong = {
            "sha": "a" * 40,
            "siblings": [{"rfilename": "README.md", "lfs": {"sha256": "0" * 64, "size": 3}}],
        }
        server.fault("body", "/api/*", body=json.dumps(wrong).encode())
        lineage = provenance.trace("acme/x", hub=server.url)
    assert [gap.reason for gap in lineage.gaps] == ["digest-mismatch"]
    assert lineage.records[parse_reference("acme/x")].card is None
