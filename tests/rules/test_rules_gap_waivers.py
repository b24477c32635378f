"""Gaps that a policy accepts: what a waiver covers, and what is found of the waiver itself."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hub_folder import HubFolder
from policies import TODAY, policy, under, waiver

import provenance
from provenance.auditing.enforce import accept
from provenance.errors import EXIT_CLEAN, EXIT_INCOMPLETE, UsageError
from provenance.formats import render
from provenance.hubs import read_id
from provenance.model.finding import Check, Outcome
from provenance.report import Report, open_gaps
from provenance.wording.phrases import phrases_of

WAIVER = """
[[waivers]]
gap = "{gap}"
artifact = "{artifact}"
reason = "read by hand, LEG-7"
owner = "data@acme.example"
until = {until}
{more}
"""


def gap_waiver(
    gap: str = "not-found",
    artifact: str = "datasets/acme/private",
    until: str = "2027-06-30",
    more: str = "",
) -> str:
    return WAIVER.format(gap=gap, artifact=artifact, until=until, more=more)


@pytest.fixture
def report(hub: HubFolder) -> Report:
    """A model that was tuned on a dataset that nobody outside may see."""
    hub.model("acme/x", "license: mit\ndatasets: [acme/private]")
    hub.model("acme/other", "license: mit")
    return provenance.audit("acme/other", "acme/x", hub=str(hub.root))


def outcomes(report: Report, code: str) -> dict[str, Outcome]:
    return {
        check.artifact.partition("@")[0].rpartition("/")[2]: check.outcome
        for check in report.checks
        if check.rule == code
    }


def failed(report: Report, code: str) -> Check:
    [check] = [
        check for check in report.checks if check.rule == code and check.outcome is Outcome.FAILED
    ]
    return check


def test_without_a_waiver_a_gap_is_incomplete(report: Report, tmp_path: Path) -> None:
    judged = under(report, tmp_path, waiver(artifact="acme/elsewhere"))
    assert judged.exit_status(None) == EXIT_INCOMPLETE


@pytest.mark.parametrize(
    ("gap", "artifact", "more", "covered"),
    [
        ("not-found", "datasets/acme/private", "", True),
        ("NOT-FOUND", "pkg:huggingface/acme/private?type=dataset", "", True),
        ("not-found", "datasets/acme/*", 'what = "repository"', True),
        ("not-found", "datasets/acme/private", 'what = "README.md"', False),
        ("gated", "datasets/acme/private", "", False),
        ("not-found", "acme/x", "", False),
        ("*", "datasets/acme/private", "", True),
    ],
)
def test_a_waiver_names_artefact_and_reason(
    report: Report, tmp_path: Path, gap: str, artifact: str, more: str, covered: bool
) -> None:
    judged = under(report, tmp_path, gap_waiver(gap, artifact, more=more))
    [left] = judged.gaps
    assert (left.waived is not None) is covered
    assert judged.exit_status(None) == (EXIT_CLEAN if covered else EXIT_INCOMPLETE)
    summary = judged.summary
    assert (summary.gaps, summary.accepted) == ((0, 1) if covered else (1, 0))
    assert not summary.complete
    if left.waived:
        assert (left.waived.owner, left.waived.until) == ("data@acme.example", "2027-06-30")
        assert str(left.waived.place) == "provenance.toml:3"


def test_another_gap_is_still_incomplete(report: Report, tmp_path: Path) -> None:
    [gap] = report.gaps
    other = read_id("pkg:huggingface/acme/x")
    more = replace(report, gaps=(gap, replace(gap, artifact=other)))
    judged = under(more, tmp_path, gap_waiver())
    assert judged.exit_status(None) == EXIT_INCOMPLETE
    assert [left.artifact for left in open_gaps(judged.gaps)] == ["pkg:huggingface/acme/x"]


def test_the_last_day_counts_and_an_ended_waiver_is_a_finding(
    report: Report, tmp_path: Path
) -> None:
    last = under(report, tmp_path, gap_waiver(), date(2027, 6, 30))
    assert last.exit_status(None) == EXIT_CLEAN
    assert outcomes(last, "POL010") == {"other": Outcome.NOT_APPLICABLE, "x": Outcome.PASSED}
    ended = under(report, tmp_path, gap_waiver(), date(2027, 7, 1))
    assert ended.exit_status(None) == EXIT_INCOMPLETE
    [finding] = failed(ended, "POL010").findings
    assert finding.message == (
        "the waiver of gap not-found for datasets/acme/private expired on 2027-06-30"
    )
    assert finding.details == ("owner: data@acme.example", "reason: read by hand, LEG-7")
    assert finding.evidence[0].start_line == 3


def test_a_waiver_of_what_can_be_read_by_now_is_unused(
    hub: HubFolder, report: Report, tmp_path: Path
) -> None:
    used = under(report, tmp_path, gap_waiver())
    assert outcomes(used, "POL011")["x"] is Outcome.PASSED
    hub.dataset("acme/private", "license: mit")
    now = under(provenance.audit("acme/x", hub=str(hub.root)), tmp_path, gap_waiver())
    [finding] = failed(now, "POL011").findings
    assert finding.message == (
        "the waiver of gap not-found for datasets/acme/private waives nothing"
    )


def test_whether_a_waiver_is_unused_cannot_be_told_behind_another_gap(
    report: Report, tmp_path: Path
) -> None:
    judged = under(report, tmp_path, gap_waiver("gated"))
    assert outcomes(judged, "POL011")["x"] is Outcome.UNKNOWN


def test_a_waiver_of_what_this_run_does_not_meet_is_not_judged(
    report: Report, tmp_path: Path
) -> None:
    judged = under(report, tmp_path, gap_waiver(artifact="acme/elsewhere", until="2020-01-01"))
    for code in ("POL010", "POL011", "POL012"):
        assert set(outcomes(judged, code).values()) == {Outcome.NOT_APPLICABLE}


def test_an_accepted_gap_does_not_silence_waivers_of_findings(
    hub: HubFolder, report: Report, tmp_path: Path
) -> None:
    text = gap_waiver() + waiver("LIC001", "acme/other") + waiver("LIC001", "acme/x")
    judged = under(report, tmp_path, text)
    assert outcomes(judged, "POL011") == {"other": Outcome.FAILED, "x": Outcome.UNKNOWN}


@pytest.mark.parametrize(
    ("text", "excess"),
    [
        (gap_waiver("*"), "it waives gaps whatever their reason"),
        (gap_waiver(artifact="datasets/*/*"), "it waives any organisation's artefacts"),
        (gap_waiver(until="2029-01-01"), "it is valid for more than a year, until 2029-01-01"),
    ],
)
def test_a_broad_waiver_is_told_and_holds(
    report: Report, tmp_path: Path, text: str, excess: str
) -> None:
    judged = under(report, tmp_path, text)
    assert judged.exit_status(None) == EXIT_CLEAN
    [finding] = failed(judged, "POL012").findings
    assert excess in finding.message
    assert outcomes(under(report, tmp_path, gap_waiver()), "POL012")["x"] is Outcome.PASSED


def test_of_several_inputs_the_first_that_leads_there_is_told(
    hub: HubFolder, report: Report, tmp_path: Path
) -> None:
    hub.model("acme/y", "license: mit\ndatasets: [acme/private]")
    both = provenance.audit("acme/y", "acme/x", hub=str(hub.root))
    judged = under(both, tmp_path, gap_waiver(until="2027-01-01"))
    assert outcomes(judged, "POL010") == {"y": Outcome.FAILED, "x": Outcome.NOT_APPLICABLE}


def test_an_input_that_could_not_be_read_can_be_accepted(hub: HubFolder, tmp_path: Path) -> None:
    hub.model("acme/other", "license: mit")
    report = provenance.audit("acme/other", "acme/gone", hub=str(hub.root))
    text = gap_waiver(artifact="acme/gone")
    assert under(report, tmp_path, text).exit_status(None) == EXIT_CLEAN
    ended = under(report, tmp_path, text, date(2028, 1, 1))
    assert ended.exit_status(None) == EXIT_INCOMPLETE
    assert failed(ended, "POL010").artifact == "pkg:huggingface/acme/gone"


def test_a_baseline_accepts_no_gap(report: Report, tmp_path: Path) -> None:
    judged = under(report, tmp_path, gap_waiver())
    for earlier in (report, judged):
        (tmp_path / "before.json").write_bytes(render(earlier, "json"))
        again = under(report, tmp_path, 'baseline = "before.json"')
        assert again.exit_status(None) == EXIT_INCOMPLETE
        assert not any(gap.waived for gap in again.gaps)


def test_a_lineage_is_accepted_likewise(hub: HubFolder, report: Report, tmp_path: Path) -> None:
    gaps = hub.trace("acme/x").gaps
    [gap] = accept(gaps, policy(tmp_path, gap_waiver()), TODAY)
    assert gap.waived
    assert accept(gaps, policy(tmp_path, gap_waiver("gated")), TODAY) == gaps


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (gap_waiver("not-fund"), ":3: 'not-fund' is not a reason of a gap", "`not-found`"),
        (
            gap_waiver(more='rule = "LIC001"'),
            "a waiver needs either a rule or a gap",
            "two waivers",
        ),
        (
            waiver() + 'what = "README.md"\n',
            "`what` belongs to a waiver of gaps",
            "leave `what` out",
        ),
        (
            '[[waivers]]\nartifact = "a/b"\nreason = "x"\nowner = "y"\nuntil = 2027-01-01\n',
            "neither `rule` nor `gap` is there",
            "",
        ),
        (gap_waiver().replace("owner", "onwer"), "'onwer' is not a key", "`owner`"),
    ],
)
def test_a_waiver_that_means_nothing_is_refused(
    tmp_path: Path, text: str, message: str, hint: str
) -> None:
    with pytest.raises(UsageError) as caught:
        policy(tmp_path, text)
    assert message in caught.value.message
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    "form", ["terminal", "json", "sarif", "markdown", "github", "junit", "gitlab", "csv"]
)
def test_every_format_shows_who_accepted_until_when(
    report: Report, tmp_path: Path, form: str
) -> None:
    judged = under(report, tmp_path, gap_waiver())
    shown = render(judged, form, width=100).decode()
    for phrase in ("2027-06-30", "data@acme.example", "read by hand, LEG-7"):
        assert phrase in shown.replace("\\_", "_"), phrase
    assert "accepted" in shown.lower() or form == "csv"
    bare = render(report, form).decode()
    assert "2027-06-30" not in bare


def test_what_is_found_of_waivers_is_said_in_korean(report: Report, tmp_path: Path) -> None:
    text = (
        gap_waiver("*") + gap_waiver("gated", until="2027-01-01") + waiver("LIC001", "acme/other")
    )
    judged = under(report, tmp_path, text)
    findings = [finding for finding in judged.findings if finding.rule.startswith("POL01")]
    assert {finding.rule for finding in findings} == {"POL010", "POL011", "POL012"}
    korean = phrases_of("ko")
    for finding in findings:
        for sentence in (finding.message, finding.remedy, *finding.details):
            assert re.search("[가-힣]", korean.message(sentence)[0]), sentence
    for rule in judged.rules:
        if rule.code in ("POL010", "POL011", "POL012"):
            assert re.search("[가-힣]", korean.message(rule.summary)[0])


def test_what_machines_are_told(report: Report, tmp_path: Path) -> None:
    judged = under(report, tmp_path, gap_waiver())
    [invocation] = json.loads(render(judged, "sarif"))["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is True
    assert [note["level"] for note in invocation["toolExecutionNotifications"]] == ["note"]
    assert b'errors="0"' in render(judged, "junit")
    assert b'errors="1"' in render(report, "junit")
    assert b"::notice title=not read" in render(judged, "github")
    assert b"::error title=not read" in render(report, "github")
