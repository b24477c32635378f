"""What is kept on disk, and how fast a hub is asked."""

from __future__ import annotations

import errno
import os
import re
import resource
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hub_folder import HubFolder
from hub_server import HubServer

import provenance
from provenance.errors import OfflineError
from provenance.hubs import pace
from provenance.hubs.pace import Pace
from provenance.hubs.store import Store, StoredBody

COMMIT = "c0ffee" * 6 + "abcd"
TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"


def test_a_store_gives_back_what_it_was_given_and_tells_when(tmp_path: Path) -> None:
    store = Store(tmp_path / "s", clock=lambda: 1_800_000_000.9)
    assert store.read("a") is None
    store.write("a", b"\n\x00body\n")
    store.write("empty", b"")
    assert store.read("a") == StoredBody(b"\n\x00body\n", "2027-01-15T08:00:00Z")
    assert store.read("empty") == StoredBody(b"", "2027-01-15T08:00:00Z")
    assert store.usage().entries == 2
    assert store.clear() > 0
    assert store.read("a") is None


def test_a_damaged_entry_is_absent(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.write("a", b"body")
    [path] = [path for path in tmp_path.rglob("*") if path.is_file()]
    for content in (b"", b"body", path.read_bytes()[:-1], b"\xff\xfe\nbody"):
        path.write_bytes(content)
        assert store.read("a") is None


def test_a_store_is_bounded_and_forgets_what_was_used_longest_ago(tmp_path: Path) -> None:
    store = Store(tmp_path, limit=10_000)
    for number in range(40):
        store.write(str(number), b"x" * 1000)
        store.read("0")
    assert store.usage().size <= 10_000 + 2_000
    assert store.read("39") is not None


def test_a_store_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    store = Store(tmp_path / "file" / "below")
    assert store.fault == ""
    store.write("a", b"body")
    assert store.read("a") is None
    assert store.fault == "Not a directory"


def test_a_write_that_breaks_off_leaves_nothing_behind(tmp_path: Path) -> None:
    store = Store(tmp_path)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        store.write("a", b"x" * 10_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert store.fault == "File too large"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert store.read("a") is None


def test_a_move_that_fails_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "replace", full)
    store = Store(tmp_path)
    store.write("a", b"body")
    assert store.fault == "No space left on device"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_entries_are_for_the_user_alone(tmp_path: Path) -> None:
    Store(tmp_path).write("a", b"body")
    assert all(path.stat().st_mode & 0o077 == 0 for path in tmp_path.rglob("*") if path.is_file())


def test_a_warm_audit_asks_whether_the_revision_moved_and_nothing_else(
    hub: HubFolder, tmp_path: Path
) -> None:
    hub.dataset("acme/data", "license: mit")
    hub.model("acme/x", "license: mit\ndatasets: [acme/data]", files={"config.json": "{}"})
    with HubServer(hub.root) as server:
        first = provenance.audit("acme/x", hub=server.url, cache=tmp_path / "cache")
        cold = len(server.requests)
        server.requests.clear()
        assert provenance.audit("acme/x", hub=server.url, cache=tmp_path / "cache") == first
        assert cold == 5
        assert [record.path.split("/")[1] for record in server.requests] == ["api", "api"]
        server.requests.clear()
        offline = provenance.audit("acme/x", hub=server.url, cache=tmp_path / "cache", offline=True)
        assert not server.requests
    assert first.as_of == ""
    assert all(re.fullmatch(TIME, artifact.as_of) for artifact in offline.artifacts)
    assert offline.as_of == min(artifact.as_of for artifact in offline.artifacts)
    asked_again = tuple(replace(artifact, as_of="") for artifact in offline.artifacts)
    assert replace(offline, artifacts=asked_again) == first


def test_a_pinned_revision_is_asked_again_and_its_files_are_not(
    hub: HubFolder, tmp_path: Path
) -> None:
    hub.model("acme/x", "license: mit", files={"config.json": "{}"}, meta={"sha": COMMIT})
    with HubServer(hub.root) as server:
        for expected in (3, 1, 1):
            server.requests.clear()
            report = provenance.audit(f"acme/x@{COMMIT}", hub=server.url, cache=tmp_path / "cache")
            assert report.artifacts[0].revision == COMMIT
            assert len(server.requests) == expected


def test_offline_without_a_cache(hub: HubFolder, tmp_path: Path) -> None:
    with pytest.raises(OfflineError, match="never fetched"):
        provenance.audit("acme/x", hub="http://127.0.0.1:9", cache=tmp_path, offline=True)


class Clock:
    """Time that passes when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def quota_headers(remaining: int, reset: int, quota: int = 500) -> dict[str, str]:
    return {
        "ratelimit": f'"api";r={remaining};t={reset}',
        "ratelimit-policy": f'"fixed window";"api";q={quota};w=300',
    }


def test_pace_is_free_while_quota_is_plenty() -> None:
    clock = Clock()
    paced = Pace(clock, clock.sleep)
    for _ in range(100):
        permit = paced.take(1)
        permit.observe(quota_headers(400, 60))
        assert permit.late == 0
    assert clock.now == 100


def test_pace_slows_before_the_quota_is_gone() -> None:
    clock = Clock()
    paced = Pace(clock, clock.sleep)
    paced.observe(quota_headers(10, 60))
    for _ in range(11):
        assert paced.take(10).late == 0
    # The hub may have rounded its seconds down.
    assert clock.now == pytest.approx(161)


def test_pace_stands_still_when_told_and_says_how_long() -> None:
    clock = Clock()
    paced = Pace(clock, clock.sleep)
    paced.close_for(30)
    assert paced.take(5).late == pytest.approx(30)
    assert clock.now == 100
    assert paced.take(60).late == 0
    assert clock.now == 130


def test_pace_that_is_slow_of_itself_fails_nobody() -> None:
    clock = Clock()
    paced = Pace(clock, clock.sleep)
    paced.observe(quota_headers(10, 300))
    assert [paced.take(5).late for _ in range(5)] == [0] * 5
    assert clock.now <= 125


def test_pace_stands_still_when_nothing_is_left() -> None:
    clock = Clock()
    paced = Pace(clock, clock.sleep)
    paced.observe(quota_headers(0, 60))
    assert paced.take(5).late == pytest.approx(61)
    assert paced.waiting == pytest.approx(61)


def test_what_a_quota_holds_up_is_known_to_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "_PACES", {})
    assert pace.seconds_to_wait() == 0
    pace.pace_of("hub.example", "api").close_for(40)
    pace.pace_of("hub.example", "files")
    assert 30 < pace.seconds_to_wait() <= 40


def test_pace_holds_for_all_workers() -> None:
    paced = Pace()
    paced.close_for(0.2)
    started: list[float] = []

    def ask() -> None:
        permit = paced.take(1)
        started.append(permit.late)
        permit.observe({})

    workers = [threading.Thread(target=ask) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert started == [0] * 8


def test_the_first_request_goes_alone_until_its_answer_states_the_quota() -> None:
    paced = Pace()
    first = paced.take(5)
    started: list[float] = []
    worker = threading.Thread(target=lambda: started.append(paced.take(5).late))
    worker.start()
    worker.join(0.1)
    assert started == []
    first.observe(quota_headers(400, 60))
    worker.join()
    assert started == [0]


def test_a_first_request_without_an_answer_does_not_hold_up_the_others_for_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pace, "_FIRST_ANSWER_SECONDS", 0.1)
    paced = Pace()
    assert [paced.take(5).late for _ in range(3)] == [0] * 3


def test_a_request_under_way_counts_in_the_next_window_too() -> None:
    clock = Clock()
    paced = Pace(clock, clock.sleep)
    paced.take(1).observe(quota_headers(400, 60, quota=3))
    slow, _also_slow = paced.take(1), paced.take(1)
    clock.now += 400
    assert paced.take(1).late == 0
    assert paced.take(1).late > 0
    slow.observe(quota_headers(397, 60, quota=3))
    assert paced.take(1).late > 0


def test_an_answer_that_was_overtaken_gives_nothing_back() -> None:
    clock = Clock()
    paced = Pace(clock, clock.sleep)
    paced.take(1).observe(quota_headers(3, 60, quota=4))
    early, late = paced.take(1), paced.take(1)
    late.observe(quota_headers(1, 60, quota=4))
    early.observe(quota_headers(2, 60, quota=4))
    more = [paced.take(1).late for _ in range(2)]
    assert more.count(0) <= 1
