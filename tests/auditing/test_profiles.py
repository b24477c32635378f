"""Profiles select which questions are asked; the three questions are answered whatever they
select."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import Done, invoke
from hub_folder import HubFolder

import provenance
from provenance.errors import UsageError
from provenance.formats import render
from provenance.privacy import catalogue, select

FILTERED = (
    "# Data\n\n## Privacy\n\nE-mail addresses of customers were masked with regular expressions"
    " before release.\n"
)


def test_a_profile_selects_questions_and_severities(hub: HubFolder) -> None:
    hub.dataset("acme/d", "license: mit", FILTERED)
    report = provenance.audit("datasets/acme/d", hub=str(hub.root), profiles=["us-ca", "g7-sbom"])
    assert report.questions == select(["us-ca", "g7-sbom"])
    assert {disclosure.check for disclosure in report.disclosures} <= {
        question.id for question in report.questions
    }
    assert report.policy == {"profiles": "us-ca, g7-sbom"}
    document = json.loads(render(report, "json"))
    assert document["policy"] == {"profiles": "us-ca, g7-sbom"}
    assert "PERSONAL DATA" in render(report, "terminal").decode()
    assert "us-ca, g7-sbom" in render(report, "terminal").decode()


def test_without_a_profile_the_catalogue_is_asked(hub: HubFolder) -> None:
    hub.dataset("acme/d", "license: mit", FILTERED)
    report = provenance.audit("datasets/acme/d", hub=str(hub.root))
    assert (report.questions, dict(report.policy)) == (catalogue(), {})


def test_the_three_questions_do_not_depend_on_the_profile(hub: HubFolder) -> None:
    hub.dataset("acme/d", "license: mit", FILTERED)
    answers = [
        provenance.audit("datasets/acme/d", hub=str(hub.root), profiles=names).answers
        for names in ((), ("us-ca",))
    ]
    assert answers[0] == answers[1]
    assert [(answer.id, answer.grade.value) for answer in answers[0]] == [
        ("filtering", "partial"),
        ("fine-tuning", "not-applicable"),
        ("red-team", "not-applicable"),
    ]


def test_an_unknown_profile_is_told_with_a_suggestion_before_anything_is_read() -> None:
    with pytest.raises(UsageError, match="no privacy profile 'kr_pipc'") as caught:
        provenance.audit("acme/nowhere", hub="/no/such/folder", profiles=["kr_pipc"])
    assert "Did you mean kr-pipc?" in caught.value.hint


def run(*args: str) -> Done:
    """The command line."""
    return invoke(Path.cwd(), *args)


def test_profiles_at_the_command_line(hub: HubFolder) -> None:
    hub.dataset("acme/d", "license: mit", FILTERED)
    place = ("datasets/acme/d", "--hub", str(hub.root), "--no-cache", "--exit-zero", "-f", "json")
    options = ("--profile", "us-ca,g7-sbom", "--profile", "us-ca")
    assert json.loads(run("audit", *place, *options).stdout)["policy"] == {
        "profiles": "us-ca, g7-sbom"
    }
    wrong = run("audit", *place, "--profile", "mars")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "no privacy profile 'mars'" in wrong.stderr
    listed = json.loads(run("privacy", "--profile", "us-ca", "-f", "json").stdout)
    assert next(check["severity"] for check in listed if check["id"] == "PRIV-081") == "high"
    assert "kr-pipc" in run("privacy", "--profiles").stdout
    assert run("privacy", "--profile", "us-ca", "PRIV-041").returncode == 2


def test_the_three_questions_as_a_view(hub: HubFolder) -> None:
    hub.dataset("acme/d", "license: mit", FILTERED)
    text = render(
        provenance.audit("datasets/acme/d", hub=str(hub.root)), "questions", width=100
    ).decode()
    assert "filtering and verification · 필터링과 검증" in text
    assert (
        '"E-mail addresses of customers were masked with regular expressions before release."'
        in text
    )
    assert "not asked of this kind of artefact" in text
