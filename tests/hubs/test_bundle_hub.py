"""A bundle answers as a hub: what it holds by any name of the same revision, and nothing else."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from evidence_bundles import bundle, changed
from hub_folder import HubFolder
from hub_server import HubServer

import provenance
from provenance.errors import GatedError, NotFoundError, TamperedError, TooLargeError, UsageError
from provenance.formats import render
from provenance.hubs import open_hub, parse_reference
from provenance.hubs.archive import read_archive
from provenance.hubs.bundle import BundleHub
from provenance.model.artifact import Snapshot

COMMIT = "a" * 40


@pytest.fixture
def packed(hub: HubFolder) -> BundleHub:
    hub.model("acme/new", "license: mit", files={"config.json": "{}"}, meta={"sha": COMMIT})
    hub.model("acme/gated", "license: mit", meta={"gated": "manual"})
    with HubServer(hub.root, renames={"acme/old": "acme/new"}) as server:
        return BundleHub(read_archive(bundle(server.url, "acme/old@main", "acme/gated")))


@pytest.mark.parametrize(
    "name", ["acme/old@main", "acme/old", "acme/new", f"acme/new@{COMMIT}", f"acme/old@{COMMIT}"]
)
def test_other_names_of_the_same_revision(packed: BundleHub, name: str) -> None:
    snapshot = packed.snapshot(parse_reference(name))
    assert str(snapshot.ref) == f"acme/new@{COMMIT}"
    assert packed.read(snapshot, "config.json", 100) == b"{}"


@pytest.mark.parametrize(
    "name", ["acme/other", "acme/new@v2", f"acme/new@{'b' * 40}", "hf:datasets/acme/new"]
)
def test_what_is_not_in_it(packed: BundleHub, name: str) -> None:
    with pytest.raises(NotFoundError, match="not in this bundle"):
        packed.snapshot(parse_reference(name))


def test_files(packed: BundleHub) -> None:
    snapshot = packed.snapshot(parse_reference("acme/new"))
    with pytest.raises(NotFoundError, match="not in this bundle"):
        packed.read(snapshot, "model.safetensors", 100)
    with pytest.raises(TooLargeError):
        packed.read(snapshot, "config.json", 1)
    assert packed.read(snapshot, "config.json", 1, prefix=True) == b"{"
    gated = packed.snapshot(parse_reference("acme/gated"))
    with pytest.raises(GatedError, match="gated"):
        packed.read(gated, "README.md", 100)


def test_an_audit_of_a_bundle_is_that_of_its_hub(tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(bundle("sample", "acme/tickets-lora"))
    report = provenance.audit("acme/tickets-lora", hub=str(path))
    assert render(report, "json") == render(
        provenance.audit("acme/tickets-lora", hub="sample"), "json"
    )


def test_a_bundle_of_a_bundle(tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(bundle("sample", "acme/tickets-lora"))
    assert bundle(str(path), "acme/tickets-lora") == path.read_bytes()


def test_nothing_that_a_snapshot_tells_is_lost() -> None:
    files = read_archive(bundle("sample", "northwind/clear-3b"))
    answer = json.loads(next(body for name, body in files.items() if name.endswith("answer.json")))
    assert answer.keys() == {field.name for field in dataclasses.fields(Snapshot)} | {"read"}


def test_what_is_no_bundle(tmp_path: Path) -> None:
    (tmp_path / "words").write_text("words", "utf-8")
    with pytest.raises(UsageError, match="not a ZIP"):
        open_hub(str(tmp_path / "words"))
    with pytest.raises(UsageError, match="neither a URL nor a folder nor a bundle"):
        open_hub(str(tmp_path / "nothing"))
    with pytest.raises(TamperedError, match=r"no bundle\.json"):
        BundleHub({"report.json": b"{}"})


def test_evidence_that_is_missing() -> None:
    data = bundle("sample", "northwind/clear-3b")
    name = next(
        name for name in read_archive(data) if "clear-3b" in name and name.endswith("answer.json")
    )
    with pytest.raises(TamperedError, match=r"answer\.json"):
        BundleHub(changed(data, name, None)).snapshot(parse_reference("northwind/clear-3b"))
