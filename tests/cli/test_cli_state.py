"""A commit never changes, the state of its repository does: what a job with a lock and a warm cache
is reported."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from command import Done, invoke
from hub_folder import HubFolder
from hub_server import HubServer

COMMIT = "5eed" * 10
REF = f"acme/x@{COMMIT}"
SCANNED = {"scansDone": True, "filesWithIssues": []}
FLAGGED = {
    "scansDone": True,
    "filesWithIssues": [{"path": "model.safetensors", "level": "unsafe"}],
}


@dataclass
class Job:
    """A hub that serves a pinned model, and a working folder with its lock and a warm cache."""

    hub: HubFolder
    server: HubServer
    work: Path

    def run(self, *args: str, **env: str) -> Done:
        cache = {"PROVENANCE_CACHE": str(self.work / "cache")}
        return invoke(self.work, *args, "--hub", self.server.url, env=cache | env)

    def change(self, **state: object) -> None:
        """Change what the hub says of the repository; its commit stays."""
        meta = self.hub.root / "models/acme/x/_meta.json"
        meta.write_text(json.dumps({**json.loads(meta.read_text("utf-8")), **state}), "utf-8")

    def delete(self) -> None:
        shutil.rmtree(self.hub.root / "models/acme/x")


@pytest.fixture
def job(hub: HubFolder, tmp_path: Path) -> Iterator[Job]:
    hub.model(
        "acme/x",
        "license: apache-2.0",
        files={"model.safetensors": b"\2\0\0\0\0\0\0\0{}"},
        meta={"sha": COMMIT, "securityRepoStatus": SCANNED},
    )
    work = tmp_path / "work"
    work.mkdir()
    with HubServer(hub.root) as server:
        job = Job(hub, server, work)
        locked = job.run("lock", REF)
        assert locked.returncode == 0, locked.stderr
        yield job


def findings(done: Done) -> list[tuple[str, str]]:
    return [
        (finding["rule"], finding["severity"]) for finding in json.loads(done.stdout)["findings"]
    ]


def test_nothing_has_changed_and_one_request_tells(job: Job) -> None:
    job.server.requests.clear()
    done = job.run("audit", REF, "--locked", "-f", "json")
    assert done.returncode == 0, done.stderr
    assert [record.path.split("?")[0] for record in job.server.requests] == [
        f"/api/models/acme/x/revision/{COMMIT}"
    ]
    diff = job.run("diff", "provenance.lock")
    assert (diff.returncode, diff.stdout) == (0, "nothing has changed\n")


@pytest.mark.parametrize(
    ("state", "rule", "text"),
    [
        ({"gated": "manual"}, ("LCK006", "high"), "acme/x is gated now"),
        (
            {"securityRepoStatus": FLAGGED},
            ("LCK010", "critical"),
            "the hub's scanners flag files of acme/x that they did not flag before",
        ),
    ],
    ids=["gated", "flagged"],
)
def test_a_state_that_changed_under_a_pinned_commit(
    job: Job, state: dict[str, object], rule: tuple[str, str], text: str
) -> None:
    job.change(**state)
    done = job.run("audit", REF, "--locked", "-f", "json", "--fail-on", "never")
    assert done.returncode == 1, done.stderr
    assert rule in findings(done)
    diff = job.run("diff", "provenance.lock")
    assert diff.returncode == 1
    assert text in " ".join(diff.stdout.split())


def test_a_repository_that_was_made_private(job: Job) -> None:
    job.change(private=True)
    stranger = job.run("audit", REF, "--locked")
    assert stranger.returncode == 3
    assert "not found, or it is private" in stranger.stderr
    member = job.run("audit", REF, "--locked", "-f", "json", HF_TOKEN="hf_valid")
    assert member.returncode == 1
    assert ("LCK006", "high") in findings(member)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (Job.delete, "not-found"),
        (lambda job: job.change(disabled=True), "disabled"),
    ],
    ids=["deleted", "disabled"],
)
def test_a_repository_that_is_served_no_more(
    job: Job, change: Callable[[Job], None], reason: str
) -> None:
    change(job)
    for command in (("audit", REF, "--locked"), ("diff", "provenance.lock")):
        done = job.run(*command)
        assert done.returncode == 3
        assert "nothing has changed" not in done.stdout
        assert "acme/x" in done.stderr
    written = job.run("audit", REF, "--locked", "-q", "-o", "json=report.json")
    assert written.returncode == 3
    report = json.loads((job.work / "report.json").read_text("utf-8"))
    assert [gap["reason"] for gap in report["gaps"]] == [reason]
    assert [finding["rule"] for finding in report["findings"]] == ["LCK001"]


@pytest.mark.parametrize("change", [Job.delete, lambda job: job.change(gated="auto")])
def test_offline_tells_of_which_day_the_state_is(job: Job, change: Callable[[Job], None]) -> None:
    change(job)
    job.server.requests.clear()
    done = job.run("audit", REF, "--locked", "--offline", "-f", "json")
    assert not job.server.requests
    assert done.returncode == 0, done.stderr
    [artifact] = json.loads(done.stdout)["artifacts"]
    assert f"offline: state of 1 artefact as of {artifact['as_of']}" in done.stderr
    shown = job.run("audit", REF, "--offline", COLUMNS="120")
    assert f"offline: state as of {artifact['as_of']}" in shown.stdout
    for command in (("diff", "provenance.lock"), ("aibom", REF), ("lineage", REF)):
        assert f"as of {artifact['as_of']}" in job.run(*command, "--offline").stderr


def test_a_hub_that_is_down_is_not_taken_for_one_that_has_not_changed(job: Job) -> None:
    job.server.fault("status", "/api/*", status=500)
    done = job.run("audit", REF, "--locked")
    assert done.returncode == 3
    assert "the hub answered 500" in done.stderr
