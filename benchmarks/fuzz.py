"""Feeds changed and invented bytes to every reader of weight files and counts what goes wrong.

    python -m benchmarks.fuzz [--engine atheris] [--seconds 600] [--only NAME] [--record FILE]

A reader has to end in facts or in one of its errors, within five seconds (HDF5: 90, in a process of
its own) and 200 MB.
Three engines change the bytes: `random` alters files of the tests, `hypothesis` also shrinks what
fails, and `atheris` follows the coverage of the code. Atheris is no dependency of the project; run
that engine with the interpreter of an environment that has it. Each reader gets `--seconds` in a
process of its own, one after the other.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import seed as hypothesis_seed
from hypothesis import strategies as st

if TYPE_CHECKING:
    from benchmarks.fuzz_readers import Reader

ENGINES = ("random", "hypothesis", "atheris")
MOST_MEMORY_MB = 200
# The longest input that an engine invents.
LONGEST = 64 * 1024
_NUMBERS = (0, 1, 0x7F, 0x80, 0xFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, 2**63 - 1, 2**64 - 1)
_EXAMPLES_A_ROUND = 200
# Time for the start of the child and for its last input.
_GRACE = 300


def changed(data: bytes, chance: random.Random) -> bytes:
    """A few bytes changed, cut, doubled, or replaced by a number that lies about a length."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        if not out:
            break
        at = chance.randrange(len(out))
        match chance.randrange(5):
            case 0:
                out[at] = chance.randrange(256)
            case 1:
                del out[at : at + chance.randint(1, 16)]
            case 2:
                out[at:at] = out[at : at + chance.randint(1, 64)]
            case 3:
                width = chance.choice((1, 2, 4, 8))
                number = chance.choice(_NUMBERS) % 256**width
                out[at : at + width] = number.to_bytes(width, "little")
            case _:
                del out[at:]
    return bytes(out)


class Watch:
    """Runs a reader on one input after the other and keeps what stood out.

    Args:
        reader: The reader.
        expected: The errors in which it may end.
    """

    def __init__(self, reader: Reader, expected: tuple[type[Exception], ...]) -> None:
        self.reader = reader
        self.expected = expected
        self.runs = 0
        self.slowest = 0.0

    def feed(self, data: bytes) -> None:
        """Read one input; an unexpected exception passes through."""
        begun = time.perf_counter()
        with suppress(*self.expected):
            self.reader.read(data)
        self.slowest = max(self.slowest, time.perf_counter() - begun)
        self.runs += 1


def run_random(watch: Watch, seconds: float, seed: int) -> int:
    """Change the seeds until the time is over; returns the number of crashes."""
    chance = random.Random(seed)
    end = time.monotonic() + seconds
    crashes = 0
    while time.monotonic() < end:
        data = changed(chance.choice(watch.reader.seeds), chance)
        crashes += crashes_on(watch.feed, data)
    return crashes


