"""Forms of regulators in the dossier and in the workbook."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import bom_lineages as lineages
import openpyxl
import pytest
from command import invoke
from hub_folder import HubFolder

from provenance.auditing.judge import judge
from provenance.bom import encode
from provenance.conformance.forms import FORMS, fill
from provenance.dossier import Review, write

MODEL = (
    "northwind/clear-3b",
    "--hub",
    "sample",
    "--no-cache",
    "--no-config",
    "--day",
    "2026-11-29",
)


def review(lang: str = "en", names: tuple[str, ...] = FORMS) -> Review:
    lineage = lineages.fine_tune()
    report = judge(lineage)
    (subject,) = {reference.purl for reference in report.inputs}
    forms = {subject: fill(encode(lineage), names)}
    return Review(report=report, lang=lang, day="2026-11-29", forms=forms)


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_each_form_is_a_chapter(lang: str) -> None:
    page = write(review(lang), "html").decode()
    for name in FORMS:
        assert f'id="form-{name}"' in page
    without = write(replace(review(lang), forms={}), "html").decode()
    assert 'id="form-' not in without


def test_an_answer_of_the_data_is_quoted_from_the_data(hub: HubFolder) -> None:
    hub.model("acme/base", body="# Base\n\nThe training data contains names of customers.\n")
    hub.dataset("acme/calls", body="# Calls\n\nThe calls contain telephone numbers of callers.\n")
    front = "license: mit\nbase_model: acme/base\ndatasets: acme/calls"
    hub.model("acme/tuned", front, body="# Tuned\n\nIt answers calls.\n")
    lineage = hub.trace("acme/tuned")
    report = judge(lineage)
    (subject,) = {reference.purl for reference in report.inputs}
    forms = {subject: fill(encode(lineage), ["kr-pipc"])}
    book = openpyxl.load_workbook(io.BytesIO(write(Review(report=report, forms=forms), "xlsx")))
    rows = {row[1]: row for row in book[book.sheetnames[-1]].iter_rows(values_only=True)}
    quoted, place = rows["KR-GENAI-001"][5:7]
    assert quoted == "The calls contain telephone numbers of callers."
    assert str(place).startswith("acme/calls README.md:")


def test_a_chapter_says_from_when_it_applies_and_whom_to_ask() -> None:
    page = write(review(names=("eu-model-form",)), "html").decode()
    assert "Applies since 2025-08-02" in page
    assert "Will apply from 2027-12-02" in page
    assert "who publishes it" in page


def test_a_sheet_for_each_form() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write(review(), "xlsx")))
    sheets = book.sheetnames[-len(FORMS) :]
    assert sheets[0] == "EU FORM"
    rows = list(book["EU FORM"].iter_rows(values_only=True))
    assert rows[0][1:] == (
        "Row",
        "Asked",
        "Where it is asked",
        "State",
        "Found",
        "Place",
        "Whom to ask",
    )
    by_id = {row[1]: row for row in rows[1:]}
    assert by_id["MDF-G5"][4] == "not stated"
    assert by_id["MDF-G5"][7]
    assert by_id["MDF-L2"][4] == "answered"
    assert not by_id["MDF-L2"][7]


def test_an_open_licence_is_told_what_the_exemption_waives(tmp_path: Path) -> None:
    arguments = ("report", *MODEL, "--form", "eu-model-form", "--form", "eu-training-summary")
    done = invoke(tmp_path, *arguments, "-o", "d.html")
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "d.html").read_text("utf-8")
    assert "It waives neither the copyright policy" in page
    assert "does not waive this summary" in page


def test_a_restricted_licence_is_told_nothing_of_it(tmp_path: Path) -> None:
    model = ("openbase/gemstone-7b", *MODEL[1:])
    invoke(tmp_path, "report", *model, "--form", "eu-model-form", "-o", "d.html")
    page = (tmp_path / "d.html").read_text("utf-8")
    assert (
        "It waives neither the copyright policy"
        not in page.partition('id="form-')[2].partition("The rows of the form")[0]
    )


@pytest.mark.parametrize(
    ("options", "forms"),
    [
        ((), set()),
        (("--region", "KR"), {"kr-ai-act", "kr-pipc"}),
        (("--region", "KR", "--form", "none"), set()),
        (("--form", "all"), set(FORMS)),
    ],
)
def test_regions_choose_unless_forms_are_named(
    options: tuple[str, ...], forms: set[str], tmp_path: Path
) -> None:
    invoke(tmp_path, "report", *MODEL, *options, "-o", "d.html")
    page = (tmp_path / "d.html").read_text("utf-8")
    assert {name for name in FORMS if f'id="form-{name}"' in page} == forms


def test_a_form_of_each_input_is_its_own(tmp_path: Path) -> None:
    manifest = {"version": 1, "models": ["northwind/clear-3b", "openbase/quartz-3b"]}
    (tmp_path / "models.json").write_text(json.dumps(manifest), "utf-8")
    hub = ("--hub", "sample", "--no-cache", "--no-config")
    invoke(tmp_path, "report", "-m", "models.json", *hub, "--form", "us-ca-2013", "-o", "d.html")
    page = (tmp_path / "d.html").read_text("utf-8")
    assert 'id="m1-form-us-ca-2013"' in page
    assert 'id="m2-form-us-ca-2013"' in page


def test_a_form_says_where_the_answers_of_a_base_stand(tmp_path: Path) -> None:
    apart = "Answers that only its base gives"
    assert apart not in write(review(), "html").decode()
    options = ("--form", "kr-pipc", *MODEL[1:])
    invoke(tmp_path, "report", "acme/support-gemstone-7b", *options, "-o", "d.html")
    assert apart in (tmp_path / "d.html").read_text(encoding="utf-8")
