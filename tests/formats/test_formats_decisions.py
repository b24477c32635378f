"""Decisions for a policy engine: plain values for each input, by their schema."""

from __future__ import annotations

import json
from typing import Any

import pytest
from format_reports import fine_tune, with_gaps
from jsonschema import Draft202012Validator

from provenance.files.resources import load_schema
from provenance.formats import render
from provenance.report import Report


def decisions_of(report: Report) -> list[dict[str, Any]]:
    """The rows of the document, which keeps to its schema."""
    document = json.loads(render(report, "decisions"))
    Draft202012Validator(load_schema("decisions-1")).validate(document)
    rows: list[dict[str, Any]] = document["decisions"]
    return rows


@pytest.mark.parametrize("report", [fine_tune(), with_gaps()])
def test_every_report_keeps_to_the_schema(report: Report) -> None:
    assert decisions_of(report)


def test_findings_stop_and_name_their_rules() -> None:
    (row,) = decisions_of(fine_tune())
    assert row["name"] == "acme/support-gemma-7b"
    assert not row["permitted"]
    assert "LIN020" in row["rules"]
    assert row["findings"]["high"] >= 1


def test_what_could_not_be_read_is_never_permitted() -> None:
    unread = [row for row in decisions_of(with_gaps()) if row["gaps"]]
    assert unread
    assert not any(row["permitted"] or row["complete"] for row in unread)
