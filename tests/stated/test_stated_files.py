"""Side files of a dataset, listings and JSON: what is present there and not understood."""

from __future__ import annotations

import json

import pytest
from hub_folder import HubFolder

import provenance
from provenance.model.artifact import Gap

COLUMNS = {"email": {"dtype": "string"}, "full_name": {"dtype": "string"}}


def gaps(hub: HubFolder, ref: str) -> list[Gap]:
    return list(provenance.audit(ref, hub=str(hub.root)).gaps)


def columns(hub: HubFolder) -> str:
    return str(hub.check("PII090", "hf:datasets/acme/d").outcome)


def test_columns_of_dataset_infos(hub: HubFolder) -> None:
    infos = json.dumps({"default": {"features": COLUMNS}}, indent=1)
    hub.dataset("acme/d", "license: mit", files={"dataset_infos.json": infos})
    assert not gaps(hub, "hf:datasets/acme/d")
    [finding] = hub.check("PII090", "hf:datasets/acme/d").findings
    assert (finding.evidence[0].file, finding.evidence[0].start_line) == ("dataset_infos.json", 4)


@pytest.mark.parametrize(
    "info",
    [
        "features: [{name: email}, {name: full_name}]",
        "features: [email, full_name]",
        "features: {email: {dtype: string}}",
        "Features: [email]",
        "columns: [email]",
        "default: {features: [email]}",
    ],
)
def test_columns_of_any_shape(hub: HubFolder, info: str) -> None:
    hub.dataset("acme/d", f"license: mit\ndataset_info:\n  {info}")
    assert not gaps(hub, "hf:datasets/acme/d")
    assert columns(hub) == "failed"


@pytest.mark.parametrize(
    ("text", "what", "reason"),
    [
        ("{", "dataset_infos.json", "malformed"),
        ("7", " in dataset_infos.json", "not-understood"),
        ('{"a": {"features": 7}}', "a.features in dataset_infos.json", "not-understood"),
        ('{"a": {"features": [7, [1]]}}', "a.features[1] in dataset_infos.json", "not-understood"),
    ],
)
def test_dataset_infos_that_are_not_understood(
    hub: HubFolder, text: str, what: str, reason: str
) -> None:
    hub.dataset("acme/d", "license: mit", files={"dataset_infos.json": text})
    [gap] = gaps(hub, "hf:datasets/acme/d")
    assert (gap.what, gap.reason, gap.topic) == (what, reason, "privacy")


@pytest.mark.parametrize(
    ("text", "what", "reason"),
    [
        ("{", "croissant.json", "malformed"),
        (
            '{"rai:dataCollection": {"a": 1}}',
            "rai:dataCollection in croissant.json",
            "not-understood",
        ),
        (
            '{"x": [{"rai:dataLimitations": ["Some.", 7]}]}',
            "rai:dataLimitations[1] in croissant.json",
            "not-understood",
        ),
    ],
)
def test_croissant_that_is_not_understood(
    hub: HubFolder, text: str, what: str, reason: str
) -> None:
    hub.dataset("acme/d", "license: mit", files={"croissant.json": text})
    [gap] = gaps(hub, "hf:datasets/acme/d")
    assert (gap.what, gap.reason, gap.topic) == (what, reason, "privacy")


@pytest.mark.parametrize(
    "value",
    [
        "The data holds no personal data.",
        ["The data holds no personal data."],
        {"@value": "The data holds no personal data.", "@language": "en"},
    ],
    ids=str,
)
@pytest.mark.parametrize(
    "key", ["rai:personalSensitiveInformation", "rai:PersonalSensitiveInformation"]
)
def test_croissant_of_any_shape(hub: HubFolder, value: object, key: str) -> None:
    hub.dataset("acme/d", "license: mit", files={"croissant.json": json.dumps({key: value})})
    report = provenance.audit("hf:datasets/acme/d", hub=str(hub.root))
    assert not report.gaps
    answers = {disclosure.check: disclosure.grade for disclosure in report.disclosures}
    assert answers["PRIV-093"] == "disclosed"


@pytest.mark.parametrize(
    "sibling",
    [
        {"rfilename": "a.bin", "size": "large"},
        {"rfilename": "a.bin", "size": -1},
        {"rfilename": "a.bin", "size": True},
        {"rfilename": "a.bin", "lfs": {"sha256": "short"}},
        {"rfilename": "a.bin", "lfs": ["f" * 64]},
    ],
    ids=str,
)
def test_sizes_and_digests(hub: HubFolder, sibling: dict[str, object]) -> None:
    hub.model("acme/x", "license: mit", meta={"siblings": [sibling]})
    [gap] = gaps(hub, "acme/x")
    assert (gap.what, gap.reason) == ("sizes and digests", "not-understood")
    assert "size or digest of a.bin" in gap.detail


@pytest.mark.parametrize("digest", ["F" * 64, f"sha256:{'f' * 64}"])
def test_a_digest_in_another_spelling(hub: HubFolder, digest: str) -> None:
    sibling = {"rfilename": "a.bin", "size": 7, "lfs": {"oid": digest}}
    hub.model("acme/x", "license: mit", meta={"siblings": [sibling]})
    assert not gaps(hub, "acme/x")
    artifact = provenance.audit("acme/x", hub=str(hub.root)).artifacts[0]
    assert {file.sha256 for file in artifact.files if file.path == "a.bin"} == {"f" * 64}


@pytest.mark.parametrize(
    "status", [7, {"filesWithIssues": [7]}, {"filesWithIssues": [{"path": "a"}]}], ids=str
)
def test_scans(hub: HubFolder, status: object) -> None:
    hub.model("acme/x", "license: mit", meta={"securityRepoStatus": status})
    [gap] = gaps(hub, "acme/x")
    assert (gap.reason, gap.topic) == ("not-understood", "files")


def test_keys_that_stand_twice_in_json(hub: HubFolder) -> None:
    config = '{"model_type": "llama", "model_type": "gemma"}'
    hub.model("acme/x", "license: mit", files={"config.json": config})
    (hub.root / "models/acme/x/_meta.json").write_text('{"gated": false, "gated": "manual"}')
    details = {gap.what: gap.detail for gap in gaps(hub, "acme/x")}
    assert "twice" in details["config.json model_type"]
    assert "gated twice" in details["_meta.json"]


def test_counts_by_type_are_added_up(hub: HubFolder) -> None:
    counts = {"parameters": {"F16": 30, "F32": 12}}
    hub.model("acme/x", "license: mit", meta={"safetensors": counts})
    artifact = provenance.audit("acme/x", hub=str(hub.root)).artifacts[0]
    assert (artifact.parameters, artifact.dtypes) == (42, ("F16", "F32"))
