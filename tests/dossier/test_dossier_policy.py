"""What a policy did stands in the dossier: its file and digest, what it found, who accepted what,
why, until when."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from policies import under, waiver

import provenance
from provenance.cli.report import command
from provenance.dossier import Review, write
from provenance.report import Report
from provenance.rules import DOCUMENTED
from provenance.wording.facts import FAMILIES

NAME = "acme/support-gemstone-7b"
USE = {"activity": ["product"], "commercial": True, "regions": ["KR", "EU"]}
HUB = Path(__file__).parents[2] / "sample_manifests" / "hub"
DRIFT = "The declared licence (MIT) drops"


def judged(folder: Path, text: str) -> Report:
    return under(provenance.audit(NAME, hub="sample", use=USE), folder, text)


def section(page: str, name: str) -> str:
    return (
        page[page.index(f'<section id="{name}"') :]
        .partition("<section")[2]
        .partition("</section>")[0]
    )


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_what_was_accepted_stands_with_owner_reason_and_day(lang: str, tmp_path: Path) -> None:
    report = judged(tmp_path, waiver("LIN020", NAME))
    page = write(Review(report=report, lang=lang), "html").decode()
    for word in ("legal@acme.example", "accepted", "2027-06-30", "LIN020", "provenance.toml:"):
        assert word in section(page, "policy")
    assert report.policy["sha256"] in section(page, "made")


def test_what_was_accepted_is_no_reason_and_no_question_any_more(tmp_path: Path) -> None:
    before = write(Review(report=provenance.audit(NAME, hub="sample", use=USE)), "html").decode()
    after = write(Review(report=judged(tmp_path, waiver("LIN020", NAME))), "html").decode()
    assert DRIFT in section(before, "answer") and DRIFT in section(before, "questions")
    assert DRIFT not in section(after, "answer") and DRIFT not in section(after, "questions")
    assert 'id="policy"' not in before


def test_what_the_policy_finds_is_shown_and_every_link_leads_somewhere(tmp_path: Path) -> None:
    page = write(
        Review(report=judged(tmp_path, '[licences]\ndenied = ["gemma"]\n')), "html"
    ).decode()
    assert "POL001" in section(page, "findings")
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(re.findall(r'id="([^"]+)"', page))


@pytest.mark.parametrize("family", FAMILIES)
def test_a_finding_of_every_family_stands_somewhere(family: str) -> None:
    report = provenance.audit(NAME, hub="sample")
    code = next(rule.code for rule in DOCUMENTED if rule.family == family)
    finding = replace(report.findings[0], rule=code, message="The one that is sought")
    rules = (*report.rules, *(rule.info() for rule in DOCUMENTED if rule.code == code))
    page = write(Review(report=replace(report, findings=(finding,), rules=rules)), "html").decode()
    assert "The one that is sought" in page.partition('id="answer"')[2].partition("</section>")[2]


def test_the_sheet_says_who_accepted_it(tmp_path: Path) -> None:
    payload = write(Review(report=judged(tmp_path, waiver("LIN020", NAME))), "csv").decode(
        "utf-8-sig"
    )
    row = next(row for row in csv.reader(io.StringIO(payload)) if row[1] == "LIN020")
    assert row[3].endswith("(accepted: legal@acme.example, 2027-06-30, accepted)")


def test_the_command_takes_the_options_of_audit(tmp_path: Path) -> None:
    config, page = tmp_path / "rules.toml", tmp_path / "page.html"
    config.write_text(f'profiles = ["kr-pipc"]\n{waiver("LIN020", NAME)}', "utf-8")
    args = [
        NAME,
        "--hub",
        str(HUB),
        "--config",
        str(config),
        "--today",
        "2027-01-15",
        "--day",
        "none",
        "-o",
        str(page),
    ]
    done = CliRunner().invoke(command, args)
    assert done.exit_code == 0, done.output
    html = page.read_text("utf-8")
    assert "Korea: PIPC guidance" in section(html, "answer")
    assert "LIN020" in section(html, "policy")
    ended = CliRunner().invoke(command, [*args[:6], "2028-01-15", *args[7:]])
    assert ended.exit_code == 0 and "POL010" in page.read_text("utf-8")


def test_the_policy_fills_the_cover_where_no_option_does(tmp_path: Path) -> None:
    policy = tmp_path / "provenance.toml"
    policy.write_text('[cover]\norganisation = "Acme Bank"\nclassification = "Confidential"\n')
    target = tmp_path / "dossier.html"
    arguments = [NAME, "--hub", "sample", "--config", str(policy), "-o", str(target)]
    result = CliRunner().invoke(command, [*arguments, "--classification", "Internal"])
    assert result.exit_code == 0, result.output
    page = target.read_text("utf-8")
    assert "Acme Bank" in page
    assert "Internal" in page and "Confidential" not in page


def test_an_unknown_field_of_the_cover_is_refused(tmp_path: Path) -> None:
    policy = tmp_path / "provenance.toml"
    policy.write_text('[cover]\norganization = "Acme"\n')
    target = tmp_path / "dossier.html"
    arguments = [NAME, "--hub", "sample", "--config", str(policy), "-o", str(target)]
    result = CliRunner().invoke(command, arguments)
    assert "organization" in str(result.exception)
    assert not target.exists()
