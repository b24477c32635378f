"""What a survey costs: processor time for each model by step, memory, and how both grow.

    python -m benchmarks.survey --models 1000 [--hub] [--kills 10] [--audit] [--steps [--forget]]

The models of the corpus, its old cards and copies of both under other names are judged from
Parquet, or with `--hub` from the test hub on loopback, by `provenance survey run --jobs 1` in a
process of its own. The figures of the smallest run are taken off, so they are beyond the start.
`--steps` judges in this process and prints the time of each step; with `--forget` nothing that was
read of one artefact is kept for the next, though templates put the same sentences into many cards.
`--audit` does the same work with `audit -o json`;
`--kills` ends a run with SIGKILL at random times and compares the tables with those of a run that
nobody disturbed. The corpus is found through PROVENANCE_CORPUS.
"""

from __future__ import annotations

import argparse
import gc
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
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from provenance.auditing import judge as audited
from provenance.cards import parse
from provenance.errors import UsageError
from provenance.hubs import open_hub, parse_reference
from provenance.lineage import record
from provenance.survey import judging, rows
from provenance.survey.conduct import Hubs, conduct
from provenance.survey.engines import Engine
from provenance.survey.folder import RunFolder
from provenance.survey.plan import SurveyOptions
from provenance.survey.sources import SurveySources

ROOT = Path(__file__).parents[1]
CORPUS = Path(os.environ.get("PROVENANCE_CORPUS", ROOT.parent / "shared" / "corpus"))
DAY = "2026-11-29"
# The run whose cost counts as the start: it has several partitions, as the larger ones have.
_SMALL = 1_000
_ROWS = 1_000
# An audit reads at most 400 artefacts, bases and datasets among them.
_AUDITED = (50, 200)
_SEED = 23
_MODELS, _DATASETS = "models", "datasets"
# Old cards of the corpus, by the kind of what they describe.
_OLD_CARDS = {_MODELS: "model_cards_2020", _DATASETS: "dataset_cards_2022"}
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
    """A model or dataset of the corpus, with the hub's answer if that is known."""

    kind: str
    name: str
    meta: dict[str, Any]
    folder: Path

    @property
    def prefix(self) -> str:
        """What stands before its name in a reference."""
        return "" if self.kind == _MODELS else f"{_DATASETS}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a process cost: seconds of processor and of wall time, and its peak of memory in MB."""

    cpu: float
    wall: float
    peak: float


def corpus() -> list[Model]:
    """The models of the corpus hub and the old cards, mixed, in the same order each time."""
    hub = CORPUS / "hub" / "models"
    models = {
        meta.parent.relative_to(hub).as_posix(): json.loads(meta.read_text("utf-8"))
        for meta in sorted(hub.glob("*/*/_meta.json"))
    }
    entries = [
        Model(kind=_MODELS, name=name, meta=meta, folder=hub / name)
        for name, meta in models.items()
    ]
    for kind, of_kind in _OLD_CARDS.items():
        root = CORPUS / of_kind
        for card in sorted(root.glob("**/README.md")):
            name = card.parent.relative_to(root).as_posix()
            if name not in models and _is_name(name):
                entries.append(Model(kind=kind, name=name, meta={}, folder=card.parent))
    random.Random(_SEED).shuffle(entries)
    return entries


def _is_name(name: str) -> bool:
    try:
        return parse_reference(name).name == name
    except UsageError:
        return False


def copies(models: list[Model], count: int) -> Iterator[tuple[str, Model]]:
    """Models under names of their own, as often as it takes."""
    for number in range(count):
        model = models[number % len(models)]
        copy = number // len(models)
        yield (f"{model.name}-{copy}" if copy else model.name), model


def write_dump(path: Path, count: int, kind: str) -> None:
    """Write metadata and cards of those of so many models that are of a kind as Parquet."""
    with pq.ParquetWriter(path, _COLUMNS) as writer:
        waiting: list[dict[str, Any]] = []
        for name, model in copies(corpus(), count):
            if model.kind != kind:
                continue
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
    """Write a folder for the test hub; later copies of a model are hard links to its first."""
    first_of: dict[Path, Path] = {}
    for name, model in copies(corpus(), count):
        target = root / model.kind / name
        target.mkdir(parents=True, exist_ok=True)
        first = first_of.setdefault(model.folder, target)
        write = shutil.copyfile if first == target else os.link
        source_folder = model.folder if first == target else first
        for path in source_folder.iterdir():
            if path.is_file():
                write(path, target / path.name)


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


def dumps(work: Path, count: int) -> tuple[Path, Path]:
    """The dumps of so many models: of the models and of the datasets among them."""
    models, datasets = work / f"models-{count}.parquet", work / f"datasets-{count}.parquet"
    for path, kind in ((models, _MODELS), (datasets, _DATASETS)):
        if not path.exists():
            write_dump(path, count, kind)
    return models, datasets


