from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from format_reports import REPORTS, clean, fine_tune, korean, with_gaps
from hub_folder import HubFolder
from hub_server import HubServer
from rich.cells import cell_len

import provenance
from provenance.formats import render
from provenance.hubs import read_id
from provenance.model.artifact import Gap
from provenance.model.finding import Severity
from provenance.privacy import three_questions
from provenance.privacy.disclosure import Grade
from provenance.report import Report

COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def shown(report: Report, width: int = 80, colour: bool = False, verbose: int = 0) -> str:
    return render(report, "terminal", width=width, colour=colour, verbose=verbose).decode()


@pytest.mark.parametrize("width", [40, 80, 140])
@pytest.mark.parametrize("name", REPORTS)
def test_snapshots(name: str, width: int, snapshot: Callable[[str, bytes], None]) -> None:
    snapshot(f"{name}.{width}.txt", render(REPORTS[name](), "terminal", width=width))


@pytest.mark.parametrize("name", REPORTS)
def test_verbose_snapshots(name: str, snapshot: Callable[[str, bytes], None]) -> None:
    snapshot(f"{name}.verbose.txt", render(REPORTS[name](), "terminal", width=100, verbose=1))


def test_colour_snapshot(snapshot: Callable[[str, bytes], None]) -> None:
    snapshot("fine-tune.colour.txt", render(fine_tune(), "terminal", colour=True))


@pytest.mark.parametrize("width", [1, 24, 33, 40, 59, 60, 80, 97, 140, 1000])
@pytest.mark.parametrize("name", REPORTS)
def test_no_line_is_too_wide_or_ends_in_spaces(name: str, width: int) -> None:
    for line in shown(REPORTS[name](), width, verbose=1).splitlines():
        assert cell_len(line) <= max(24, min(width, 120))
        assert line == line.rstrip()


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("verbose", [0, 1])
def test_colour_carries_nothing_that_a_word_does_not(name: str, verbose: int) -> None:
    report = REPORTS[name]()
    assert COLOUR.sub("", shown(report, colour=True, verbose=verbose)) == shown(
        report, verbose=verbose
    )


def test_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    plain, coloured = shown(fine_tune()), shown(fine_tune(), colour=True)
    for name, value in (
        ("NO_COLOR", "1"),
        ("FORCE_COLOR", "1"),
        ("COLUMNS", "30"),
        ("TERM", "dumb"),
    ):
        monkeypatch.setenv(name, value)
    assert shown(fine_tune()) == plain
    assert shown(fine_tune(), colour=True) == coloured


def test_wide_letters_stay_in_their_columns() -> None:
    line = next(line for line in shown(korean()).splitlines() if line.endswith("PII070"))
    assert cell_len(line) == 80


def test_the_worst_of_a_block_comes_first_and_small_things_are_counted() -> None:
    text = shown(with_gaps())
    assert text.index("WGT002") < text.index("WGT001")
    assert "  low       1 more finding (PII082); use -v to show it\n" in shown(fine_tune())
    assert "the section on personal data was left unfilled" in shown(fine_tune(), verbose=1)


def test_the_key_questions_are_told_by_what_they_rest_on() -> None:
    report = clean()
    graded = {"PRIV-030": Grade.DISCLOSED, "PRIV-032": Grade.ABSENT, "PRIV-041": Grade.PLACEHOLDER}
    changed = tuple(
        replace(disclosure, grade=graded.get(disclosure.check, disclosure.grade))
        for disclosure in report.disclosures
    )
    text = shown(replace(report, disclosures=changed, answers=three_questions(changed)), width=120)
    stance = "says it was anonymised, pseudonymised or de-identified"
    assert f"  filtering and verification  answered in part · {stance} · README.md:43\n" in text
    assert "  red-team design             left blank · README.md:45\n" in text


def test_no_gap_is_lost() -> None:
    stray = Gap(
        artifact=read_id("pkg:huggingface/acme/elsewhere"),
        what="repository",
        reason="quota",
        detail="The quota is used up. Run again later.",
    )
    text = shown(replace(fine_tune(), gaps=(stray,)))
    assert "  quota     acme/elsewhere: The quota is used up." in text
    assert "1 gap\n" in text


def test_a_finding_of_an_unknown_rule_is_told() -> None:
    finding = replace(fine_tune().findings[0], rule="NEW001", severity=Severity.CRITICAL)
    text = shown(replace(clean(), findings=(replace(finding, artifact=clean().artifacts[0].purl),)))
    assert "CARD\n  critical  training data without a licence: acme/tickets" in text


def test_a_large_lineage_is_cut_with_a_word() -> None:
    report = fine_tune()
    edge = report.lineage.edges[0]
    names = [read_id(f"pkg:huggingface/acme/part-{number:03}") for number in range(300)]
    chain = tuple(replace(edge, child=child, parent=up) for child, up in pairwise(names))
    edges = (replace(edge, parent=names[0]), *chain)
    text = shown(replace(report, lineage=replace(report.lineage, edges=edges)))
    assert "… and 288 more artefacts; use -v to show them\n" in text
    assert "acme/part-299" in shown(
        replace(report, lineage=replace(report.lineage, edges=edges)), verbose=1
    )


def test_a_policy_is_told() -> None:
    assert "1 gap · use: commercial\n" in shown(replace(fine_tune(), policy={"use": "commercial"}))


def test_the_name_by_which_a_renamed_model_was_asked_for(hub: HubFolder) -> None:
    hub.model("stranger/kite", "license: mit")
    with HubServer(hub.root, renames={"acme/kite": "stranger/kite"}) as server:
        renamed = provenance.audit("acme/kite", hub=server.url)
        present = provenance.audit("stranger/kite", hub=server.url)
    assert "asked for as acme/kite" in render(renamed, "terminal").decode()
    assert "asked for as" not in render(present, "terminal").decode()
