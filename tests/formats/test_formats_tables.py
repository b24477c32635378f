"""GitLab code quality and comma-separated values: what a merge request and a spreadsheet would make
of them."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from format_poison import TEXTS, poisoned
from format_reports import REPORTS, fine_tune, with_gaps
from hypothesis import given, settings
from jsonschema import Draft202012Validator
from policies import under, waiver

from provenance.formats import render
from provenance.formats.csv import HEADER
from provenance.model.artifact import Place
from provenance.report import Report

# https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
CODE_QUALITY = Draft202012Validator(
    {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["description", "check_name", "fingerprint", "location", "severity"],
            "additionalProperties": False,
            "properties": {
                "description": {"type": "string", "minLength": 1},
                "check_name": {"type": "string", "minLength": 1},
                "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {
                    "type": "object",
                    "required": ["path", "lines"],
                    "properties": {
                        "path": {"type": "string", "pattern": "^[^/.]"},
                        "lines": {
                            "required": ["begin"],
                            "properties": {"begin": {"type": "integer", "minimum": 1}},
                        },
                    },
                },
            },
        },
    }
)


def quality(report: Report) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads(render(report, "gitlab"))
    return entries


def table(report: Report) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(render(report, "csv").decode("utf-8-sig"))))


@pytest.mark.parametrize("name", REPORTS)
def test_code_quality_is_what_gitlab_reads(name: str) -> None:
    report = REPORTS[name]()
    entries = quality(report)
    assert [error.message for error in CODE_QUALITY.iter_errors(entries)] == []
    assert len(entries) == len(report.findings) + len(report.gaps)


def test_an_entry_lies_in_the_project_where_it_can() -> None:
    report = fine_tune()
    drift = next(entry for entry in quality(report) if entry["check_name"] == "LIN020")
    assert drift["severity"] == "critical"
    assert drift["location"] == {
        "path": "hf/acme/support-gemma-7b/README.md",
        "lines": {"begin": 3},
    }
    listed = replace(report, inputs=(replace(report.inputs[0], place=Place("models.yaml", 4)),))
    drift = next(entry for entry in quality(listed) if entry["check_name"] == "LIN020")
    assert drift["location"] == {"path": "models.yaml", "lines": {"begin": 4}}


def test_what_could_not_be_read_is_an_entry_and_what_is_waived_is_none(tmp_path: Path) -> None:
    assert quality(with_gaps())[0]["check_name"] == "not-read"
    names = [
        entry["check_name"]
        for entry in quality(under(fine_tune(), tmp_path, waiver("LIN020", "acme/*")))
    ]
    assert "LIN020" not in names
    assert "DAT042" in names


@pytest.mark.parametrize("name", REPORTS)
def test_every_row_has_every_column(name: str) -> None:
    report = REPORTS[name]()
    rows = list(csv.reader(io.StringIO(render(report, "csv").decode("utf-8-sig"))))
    assert tuple(rows[0]) == HEADER
    assert {len(row) for row in rows} == {len(HEADER)}
    assert len(rows) == 1 + len(report.findings) + len(report.gaps)


def test_a_row_tells_place_proof_and_waiver(tmp_path: Path) -> None:
    rows = table(under(fine_tune(), tmp_path, waiver("LIN020", "acme/*")))
    drift = next(row for row in rows if row["rule"] == "LIN020")
    assert (drift["file"], drift["start_line"], drift["quote"]) == (
        "hf/acme/support-gemma-7b/README.md",
        "3",
        '"license: mit"',
    )
    assert (drift["waived"], drift["until"], drift["owner"]) == (
        "waiver",
        "2027-06-30",
        "legal@acme.example",
    )
    gap = next(row for row in rows if row["severity"] == "not read")
    assert (gap["name"], gap["artifact"]) == ("gated", "acme/private-eval")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", " =", "＝", "\u200b="])
def test_no_cell_is_a_formula(start: str) -> None:
    report = fine_tune()
    finding = replace(
        report.findings[0],
        message=f'{start}HYPERLINK("https://evil.example")',
        remedy=f"{start}1+1",
    )
    row = table(replace(report, findings=(finding,)))[0]
    assert not re.match(r"[\s=+\-@＝＋－＠]", row["message"] + row["next"])
    assert not re.match(r"[\s=+\-@＝＋－＠]", row["next"])


@given(text=TEXTS)
@settings(max_examples=60, deadline=None)
def test_no_text_breaks_a_table(text: str) -> None:
    report = fine_tune()
    hurt = poisoned(report, f'=1{text}",\n"=2')
    rows = table(hurt)
    assert len(rows) == len(report.findings) + len(report.gaps)
    assert not any(cell.startswith("=") for row in rows for cell in row.values())
    assert not list(CODE_QUALITY.iter_errors(quality(hurt)))
