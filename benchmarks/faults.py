"""What strangers can do to a run, and that none of it ends one: hubs, answers, files.

    python benchmarks/faults.py [--only GROUP]... [--files N]

- `hub`: an audit of a model of the sample hub (four artefacts) from the test hub on loopback, once
  for each fault that hubs are known for; exit status, seconds, megabytes and what is reported.
- `wire`: an audit from a hub that answers with any bytes at all, with a token at hand.
- `answers`: each field of a hub's answer in each odd shape, through every output.
- `files`: policies, manifests, locks, reports, bills of materials, questionnaires, bundles and
  scanned sources spoilt at random, N of each kind.

For each group it prints cases, internal errors, token leaks, cases over the deadline and over 300
MB, all of which but the first are to be 0, and names those that are not. It exits with 1 if there
are any.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from hub_server import HubServer  # noqa: E402  (it lives with the tests)

from benchmarks.hostile import answers, documents, wire  # noqa: E402
from provenance.errors import ProvenanceError  # noqa: E402
from provenance.model.fault import LOG  # noqa: E402

MODEL = "acme/support-gemstone-7b"
SECRET = "hf_" + "Secret0" * 5
GROUPS = ("hub", "wire", "answers", "files")
# The documented deadline of a run, with what it takes to start and to write.
DEADLINE, SHORT_DEADLINE = 130.0, 10.0
MOST_MEGABYTES = 300
# Most of the time a case waits for its own deadline.
SIDE_BY_SIDE = 4
STATUSES = (0, 1, 2, 3)
# A process begins with the peak of the one that starts it, and this one holds a large hub; so a
# small process starts the command and says what the command alone took.
LAUNCHER = """
import resource, subprocess, sys
status = subprocess.call(sys.argv[2:])
with open(sys.argv[1], "w") as target:
    target.write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(status if status >= 0 else 128 - status)
"""
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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one case.

    Attributes:
        title: The case.
        seconds: How long it took.
        fault: How it ended where it should not have; empty where it ended in a sentence.
        leaked: Whether the token reached an output or another host.
        memory: Megabytes that it took, if it had a process of its own.
    """

    title: str
    seconds: float
    fault: str = ""
    leaked: bool = False
    memory: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """What a command did: exit status, seconds, megabytes, and all that it wrote."""

    status: int
    seconds: float
    memory: int
    payload: str
    errors: str

    @property
    def fault(self) -> str:
        """Why this is no way to end, or empty."""
        if self.status not in STATUSES:
            return f"exit status {self.status}"
        if "Traceback" in self.errors or "fault of provenance" in self.errors + self.payload:
            return self.errors[:300]
        return ""


def audit(url: str, model: str) -> Run:
    """Audit a model from a hub, with a token."""
    command = [sys.executable, "-m", "provenance", "audit", model, "--hub", url, "--no-cache"]
    environment = {**os.environ, "HF_HUB_DISABLE_TELEMETRY": "1", "HF_TOKEN": SECRET}
    with (
        tempfile.TemporaryFile("w+") as stdout,
        tempfile.TemporaryFile("w+") as stderr,
        tempfile.NamedTemporaryFile("r") as measured,
    ):
        start = time.perf_counter()
        launcher = [sys.executable, "-S", "-E", "-c", LAUNCHER, measured.name]
        process = subprocess.run(
            [*launcher, *command, "-f", "json"],
            stdout=stdout,
            stderr=stderr,
            env=environment,
            check=False,
        )
        seconds = time.perf_counter() - start
        stdout.seek(0)
        stderr.seek(0)
        payload, errors = stdout.read(), " ".join(stderr.read().split())
        memory = int(measured.read() or 0) // 1024
    return Run(
        status=process.returncode,
        seconds=seconds,
        memory=memory,
        payload=payload,
        errors=errors,
    )


