"""What an audit does when its hub fails: exit status, gaps, seconds and peak memory for every
fault.

    python benchmarks/faults.py

The command line audits a model of the sample hub (four artefacts) from the test hub on loopback,
once for each fault. An audit ends within its deadline (120 s) with gaps or with one clear error,
never with a traceback.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from hub_server import HubServer  # noqa: E402  (it lives with the tests)

MODEL = "acme/support-gemstone-7b"
FAULTS: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("no fault", "latency", "*", {}),
    ("429 on every API call", "status", "/api/*", {"status": 429, "seconds": 2}),
    ("429 on every file, no Retry-After", "status", "*/resolve/*", {"status": 429}),
    ("503 everywhere", "status", "*", {"status": 503}),
    ("503 twice, then well", "status", "*", {"status": 503, "times": 2}),
    ("reset in mid-body of files", "reset", "*/resolve/*", {}),
    ("truncated JSON", "cut-json", "/api/*", {}),
    ("10-minute stall of every card", "stall", "*/README.md", {}),
    ("a byte a second", "trickle", "*/README.md", {"seconds": 1.0}),
    ("redirect loop", "redirect-loop", "*", {}),
    ("a card that never ends (2 GB and more)", "endless", "*/README.md", {}),
    ("an API answer that never ends", "endless", "/api/*", {}),
    ("an API answer of 2 GB in 2 MB of gzip", "gzip-bomb", "/api/*", {"count": 2000}),
    (
        "200,000 files in one repository",
        "huge-listing",
        f"/api/models/{MODEL}*",
        {"count": 200_000},
    ),
    ("200,000 files in each of four", "huge-listing", "/api/*", {"count": 200_000}),
)


def audit(url: str) -> tuple[int, str, float, int]:
    """Exit status, what it says, seconds, megabytes."""
    command = [
        sys.executable,
        "-m",
        "provenance",
        "audit",
        MODEL,
        "--hub",
        url,
        "--no-cache",
        "-f",
        "json",
    ]
    environment = {**os.environ, "HF_HUB_DISABLE_TELEMETRY": "1"}
    with tempfile.TemporaryFile("w+") as stdout, tempfile.TemporaryFile("w+") as stderr:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=stdout, stderr=stderr, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        stdout.seek(0)
        stderr.seek(0)
        payload, said = stdout.read(), " ".join(stderr.read().split())
    if payload:
        gaps = json.loads(payload)["gaps"]
        said = f"{len(gaps)} gaps: {', '.join(sorted({gap['reason'] for gap in gaps}))}"
    return os.waitstatus_to_exitcode(status), said, seconds, usage.ru_maxrss // 1024


def main() -> None:
    """Run and print."""
    print(f"{'fault':40} {'exit':>4} {'seconds':>7} {'MB':>5}  what is told")
    with HubServer(ROOT / "sample_manifests" / "hub") as server:
        for title, kind, path, options in FAULTS:
            server.mend()
            server.fault(kind, path, **options)  # type: ignore[arg-type]
            status, said, seconds, memory = audit(server.url)
            print(f"{title:40} {status:4} {seconds:7.1f} {memory:5}  {said[:160]}", flush=True)


if __name__ == "__main__":
    main()
