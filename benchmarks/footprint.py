"""What an installation and a run cost: megabytes on disk, megabytes in memory, start-up beside
`import click`.

    python benchmarks/footprint.py

Installs the wheel of this tree into a bare virtual environment, so it needs the package index.
Memory is the peak of a process that audits one model of the sample hub over HTTP from the test hub
on loopback.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from hub_server import HubServer  # noqa: E402  (it lives with the tests)

RUNS = 15
MODEL = "acme/support-gemstone-7b"
PEAK = (
    "import resource, sys; from provenance.cli.main import main\n"
    "try: main()\n"
    "except SystemExit: pass\n"
    "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
)


def size(folder: Path) -> float:
    """Megabytes on disk of all files below a folder."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def seconds(command: list[str]) -> float:
    """Median wall time of a command over several runs."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def peak(python: Path, *args: str) -> float:
    """Megabytes that a run of the command line peaks at."""
    environment = {**os.environ, "HF_HUB_DISABLE_TELEMETRY": "1"}
    done = subprocess.run(
        [python, "-c", PEAK, *args], check=True, text=True, capture_output=True, env=environment
    )
    return int(done.stderr.split()[-1]) / 1024


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as work:
        venv = Path(work, "venv")
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        bare = size(venv)
        subprocess.run(
            [venv / "bin/pip", "install", "--quiet", "--disable-pip-version-check", ROOT],
            check=True,
        )
        print(
            f"core installation: {size(venv) - bare:.1f} MB beyond a bare virtual environment of"
            f" {bare:.1f} MB"
        )
        python = venv / "bin/python"
        click = seconds([str(python), "-c", "import click"])
        version = seconds([str(venv / "bin/provenance"), "--version"])
        print(
            f"--version: {version * 1e3:.0f} ms, `import click`: {click * 1e3:.0f} ms, ratio"
            f" {version / click:.2f}"
        )
        with HubServer(ROOT / "sample_manifests" / "hub") as server:
            for command in (["audit", "--exit-zero"], ["aibom"]):
                print(
                    f"{command[0]} {MODEL}: peak"
                    f" {peak(python, *command, MODEL, '--hub', server.url):.1f} MB"
                )


if __name__ == "__main__":
    main()
