"""The pipeline: Python and the command line give one report, and a bundle keeps every setting."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

import provenance
from provenance.auditing.run import Run, Settings
from provenance.cli.root import cli
from provenance.errors import UsageError
from provenance.evidence import Options
from provenance.formats import render
from provenance.hubs import open_hub
from provenance.lineage.trace import follow
from provenance.lock import pin, write_lock
from provenance.project.subjects import gather
from provenance.signatures import SignerTrust

SAMPLE = "acme/support-gemstone-7b"
DAY = date(2026, 3, 1)
POLICY = """\
select = ["LIC", "LIN"]
profiles = ["kr-pipc"]

[use]
activity = ["product"]
commercial = true

[[waivers]]
rule = "LIN020"
artifact = "acme/support-gemstone-7b"
reason = "Legal has agreed with the authors of the base."
owner = "legal@example.org"
until = "2026-06-30"
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a policy and a lock of the sample model."""
    (tmp_path / "provenance.toml").write_text(POLICY, "utf-8")
    lock = write_lock(pin(provenance.audit(SAMPLE, hub="sample")))
    (tmp_path / "provenance.lock").write_bytes(lock)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_python_does_what_the_command_line_does(project: Path) -> None:
    report = provenance.audit(
        SAMPLE, hub="sample", policy="provenance.toml", lock="provenance.lock", today=DAY
    )
    arguments = f"audit {SAMPLE} --hub sample --locked --today {DAY} -o json=report.json -q"
    assert CliRunner().invoke(cli, arguments).exit_code in (0, 1)
    assert render(report, "json") == (project / "report.json").read_bytes()


def test_a_policy_brings_its_use_profiles_and_waivers(project: Path) -> None:
    report = provenance.audit(SAMPLE, hub="sample", policy=project / "provenance.toml", today=DAY)
    assert report.policy["profiles"] == "kr-pipc"
    assert report.uses
    waived = {finding.rule for finding in report.findings if finding.waived}
    assert "LIN020" in waived


def test_what_the_caller_gives_comes_before_the_policy(project: Path) -> None:
    report = provenance.audit(
        SAMPLE,
        hub="sample",
        policy=project / "provenance.toml",
        profiles=["uk-ico"],
        use={"activity": ["internal"]},
        today=DAY,
    )
    assert report.policy["profiles"] == "uk-ico"
    assert [use.use.activities for use in report.uses] == [("internal",)]


def test_a_lock_of_another_model_changes_nothing_in_the_findings(project: Path) -> None:
    report = provenance.audit(SAMPLE, hub="sample", lock=project / "provenance.lock")
    assert not [finding for finding in report.findings if finding.rule.startswith("LCK")]
    assert any(check.rule.startswith("LCK") for check in report.checks)


@pytest.mark.usefixtures("project")
def test_a_lock_that_cannot_be_read_is_an_error_before_anything_is_fetched() -> None:
    with pytest.raises(UsageError, match=r"missing\.lock"):
        provenance.audit(SAMPLE, hub="no/such/hub", lock="missing.lock")


def test_a_bundle_stores_every_setting() -> None:
    # A signer is stored only if one is expected, and second sources only if they are read.
    signer = SignerTrust(identity="dev@acme.example", issuer="https://id.example")
    stored = set(Options(signer=signer, second_sources=True).index_entry())
    # `today` is stored with the policy, the only thing that reads it.
    assert {setting.name for setting in fields(Settings)} - {"today"} <= stored


def test_a_run_fetches_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def counted(*args: object, **kwargs: object) -> object:
        calls.append(args)
        return follow(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr("provenance.auditing.run.follow", counted)
    run = Run(hub=open_hub("sample"), subjects=gather([SAMPLE]))
    assert run.report.artifacts == run.inventory.artifacts
    assert run.lineage.records
    assert len(calls) == 1