def hub_faults() -> Iterator[Outcome]:
    """The faults that hubs are known for, in a table."""
    print(f"{'fault':40} {'exit':>4} {'seconds':>7} {'MB':>5}  what is told")
    with HubServer(ROOT / "sample_manifests" / "hub", tokens=(SECRET,)) as server:
        for title, kind, path, options in FAULTS:
            server.mend()
            server.fault(kind, path, **options)  # type: ignore[arg-type]
            run = audit(server.url, MODEL)
            errors = run.errors
            if run.payload:
                gaps = json.loads(run.payload)["gaps"]
                errors = f"{len(gaps)} gaps: {', '.join(sorted({gap['reason'] for gap in gaps}))}"
            numbers = f"{run.status:4} {run.seconds:7.1f} {run.memory:5}"
            print(f"{title:40} {numbers}  {errors[:160]}", flush=True)
            leaked = SECRET in run.payload + run.errors
            yield _outcome(title, run, leaked=leaked)


def wire_faults() -> Iterator[Outcome]:
    """Any bytes at all; several side by side, since most wait."""
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        yield from pool.map(_on_the_wire, wire.cases())


def _on_the_wire(case: wire.WireCase) -> Outcome:
    with wire.WireHub() as other, wire.WireHub(case, other.url) as hub:
        run = audit(hub.url, wire.MODEL)
        leaked = any(SECRET in head for head in other.heads) or SECRET in run.payload + run.errors
    return _outcome(case.title, run, leaked=leaked)


def _outcome(title: str, run: Run, *, leaked: bool) -> Outcome:
    return Outcome(
        title=title, seconds=run.seconds, fault=run.fault, leaked=leaked, memory=run.memory
    )


class _Faults(logging.Handler):
    """Faults of this tool that are reported."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.errors.append(record.getMessage())


def in_process(cases: Iterable[tuple[str, Callable[[], object]]]) -> Iterator[Outcome]:
    """Do each piece of work; an error of ours is a sentence, all else is a fault."""
    faults = _Faults()
    LOG.propagate = False
    LOG.addHandler(faults)
    for title, work in cases:
        faults.errors.clear()
        start, fault = time.perf_counter(), ""
        try:
            work()
        except ProvenanceError as error:
            fault = "" if error.message else "an error without words"
        except Exception as error:
            fault = f"{type(error).__name__}: {str(error)[:200]}"
        fault = fault or "; ".join(faults.errors)[:300]
        yield Outcome(title, time.perf_counter() - start, fault)
    LOG.removeHandler(faults)


def summary(group: str, outcomes: Iterable[Outcome], deadline: float) -> bool:
    """Print what came of a group. Returns whether all ended as they should."""
    results = list(outcomes)
    bad = [result for result in results if result.fault]
    leaks = [result for result in results if result.leaked]
    late = [result for result in results if result.seconds > deadline]
    large = [result for result in results if result.memory > MOST_MEGABYTES]
    slowest = max(results, key=lambda result: result.seconds)
    print(
        f"{group}: {len(results)} cases, {len(bad)} internal errors, {len(leaks)} token leaks,"
        f" {len(late)} over the deadline of {deadline:.0f} s (slowest: {slowest.seconds:.1f} s,"
        f" {slowest.title}), {len(large)} over {MOST_MEGABYTES} MB"
    )
    for result in bad:
        print(f"  internal error: {result.title}: {result.fault}")
    for result in leaks:
        print(f"  token leak: {result.title}")
    for result in late:
        print(f"  over the deadline: {result.title}: {result.seconds:.1f} s")
    for result in large:
        print(f"  over {MOST_MEGABYTES} MB: {result.title}: {result.memory} MB")
    sys.stdout.flush()
    return not (bad or leaks or late or large)


def main() -> int:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--only", choices=GROUPS, action="append")
    parser.add_argument("--files", type=int, default=100, metavar="N")
    given = parser.parse_args()
    chosen, sound = given.only or GROUPS, True
    if "hub" in chosen:
        sound &= summary("hub", hub_faults(), DEADLINE)
    if "wire" in chosen:
        sound &= summary("wire", wire_faults(), DEADLINE)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if "answers" in chosen:
            work = ((title, answers.work(text, folder)) for title, text in answers.cases())
            sound &= summary("answers", in_process(work), SHORT_DEADLINE)
        if "files" in chosen:
            spoilt = documents.cases(given.files, folder)
            sound &= summary("files", in_process(spoilt), SHORT_DEADLINE)
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
