"""`lock`, `diff` and `audit --locked` as a CI job meets them: upstream changes, and what the job
says each time."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from command import Done, invoke
from hub_folder import HubFolder
from weight_files import safetensors

FIRST, OTHER = safetensors({"w": ("F32", [1])}), safetensors({"v": ("F32", [2])})


@pytest.fixture
def job(hub: HubFolder, tmp_path: Path) -> tuple[HubFolder, Path]:
    """A hub with a model, and a working folder with its lock."""
    hub.model("acme/x", "license: apache-2.0", files={"model.safetensors": FIRST})
    work = tmp_path / "work"
    work.mkdir()
    assert run(hub, work, "lock", "acme/x").returncode in (0, 3)
    return hub, work


def run(hub: HubFolder, work: Path, *args: str) -> Done:
    return invoke(work, *args, "--hub", str(hub.root))


def test_a_lock_that_still_holds(job: tuple[HubFolder, Path]) -> None:
    done = run(*job, "diff", "provenance.lock")
    assert (done.returncode, done.stdout) == (0, "nothing has changed\n")
    assert "LCK" not in run(*job, "audit", "acme/x", "--locked").stdout


def test_a_licence_that_was_switched(job: tuple[HubFolder, Path]) -> None:
    hub, work = job
    (hub.root / "models/acme/x/README.md").write_text(
        "---\nlicense: cc-by-nc-4.0\n---\n# X\n", "utf-8"
    )
    diff = run(hub, work, "diff", "provenance.lock")
    assert diff.returncode == 1
    changed = "licence of acme/x: was Apache license 2.0, is Creative Commons Attribution"
    assert changed in " ".join(diff.stdout.split())
    locked = run(hub, work, "audit", "acme/x", "--locked", "--fail-on", "never")
    assert locked.returncode in (1, 3)
    assert "LCK002" in locked.stdout
    assert "provenance.lock:" in locked.stdout


def test_weights_that_were_replaced(job: tuple[HubFolder, Path]) -> None:
    hub, work = job
    (hub.root / "models/acme/x/model.safetensors").write_bytes(OTHER)
    done = run(hub, work, "diff", "provenance.lock", "-f", "json")
    assert done.returncode == 1
    assert [change["kind"] for change in json.loads(done.stdout)["changes"]] == [
        "weights",
        "revision",
    ]


def test_a_repository_that_is_gone(job: tuple[HubFolder, Path]) -> None:
    hub, work = job
    shutil.rmtree(hub.root / "models/acme/x")
    done = run(hub, work, "diff", "provenance.lock")
    assert done.returncode == 3
    assert "acme/x" in done.stderr
    assert "Traceback" not in done.stderr
    assert "acme/x can no longer be read (not-found)" in done.stdout


def test_a_reference_that_never_was_has_no_changes(job: tuple[HubFolder, Path]) -> None:
    done = run(*job, "diff", "acme/none@one", "acme/none@two")
    assert (done.returncode, done.stdout) == (3, "")


def test_two_reports(job: tuple[HubFolder, Path]) -> None:
    hub, work = job
    run(hub, work, "audit", "acme/x", "-q", "-o", "json=before.json")
    done = run(hub, work, "diff", "before.json", "acme/x", "-f", "markdown")
    assert (done.returncode, done.stdout) == (0, "Nothing has changed.\n")


def test_without_a_lock(job: tuple[HubFolder, Path]) -> None:
    hub, work = job
    (work / "provenance.lock").unlink()
    done = run(hub, work, "audit", "acme/x", "--locked")
    assert done.returncode == 2
    assert "provenance lock" in done.stderr
    assert run(hub, work, "diff", "a", "b", "c").returncode == 2
