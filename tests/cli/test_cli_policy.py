"""A policy at the command line: found, checked, explained, applied."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from command import Done, invoke
from hub_folder import HubFolder
from policies import waiver


def run(folder: Path, *args: str) -> Done:
    return invoke(folder, *args)


@pytest.fixture
def project(hub: HubFolder, tmp_path: Path) -> Path:
    hub.model("acme/bare")
    folder = tmp_path / "project"
    folder.mkdir()
    return folder


def audit(project: Path, *args: str) -> Done:
    return run(project, "audit", "acme/bare", "--hub", str(project.parent / "hub"), *args)


def test_a_policy_is_found_and_told(project: Path) -> None:
    assert audit(project).returncode == 1
    (project / "provenance.toml").write_text(waiver(), "utf-8")
    done = audit(project, "--today", "2027-06-30")
    assert done.returncode == 0, done.stderr
    assert "no findings · 1 waived · policy: provenance.toml" in done.stdout
    assert "until 2027-06-30: accepted (legal@acme.example" in done.stdout
    ended = audit(project, "--today", "2027-07-01", "-f", "json")
    assert ended.returncode == 1
    assert [finding["rule"] for finding in json.loads(ended.stdout)["findings"]] == [
        "LIC001",
        "POL010",
    ]
    assert audit(project, "--today", "2027-06-30", "--no-config").returncode == 1


def test_what_is_typed_comes_before_the_policy(project: Path) -> None:
    other = project / "loose.toml"
    other.write_text('fail-on = { licence = "critical" }', "utf-8")
    assert audit(project, "--config", str(other)).returncode == 0
    assert audit(project, "--config", str(other), "--fail-on", "high").returncode == 1
    assert audit(project, "--config", str(other), "--no-config").returncode == 2
    other.write_text('fail-on = "info"', "utf-8")
    assert audit(project, "--config", str(other), "--exit-zero").returncode == 0


def test_a_mistake_in_a_policy_is_told_before_anything_is_read(project: Path) -> None:
    (project / "provenance.toml").write_text('\nselct = ["licence"]', "utf-8")
    for done in (audit(project), run(project, "policy", "check")):
        assert done.returncode == 2
        assert done.stdout == ""
        assert (
            done.stderr
            == "provenance: provenance.toml:2: 'selct' is not a key of a policy.\n  Did you mean"
            " `select`?\n"
        )


def test_a_policy_is_checked(project: Path) -> None:
    missing = run(project, "policy", "check")
    assert missing.returncode == 2
    assert "there is no policy here" in missing.stderr
    (project / "pyproject.toml").write_text('[tool.provenance]\nignore = ["LIC"]\n', "utf-8")
    good = run(project, "policy", "check")
    assert good.returncode == 0
    assert good.stdout.startswith("pyproject.toml: 1 setting, 0 waivers, sha256 ")
    (project / "provenance.toml").write_text(waiver() + waiver("LIC", "*"), "utf-8")
    flawed = run(project, "policy", "check", "--today", "2027-07-01")
    assert flawed.returncode == 1
    assert flawed.stdout.count("ended on 2027-06-30") == 2
    assert (
        "provenance.toml:10: the waiver of LIC for *: it waives any organisation's artefacts (*)"
        in flawed.stdout
    )


def test_a_policy_explains_itself(project: Path) -> None:
    (project / "provenance.toml").write_text(
        'ignore = ["LIN02"]\n[organisations]\nallowed = ["open*"]\n'
        + waiver()
        + waiver("LIN020", "other/x"),
        "utf-8",
    )
    whole = run(project, "policy", "explain").stdout
    assert "other/x" in whole
    of_one = run(project, "policy", "explain", "acme/bare", "--today", "2027-01-01").stdout
    assert "other/x" not in of_one
    assert "left out: LIN020 licence-drift, LIN021 notice-missing" in of_one
    assert "acme is not permitted" in of_one
    assert of_one.startswith("acme/bare under provenance.toml ")
    assert re.search(r"^organisations +allowed: open\* .* line 3$", of_one, re.MULTILINE)
    assert "LIC001 for acme/bare: until 2027-06-30" in of_one
    assert "openbase is permitted" in run(project, "policy", "explain", "openbase/x").stdout


def test_all_that_a_policy_can_say_is_explained(project: Path) -> None:
    policy = """
select = ["licence", "weights"]
fail-on = { default = "never", lock = "high" }
baseline = "before.json"
profiles = ["kr-pipc"]
use = { activity = ["product"], commercial = true, regions = ["KR"] }
[severities]
weights = "low"
[licences]
allowed = ["permissive", "Gemma"]
[hubs]
denied = ["hub.example"]
"""
    audit(project, "-q", "-o", "json=before.json")
    (project / "provenance.toml").write_text(policy, "utf-8")
    done = run(project, "policy", "explain")
    assert done.returncode == 0, done.stderr
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    for row in (
        "fails any rule: never line 3",
        "rules on lock: from high on line 3",
        "baseline before.json: 1 earlier finding left out line 4",
        "profiles kr-pipc line 5",
        "use product · commercial · KR line 6",
        "hubs denied: hub.example (in the whole lineage) line 12",
        "organisations any",
        "waivers none",
    ):
        assert row in lines
    assert any(row.startswith("permissive means ") for row in lines)


def test_the_rules_of_a_policy_have_pages() -> None:
    done = run(Path.cwd(), "explain", "waiver-expired")
    assert "POL010" in done.stdout
