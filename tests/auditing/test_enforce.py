"""A report under a policy: what counts, what is waived, what a baseline keeps, how the job ends."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from format_reports import REPORTS, fine_tune
from hub_folder import HubFolder
from jsonschema import Draft202012Validator
from policies import TODAY, policy, under, waiver

from provenance.auditing.enforce import enforce
from provenance.auditing.judge import judge
from provenance.files.resources import load_schema
from provenance.formats import FORMATS, render
from provenance.model.finding import Severity
from provenance.report import Report

GEMMA = "acme/support-gemma-7b"


def codes(report: Report) -> list[str]:
    """Codes of what counts, sorted."""
    return sorted(finding.rule for finding in report.findings if not finding.waived)


def test_rules_that_are_not_selected_leave_no_trace(tmp_path: Path) -> None:
    report = under(fine_tune(), tmp_path, 'select = ["privacy"]\nignore = ["PII082"]')
    assert codes(report) == ["PII070"]
    assert {check.rule for check in report.checks} == {rule.code for rule in report.rules}
    assert not {"LIN020", "PII082"} & {rule.code for rule in report.rules}


def test_a_severity_is_that_of_the_policy(tmp_path: Path) -> None:
    report = under(fine_tune(), tmp_path, '[severities]\nLIN020 = "low"\nprivacy = "critical"')
    severities = {finding.rule: finding.severity for finding in report.findings}
    assert severities["LIN020"] is Severity.LOW
    assert severities["PII082"] is Severity.CRITICAL
    assert report.findings[0].severity is Severity.CRITICAL


def test_a_waived_finding_stays_and_does_not_count(tmp_path: Path) -> None:
    report = under(fine_tune(), tmp_path, waiver("LIN020", GEMMA) + waiver("DAT042", GEMMA))
    waived = [finding for finding in report.findings if finding.waived]
    assert [finding.rule for finding in waived] == ["DAT042", "LIN020"]
    assert waived[0].waived
    assert (waived[0].waived.until, str(waived[0].waived.place)) == (
        "2027-06-30",
        "provenance.toml:10",
    )
    assert report.summary.waived == 2
    assert report.summary.high == fine_tune().summary.high - 2


@pytest.mark.parametrize(
    ("pattern", "is_waived"),
    [
        (GEMMA, True),
        ("ACME/Support-*", True),
        (f"pkg:huggingface/{GEMMA}", True),
        (f"pkg:huggingface/{GEMMA}@*", True),
        (f"pkg:huggingface/{GEMMA}@{'0' * 40}", False),
        (f"datasets/{GEMMA}", False),
        ("acme/support", False),
        ("*/support-gemma-7b", True),
    ],
)
def test_whom_a_waiver_speaks_of(tmp_path: Path, pattern: str, is_waived: bool) -> None:
    report = under(fine_tune(), tmp_path, waiver("LIN020", pattern))
    assert ("LIN020" not in codes(report)) == is_waived


def test_a_dataset_is_named_as_one(hub: HubFolder, tmp_path: Path) -> None:
    hub.dataset("acme/data")
    report = judge(hub.trace("datasets/acme/data"))
    assert "LIC001" in codes(under(report, tmp_path, waiver("LIC001", "acme/data")))
    assert "LIC001" not in codes(under(report, tmp_path, waiver("LIC001", "datasets/acme/data")))


def test_what_a_policy_finds_can_be_waived_but_not_what_it_says_of_waivers(tmp_path: Path) -> None:
    words = (
        '[organisations]\nallowed = ["nobody"]\n'
        + waiver("POL002", GEMMA)
        + waiver("POL012", GEMMA)
    )
    report = under(replace(fine_tune(), gaps=()), tmp_path, words + waiver("privacy", GEMMA))
    assert "POL002" not in codes(report)
    assert {"POL011", "POL012"} <= set(codes(report)), "the waiver of POL012 waives nothing"


def test_a_baseline_keeps_what_was_there(hub: HubFolder, tmp_path: Path) -> None:
    hub.model("acme/bare")
    before = judge(hub.trace("acme/bare"))
    (tmp_path / "old.json").write_bytes(render(before, "json"))
    hub.model("acme/other")
    after = under(judge(hub.trace("acme/bare", "acme/other")), tmp_path, 'baseline = "old.json"')
    by = {finding.artifact.partition("@")[0]: finding.waived for finding in after.findings}
    kept = by["pkg:huggingface/acme/bare"]
    assert kept
    assert (kept.by, kept.reason, str(kept.place)) == (
        "baseline",
        "found already in old.json",
        "provenance.toml:1",
    )
    assert by["pkg:huggingface/acme/other"] is None
    assert after.exit_status(Severity.HIGH) == 1


def test_no_ended_waiver_hides_behind_a_baseline(hub: HubFolder, tmp_path: Path) -> None:
    hub.model("acme/bare")
    report = judge(hub.trace("acme/bare"))
    (tmp_path / "old.json").write_bytes(render(under(report, tmp_path, waiver()), "json"))
    assert codes(under(report, tmp_path, 'baseline = "old.json"')) == ["LIC001"]
    (tmp_path / "old.json").write_bytes(render(report, "json"))
    kept = render(under(report, tmp_path, 'baseline = "old.json"'), "json")
    (tmp_path / "old.json").write_bytes(kept)
    assert codes(under(report, tmp_path, 'baseline = "old.json"')) == [], (
        "what a baseline kept stays kept"
    )


@pytest.mark.parametrize(
    ("fail_on", "families", "status"),
    [
        (Severity.HIGH, {}, 1),
        (None, {}, 0),
        (Severity.HIGH, {"licence": None}, 0),
        (None, {"licence": Severity.MEDIUM}, 1),
        (None, {"licence": Severity.CRITICAL}, 0),
        (Severity.HIGH, {"privacy": None}, 1),
    ],
)
def test_the_gate_by_family(
    hub: HubFolder, fail_on: Severity | None, families: dict[str, Severity | None], status: int
) -> None:
    hub.model("acme/bare")
    assert judge(hub.trace("acme/bare")).exit_status(fail_on, families) == status


def test_a_waiver_never_makes_an_audit_complete(hub: HubFolder, tmp_path: Path) -> None:
    hub.model("acme/x", "base_model: acme/gone")
    report = under(judge(hub.trace("acme/x")), tmp_path, waiver("LIC", "acme/x"))
    assert report.exit_status(None) == 3


@pytest.mark.parametrize("name", REPORTS)
def test_every_format_shows_a_judged_report(name: str, tmp_path: Path) -> None:
    words = "".join(waiver(code, "*/*") for code in ("LIN020", "PII070", "WGT001")) + waiver(
        "card", "acme/*", "2026-01-01"
    )
    report = under(REPORTS[name](), tmp_path, '[organisations]\nallowed = ["nobody"]\n' + words)
    for form in FORMATS:
        assert render(report, form)
    document = json.loads(render(report, "json"))
    errors = Draft202012Validator(load_schema("report-1")).iter_errors(document)
    assert [error.message for error in errors] == []
    assert document["policy"].keys() == {"policy", "sha256"}


def test_the_same_policy_gives_the_same_bytes(tmp_path: Path) -> None:
    written = policy(tmp_path, waiver("LIN020", GEMMA))
    assert enforce(fine_tune(), written, TODAY) == enforce(fine_tune(), written, TODAY)
