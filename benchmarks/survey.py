"""What a survey costs: processor time for each model by step, memory, and how both grow.

    python -m benchmarks.survey --models 1000 [--hub] [--kills 10] [--audit] [--steps]

The models of the corpus and copies of them under other names are judged from Parquet, or with
`--hub` from the test hub on loopback, by `provenance survey run --jobs 1` in a process of its own.
The figures of a small run are taken off, so they are beyond the start. `--steps` judges in this
process and prints the time of each step; `--audit` does the same work with `audit -o json`;
`--kills` ends a run with SIGKILL at random times and compares the tables with those of a run that
nobody disturbed. The corpus is found through PROVENANCE_CORPUS.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from provenance.hubs import open_hub
from provenance.survey import judging, rows
from provenance.survey.conduct import Hubs, conduct
from provenance.survey.engines import Engine
from provenance.survey.folder import RunFolder
from provenance.survey.plan import SurveyOptions
from provenance.survey.sources import SurveySources

ROOT = Path(__file__).parents[1]
CORPUS = Path(os.environ.get("PROVENANCE_CORPUS", ROOT.parent / "shared" / "corpus"))
DAY = "2026-11-29"
# The run whose cost counts as the start.
_SMALL = 200
_ROWS = 1_000
# Small partitions, so that a run is ended between and within several of them.
_KILLED_SIZE = 20
_COLUMNS = pa.schema(
    [
        *((name, pa.string()) for name in ("id", "sha", "lastModified", "pipeline_tag")),
        *((name, pa.string()) for name in ("library_name", "cardData", "baseModels", "siblings")),
        *((name, pa.string()) for name in ("config", "safetensors", "tags", "gated", "card")),
        *((name, pa.int64()) for name in ("downloads", "likes")),
    ]
)
_AS_JSON = ("cardData", "baseModels", "siblings", "config", "safetensors", "tags", "gated")


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A model of the corpus."""

    name: str
    meta: dict[str, Any]
    folder: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a process cost: seconds of processor and of wall time, and its peak of memory in MB."""

    cpu: float
    wall: float
    peak: float


def corpus() -> list[Model]:
    """The models of the corpus hub."""
    models = []
    for meta in sorted((CORPUS / "hub" / "models").glob("*/*/_meta.json")):
        name = meta.parent.relative_to(CORPUS / "hub" / "models").as_posix()
        models.append(Model(name=name, meta=json.loads(meta.read_text()), folder=meta.parent))
    return models


def copies(models: list[Model], count: int) -> Iterator[tuple[str, Model]]:
    """Models under names of their own, as often as it takes."""
    for number in range(count):
        model = models[number % len(models)]
        copy = number // len(models)
        yield (f"{model.name}-{copy}" if copy else model.name), model


def write_dump(path: Path, count: int) -> None:
    """Write metadata and cards of so many models as Parquet."""
    with pq.ParquetWriter(path, _COLUMNS) as writer:
        waiting: list[dict[str, Any]] = []
        for name, model in copies(corpus(), count):
            waiting.append(_row(name, model))
            if len(waiting) == _ROWS:
                writer.write_table(pa.Table.from_pylist(waiting, schema=_COLUMNS))
                waiting.clear()
        writer.write_table(pa.Table.from_pylist(waiting, schema=_COLUMNS))


def _row(name: str, model: Model) -> dict[str, Any]:
    card = model.folder / "README.md"
    row = {column: model.meta.get(column) for column in _COLUMNS.names}
    row |= {column: json.dumps(row[column]) for column in _AS_JSON if row[column] is not None}
    return row | {"id": name, "card": card.read_text("utf-8") if card.is_file() else None}


def write_hub(root: Path, count: int) -> None:
    """Write a folder for the test hub; copies are hard links."""
    for name, model in copies(corpus(), count):
        target = root / "models" / name
        target.mkdir(parents=True, exist_ok=True)
        for path in model.folder.iterdir():
            os.link(path, target / path.name)


def measured(command: list[str], folder: Path) -> Cost:
    """Run a command and say what it cost, its own processes included."""
    script = (
        "import resource, subprocess, sys\n"
        "status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, status)"
    )
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", script, *command],
        cwd=folder,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    cpu, peak, status = done.stdout.split()
    if int(status) not in (0, 1, 3):
        raise SystemExit(f"{command} failed with {status}")
    return Cost(cpu=float(cpu), wall=time.perf_counter() - start, peak=float(peak))


def command(into: Path, source: list[str], *, size: int = 200) -> list[str]:
    """The command that carries out a survey with one judging process, in partitions of a size."""
    return [
        *(sys.executable, "-m", "provenance", "survey", "run", *source),
        *("--into", str(into), "--jobs", "1", "--day", DAY, "--quiet"),
        *("--partition-size", str(size)),
    ]


@contextmanager
def source(work: Path, count: int, *, hub: bool) -> Iterator[list[str]]:
    """Where so many models are read from, as options of the command."""
    if not hub:
        dump = work / f"models-{count}.parquet"
        if not dump.exists():
            write_dump(dump, count)
        yield ["--from-parquet", str(dump)]
        return
    root = work / f"hub-{count}"
    if not root.exists():
        write_hub(root, count)
    names = work / f"models-{count}.txt"
    names.write_text("".join(f"{name}\n" for name, _model in copies(corpus(), count)))
    server = subprocess.Popen(
        [sys.executable, str(ROOT / "tests" / "hub_server.py"), str(root)],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout
        url = server.stdout.readline().split()[0].partition("=")[2]
        yield ["--list", str(names), "--hub", url]
    finally:
        server.kill()
        server.wait()


def grow(work: Path, count: int, *, hub: bool) -> None:
    """Print what runs of growing size cost beyond the start."""
    sizes = [size for size in (_SMALL, count // 4, count // 2, count) if size >= _SMALL]
    first: Cost | None = None
    for size in dict.fromkeys(sizes):
        with source(work, size, hub=hub) as options:
            cost = measured(command(work / f"run-{size}-{hub}", options), work)
        line = f"{size:7,} models: {cost.wall:7.1f} s, {cost.cpu:7.1f} s CPU, {cost.peak:4.0f} MB"
        if first is None:
            first = cost
        else:
            beyond = size - _SMALL
            each = (cost.cpu - first.cpu) / beyond * 1e3
            slope = (cost.peak - first.peak) / beyond * 1024
            line += f"; {each:.2f} ms CPU each beyond {_SMALL}, {slope:+.2f} kB each"
        print(line, flush=True)


def audit(work: Path, count: int) -> None:
    """Print what the same models cost as one audit that writes JSON."""
    for size in (_SMALL // 2, count):
        names = work / f"manifest-{size}.yaml"
        listed = "".join(f"- {name}\n" for name, _model in copies(corpus(), size))
        names.write_text(f"version: 1\nmodels:\n{listed}")
        cost = measured(
            [
                *(sys.executable, "-m", "provenance", "audit", "-m", str(names)),
                *(
                    "--hub",
                    str(CORPUS / "hub"),
                    "--no-cache",
                    "-q",
                    "-o",
                    f"json=audit-{size}.json",
                ),
            ],
            work,
        )
        print(f"audit of {size} models: {cost.cpu:.1f} s CPU, {cost.peak:.0f} MB", flush=True)


class Steps:
    """Adds up the processor time of functions that are called one inside of the other."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._inner = 0.0

    def timed(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """The function, with its own time added up under a name."""

        def wrapped(*args: Any, **more: Any) -> Any:
            outer, self._inner = self._inner, 0.0
            start = time.thread_time()
            try:
                return work(*args, **more)
            finally:
                spent = time.thread_time() - start
                self.seconds[name] = self.seconds.get(name, 0.0) + spent - self._inner
                self._inner = outer + spent

        return wrapped


def steps(work: Path, count: int) -> None:
    """Judge in this process and print the time of each step."""
    taken = Steps()
    inner = (
        (judging, "assemble", "read"),
        (judging, "walk", "lineage"),
        (judging, "judge_subject", "judge"),
        (judging, "table_of", "columns"),
        (rows.Judged, "tables", "rows"),
    )
    for owner, function, name in inner:
        setattr(owner, function, taken.timed(name, getattr(owner, function)))
    judge = taken.timed("other", judging.judge_partition)

    class Here(Executor):
        """Judges when a task is submitted."""

        def submit(self, _function: object, /, *args: Any, **_more: Any) -> Future[Any]:
            """Judge."""
            future: Future[Any] = Future()
            future.set_result(judge(*args))
            return future

    @contextmanager
    def here() -> Iterator[Engine]:
        yield Engine(executor=Here(), width=1)

    with source(work, count, hub=False) as options:
        start = time.process_time()
        nowhere = open_hub("http://127.0.0.1:9")
        conduct(
            RunFolder(work / "steps"),
            sources=SurveySources(models=(Path(options[1]),)),
            options=SurveyOptions(day=date.fromisoformat(DAY)),
            hubs=Hubs(online=nowhere, kept=nowhere),
            engine=here,
        )
    whole = time.process_time() - start
    judged = sum(taken.seconds.values())
    for name, seconds in sorted(taken.seconds.items(), key=lambda step: -step[1]):
        print(f"  {name:10} {seconds / count * 1e3:6.2f} ms")
    print(f"  {'fetch, write':12} {(whole - judged) / count * 1e3:4.2f} ms")
    print(f"  {'all':10} {whole / count * 1e3:6.2f} ms a model, the start included")


def kills(work: Path, count: int, times: int) -> None:
    """End runs at random times, go on, and compare the tables with an undisturbed run."""
    chance = random.Random(23)
    with source(work, count, hub=False) as options:
        whole = work / "whole"
        start = time.perf_counter()
        subprocess.run(command(whole, options, size=_KILLED_SIZE), check=True)
        seconds = time.perf_counter() - start
        into = work / "killed"
        killed = 0
        while killed < times:
            process = subprocess.Popen(
                command(into, options, size=_KILLED_SIZE), start_new_session=True
            )
            try:
                process.wait(chance.uniform(0.0, seconds))
                shutil.rmtree(into)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                killed += 1
        subprocess.run(command(into, options, size=_KILLED_SIZE), check=True)
    tables = sorted(path.name for path in whole.glob("*.parquet"))
    same = [name for name in tables if (whole / name).read_bytes() == (into / name).read_bytes()]
    print(f"killed {killed} times: {len(same)} of {len(tables)} files alike")
    if len(same) != len(tables):
        raise SystemExit(1)


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--models", type=int, default=1_000)
    parser.add_argument("--hub", action="store_true")
    parser.add_argument("--audit", action="store_true")
    parser.add_argument("--steps", action="store_true")
    parser.add_argument("--kills", type=int, default=0)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        if arguments.steps:
            steps(work, arguments.models)
        elif arguments.kills:
            kills(work, arguments.models, arguments.kills)
        else:
            grow(work, arguments.models, hub=arguments.hub)
        if arguments.audit:
            audit(work, min(arguments.models, len(corpus())))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"this process: {peak:.0f} MB")


if __name__ == "__main__":
    main()
