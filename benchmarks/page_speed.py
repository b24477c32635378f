"""How fast `provenance serve` answers while it audits.

    python -m benchmarks.page_speed

Starts the server on the sample hub, keeps it busy with one review after another, and times its
pages. Prints the median and the slowest of each; exit status 1 where a median is over the limit.
"""

from __future__ import annotations

import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx2

LIMIT = 0.1
ROUNDS = 40
BUSY_WITH = "acme/support-gemstone-7b northwind/clear-3b hanbit/hangang-1b"
MODEL = "acme/support-gemstone-7b"
_TOKEN = re.compile(r'name="form_token" value="([0-9a-f]+)"')
_START_SECONDS, _REVIEW_SECONDS = 30.0, 120.0


@contextmanager
def server(folder: str) -> Iterator[str]:
    """The address of a server that runs on its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    arguments = ["serve", "--hub", "sample", "--folder", folder, "--port", str(port)]
    process = subprocess.Popen(
        [sys.executable, "-m", "provenance", *arguments], stdout=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(lambda: _answers(url), _START_SECONDS)
        yield url
    finally:
        process.terminate()
        process.wait()


def _answers(url: str) -> bool:
    try:
        return httpx2.get(url, follow_redirects=True, trust_env=False).status_code == 200
    except httpx2.TransportError:
        return False


def _wait(happens: object, seconds: float) -> None:
    end = time.monotonic() + seconds
    assert callable(happens)
    while not happens():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.1)


def review(client: httpx2.Client, url: str, refs: str) -> str:
    """Ask for a review, wait until it is done, and return its path."""
    token = _TOKEN.search(client.get(url).text)
    assert token
    form = {"refs": refs, "use": "product", "region": "KR", "form_token": token[1]}
    response = client.post(f"{url}/reviews", data=form, headers={"origin": url})
    path = response.url.path
    _wait(lambda: "data-events" not in client.get(url + path).text, _REVIEW_SECONDS)
    return path


def main() -> int:
    """Time the pages while reviews are made."""
    stop = threading.Event()
    with (
        tempfile.TemporaryDirectory() as folder,
        server(folder) as url,
        httpx2.Client(follow_redirects=True, trust_env=False, timeout=60) as client,
    ):
        path = review(client, url, MODEL)

        def audit() -> None:
            with httpx2.Client(follow_redirects=True, trust_env=False, timeout=60) as other:
                while not stop.is_set():
                    review(other, url, BUSY_WITH)

        auditing = threading.Thread(target=audit)
        auditing.start()
        slow = False
        for name in ("/", path, "/check"):
            seconds = []
            for _ in range(ROUNDS):
                begin = time.perf_counter()
                client.get(url + name).raise_for_status()
                seconds.append(time.perf_counter() - begin)
            median = statistics.median(seconds)
            slow |= median > LIMIT
            shown = name.replace(path, "/reviews/…")
            print(f"{shown:12} median {median * 1000:.0f} ms, slowest {max(seconds) * 1000:.0f} ms")
        stop.set()
        auditing.join()
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
