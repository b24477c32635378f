"""A document beside what the hub says now: every difference with both values and places."""

from __future__ import annotations

import json
from typing import Any

import bom_lineages as lineages
import pytest
from check_documents import NOWHERE
from hub_folder import HubFolder

import provenance
from provenance.bom import encode
from provenance.conformance.against import Comparison, Difference
from provenance.conformance.examination import examine
from provenance.errors import EXIT_CLEAN, EXIT_FINDINGS, EXIT_INCOMPLETE

REF = "acme/support-gemstone-7b"
OUTPUTS = ("json", "xml", "spdx")
FILES = "/metadata/component/components"


@pytest.fixture(name="lineage", scope="module")
def _lineage() -> Any:
    return provenance.trace(REF, hub="sample")


@pytest.fixture(name="bom")
def _bom(lineage: Any) -> dict[str, Any]:
    loaded = json.loads(encode(lineage))
    assert isinstance(loaded, dict)
    return loaded


def own(lineage: Any, output: str) -> bytes:
    """Our own document in one of the formats."""
    if output == "spdx":
        from provenance.bom.spdx.writer import encode as encode_spdx

        return encode_spdx(lineage)
    return encode(lineage, output=output)


def compared(document: Any, lineage: Any) -> Comparison:
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    comparison = examine(data, "vendor", (), lineage).comparison
    assert comparison
    return comparison


def only(document: Any, lineage: Any, what: str) -> Difference:
    differences = [
        difference
        for difference in compared(document, lineage).differences
        if difference.what == what
    ]
    assert len(differences) == 1, differences
    return differences[0]


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize(
    "ref",
    [
        "northwind/clear-3b",
        REF,
        "northwind/merged-5b",
        "hanbit/hangang-1b",
        "hf:datasets/acme/tickets",
    ],
)
def test_our_own_document_differs_in_nothing(ref: str, output: str) -> None:
    traced = provenance.trace(ref, hub="sample")
    examination = examine(own(traced, output), "own", against=traced)
    assert examination.problems == ()
    assert examination.comparison
    assert examination.comparison.differences == ()
    assert examination.comparison.compared
    assert examination.exit_status("wrong") == EXIT_CLEAN


def test_a_commit_that_moved(bom: dict[str, Any], lineage: Any) -> None:
    component = bom["metadata"]["component"]
    now = component["version"]
    component["purl"] = f"pkg:huggingface/{REF}@{'5' * 40}"
    difference = only(bom, lineage, "commit")
    assert (difference.pointer, difference.here, difference.there) == (
        "/metadata/component/purl",
        "5" * 40,
        now,
    )
    assert difference.place == "_meta.json"
    component["purl"] = f"pkg:huggingface/{REF}@{now[:12]}"
    assert not compared(bom, lineage).differences
    component["purl"], component["version"] = f"pkg:huggingface/{REF}", "1.0"
    difference = only(bom, lineage, "commit")
    assert (difference.pointer, difference.here) == ("/metadata/component/version", "1.0")
    del component["version"]
    assert only(bom, lineage, "commit").here == ""


def test_a_licence_that_differs(bom: dict[str, Any], lineage: Any) -> None:
    component = bom["metadata"]["component"]
    component["licenses"] = [{"expression": "Apache-2.0 OR MIT"}]
    difference = only(bom, lineage, "licence")
    assert (difference.pointer, difference.here, difference.there, difference.place) == (
        "/metadata/component/licenses/0/expression",
        "Apache-2.0 OR MIT",
        "MIT",
        "README.md:2",
    )
    component["licenses"] = [{"license": {"name": "MIT License"}}]
    assert not compared(bom, lineage).differences
    component["licenses"] = [{"license": {"name": "NOASSERTION"}}]
    assert only(bom, lineage, "licence").here == ""


def test_files_and_their_digests(bom: dict[str, Any], lineage: Any) -> None:
    files = bom["metadata"]["component"]["components"]
    place = next(n for n, file in enumerate(files) if file["name"] == "pytorch_model.bin")
    digest = files[place]["hashes"][0]
    real, digest["content"] = digest["content"], "0a" * 32
    difference = only(bom, lineage, "hash")
    assert (difference.pointer, difference.here, difference.there) == (
        f"{FILES}/{place}/hashes/0/content",
        f"pytorch_model.bin {'0a' * 32}",
        real,
    )
    gone = files.pop(place)
    difference = only(bom, lineage, "file")
    assert (difference.here, difference.there, difference.pointer) == (
        "",
        "pytorch_model.bin",
        "/metadata/component",
    )
    gone["name"], gone["purl"] = "extra.bin", gone["purl"].replace("pytorch_model.bin", "extra.bin")
    files.append(gone)
    differing = [
        (difference.here, difference.there)
        for difference in compared(bom, lineage).differences
        if difference.what == "file"
    ]
    assert differing == [("extra.bin", ""), ("", "pytorch_model.bin")]
    del files[:2]
    differing = [
        (difference.here, difference.there)
        for difference in compared(bom, lineage).differences
        if difference.what == "file"
    ]
    assert differing == [
        ("extra.bin", ""),
        ("", "3 files: README.md, config.json, pytorch_model.bin"),
    ]


