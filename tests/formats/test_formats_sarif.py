from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from format_poison import TEXTS, poisoned
from format_reports import REPORTS, clean, fine_tune, korean, with_gaps
from hypothesis import given, settings
from jsonschema import Draft202012Validator
from policies import under, waiver

from provenance.formats import render
from provenance.hubs import read_id
from provenance.model.artifact import Place
from provenance.model.finding import Severity
from provenance.report import Report

SCHEMA = json.loads((Path(__file__).parent / "data" / "sarif-2.1.0.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
# RFC 3986, relative-path reference of unreserved characters and percent-encoded octets.
RELATIVE = re.compile(r"(?:(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})+(?:/(?!$)|$))*")


def run_of(report: Report) -> dict[str, Any]:
    document = json.loads(render(report, "sarif"))
    assert document["version"] == "2.1.0"
    run: dict[str, Any] = document["runs"][0]
    return run


def addresses(node: object) -> list[str]:
    """Every `uri` of the document."""
    if isinstance(node, dict):
        own = [node["uri"]] if "uri" in node else []
        return own + [uri for item in node.values() for uri in addresses(item)]
    return [uri for item in node for uri in addresses(item)] if isinstance(node, list) else []


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_is_what_the_standard_says(name: str) -> None:
    document = json.loads(render(REPORTS[name](), "sarif"))
    assert [error.message for error in VALIDATOR.iter_errors(document)] == []
    assert all(RELATIVE.fullmatch(uri) and uri.startswith("hf/") for uri in addresses(document))
    assert not any(step in (".", "..") for uri in addresses(document) for step in uri.split("/"))


@given(text=TEXTS)
@settings(max_examples=40, deadline=None)
def test_no_text_breaks_the_document(text: str) -> None:
    report = fine_tune()
    document = json.loads(render(poisoned(report, text), "sarif"))
    assert all(RELATIVE.fullmatch(uri) for uri in addresses(document))


def test_a_result_says_where_and_how_bad() -> None:
    results = run_of(fine_tune())["results"]
    assert [result["level"] for result in results] == ["error"] * 3 + ["warning", "note", "note"]
    drift = next(result for result in results if result["ruleId"] == "LIN020")
    place = drift["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "hf/acme/support-gemma-7b/README.md"
    assert place["region"] == {"startLine": 3, "endLine": 3}
    related = drift["relatedLocations"][0]["physicalLocation"]
    assert related["artifactLocation"]["uri"] == "hf/google/gemma-7b/README.md"
    steps = drift["codeFlows"][0]["threadFlows"][0]["locations"]
    assert [step["location"]["message"]["text"] for step in steps] == [
        "acme/support-gemma-7b",
        "google/gemma-7b",
    ]
    assert drift["properties"]["url"] == "https://hub.example/acme/support-gemma-7b"


def test_where_no_line_is_known_the_result_lies_on_the_first() -> None:
    listed = next(
        result for result in run_of(fine_tune())["results"] if result["ruleId"] == "WGT001"
    )
    assert listed["locations"][0]["physicalLocation"]["region"]["startLine"] == 1
    bare = next(result for result in run_of(fine_tune())["results"] if result["ruleId"] == "LIC005")
    assert (
        bare["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        == "hf/acme/support-gemma-7b"
    )


def test_datasets_and_folders_have_addresses_of_their_own() -> None:
    assert "hf/datasets/hangang-ai/sangdam-log/README.md" in addresses(run_of(korean()))
    report = clean()
    purl = read_id("pkg:generic/my-model")
    finding = replace(fine_tune().findings[0], artifact=purl, path=(purl,), evidence=())
    artifact = replace(report.artifacts[0], purl=purl, hub="folder", name="/home/me/my-model/")
    assert addresses(run_of(replace(report, artifacts=(artifact,), findings=(finding,)))) == [
        "folder/my-model"
    ]


def test_rules_bring_their_documentation() -> None:
    run = run_of(fine_tune())
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    drift = next(rule for rule in rules if rule["id"] == "LIN020")
    assert drift["shortDescription"]["text"] == "The licence drops what a base's licence requires."
    assert (
        drift["fullDescription"]["text"]
        == "The duties of every base against those of the model's own licence."
    )
    assert drift["help"]["markdown"].startswith("## What it checks")
    assert drift["properties"]["security-severity"] == "8.0"
    assert all(len(rule["properties"]["tags"]) <= 10 for rule in rules)


def test_fingerprints_outlive_a_new_commit() -> None:
    report = fine_tune()
    elsewhere = read_id(report.findings[0].artifact[:-1] + "0")
    moved = replace(report.findings[0], artifact=elsewhere)
    first, second = run_of(report), run_of(replace(report, findings=(moved, *report.findings[1:])))
    prints = first["results"][0]["partialFingerprints"]
    assert prints == second["results"][0]["partialFingerprints"]
    assert prints["primaryLocationLineHash"] == f"{prints['provenance/v1'][:16]}:1"


def test_an_incomplete_audit_is_no_success() -> None:
    invocation = run_of(with_gaps())["invocations"][0]
    assert invocation["executionSuccessful"] is False
    notifications = [
        notification["message"]["text"] for notification in invocation["toolExecutionNotifications"]
    ]
    assert notifications[
        0
    ] == "lantern/closed-13b, repository: not read (gated). The model is gated. " + (
        "Sign in with a token that has access."
    )
    assert run_of(clean())["invocations"][0]["executionSuccessful"] is True


def test_what_code_scanning_would_drop_is_the_least_severe_and_is_told() -> None:
    report = fine_tune()
    low = tuple(
        replace(report.findings[0], severity=Severity.LOW, key=str(number))
        for number in range(5_000)
    )
    run = run_of(replace(report, findings=(*low, *report.findings)))
    assert len(run["results"]) == 5_000
    assert run["results"][0]["level"] == "error"
    assert run["invocations"][0]["toolExecutionNotifications"][-1]["message"]["text"].startswith(
        "6 findings"
    )


def test_a_stranger_makes_no_link_and_no_placeholder() -> None:
    report = fine_tune()
    finding = replace(
        report.findings[0], message="see [this](https://evil.example) {0}", details=(), remedy=""
    )
    text = run_of(replace(report, findings=(finding,)))["results"][0]["message"]["text"]
    assert text == r"see \[this\](https://evil.example) {{0}."


def test_what_is_waived_is_suppressed_and_comes_last(tmp_path: Path) -> None:
    waived = under(fine_tune(), tmp_path, waiver("LIN020", "acme/support-gemma-7b"))
    document = json.loads(render(waived, "sarif"))
    assert [error.message for error in VALIDATOR.iter_errors(document)] == []
    *others, last = document["runs"][0]["results"]
    assert not any("suppressions" in result for result in others)
    assert last["ruleId"] == "LIN020"
    assert last["suppressions"] == [
        {
            "kind": "external",
            "status": "accepted",
            "justification": "until 2027-06-30: accepted (legal@acme.example, provenance.toml:3)",
        }
    ]


def test_what_a_policy_finds_of_itself_lies_in_the_policy(tmp_path: Path) -> None:
    report = under(fine_tune(), tmp_path, waiver("LIN020", "acme/*", "2026-12-31"))
    subject = replace(report.inputs[0], place=Place("models.yaml", 4))
    results = run_of(replace(report, inputs=(subject, *report.inputs[1:])))["results"]
    places = {result["ruleId"]: result["locations"][0]["physicalLocation"] for result in results}
    assert places["POL010"]["artifactLocation"]["uri"] == "provenance.toml"
    assert places["POL010"]["region"]["startLine"] == 3
    assert places["LIN020"]["artifactLocation"]["uri"] == "models.yaml"


def test_limits_of_code_scanning() -> None:
    report = fine_tune()
    proofs = tuple(
        replace(report.findings[0].evidence[0], start_line=number) for number in range(1, 2_000)
    )
    purls = tuple(read_id(f"pkg:huggingface/acme/m{number}") for number in range(2_000))
    long = replace(
        report.findings[0],
        evidence=proofs,
        path=purls,
        message="word " * 5_000,
        details=("x" * 9_000,) * 50,
    )
    run = run_of(replace(report, findings=(long,)))
    (result,) = run["results"]
    assert len(result["locations"]) + len(result["relatedLocations"]) <= 1_000
    assert len(result["codeFlows"][0]["threadFlows"][0]["locations"]) <= 1_000
    assert len(result["message"]["text"]) <= 1_024
    for rule in run["tool"]["driver"]["rules"]:
        assert (
            max(len(rule[key]["text"]) for key in ("shortDescription", "fullDescription")) <= 1_024
        )
        assert len(rule["properties"]["tags"]) <= 20


def test_every_result_has_what_code_scanning_shows() -> None:
    run = run_of(fine_tune())
    rules = run["tool"]["driver"]["rules"]
    assert all("security-severity" in rule["properties"] for rule in rules)
    assert all(rule["helpUri"].startswith("https://") for rule in rules)
    for result in run["results"]:
        assert result["locations"][0]["physicalLocation"]["region"]["startLine"] >= 1
        assert result["partialFingerprints"]["provenance/v1"]