@contextmanager
def source(work: Path, count: int, *, hub: bool) -> Iterator[list[str]]:
    """Where so many models are read from, as options of the command."""
    names = work / f"names-{count}.txt"
    listed = copies(corpus(), count)
    names.write_text("".join(f"{model.prefix}{name}\n" for name, model in listed))
    if not hub:
        models, datasets = dumps(work, count)
        files = ("--from-parquet", str(models), "--datasets-parquet", str(datasets))
        yield [*files, "--list", str(names)]
        return
    root = work / f"hub-{count}"
    if not root.exists():
        write_hub(root, count)
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
    small = min(_SMALL, count)
    sizes = [size for size in (small, count // 4, count // 2, count) if size >= small]
    first: Cost | None = None
    for size in dict.fromkeys(sizes):
        with source(work, size, hub=hub) as options:
            cost = measured(command(work / f"run-{size}-{hub}", options), work)
        line = f"{size:7,} models: {cost.wall:7.1f} s, {cost.cpu:7.1f} s CPU, {cost.peak:4.0f} MB"
        if first is None:
            first = cost
        else:
            beyond = size - small
            each = (cost.cpu - first.cpu) / beyond * 1e3
            slope = (cost.peak - first.peak) / beyond * 1024
            line += f"; {each:.2f} ms CPU each beyond {small:,}, {slope:+.2f} kB each"
        print(line, flush=True)


def audit(work: Path) -> None:
    """Print what models cost beyond the start in one audit that writes JSON."""
    hub = work / f"hub-{_AUDITED[-1]}"
    if not hub.exists():
        write_hub(hub, _AUDITED[-1])
    first, last = (_audited(work, hub, size) for size in _AUDITED)
    each = (last.cpu - first.cpu) / (_AUDITED[-1] - _AUDITED[0]) * 1e3
    print(
        f"audit of {_AUDITED[-1]:,} models: {last.cpu:.1f} s CPU, {last.peak:.0f} MB;"
        f" {each:.1f} ms CPU each beyond {_AUDITED[0]:,}",
        flush=True,
    )


def _audited(work: Path, hub: Path, size: int) -> Cost:
    names = work / f"manifest-{size}.yaml"
    lines = ["version: 1"]
    for kind in (_MODELS, _DATASETS):
        lines.append(f"{kind}:")
        of_kind = (name for name, model in copies(corpus(), size) if model.kind == kind)
        lines += [f"- {name}" for name in of_kind]
    names.write_text("\n".join(lines))
    options = ("--hub", str(hub), "--no-cache", "-q", "-o", f"json=audit-{size}.json")
    return measured([sys.executable, "-m", "provenance", "audit", "-m", str(names), *options], work)


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


def forgetting(work: Callable[..., Any]) -> Callable[..., Any]:
    """The function, called with every bounded cache of this tool empty."""
    kind = type(lru_cache(len))
    caches = [thing for thing in gc.get_objects() if isinstance(thing, kind)]
    bounded = [
        cache
        for cache in caches
        if cache.__module__.startswith("provenance") and cache.cache_parameters()["maxsize"]
    ]

    def wrapped(*args: Any, **more: Any) -> Any:
        for cache in bounded:
            cache.cache_clear()
        return work(*args, **more)

    return wrapped


def steps(work: Path, count: int, *, forget: bool) -> None:
    """Judge in this process and print the time of each step."""
    if forget:
        setattr(judging, "assemble", forgetting(record.assemble))  # noqa: B010
    taken = Steps()
    inner = (
        (parse, "read_front_matter", "front matter"),
        (parse, "read_body", "markdown"),
        (record, "conclude", "licence"),
        (record, "assess_disclosures", "privacy"),
        (record, "file_parents", "bases named"),
        (record, "hub_parents", "bases named"),
        (record, "gaps_of", "not understood"),
        (audited, "with_inherited", "inheritance"),
        (audited, "check_of", "rules"),
        (judging, "assemble", "other reading"),
        (judging, "walk", "lineage"),
        (judging, "judge_subject", "conclusion"),
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
        models, datasets, names = (Path(path) for path in options[1::2])
        start = time.process_time()
        nowhere = open_hub("http://127.0.0.1:9")
        conduct(
            RunFolder(work / "steps"),
            sources=SurveySources(models=(models,), datasets=(datasets,), lists=(names,)),
            options=SurveyOptions(day=date.fromisoformat(DAY)),
            hubs=Hubs(online=nowhere, kept=nowhere),
            engine=here,
        )
    whole = time.process_time() - start
    judged = sum(taken.seconds.values())
    for name, seconds in sorted(taken.seconds.items(), key=lambda step: -step[1]):
        print(f"  {name:14} {seconds / count * 1e3:6.2f} ms")
    print(f"  {'fetch, write':14} {(whole - judged) / count * 1e3:6.2f} ms")
    print(f"  {'all':14} {whole / count * 1e3:6.2f} ms a model, the start included")


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
    parser.add_argument("--forget", action="store_true")
    parser.add_argument("--kills", type=int, default=0)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        if arguments.steps:
            steps(work, arguments.models, forget=arguments.forget)
        elif arguments.kills:
            kills(work, arguments.models, arguments.kills)
        else:
            grow(work, arguments.models, hub=arguments.hub)
        if arguments.audit:
            audit(work)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"this process: {peak:.0f} MB")


if __name__ == "__main__":
    main()