def run_hypothesis(watch: Watch, seconds: float, seed: int) -> int:
    """Draw edits of the seeds and free bytes until the time is over; returns the crashes."""
    edits = st.builds(
        lambda data, number: changed(data, random.Random(number)),
        st.sampled_from(watch.reader.seeds),
        st.integers(0, 2**32),
    )
    prefixes = st.builds(
        lambda data, end, more: data[: end % (len(data) + 1)] + more,
        st.sampled_from(watch.reader.seeds),
        st.integers(0, LONGEST),
        st.binary(max_size=200),
    )
    inputs = edits | prefixes | st.binary(max_size=400)
    quiet = settings(
        max_examples=_EXAMPLES_A_ROUND,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    end = time.monotonic() + seconds
    crashes = 0
    for number in range(seed, sys.maxsize):
        if time.monotonic() >= end:
            break
        examined = hypothesis_seed(number)(quiet(given(data=inputs)(watch.feed)))
        crashes += crashes_on(lambda _: examined(), b"")  # noqa: B023
    return crashes


def crashes_on(work: Callable[[bytes], None], data: bytes) -> bool:
    """Whether an input ends in an unexpected exception, which is printed."""
    try:
        work(data)
    except Exception:
        print(data[:200].hex(), file=sys.stderr)
        traceback.print_exc(limit=-4)
        return True
    return False


def run_atheris(name: str, seconds: float, seed: int) -> None:
    """Follow the coverage until the time is over or an input crashes. Does not return: libFuzzer
    ends the process, with status 0 if nothing crashed, took too long or needed too much memory."""
    atheris = import_module("atheris")
    with atheris.instrument_imports(include=["provenance"]):
        readers = import_module("benchmarks.fuzz_readers")
    watch = Watch(readers.READERS[name], readers.EXPECTED)
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    for number, data in enumerate(watch.reader.seeds):
        (folder / f"seed-{number}").write_bytes(data)
    grown = f"-rss_limit_mb={peak_mb() + MOST_MEMORY_MB}"
    limits = [
        f"-max_total_time={int(seconds)}",
        f"-timeout={watch.reader.slowest}",
        f"-max_len={LONGEST}",
    ]
    output = ["-print_final_stats=1", f"-artifact_prefix={folder}/crash-", f"-seed={seed}"]
    atheris.Setup([sys.argv[0], *limits, grown, *output, str(folder)], watch.feed)
    atheris.Fuzz()


def peak_mb() -> int:
    """The most memory that this process has had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def fuzz(engine: str, name: str, seconds: float, seed: int) -> dict[str, object]:
    """Run an engine other than atheris on one reader, in this process."""
    readers = import_module("benchmarks.fuzz_readers")
    watch = Watch(readers.READERS[name], readers.EXPECTED)
    before = peak_mb()
    run = run_random if engine == "random" else run_hypothesis
    crashes = run(watch, seconds, seed)
    return {
        "executions": watch.runs,
        "crashes": crashes + (watch.slowest > watch.reader.slowest),
        "grew_mb": peak_mb() - before,
    }


def in_child(engine: str, name: str, seconds: float, seed: int) -> dict[str, object]:
    """Run an engine on one reader in a process of its own; what it counted."""
    command = [sys.executable, "-m", "benchmarks.fuzz", "--child", "--engine", engine]
    command += ["--only", name, "--seconds", str(seconds), "--seed", str(seed)]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=seconds + _GRACE,
        check=False,
    )
    if engine == "atheris":
        counted = atheris_statistics(done.stderr)
        counted["crashes"] = int(done.returncode != 0)
    elif done.returncode == 0:
        counted = json.loads(done.stdout.splitlines()[-1])
    else:
        counted = {"executions": 0, "crashes": 1, "grew_mb": 0}
    if counted["crashes"]:
        print(done.stderr[-3000:])
    return {"reader": name, "engine": engine, "seconds": int(seconds), **counted}


def atheris_statistics(output: str) -> dict[str, object]:
    """The final counts that libFuzzer prints, by their names here."""
    names = {
        "stat::number_of_executed_units:": "executions",
        "stat::new_units_added:": "new_paths",
        "stat::peak_rss_mb:": "peak_mb",
    }
    lines = [line.split() for line in output.splitlines() if line.startswith("stat::")]
    counts = {words[0]: int(words[-1]) for words in lines}
    return {name: counts.get(stated, 0) for stated, name in names.items()}


def main() -> int:
    """Fuzz, and say how it went."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--engine", choices=ENGINES, action="append", help="default: random")
    parser.add_argument("--seconds", type=float, default=600, help="for each reader and engine")
    parser.add_argument("--only", action="append", help="name of a reader")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--record", type=Path, help="file to which each count is appended as JSON")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    engines = arguments.engine or ["random"]
    if arguments.child:
        return child(engines[0], arguments.only[0], arguments.seconds, arguments.seed)
    names = arguments.only or list(import_module("benchmarks.fuzz_readers").READERS)
    crashes = 0
    for name in names:
        for engine in engines:
            counted = in_child(engine, name, arguments.seconds, arguments.seed)
            crashes += bool(counted["crashes"])
            line = json.dumps(counted)
            print(line, flush=True)
            if arguments.record:
                with arguments.record.open("a", encoding="utf-8") as record:
                    record.write(line + "\n")
    return 1 if crashes else 0


def child(engine: str, name: str, seconds: float, seed: int) -> int:
    """The work of one process: one engine, one reader."""
    if engine == "atheris":
        run_atheris(name, seconds, seed)
    print(json.dumps(fuzz(engine, name, seconds, seed)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
