"""The licence at the repository that a card names as its own, read only where a user asks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from json_server import JsonServer, json_server

from provenance.auditing.run import Run, Settings
from provenance.errors import UnreachableError
from provenance.hubs import open_hub
from provenance.hubs.http import HttpRequest
from provenance.model.finding import Outcome
from provenance.project.subjects import gather, hub_of_run
from provenance.report import Report

COMMIT = "c" * 40
CARD = "---\nlicense: {licence}\n---\n# Pinecone\n\n- **Repository:** https://github.com/acme/pinecone\n"
NC = "Attribution-NonCommercial 4.0 International"
REPOSITORY = "/repos/acme/pinecone"


def _github(spdx: str, text: bytes = b"") -> dict[str, Any]:
    tree = [{"path": "README.md", "type": "blob", "size": 3}]
    if text:
        tree.append({"path": "LICENSE", "type": "blob", "size": len(text)})
    return {
        REPOSITORY: {"default_branch": "main", "license": {"spdx_id": spdx}},
        f"{REPOSITORY}/commits/main": {"sha": COMMIT},
        f"{REPOSITORY}/git/trees/{COMMIT}?recursive=1": {"tree": tree, "truncated": False},
        f"/raw/acme/pinecone/{COMMIT}/LICENSE": text,
    }


def _model(hub: Path, licence: str, card: str = CARD) -> None:
    folder = hub / "models" / "acme" / "pinecone"
    folder.mkdir(parents=True)
    (folder / "README.md").write_text(card.format(licence=licence), "utf-8")


def _audit(hub: Path, server: JsonServer, *, with_second_sources: bool = True) -> Report:
    opened = open_hub(str(hub), places={"github": server.url})
    subjects = gather(("acme/pinecone",), None, None, opened)
    return Run(
        hub=opened, subjects=subjects, settings=Settings(second_sources=with_second_sources)
    ).report


def _outcome(report: Report) -> Outcome:
    [check] = [check for check in report.checks if check.rule == "LIC018"]
    return check.outcome


def _severities(report: Report) -> list[str]:
    return [finding.severity.value for finding in report.findings if finding.rule == "LIC018"]


@pytest.mark.parametrize(
    ("card", "there", "severity"),
    (
        ("mit", "CC-BY-NC-4.0", ["high"]),
        ("llama3.1", "Apache-2.0", ["low"]),
        ("apache-2.0", "Apache-2.0", []),
    ),
)
def test_another_licence_there_is_a_finding(
    tmp_path: Path, card: str, there: str, severity: list[str]
) -> None:
    _model(tmp_path, card)
    with json_server(_github(there)) as server:
        report = _audit(tmp_path, server)
        assert _severities(report) == severity
        assert all(path.startswith(REPOSITORY) for path in server.requested)
        assert len(server.requested) == 3


def test_both_quotes_are_shown(tmp_path: Path) -> None:
    _model(tmp_path, "mit")
    with json_server(_github("CC-BY-NC-4.0")) as server:
        report = _audit(tmp_path, server)
    [finding] = [finding for finding in report.findings if finding.rule == "LIC018"]
    quotes = " ".join(evidence.quote for evidence in finding.evidence)
    assert "github.com/acme/pinecone" in quotes
    assert "license: mit" in quotes
    assert "CC-BY-NC-4.0" in quotes


def test_nothing_is_asked_unless_the_user_asks(tmp_path: Path) -> None:
    _model(tmp_path, "mit")
    with json_server(_github("CC-BY-NC-4.0")) as server:
        report = _audit(tmp_path, server, with_second_sources=False)
        assert server.requested == []
    assert _outcome(report) is Outcome.NOT_APPLICABLE


def test_a_repository_that_is_not_its_own_is_not_asked(tmp_path: Path) -> None:
    card = "---\nlicense: {licence}\n---\n# Pinecone\n\nTrained with https://github.com/acme/pinecone.\n"
    _model(tmp_path, "mit", card)
    with json_server(_github("CC-BY-NC-4.0")) as server:
        report = _audit(tmp_path, server)
        assert server.requested == []
    assert _outcome(report) is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize("answers", ({}, {REPOSITORY: 500}))
def test_what_cannot_be_read_is_a_gap(tmp_path: Path, answers: Mapping[str, Any]) -> None:
    _model(tmp_path, "mit")
    with json_server(answers) as server:
        report = _audit(tmp_path, server)
    assert _outcome(report) is Outcome.UNKNOWN
    assert any("github.com/acme/pinecone" in gap.what for gap in report.gaps)
    assert report.exit_status(None, {}) == 3


def test_a_repository_without_a_licence_decides_nothing(tmp_path: Path) -> None:
    _model(tmp_path, "mit")
    with json_server(_github("NOASSERTION")) as server:
        report = _audit(tmp_path, server)
    assert _outcome(report) is Outcome.UNKNOWN


def test_the_text_there_counts_more_than_what_its_host_detects(
    tmp_path: Path, apache_text: str
) -> None:
    _model(tmp_path, "apache-2.0")
    with json_server(_github("NOASSERTION", apache_text.encode())) as server:
        report = _audit(tmp_path, server)
    assert _outcome(report) is Outcome.PASSED


def _weights(hub: Path, name: str, licence: str, digest: str) -> None:
    folder = hub / "models" / name
    folder.mkdir(parents=True)
    (folder / "README.md").write_text(f"---\nlicense: {licence}\n---\n# Bear\n", "utf-8")
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize 900000\n"
    (folder / "model.safetensors").write_text(pointer, "utf-8")


@pytest.mark.parametrize(
    ("other", "digest", "expected"),
    (("cc-by-nc-4.0", "a" * 64, 1), ("mit", "a" * 64, 0), ("cc-by-nc-4.0", "b" * 64, 0)),
)
def test_the_same_file_under_another_licence(
    tmp_path: Path, other: str, digest: str, expected: int
) -> None:
    _weights(tmp_path, "acme/bear", "mit", "a" * 64)
    _weights(tmp_path, "copycat/bear", other, digest)
    opened = open_hub(str(tmp_path))
    subjects = gather(("acme/bear", "copycat/bear"), None, None, opened)
    report = Run(hub=opened, subjects=subjects).report
    findings = [
        finding
        for finding in report.findings
        if finding.rule == "LIC019" and finding.severity.value == "high"
    ]
    assert len(findings) == expected
    assert json.dumps([str(finding.message) for finding in findings]).count("copycat") == expected


def _as_the_command_does(hub: Path, places: Mapping[str, str], *, offline: bool = False) -> Report:
    opened = open_hub(str(hub), offline=offline, places=places)
    subjects = gather(("acme/pinecone",), None, None, opened)
    around = hub_of_run(opened, subjects)
    return Run(hub=around, subjects=subjects, settings=Settings(second_sources=True)).report


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that somebody asked for."""
    asked: list[str] = []

    def refuse(request: HttpRequest, authorization: str = "") -> bytes:
        asked.append(request.url)
        raise UnreachableError("no network in this test")

    monkeypatch.setattr("provenance.hubs.catalogue.get", refuse)
    return asked


