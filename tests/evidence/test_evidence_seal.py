"""What is packed, and that the audit of it gives the same bytes, whatever went wrong while it was
read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from evidence_bundles import bundle, statement
from hub_folder import HubFolder
from hub_server import HubServer
from hub_server_faults import FaultKind
from jsonschema import Draft202012Validator
from policies import TODAY, policy, waiver

import provenance
from provenance.auditing.enforce import enforce
from provenance.errors import HubError, UnreachableError, UsageError
from provenance.evidence import Options, seal, verify
from provenance.evidence.statement import STATEMENT, envelope, state
from provenance.files.resources import load_schema
from provenance.formats import render
from provenance.hubs import open_hub
from provenance.hubs.archive import read_archive, write_archive
from provenance.licences import parse_use
from provenance.lineage.ledger import Bounds
from provenance.model.finding import Outcome

SAMPLE = "acme/support-gemstone-7b"


@pytest.fixture(scope="module")
def sample() -> bytes:
    return bundle("sample", SAMPLE)


def outcomes(data: bytes) -> dict[str, str]:
    return {step.name: step.outcome.value for step in verify(data).steps}


def test_the_same_answers_give_the_same_bytes(sample: bytes) -> None:
    assert bundle("sample", SAMPLE) == sample


def test_the_report_is_that_of_an_audit(sample: bytes) -> None:
    files = read_archive(sample)
    assert files["report.json"] == render(provenance.audit(SAMPLE, hub="sample"), "json")
    assert json.loads(files["aibom.cdx.json"])["bomFormat"] == "CycloneDX"


def test_the_dossier_is_that_of_the_report_in_the_language_asked_for(sample: bytes) -> None:
    assert b'<html lang="en">' in read_archive(sample)["dossier.html"]
    korean = bundle("sample", SAMPLE, options=Options(lang="ko"))
    assert b'<html lang="ko">' in read_archive(korean)["dossier.html"]
    assert outcomes(korean)["dossier"] == "passed"


def test_it_follows_from_the_evidence(sample: bytes) -> None:
    verdict = verify(sample)
    assert verdict.holds
    outcomes = {step.name: step.outcome for step in verdict.steps}
    assert outcomes["report"] is outcomes["aibom"] is outcomes["digests"] is Outcome.PASSED
    assert outcomes["signature"] is Outcome.NOT_APPLICABLE


def test_what_is_in_it(sample: bytes) -> None:
    files = read_archive(sample)
    kept = {name.split("@")[0] for name in files if name.startswith("evidence/")}
    assert "evidence/models/openbase/gemstone-7b" in kept
    assert "evidence/datasets/northwind/chat-200k" in kept
    endings = {name.rpartition("/")[2] for name in files}
    assert {
        "README.md",
        "LICENSE",
        "config.json",
        "answer.json",
        "model-00001-of-00004.safetensors",
    } <= endings


def test_index_answers_and_statement_keep_to_their_schemas(sample: bytes) -> None:
    files = read_archive(sample)
    Draft202012Validator(load_schema("bundle-1")).validate(json.loads(files["bundle.json"]))
    sealed_statement = statement(files)
    Draft202012Validator(load_schema("evidence-1")).validate(sealed_statement)
    assert {subject["name"] for subject in sealed_statement["subject"]} == files.keys() - {
        "statement.dsse.json"
    }


def test_what_decides_the_result_is_kept() -> None:
    use: dict[str, object] = {
        "activity": ["fine-tune"],
        "users": "2M",
        "regions": ["KR"],
        "fields": ["medical"],
    }
    data = bundle(
        "sample", SAMPLE, options=Options(use=parse_use(use), profiles=("kr-pipc", "g7-sbom"))
    )
    report = json.loads(read_archive(data)["report.json"])
    assert report["uses"]
    assert report["policy"] == {"profiles": "kr-pipc, g7-sbom"}
    assert outcomes(data)["report"] == "passed"


def test_a_policy_is_kept_with_its_day_and_its_baseline(tmp_path: Path) -> None:
    earlier = provenance.audit(SAMPLE, hub="sample")
    (tmp_path / "earlier.json").write_bytes(render(earlier, "json"))
    owned = 'baseline = "earlier.json"\nselect = ["LIN", "LIC"]\n' + waiver("LIN020", SAMPLE)
    demanded = Options(policy=policy(tmp_path, owned), today=TODAY)
    data = bundle("sample", SAMPLE, options=demanded)
    files = read_archive(data)
    assert files["policy.toml"] == (tmp_path / "provenance.toml").read_bytes()
    assert files["baseline.json"] == (tmp_path / "earlier.json").read_bytes()
    assert files["report.json"] == render(enforce(earlier, policy(tmp_path, owned), TODAY), "json")
    assert b'"waiver": {' in files["report.json"]
    assert outcomes(data)["report"] == "passed"


def test_an_invalid_day(tmp_path: Path) -> None:
    files = read_archive(
        bundle("sample", SAMPLE, options=Options(policy=policy(tmp_path, ""), today=TODAY))
    )
    forged = {
        name: body.replace(b"2027-01-15", b"2027-02-31")
        for name, body in files.items()
        if name != STATEMENT
    }
    forged[STATEMENT] = envelope(state(forged, json.loads(forged["bundle.json"])), [])
    verdict = verify(write_archive(forged))
    assert not verdict.holds
    assert "is invalid" in verdict.steps[-1].text


def test_a_manifest_is_kept_with_its_broken_entries(hub: HubFolder, tmp_path: Path) -> None:
    hub.model("acme/x", "license: mit")
    manifest = tmp_path / "models.yaml"
    manifest.write_text(
        "version: 1\nmodels:\n  - ref: acme/x\n    use: {activity: [internal]}\n  - ref:"
        " acme/gone\n  - ref: a b\n",
        "utf-8",
    )
    data = bundle(str(hub.root), manifest=manifest)
    files = read_archive(data)
    assert files["manifest.yaml"] == manifest.read_bytes()
    report = json.loads(files["report.json"])
    assert [entry["state"] for entry in report["inputs"]] == ["read", "not-found", "usage"]
    assert b"acme/gone" in files["aibom.cdx.json"]
    assert outcomes(data) == {
        "archive": "passed",
        "signature": "not-applicable",
        "digests": "passed",
        "report": "passed",
        "dossier": "passed",
        "aibom": "passed",
    }


def test_nothing_of_the_machine_is_in_it(
    hub: HubFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_valid")
    hub.model("acme/x", "license: mit\nbase_model: acme/private", meta={"sha": "a" * 40})
    hub.model("acme/private", "license: mit", meta={"private": True, "sha": "b" * 40})
    mine = tmp_path / "home of somebody" / "tuned"
    mine.mkdir(parents=True)
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0" * 64 + "\nsize 9\n"
    (mine / "model.safetensors").write_text(pointer, "utf-8")
    (mine / "README.md").write_text(
        "---\nlicense: mit\nbase_model: acme/x\n---\n# Tuned\n", "utf-8"
    )
    with HubServer(hub.root) as server:
        location = server.url.replace("http://", "http://me:secret-word@")
        data, gaps = seal(open_hub(location), [str(mine), "acme/private"])
    assert outcomes(data)["report"] == "passed"
    for secret in ("hf_valid", "secret-word", str(tmp_path), "home of somebody"):
        assert secret.encode() not in data, secret
    assert b"./tuned" in data
    assert any("Git LFS" in gap.detail and "./tuned" in gap.detail for gap in gaps)


def test_a_folder_below_the_working_folder_keeps_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "models/tuned").mkdir(parents=True)
    (tmp_path / "models/tuned/README.md").write_text("---\nlicense: mit\n---\n# Tuned\n", "utf-8")
    (tmp_path / "models/tuned/config.json").write_text("{}", "utf-8")
    monkeypatch.chdir(tmp_path)
    data = bundle("sample", "./models/tuned")
    monkeypatch.chdir("/")
    assert outcomes(data)["report"] == "passed"
    assert b'"./models/tuned"' in read_archive(data)["bundle.json"]


def test_two_folders_of_one_name(tmp_path: Path) -> None:
    for place in ("a/tuned", "b/tuned"):
        (tmp_path / place).mkdir(parents=True)
        (tmp_path / place / "config.json").write_text("{}", "utf-8")
    with pytest.raises(UsageError, match="two folders"):
        bundle("sample", str(tmp_path / "a/tuned"), str(tmp_path / "b/tuned"))


def test_errors_stand_in_place_of_answers(hub: HubFolder) -> None:
    front = "license: mit\nbase_model: [acme/old, acme/gated, acme/gone, acme/down]"
    hub.model("acme/x", front, files={"config.json": "{}", "LICENSE": "words"})
    hub.model("acme/new", "license: mit")
    hub.model("acme/gated", "license: gemma", meta={"gated": "manual"})
    hub.model("acme/down", "license: mit")
    with HubServer(hub.root, renames={"acme/old": "acme/new"}) as server:
        server.fault("status", "/api/models/acme/down*", status=500)
        server.fault("truncate", "*/LICENSE")
        data = bundle(server.url, "acme/x")
    report = json.loads(read_archive(data)["report.json"])
    states = {node["purl"].split("@")[0]: node["state"] for node in report["lineage"]["nodes"]}
    assert states["pkg:huggingface/acme/gone"] == "not-found"
    assert states["pkg:huggingface/acme/down"] == "unreachable"
    assert states["pkg:huggingface/acme/new"] == "read"
    assert {(gap["what"], gap["reason"]) for gap in report["gaps"]} >= {
        ("README.md", "gated"),
        ("LICENSE", "unreachable"),
        ("repository", "not-found"),
    }
    assert outcomes(data)["report"] == "passed"


@pytest.mark.parametrize(
    "kind",
    [
        "cut-json",
        "truncate",
        "reset",
        "redirect-loop",
        "no-range",
        "plain",
        "content-type",
        "drop-header",
        "body",
    ],
)
@pytest.mark.parametrize("place", ["/api/models/acme/base*", "/acme/*"])
def test_whatever_went_wrong_comes_out_the_same(
    hub: HubFolder, kind: FaultKind, place: str
) -> None:
    hub.model(
        "acme/x", "license: mit\nbase_model: acme/base", files={"model.safetensors": b"8" * 64}
    )
    hub.model("acme/base", "license: gemma", files={"LICENSE": "words"})
    with HubServer(hub.root) as server:
        server.fault(kind, place, body=b"[1]", text="etag")
        data = bundle(server.url, "acme/x")
    assert outcomes(data)["report"] == "passed"


def test_a_scan_by_the_viewer_is_kept(hub: HubFolder) -> None:
    hub.dataset("acme/d", "license: mit")
    with HubServer(hub.root) as server:
        server.scans = {
            "acme/d": {"num_scanned_rows": 9, "num_rows_with_email_address_entities": 3}
        }
        viewer_hub = open_hub(server.url, viewer=server.url)
        data, _ = seal(viewer_hub, ["hf:datasets/acme/d"])
    assert b"e-mail addresses in 3 rows" in read_archive(data)["report.json"]
    assert outcomes(data)["report"] == "passed"


def test_counters_that_move_while_the_revision_stays(hub: HubFolder) -> None:
    made = []
    for likes in (1, 2):
        hub.model(
            f"acme/x{likes}",
            "license: mit",
            meta={"sha": "a" * 40, "likes": likes, "downloads": likes * 7},
        )
        (hub.root / f"models/acme/x{likes}").rename(hub.root / "models/acme/x")
        made.append(bundle(str(hub.root), "acme/x"))
        (hub.root / "models/acme/x").rename(hub.root / f"models/acme/was{likes}")
    assert made[0] == made[1]


def test_an_answer_with_odd_content(hub: HubFolder) -> None:
    meta = {
        "sha": "a" * 40,
        "tags": ["\ud800", "\x00"],
        "cardData": {"license": float("nan")},
        "gated": 10**30,
    }
    hub.model("acme/x", "license: mit", meta=meta)
    assert outcomes(bundle(str(hub.root), "acme/x"))["report"] == "passed"


def test_nothing_is_packed_where_nothing_was_read(hub: HubFolder) -> None:
    hub.model("acme/x", "license: mit")
    with pytest.raises(HubError, match="acme/gone"):
        bundle(str(hub.root), "acme/gone")


def test_a_run_that_time_cut_short_is_not_sealed(hub: HubFolder) -> None:
    hub.model("acme/x", "license: mit\nbase_model: acme/slow", files={"config.json": "{}"})
    hub.model("acme/slow", "license: mit")
    with HubServer(hub.root) as server:
        server.fault("latency", "/api/models/acme/slow*", seconds=2.0)
        with pytest.raises(UnreachableError, match="the run ended before everything was read"):
            bundle(server.url, "acme/x", options=Options(bounds=Bounds(seconds=1.0)))
