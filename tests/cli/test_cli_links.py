"""Folders and links stay inside what the user named: a project's manifest, a hub folder, and what
lies in an artefact's own folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hub_folder import HubFolder

import provenance
from provenance.errors import ForbiddenError, UsageError
from provenance.evidence import verify
from provenance.evidence.sealing import seal
from provenance.hubs import open_hub


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a model of its own, and beside it what is nobody's business."""
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "id_rsa.bin").write_bytes(b"key")
    (secret / "config.json").write_text("{}", "utf-8")
    folder = tmp_path / "project"
    (folder / "inside").mkdir(parents=True)
    (folder / "inside" / "README.md").write_text("---\nlicense: mit\n---\n# M\n", "utf-8")
    (folder / "inside" / "config.json").write_text("{}", "utf-8")
    monkeypatch.chdir(folder)
    return folder


def manifest(project: Path, *refs: str) -> Path:
    lines = "".join(f"- ref: {ref}\n" for ref in refs)
    (project / "models.yaml").write_text(f"version: 1\nmodels:\n{lines}", "utf-8")
    return Path("models.yaml")


@pytest.mark.parametrize("ref", ["../secret", "/etc/ssh", "~/secret", "./inside/../../secret"])
def test_a_manifest_names_no_folder_outside(project: Path, ref: str) -> None:
    report = provenance.audit(manifest=manifest(project, "./inside", ref))
    [gap] = report.gaps
    assert gap.reason == "usage"
    assert f"{ref} is outside the folder of the manifest" in gap.detail
    assert [artifact.name for artifact in report.artifacts] == ["./inside"]
    with pytest.raises(UsageError, match="is outside the folder of the manifest"):
        provenance.audit(manifest=manifest(project, ref))


@pytest.mark.parametrize("target", ["../secret", "/etc"])
def test_a_link_leads_out_of_no_manifest(project: Path, target: str) -> None:
    (project / "m").symlink_to(target)
    report = provenance.audit(manifest=manifest(project, "./inside", "./m"))
    [gap] = report.gaps
    assert gap.reason == "forbidden"
    assert "./m is a link that leads out of the manifest's folder" in gap.detail
    assert "id_rsa" not in str(report)


def test_a_link_within_the_project_is_followed(project: Path) -> None:
    (project / "m").symlink_to("inside")
    assert not provenance.audit(manifest=manifest(project, "./m")).gaps


def test_what_is_typed_may_lie_anywhere(project: Path) -> None:
    (project / "m").symlink_to("../secret")
    for ref in ("./m", "../secret", str(project.parent / "secret")):
        [artifact] = provenance.audit(ref, kind="model").artifacts
        assert "id_rsa.bin" in {file.path for file in artifact.files}
    typed_too = provenance.audit("./m", kind="model", manifest=manifest(project, "./m"))
    assert not typed_too.gaps


def test_a_bundle_of_a_refused_link_says_the_same(project: Path) -> None:
    (project / "m").symlink_to("../secret")
    archive, gaps = seal(open_hub(), [], manifest=manifest(project, "./inside", "./m"))
    assert [gap.reason for gap in gaps] == ["forbidden"]
    assert b"id_rsa" not in archive
    (project / "m").unlink()
    assert verify(archive).holds


@pytest.mark.parametrize("target", ["/etc", "../../../secret", "/"])
def test_a_hub_folder_holds_no_link_that_leads_out(
    hub: HubFolder, project: Path, target: str
) -> None:
    hub.model("acme/x", "license: mit\nbase_model: acme/away")
    (hub.root / "models/acme/away").symlink_to(target)
    with pytest.raises(ForbiddenError, match="acme/away is a link that leads out of this hub"):
        provenance.audit("acme/away", hub=str(hub.root))
    [gap] = provenance.audit("acme/x", hub=str(hub.root)).gaps
    assert gap.reason == "forbidden"


def test_a_hub_folder_may_itself_be_a_link_and_hold_links_within(
    hub: HubFolder, tmp_path: Path
) -> None:
    hub.model("acme/x", "license: mit")
    (hub.root / "models/acme/same").symlink_to("x")
    (tmp_path / "mirror").symlink_to(hub.root)
    for ref in ("acme/x", "acme/same"):
        assert not provenance.audit(ref, hub=str(tmp_path / "mirror")).gaps


def test_an_answer_that_is_a_link_leads_nowhere(hub: HubFolder, tmp_path: Path) -> None:
    hub.model("acme/x", "license: mit")
    (tmp_path / "other.json").write_text(json.dumps({"gated": "auto"}), "utf-8")
    (hub.root / "models/acme/x/_meta.json").symlink_to(tmp_path / "other.json")
    [artifact] = provenance.audit("acme/x", hub=str(hub.root)).artifacts
    assert not artifact.gated


def test_a_circle_of_links_ends(hub: HubFolder, project: Path) -> None:
    hub.model("acme/x", "license: mit")
    for place in (hub.root / "models/acme/x", project / "inside"):
        (place / "round").symlink_to("round")
        (place / "up").symlink_to("..")
    for report in (provenance.audit("acme/x", hub=str(hub.root)), provenance.audit("./inside")):
        [gap] = report.gaps
        assert gap.what == "links and special files" and "2 entries" in gap.detail
    (hub.root / "models/acme/circle").symlink_to("circle")
    with pytest.raises(Exception, match="acme/circle is not in this hub folder"):
        provenance.audit("acme/circle", hub=str(hub.root))
