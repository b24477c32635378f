"""Markdown, workflow commands and JUnit: what a forge would make of them."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import junitparser
import pytest
from format_poison import TEXTS, poisoned
from format_reports import REPORTS, fine_tune, hostile, with_gaps
from hypothesis import given, settings
from markdown_it import MarkdownIt
from policies import under, waiver

from provenance.formats import render
from provenance.formats.markdown import LONGEST_PAGE
from provenance.hubs import read_id
from provenance.report import InputRef, Report

ALLOWED = {
    *("heading", "paragraph", "bullet_list", "list_item", "strong"),
    *("inline", "text", "text_special", "softbreak", "code_inline"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}


def elements(page: str) -> tuple[set[str], list[str]]:
    """Kinds of element that a Markdown page is made of, and its texts outside code."""
    blocks = MarkdownIt("gfm-like", {"linkify": False}).parse(page)
    tokens = [part for block in blocks for part in (block, *(block.children or ()))]
    kinds = {token.type.removesuffix("_open").removesuffix("_close") for token in tokens}
    return kinds, [token.content for token in tokens if token.type in ("text", "text_special")]


def markdown(report: Report, verbose: int = 0) -> str:
    return render(report, "markdown", verbose=verbose).decode()


@pytest.mark.parametrize("name", REPORTS)
def test_a_page_is_made_of_lists_and_code_alone(name: str) -> None:
    kinds, texts = elements(markdown(REPORTS[name](), verbose=1))
    assert kinds <= ALLOWED
    assert not any(mark in text for text in texts for mark in ("@", "#", "://", "www.", "<", "!"))


@given(text=TEXTS)
@settings(max_examples=60, deadline=None)
def test_no_text_becomes_markup(text: str) -> None:
    report = fine_tune()
    words = f"{text} @someone #1 https://evil.example <b>x</b> ![i](u) *a* _b_ ~~c~~ | ` `` "
    kinds, texts = elements(markdown(poisoned(report, words)))
    assert kinds <= ALLOWED
    assert not any(mark in text for text in texts for mark in ("@", "#", "://", "<", "!"))


def test_a_page_fits_into_a_comment() -> None:
    report = fine_tune()
    names = [read_id(f"pkg:huggingface/acme/model-{number}") for number in range(2_000)]
    inputs = tuple(InputRef(ref=name, purl=name, state="not-found") for name in names)
    page = markdown(replace(report, inputs=(*report.inputs, *inputs)))
    assert LONGEST_PAGE < len(page) < 65_536
    assert re.search(r"^[\d,]+ more inputs: see the JSON report\.$", page, re.MULTILINE)


def test_small_findings_are_counted_on_the_page() -> None:
    assert "1 low, 1 info not spelled out." in markdown(fine_tune())
    assert "not spelled out" not in markdown(fine_tune(), verbose=1)


def test_annotations_are_one_line_each() -> None:
    for report in (fine_tune(), hostile(), with_gaps()):
        *commands, total = render(report, "github").decode().splitlines()
        assert len(commands) == len(report.findings) + len(report.gaps)
        assert all(re.match(r"::(error|warning|notice) title=[^:,]+::.", line) for line in commands)
        assert total.startswith("provenance: ")


@given(text=TEXTS)
@settings(max_examples=60, deadline=None)
def test_no_text_becomes_a_command(text: str) -> None:
    report = fine_tune()
    hurt = poisoned(report, f"{text}%0A::error::x\n::warning::y")
    lines = render(hurt, "github").decode().splitlines()
    assert len(lines) == len(report.findings) + len(report.gaps) + 1
    assert not any("%0A" in line for line in lines)


def test_cases_tell_what_failed_and_what_could_not_be_told() -> None:
    root = ElementTree.fromstring(render(with_gaps(), "junit"))
    suites = root.findall("testsuite")
    assert [suite.attrib for suite in suites] == [
        {"name": "acme/merged-13b", "tests": "12", "failures": "2", "errors": "3", "skipped": "3"},
        {
            "name": "acme/no-such-model",
            "tests": "1",
            "failures": "0",
            "errors": "1",
            "skipped": "0",
        },
    ]
    failures = suites[0].findall("testcase/failure")
    assert [failure.get("type") for failure in failures] == ["high", "critical"]


def test_a_stray_gap_is_an_error() -> None:
    report = replace(fine_tune(), inputs=())
    root = ElementTree.fromstring(render(report, "junit"))
    assert [error.get("type") for error in root.iter("error")] == ["gated"]


@given(text=TEXTS)
@settings(max_examples=60, deadline=None)
def test_no_text_breaks_the_xml(text: str) -> None:
    report = fine_tune()
    root = ElementTree.fromstring(render(poisoned(report, f"{text}]]><x>"), "junit"))
    assert len(list(root.iter("testcase"))) == len(report.checks) + len(report.gaps)


def test_junit_is_read_by_a_library() -> None:
    suites = junitparser.JUnitXml.fromstring(render(with_gaps(), "junit"))
    assert [(suite.tests, suite.failures, suite.errors, suite.skipped) for suite in suites] == [
        (12, 2, 3, 3),
        (1, 0, 1, 0),
    ]


def test_what_is_waived_is_no_failure_and_no_annotation(tmp_path: Path) -> None:
    words = waiver("LIN020", "acme/support-gemma-7b") + waiver(
        "PII070", "acme/support-gemma-7b", "2026-12-31"
    )
    report = under(fine_tune(), tmp_path, words)
    root = ElementTree.fromstring(render(report, "junit"))
    cases = {case.get("name", "").partition(" ")[0]: case for case in root.iter("testcase")}
    assert cases["LIN020"].find("failure") is None
    skipped = cases["LIN020"].find("skipped")
    assert skipped is not None
    assert (
        skipped.get("message")
        == "waived until 2027-06-30: accepted (legal@acme.example, provenance.toml:3)"
    )
    assert cases["PII070"].find("failure") is not None
    lines = render(report, "github").decode().splitlines()
    assert not any("LIN020" in line for line in lines)
    assert any(
        line.startswith("::warning file=provenance.toml,line=10,title=POL010 ") for line in lines
    )
    assert lines[-1] == "provenance: 2 high, 2 medium, 1 low, 1 waived, 1 gap"
    page = markdown(report)
    assert "### Waived" in page
    assert "  - Waived until 2027-06-30: accepted" in page


def test_one_input_alone_fits_into_a_comment() -> None:
    report = fine_tune()
    many = tuple(replace(report.findings[0], key=str(number)) for number in range(2_000))
    page = markdown(replace(report, findings=many))
    assert LONGEST_PAGE - 1_000 < len(page) < 65_536
    assert len(page.encode()) < 1024 * 1024, "a job's summary holds 1 MiB"
    assert "More than a page holds: see the JSON report." in page
    kinds, _ = elements(page)
    assert kinds <= ALLOWED