@pytest.mark.parametrize("offline", (False, True))
def test_beside_a_folder_nobody_else_is_asked(
    tmp_path: Path, no_network: list[str], offline: bool
) -> None:
    _model(tmp_path, "mit")
    report = _as_the_command_does(tmp_path, {}, offline=offline)
    assert no_network == []
    assert _outcome(report) is Outcome.UNKNOWN
    [gap] = [gap for gap in report.gaps if "github.com/acme/pinecone" in gap.what]
    assert gap.reason == "offline"
    assert "was not asked" in str(gap.detail)


def test_offline_nobody_is_asked_at_a_place_of_ones_own(
    tmp_path: Path, no_network: list[str]
) -> None:
    _model(tmp_path, "mit")
    report = _as_the_command_does(tmp_path, {"github": "https://git.example"}, offline=True)
    assert no_network == []
    assert _outcome(report) is Outcome.UNKNOWN
    assert [gap.reason for gap in report.gaps if "pinecone" in gap.what] == ["offline"]


def test_beside_a_folder_a_place_that_the_user_gave_is_asked(tmp_path: Path) -> None:
    _model(tmp_path, "mit")
    with json_server(_github("CC-BY-NC-4.0")) as server:
        report = _as_the_command_does(tmp_path, {"github": server.url})
    assert _severities(report) == ["high"]
