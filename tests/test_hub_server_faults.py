"""Every fault of the test hub, seen with a plain HTTP client, and that the hub itself survives
them."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
import urllib.request
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import pytest
from hub_server import HubServer
from hub_server_faults import FaultKind

INFO = "/api/models/acme/tiny"
CARD = "/acme/tiny/resolve/main/README.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    repository = tmp_path / "models/acme/tiny"
    repository.mkdir(parents=True)
    (repository / "README.md").write_text("# Tiny\n" * 100)
    return tmp_path


@pytest.fixture
def hub(folder: Path) -> Iterator[HubServer]:
    with HubServer(folder) as server:
        yield server


@pytest.fixture
def client(hub: HubServer) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=hub.url, timeout=10) as client:
        yield client


def test_status_strikes_the_first_requests(hub: HubServer, client: httpx2.Client) -> None:
    hub.fault("status", "/api/*", status=503, seconds=7, times=2)
    answers = [client.get(path) for path in (INFO, CARD, INFO, INFO)]
    assert [answer.status_code for answer in answers] == [503, 200, 503, 200]
    assert answers[0].headers["retry-after"] == "7"
    assert "ratelimit" in answers[3].headers


def test_method_and_mending(hub: HubServer, client: httpx2.Client) -> None:
    hub.fault("status", method="HEAD", status=500)
    assert [client.get(CARD).status_code, client.head(CARD).status_code] == [200, 500]
    hub.mend()
    assert client.head(CARD).status_code == 200


def test_faults_add_up(hub: HubServer, client: httpx2.Client) -> None:
    hub.fault("body", body=b"<html>")
    hub.fault("content-type", text="text/html")
    hub.fault("drop-header", text="X-Repo-Commit")
    answer = client.get(CARD)
    assert (answer.text, answer.headers["content-type"]) == ("<html>", "text/html")
    assert "x-repo-commit" not in answer.headers


@pytest.mark.parametrize("kind", ["reset", "truncate"])
def test_a_connection_that_breaks_in_mid_body(
    hub: HubServer, client: httpx2.Client, kind: FaultKind
) -> None:
    hub.fault(kind, CARD, times=1)
    with pytest.raises(httpx2.ReadError if kind == "reset" else httpx2.RemoteProtocolError):
        client.get(CARD)
    assert hub.requests[-1].sent == 350
    assert len(client.get(CARD).content) == 700


def test_cut_json(hub: HubServer, client: httpx2.Client) -> None:
    hub.fault("cut-json")
    answer = client.get(INFO)
    assert answer.status_code == 200
    with pytest.raises(json.JSONDecodeError):
        answer.json()


def test_stall_ends_with_the_server(folder: Path) -> None:
    with HubServer(folder) as hub, httpx2.Client(base_url=hub.url) as client:
        hub.fault("stall", INFO)
        with pytest.raises(httpx2.ReadTimeout):
            client.get(INFO, timeout=0.05)
        threads = threading.active_count()
    assert hub.requests[-1].status == 0
    assert threading.active_count() < threads


def test_trickle_and_latency(hub: HubServer, client: httpx2.Client) -> None:
    hub.fault("trickle", CARD, seconds=0.02)
    with client.stream("GET", CARD) as answer:
        assert next(answer.iter_raw()) == b"#"
    hub.mend()
    hub.fault("latency", CARD, seconds=5)
    with pytest.raises(httpx2.ReadTimeout):
        client.get(CARD, timeout=0.05)


def test_latency_of_the_whole_hub(folder: Path) -> None:
    with HubServer(folder, latency=5) as hub, pytest.raises(httpx2.ReadTimeout):
        httpx2.get(hub.url + INFO, timeout=0.05)


def test_redirect_loop(hub: HubServer) -> None:
    hub.fault("redirect-loop", CARD)
    with httpx2.Client(follow_redirects=True) as client, pytest.raises(httpx2.TooManyRedirects):
        client.get(hub.url + CARD)
    assert hub.requests[-1].query == {"turn": ["20"]}


def test_no_range(hub: HubServer, client: httpx2.Client) -> None:
    headers = {"range": "bytes=0-9"}
    assert client.get(CARD, headers=headers).status_code == 206
    hub.fault("no-range")
    answer = client.get(CARD, headers=headers)
    assert (answer.status_code, len(answer.content)) == (200, 700)
    assert hub.requests[-1].range == "bytes=0-9"


def test_plain(hub: HubServer, client: httpx2.Client) -> None:
    hub.fault("plain")
    info = client.get(INFO, params={"blobs": "true", "securityStatus": "true"}).json()
    assert info["siblings"] == [{"rfilename": "README.md"}]
    assert "securityRepoStatus" not in info
    assert client.get(INFO, params={"expand": "sha"}).json() == info


def test_endless(hub: HubServer, client: httpx2.Client) -> None:
    hub.fault("endless", INFO)
    with client.stream("GET", INFO) as answer:
        read = 0
        for chunk in answer.iter_bytes():
            read += len(chunk)
            if read > 2_000_000:
                break
    assert hub.requests[-1].sent > 2_000_000


def test_huge_listing(hub: HubServer, client: httpx2.Client) -> None:
    hub.fault("huge-listing", count=3000)
    assert len(client.get(INFO).json()["siblings"]) == 3000
    assert len(client.get(INFO + "/tree/main").json()) == 3000
    assert client.get(INFO + "/refs").json()["branches"]
    assert client.get(CARD).status_code == 200


def test_gzip_bomb(hub: HubServer) -> None:
    hub.fault("gzip-bomb", CARD, count=8)
    with urllib.request.urlopen(hub.url + CARD) as answer:
        packed = answer.read()
    assert len(packed) < 12_000
    assert zlib.decompress(packed, 16 + zlib.MAX_WBITS) == bytes(8 * 1024 * 1024)


def test_a_new_window_has_a_new_quota(folder: Path) -> None:
    with HubServer(folder, quota=1, window=0.0) as hub:
        assert [httpx2.get(hub.url + INFO).status_code for _ in range(3)] == [200] * 3


def test_records_never_hold_the_token(hub: HubServer, client: httpx2.Client) -> None:
    client.get(INFO, headers={"authorization": "Bearer hf_valid"})
    assert hub.requests[-1].authorized
    assert "hf_valid" not in repr(hub.requests)


def test_requests_at_once(hub: HubServer, client: httpx2.Client) -> None:
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda number: client.get(f"{INFO}?n={number}"), range(100)))
    assert {answer.status_code for answer in answers} == {200}
    assert sorted(int(record.query["n"][0]) for record in hub.requests) == list(range(100))


def test_a_flaw_of_the_hub_is_told_at_its_end(folder: Path) -> None:
    (folder / "models/acme/tiny/_meta.json").write_text("{")
    with (
        pytest.raises(ExceptionGroup, match="the test hub has a flaw"),
        HubServer(folder) as hub,
        contextlib.suppress(httpx2.RemoteProtocolError),
    ):
        httpx2.get(hub.url + INFO)


def test_by_hand(folder: Path) -> None:
    command = [
        sys.executable,
        str(Path(__file__).with_name("hub_server.py")),
        str(folder),
        "--latency",
        "0",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        url = process.stdout.readline().split()[0].removeprefix("HF_ENDPOINT=")
        try:
            assert httpx2.get(url + INFO).json()["id"] == "acme/tiny"
        finally:
            process.terminate()
