"""One private dataset must not keep a job red for ever: a gap that the policy accepts, in every
command; and what commands say of the others."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from command import Done, invoke
from hub_folder import HubFolder

WAIVER = """
[[waivers]]
gap = "not-found"
artifact = "datasets/acme/private"
reason = "read by hand"
owner = "data@acme.example"
until = 2027-06-30
"""
COMMANDS = {
    "audit": ("audit", "acme/x"),
    "report": ("report", "acme/x", "-o", "dossier.html"),
    "bundle": ("bundle", "acme/x", "-o", "bundle.zip"),
    "aibom": ("aibom", "acme/x", "-o", "x.cdx.json"),
    "lineage": ("lineage", "acme/x"),
    "lock": ("lock", "acme/x"),
}


@pytest.fixture
def project(hub: HubFolder, tmp_path: Path) -> Path:
    hub.model("acme/x", "license: mit\ndatasets: [acme/private]", files={"LICENSE": "MIT\n"})
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "provenance.toml").write_text(f'fail-on = "critical"\n{WAIVER}', "utf-8")
    return folder


def run(project: Path, *args: str, today: str = "2027-06-30") -> Done:
    dated = () if args[0] == "policy" else ("--hub", str(project.parent / "hub"))
    return invoke(project, *args, *dated, "--today", today)


@pytest.mark.parametrize("name", COMMANDS)
def test_an_accepted_gap_is_no_failure_and_stays_in_sight(project: Path, name: str) -> None:
    done = run(project, *COMMANDS[name])
    assert done.returncode == 0, done.stderr
    output = " ".join((done.stdout + done.stderr).split())
    assert "acme/private" in output
    assert "2027-06-30" in output
    assert "data@acme.example" in output
    ended = run(project, *COMMANDS[name], today="2027-07-01")
    assert ended.returncode == 3
    bare = run(project, *COMMANDS[name], "--no-config")
    assert bare.returncode == 3
    assert "acme/private" in bare.stdout + bare.stderr


def test_the_dossier_tells_it_in_both_languages(project: Path) -> None:
    for lang, words in (
        ("en", "Accepted by data@acme.example until 2027-06-30:"),
        ("ko", "data@acme.example 승인, 2027-06-30까지:"),
    ):
        run(project, "report", "acme/x", "-o", "d.html", "--lang", lang)
        page = (project / "d.html").read_text("utf-8")
        assert words in page
        assert "read by hand" in page


def test_who_accepted_it_is_not_handed_on_in_an_aibom(project: Path) -> None:
    run(project, *COMMANDS["aibom"])
    document = (project / "x.cdx.json").read_text("utf-8")
    assert "acme.example" not in document
    assert "not-found" in document


def test_the_policy_is_checked_and_explained(project: Path) -> None:
    fine = run(project, "policy", "check", today="2027-01-01")
    assert (fine.returncode, "1 waiver" in fine.stdout) == (0, True)
    ended = run(project, "policy", "check", today="2028-01-01")
    assert ended.returncode == 1
    assert (
        "provenance.toml:4: the waiver of gap not-found for datasets/acme/private: it ended on"
        " 2027-06-30" in ended.stdout
    )
    shown = run(project, "policy", "explain", today="2027-01-01").stdout
    assert "gap not-found for datasets/acme/private: until 2027-06-30" in " ".join(shown.split())


def test_diff_ends_as_the_audit_does(project: Path) -> None:
    assert run(project, "lock", "acme/x").returncode == 0
    for command in (("diff", "provenance.lock"), ("audit", "acme/x", "--locked")):
        assert run(project, *command).returncode == 0
        assert run(project, *command, today="2027-07-01").returncode == 3
        assert run(project, *command, "--no-config").returncode == 3
    copied = (project / "provenance.lock").read_bytes()
    (project / "later.lock").write_bytes(copied)
    both = ("diff", "provenance.lock", "later.lock")
    assert run(project, *both).returncode == 0
    alone = run(project, *both, "--no-config")
    assert alone.returncode == 3
    assert "could not be read when later.lock was written" in alone.stderr


def test_diff_of_a_manifest(project: Path) -> None:
    (project / "models.yaml").write_text("version: 1\nmodels:\n- ref: acme/x\n", "utf-8")
    without = run(project, "diff", "-m", "models.yaml")
    assert without.returncode == 2
    assert "provenance.lock cannot be read" in without.stderr
    assert run(project, "lock", "-m", "models.yaml").returncode == 0
    same = run(project, "diff", "-m", "models.yaml")
    assert (same.returncode, same.stdout) == (0, "nothing has changed\n"), same.stderr
    (project.parent / "hub/models/acme/x/LICENSE").write_text("Other.\n", "utf-8")
    for args in (("-m", "models.yaml"), ("provenance.lock", "-m", "models.yaml")):
        changed = run(project, "diff", *args)
        assert changed.returncode == 1
        assert "licence text of acme/x has changed" in " ".join(changed.stdout.split())
    for more in (("-m", "models.yaml"), ("a/b@3",)):
        many = run(project, "diff", "a/b@1", "a/b@2", *more)
        assert many.returncode == 2
        assert "diff compares two things" in many.stderr


def test_diff_of_one_reference_without_a_revision(project: Path) -> None:
    missing = run(project, "diff", "acme/x")
    assert missing.returncode == 2
    assert "acme/x has no revision, and there is no provenance.lock" in missing.stderr
    assert run(project, "lock", "acme/x").returncode == 0
    same = run(project, "diff", "acme/x")
    assert (same.returncode, same.stdout) == (0, "nothing has changed\n"), same.stderr
    (project.parent / "hub/models/acme/x/LICENSE").write_text("Other.\n", "utf-8")
    changed = run(project, "diff", "acme/x")
    assert "licence text of acme/x has changed" in " ".join(changed.stdout.split())
    other = run(project, "diff", "acme/y")
    assert other.returncode == 2
    assert "does not contain it" in other.stderr


@pytest.mark.parametrize("refs", [("acme/gone",), ("acme/gone", "datasets/acme/private")])
def test_where_nothing_could_be_read_every_file_is_written(
    project: Path, refs: tuple[str, ...]
) -> None:
    files = {"json": "r.json", "sarif": "r.sarif", "junit": "r.xml", "markdown": "r.md"}
    wanted = [word for form, name in files.items() for word in ("-o", f"{form}={name}")]
    done = run(project, "audit", *refs, "--no-config", *wanted)
    assert (done.returncode, done.stdout) == (3, "")
    assert "acme/gone is not in this hub folder" in done.stderr
    report = json.loads((project / "r.json").read_text("utf-8"))
    assert [gap["reason"] for gap in report["gaps"]] == ["not-found"] * len(refs)
    assert report["summary"]["complete"] is False
    [invocation] = json.loads((project / "r.sarif").read_text("utf-8"))["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is False
    notes = invocation["toolExecutionNotifications"]
    assert [note["level"] for note in notes] == ["error"] * len(refs)
    assert "acme/gone" in json.dumps(notes)
    errors = ElementTree.parse(project / "r.xml").getroot().iter("error")
    assert [error.get("type") for error in errors] == ["not-found"] * len(refs)
    assert "**Not read**" in (project / "r.md").read_text("utf-8")
    for form in ("json", "sarif", "junit", "github"):
        shown = run(project, "audit", *refs, "--no-config", "-f", form)
        assert shown.returncode == 3
        assert "acme/gone" in shown.stdout
        assert run(project, "audit", *refs, "--no-config", "-f", form, "-q").stdout == ""
