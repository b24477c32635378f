"""A scheduler and three workers as processes on loopback: one is killed, one is slow, one comes
later; nothing is lost and nothing is asked for twice."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from hub_folder import HubFolder
from hub_server import HubServer
from survey_runs import DAY, here, rows, survey

from provenance.errors import UsageError
from provenance.survey.engines import cluster_engine
from provenance.survey.plan import SurveyOptions

OPTIONS = SurveyOptions(day=DAY, partition_size=2)
MODELS = tuple(f"acme/model-{number:02}" for number in range(12))
# Less than the survey takes, so that the pace has to wait for the next window.
QUOTA, WINDOW = 20, 2.0
_START_SECONDS = 60.0


def organisation(hub: HubFolder) -> HubFolder:
    hub.model("lab/base", "license: llama3", meta={"sha": "a" * 40})
    tags = ["base_model:lab/base", "base_model:finetune:lab/base"]
    for number, name in enumerate(MODELS):
        commit = f"{number:040x}"
        hub.model(name, "license: mit\nbase_model: lab/base", meta={"sha": commit, "tags": tags})
    return hub


class Cluster:
    """A scheduler and workers as processes of their own; they end with the test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / "scheduler.json"
        self.processes: list[subprocess.Popen[bytes]] = []
        self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        self.address = self._address()

    def worker(self, *, nice: int = 0) -> subprocess.Popen[bytes]:
        return self._start("worker", "--nthreads", "1", "--no-nanny", "--no-dashboard", nice=nice)

    def _start(self, role: str, *options: str, nice: int = 0) -> subprocess.Popen[bytes]:
        command = [
            *("nice", "-n", str(nice), sys.executable, "-m", "distributed.cli." + _CLI[role]),
            *("--scheduler-file", str(self._file), *options),
        ]
        log = (self._folder / f"{role}-{len(self.processes)}.log").open("wb")
        process = subprocess.Popen(
            command, cwd=self._folder, stdout=log, stderr=subprocess.STDOUT, env=_environment()
        )
        self.processes.append(process)
        return process

    def _address(self) -> str:
        end = time.monotonic() + _START_SECONDS
        while time.monotonic() < end:
            with contextlib.suppress(OSError, ValueError, KeyError):
                return str(json.loads(self._file.read_text())["address"])
            time.sleep(0.1)
        raise AssertionError("the scheduler did not start")

    def close(self) -> None:
        for process in self.processes:
            process.kill()
        for process in self.processes:
            process.wait(timeout=30)


_CLI = {"scheduler": "dask_scheduler", "worker": "dask_worker"}


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "DASK_CONFIG": "/dev/null"}


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    folder = tmp_path / "cluster"
    folder.mkdir()
    running = Cluster(folder)
    yield running
    running.close()


@pytest.mark.alone
@pytest.mark.filterwarnings("ignore")
def test_a_worker_is_killed_one_is_slow_one_comes_later(
    hub: HubFolder, tmp_path: Path, cluster: Cluster
) -> None:
    organisation(hub)
    victim, _steady, _slow = cluster.worker(), cluster.worker(), cluster.worker(nice=15)
    into = tmp_path / "run"
    with HubServer(hub.root, quota=QUOTA, file_quota=QUOTA, window=WINDOW) as server:
        meddler = Thread(target=_meddle, args=(into, victim, cluster))
        meddler.start()
        survey(
            into,
            server.url,
            *MODELS,
            options=OPTIONS,
            engine=lambda: cluster_engine(cluster.address),
        )
        meddler.join()
        requested = Counter(record.path for record in server.requests)
        refused = [record for record in server.requests if record.status == 429]
    assert victim.poll() is not None
    assert refused == []
    assert {path: count for path, count in requested.items() if count > 1} == {}
    with HubServer(hub.root) as server:
        survey(tmp_path / "here", server.url, *MODELS, options=OPTIONS, engine=here)
    for table in ("artefact", "finding", "edge"):
        assert _without_run(rows(into, table)) == _without_run(rows(tmp_path / "here", table))


def _without_run(answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows without the id of the run, which the address of the hub decides with."""
    return [{name: value for name, value in row.items() if name != "run_id"} for row in answers]


def _meddle(into: Path, victim: subprocess.Popen[bytes], cluster: Cluster) -> None:
    """Kill a worker when the first partition is written, and add another."""
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and not list(into.glob("parts/s*")):
        time.sleep(0.05)
    os.kill(victim.pid, signal.SIGKILL)
    cluster.worker()


def test_no_scheduler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provenance.survey.engines._CONNECT_SECONDS", 0.5)
    with (
        pytest.raises(UsageError, match="no scheduler answers"),
        cluster_engine("tcp://127.0.0.1:9"),
    ):
        pass
