"""Indexes of weights in several files: what they name and what is not there."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from hub_folder import HubFolder
from hypothesis import given
from hypothesis import strategies as st

import provenance
from provenance.hubs import parse_reference
from provenance.lineage.part_indexes import index_gaps, is_part_index
from provenance.model.artifact import FileEntry, Gap, Snapshot

INDEX = "model.safetensors.index.json"
PARTS = ("model-1.safetensors", "model-2.safetensors")
REF = parse_reference("acme/model@" + "a" * 40)


def gaps_of(config: Mapping[str, object], *listed: str, path: str = INDEX) -> list[Gap]:
    files = tuple(FileEntry(path=name, size=1, sha256=None) for name in (*listed, path))
    snapshot = Snapshot(ref=REF, url="", source="", files=files, metadata={})
    return list(index_gaps(snapshot, {path: config}, ()))


def weight_map(*files: str) -> dict[str, str]:
    return {f"layer.{number}.weight": file for number, file in enumerate(files)}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (INDEX, True),
        ("unet/diffusion_pytorch_model.fp16.safetensors.index.json", True),
        ("model.safetensors.index.fp16.json", True),
        ("pytorch_model.bin.index.json", True),
        ("index.json", False),
        ("model_index.json", False),
        ("config.json", False),
    ],
)
def test_indexes_by_name(path: str, expected: bool) -> None:
    assert is_part_index(path) is expected


def test_an_index_whose_parts_are_all_there() -> None:
    assert not gaps_of({"metadata": {"total_size": 8}, "weight_map": weight_map(*PARTS)}, *PARTS)


def test_parts_that_are_not_listed() -> None:
    [gap] = gaps_of({"weight_map": weight_map(*PARTS)}, PARTS[0])
    assert gap.reason == "not-found"
    assert "model-2.safetensors, which is not listed" in gap.detail


def test_parts_outside_of_the_repository() -> None:
    [gap] = gaps_of({"weight_map": weight_map("../other/a.bin", "https://x.example/b.bin")})
    assert "2 files that are not listed" in gap.detail


def test_parts_are_beside_their_index() -> None:
    path = f"unet/{INDEX}"
    assert not gaps_of({"weight_map": weight_map("a.bin")}, "unet/a.bin", path=path)
    assert gaps_of({"weight_map": weight_map("a.bin")}, "a.bin", path=path)


def test_a_part_whose_name_is_not_that_of_weights() -> None:
    [gap] = gaps_of({"weight_map": weight_map("part.json")}, "part.json")
    assert gap.reason == "unread"


@pytest.mark.parametrize(
    "config",
    [
        {},
        {"weight_map": []},
        {"weight_map": {}},
        {"weight_map": {"a": ["model-1.safetensors"]}},
        {"weight_map": {"a": {"file": "model-1.safetensors"}}},
        {"weight_map": {"a": None}},
        {"weights": weight_map(*PARTS)},
    ],
)
def test_a_map_of_another_shape(config: dict[str, object]) -> None:
    [gap] = gaps_of(config, *PARTS)
    assert gap.reason == "malformed"


def test_another_kind_of_index_is_left_alone() -> None:
    assert not gaps_of({"pages": [1]}, path="search.index.json")


def test_a_format_that_is_not_known() -> None:
    config: dict[str, object] = {
        "metadata": {"format": "Xyz9"},
        "weight_map": weight_map(*PARTS),
    }
    [gap] = gaps_of(config, *PARTS)
    assert "names xyz9 as the format" in gap.detail
    config["metadata"] = {"format": "pt"}
    assert not gaps_of(config, *PARTS)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@given(st.fixed_dictionaries({}, optional={"weight_map": VALUES, "metadata": VALUES}))
def test_any_index_is_read_or_a_gap(config: dict[str, object]) -> None:
    assert gaps_of(config) or config["weight_map"]


def test_metadata_that_names_a_base_or_a_licence(hub: HubFolder) -> None:
    index = {
        "metadata": {"base": "quay/base", "license": "cc-by-nc-4.0", "total_size": 8},
        "weight_map": weight_map("model.safetensors"),
    }
    hub.model(
        "acme/model",
        "license: mit",
        files={INDEX: json.dumps(index, indent=1), "model.safetensors": b"\x02" + bytes(7) + b"{}"},
    )
    check = hub.check("CARD004", "acme/model")
    messages = " ".join(finding.message for finding in check.findings)
    assert "quay/base" in messages
    assert "cc-by-nc-4.0" in messages
    report = provenance.audit("acme/model", hub=str(hub.root), use={"commercial": True})
    assert report.uses[0].verdict != "allow"
    assert report.uses[0].verdict != "allow-with-duties"


def test_an_index_is_read_from_the_hub(hub: HubFolder) -> None:
    hub.model("acme/model", files={INDEX: json.dumps({"weight_map": weight_map(*PARTS)})})
    report = provenance.audit("acme/model", hub=str(hub.root))
    assert [gap.what for gap in report.gaps] == [INDEX]


def test_parts_that_are_missing_are_counted_once(hub: HubFolder) -> None:
    parts = [f"model-0000{number}-of-00002.safetensors" for number in (1, 2)]
    index = json.dumps({"weight_map": weight_map(*parts)})
    hub.model("acme/model", files={INDEX: index, parts[0]: safetensors("layer.0.weight")})
    report = provenance.audit("acme/model", hub=str(hub.root))
    assert [gap.what for gap in report.gaps] == ["model-*-of-00002.safetensors"]


def safetensors(*names: str) -> bytes:
    tensors = {
        name: {"dtype": "F32", "shape": [1], "data_offsets": [4 * at, 4 * at + 4]}
        for at, name in enumerate(names)
    }
    head = json.dumps(tensors).encode()
    return len(head).to_bytes(8, "little") + head + bytes(4 * len(names))


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (("a.weight", "b.weight"), ""),
        (("a.weight",), "b.weight"),
        (("a.weight", "b.weight", "c.weight"), "model.safetensors has tensors that"),
        (("A.weight", "b.weight"), "a.weight"),
    ],
    ids=["same", "absent", "surplus", "renamed"],
)
def test_tensors_are_those_of_the_index(
    hub: HubFolder, held: tuple[str, ...], expected: str
) -> None:
    index = {"weight_map": dict.fromkeys(("a.weight", "b.weight"), "model.safetensors")}
    files: dict[str, str | bytes] = {
        INDEX: json.dumps(index),
        "model.safetensors": safetensors(*held),
    }
    hub.model("acme/model", "license: mit", files=files)
    gaps = provenance.audit("acme/model", hub=str(hub.root)).gaps
    details = " ".join(gap.detail for gap in gaps)
    assert bool(gaps) == bool(expected)
    assert expected in details
    assert {gap.what for gap in gaps} <= {f"tensors of {INDEX}"}


def test_tensors_in_a_folder_are_compared_with_their_own_index(hub: HubFolder) -> None:
    index = json.dumps({"weight_map": {"a": "model.safetensors"}})
    files: dict[str, str | bytes] = {
        "model.safetensors": safetensors("z"),
        f"unet/{INDEX}": index,
        "unet/model.safetensors": safetensors("a"),
    }
    hub.model("acme/model", "license: mit", files=files)
    assert not provenance.audit("acme/model", hub=str(hub.root)).gaps


def test_more_tensors_than_are_compared_are_a_gap(
    hub: HubFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("provenance.weights.tensor_names.MOST_NAMES", 1)
    index = json.dumps({"weight_map": dict.fromkeys("ab", "model.safetensors")})
    files: dict[str, str | bytes] = {INDEX: index, "model.safetensors": safetensors("a", "b")}
    hub.model("acme/model", "license: mit", files=files)
    [gap] = provenance.audit("acme/model", hub=str(hub.root)).gaps
    assert gap.reason == "bound"