def test_a_digest_without_files(bom: dict[str, Any], lineage: Any) -> None:
    component = bom["metadata"]["component"]
    listed = component["components"]
    component["components"] = []
    component["hashes"] = [{"alg": "SHA-256", "content": "0a" * 32}]
    differences = [
        difference for difference in compared(bom, lineage).differences if difference.what == "hash"
    ]
    unhashed = any(not file.get("hashes") for file in listed)
    assert len(differences) == (0 if unhashed else 1)


def test_bases_and_datasets_that_are_not_named(bom: dict[str, Any], lineage: Any) -> None:
    component = bom["metadata"]["component"]
    ancestors = component["pedigree"].pop("ancestors")
    datasets = component["modelCard"]["modelParameters"]["datasets"]
    dropped = datasets.pop(0)["ref"]
    for dependency in bom["dependencies"]:
        dependency["dependsOn"] = [ref for ref in dependency["dependsOn"] if ref != dropped]
    base, dataset = only(bom, lineage, "base"), only(bom, lineage, "dataset")
    assert (base.here, base.there.partition("@")[0]) == ("", "openbase/gemstone-7b")
    assert base.place.startswith("README.md:")
    assert dataset.there == "datasets/acme/tickets"
    ancestors[0]["purl"], ancestors[0]["name"] = "pkg:huggingface/other/base", "base"
    component["pedigree"]["ancestors"] = ancestors
    bases = [
        (difference.here, difference.there)
        for difference in compared(bom, lineage).differences
        if difference.what == "base"
    ]
    assert bases == [("", "openbase/gemstone-7b"), ("other/base", "")]


def test_a_dataset_named_by_its_name_alone(bom: dict[str, Any], lineage: Any) -> None:
    parameters = bom["metadata"]["component"]["modelCard"]["modelParameters"]
    parameters["datasets"][0] = {
        "type": "dataset",
        "name": "acme/tickets",
        "contents": {"url": "https://a.example"},
    }
    assert not [
        difference
        for difference in compared(bom, lineage).differences
        if difference.what == "dataset"
    ]


def test_gating(hub: HubFolder) -> None:
    hub.model("acme/x", "license: mit", meta={"gated": "manual"})
    lineage = provenance.trace("acme/x", hub=str(hub.root))
    bom = json.loads(encode(lineage))
    assert not [
        difference
        for difference in compared(bom, lineage).differences
        if difference.what == "gating"
    ]
    properties = bom["metadata"]["component"]["properties"]
    gated = next(entry for entry in properties if entry["name"] == "provenance:hub:gated")
    gated["value"] = "auto"
    difference = only(bom, lineage, "gating")
    assert (difference.here, difference.there) == ("auto", "manual")
    properties.remove(gated)
    assert only(bom, lineage, "gating").here == ""


@pytest.mark.parametrize(
    "purl", ["pkg:huggingface/other/model@1", "pkg:pypi/other@1", "nonsense", NOWHERE]
)
def test_a_document_about_something_else(bom: dict[str, Any], lineage: Any, purl: Any) -> None:
    component = bom["metadata"]["component"]
    if purl is NOWHERE:
        del component["purl"]
    else:
        component["purl"] = purl
    identities = [
        (difference.here, difference.there)
        for difference in compared(bom, lineage).differences
        if difference.what == "identity"
    ]
    assert identities == ([("other/model", REF)] if "huggingface" in str(purl) else [])


def test_a_document_that_describes_no_model(lineage: Any) -> None:
    document = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1}
    comparison = compared(document, lineage)
    assert [difference.what for difference in comparison.differences] == ["identity"]
    assert comparison.compared == 0


def test_what_the_hub_did_not_tell_makes_it_incomplete(hub: HubFolder) -> None:
    hub.model("acme/x", "license: mit\nbase_model: acme/gone")
    lineage = provenance.trace("acme/x", hub=str(hub.root))
    examination = examine(encode(lineage), "own", (), lineage)
    assert examination.comparison
    assert any("acme/gone" in gap for gap in examination.comparison.not_read)
    assert examination.exit_status("wrong") == EXIT_INCOMPLETE


def test_a_difference_is_an_exit_status(bom: dict[str, Any], lineage: Any) -> None:
    bom["metadata"]["component"]["purl"] = f"pkg:huggingface/{REF}@{'5' * 40}"
    data = json.dumps(bom).encode()
    assert examine(data, "x", (), lineage).exit_status("wrong") == EXIT_FINDINGS


def test_every_hand_made_lineage_goes_the_whole_way() -> None:
    for made in (
        lineages.fine_tune(),
        lineages.adapter(),
        lineages.merge(),
        lineages.bare(),
        lineages.korean(),
    ):
        comparison = examine(encode(made), "own", against=made).comparison
        assert comparison
        assert not comparison.differences, comparison.differences
