from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from format_reports import HOSTILE, REPORTS, clean, fine_tune, with_gaps
from jsonschema import Draft202012Validator

from provenance.files.resources import SCHEMAS, resource_folder
from provenance.formats import render
from provenance.report import Report

TOP = (
    *(
        "schema",
        "tool",
        "inputs",
        "policy",
        "artifacts",
        "lineage",
        "findings",
        "checks",
        "questions",
    ),
    *("disclosures", "answers", "declared", "licences", "uses", "lights", "gaps", "summary"),
)


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = json.loads((resource_folder(SCHEMAS) / "report-1.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def document(report: Report) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(render(report, "json"))
    return loaded


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_is_what_the_schema_promises(
    name: str, validator: Draft202012Validator
) -> None:
    assert [error.message for error in validator.iter_errors(document(REPORTS[name]()))] == []


def test_the_schema_lets_nothing_else_in(validator: Draft202012Validator) -> None:
    report = document(fine_tune())
    report["findings"][0]["score"] = 7
    del report["checks"][0]["reason"]
    errors = {error.message for error in validator.iter_errors(report)}
    assert errors == {
        "Additional properties are not allowed ('score' was unexpected)",
        "'reason' is a required property",
    }


def test_every_object_of_the_schema_is_closed_and_described(
    validator: Draft202012Validator,
) -> None:
    def walk(node: object) -> None:
        if isinstance(node, list):
            for item in node:
                walk(item)
        elif isinstance(node, dict):
            if node.get("type") == "object" and "properties" in node:
                assert node["additionalProperties"] is False
                assert set(node["required"]) == set(node["properties"])
            for name, item in node.get("properties", {}).items():
                assert "$ref" in item or "anyOf" in item or "description" in item, name
            for item in node.values():
                walk(item)

    walk(validator.schema)


def test_the_names_that_others_build_on() -> None:
    report = document(fine_tune())
    assert tuple(report) == TOP
    finding = next(finding for finding in report["findings"] if finding["rule"] == "LIN020")
    assert finding["severity"] == "high"
    assert finding["waived"] is False
    assert [step.partition("@")[0] for step in finding["path"]] == [
        "pkg:huggingface/acme/support-gemma-7b",
        "pkg:huggingface/google/gemma-7b",
    ]
    assert finding["evidence"][0] | {"revision": "", "sha256": "", "artifact": ""} == {
        **{"artifact": "", "file": "README.md", "revision": "", "start_line": 3, "end_line": 3},
        **{"quote": "license: mit", "sha256": ""},
    }
    assert len(finding["fingerprint"]) == 32
    inherited = next(
        disclosure for disclosure in report["disclosures"] if disclosure["check"] == "PRIV-010"
    )
    assert inherited["inherited_from"].startswith("pkg:huggingface/google/gemma-7b@")


def test_a_text_tells_its_spdx_identifier_where_the_claim_does_not() -> None:
    report = clean()
    text = replace(report.licences[0].claims[0], spdx=None)
    licence = replace(report.licences[0], claims=(text,))
    assert (
        document(replace(report, licences=(licence,)))["licences"][0]["claims"][0]["spdx"]
        == "Apache-2.0"
    )


def test_what_could_not_be_read_is_told() -> None:
    report = document(with_gaps())
    assert [subject["state"] for subject in report["inputs"]] == ["read", "not-found"]
    assert report["summary"]["complete"] is False
    assert report["summary"]["gaps"] == len(report["gaps"]) == 4


def test_a_stranger_is_quoted_exactly_but_for_what_utf8_cannot_hold() -> None:
    assert document(REPORTS["hostile"]())["findings"][0]["message"] == HOSTILE.replace(
        "\ud800", "\ufffd"
    )
