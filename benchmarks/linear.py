"""Whether reading takes time in proportion to what is read, whatever a stranger wrote.

    python benchmarks/linear.py [--only READER] [--text TEXT] [--jobs N] [--part N --of M]

Every reader gets 2 kB and 200 kB of a unit repeated (brackets, dots, pipes, links, backticks,
Hangul, blanks, openings of comments, ...) on one line and on many, and of texts in which no two
passages are alike: sentences, lists, tables, keys and names in English and Korean. A hundred times
the bytes may take 150 times the time and 2 s. Prints the worst of each reader and the counts; exits
with 1 where one is over.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from benchmarks.hostile.places import PLACES, Place  # noqa: E402
from benchmarks.hostile.readers import READERS, Reader  # noqa: E402
from benchmarks.hostile.texts import HostileText, texts  # noqa: E402
from provenance.auditing.judge import judge  # noqa: E402
from provenance.bom import encode  # noqa: E402
from provenance.bom.spdx import writer as spdx  # noqa: E402
from provenance.bom.stamp import Stamp  # noqa: E402
from provenance.dossier import Review, write  # noqa: E402
from provenance.formats import FORMATS, render  # noqa: E402
from provenance.lineage.graph import Lineage  # noqa: E402
from provenance.report import Report  # noqa: E402

SMALL, LARGE = 2_000, 200_000
# How much more than in proportion to the bytes it may take, and how long at all.
MOST_TIMES, MOST_SECONDS = 1.5, 2.0
# What takes less is measured too roughly to be compared.
FEWEST_SECONDS = 0.05
GIVE_UP_SECONDS = 6
# Another process may have slowed down a measurement; one over a limit is repeated this often.
MOST_ATTEMPTS = 3
DAY = datetime(2026, 1, 1, tzinfo=UTC)
_HEXADECIMAL = re.compile(rb"[0-9a-f]{40,128}")


class TooLongError(BaseException):
    """A reader was stopped, since it would take too long; no reader may catch this as its own."""


@dataclass(frozen=True, slots=True)
class Result:
    """Seconds of one reader for one text: for the large text, and for the small one where the large
    one took long enough to be compared."""

    reader: str
    title: str
    shape: str
    large: float
    small: float | None = None

    @property
    def times(self) -> float:
        return self.large / self.small if self.small else 0.0

    @property
    def is_over(self) -> bool:
        return self.large > MOST_SECONDS or self.times > MOST_TIMES * LARGE / SMALL

    def __str__(self) -> str:
        place = f"{self.reader:36} {self.title[:22]:22} {self.shape:10}"
        return f"{place} {self.large:7.3f} s {self.times:7.1f} times"


def seconds(action: Callable[[], object]) -> float:
    """Processor time of an action; what was stopped has taken all that it may."""

    def stop(signum: int, frame: FrameType | None) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, GIVE_UP_SECONDS)
    start = time.process_time()
    try:
        action()
    except TooLongError:
        return GIVE_UP_SECONDS
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    return time.process_time() - start


def average(action: Callable[[], object]) -> float:
    """Processor time of a short action, repeated until the clock can measure it."""
    rounds, total = 0, 0.0
    while total < FEWEST_SECONDS:
        total += seconds(action)
        rounds += 1
    return total / rounds


def compared(name: str, text: HostileText, read: Callable[[int], object]) -> Result:
    """The least of the measurements of an action that is given the number of bytes."""
    best = Result(name, text.title, text.shape, GIVE_UP_SECONDS)
    for _ in range(MOST_ATTEMPTS):
        large = seconds(lambda: read(LARGE))
        small = None
        if FEWEST_SECONDS < large <= MOST_SECONDS:
            small = average(lambda: read(SMALL))
        taken = Result(name, text.title, text.shape, large, small)
        best = min(best, taken, key=lambda result: (result.is_over, result.large))
        if not best.is_over or large >= GIVE_UP_SECONDS:
            break
    return best


def of_reader(name: str, read: Reader, text: HostileText) -> Result:
    """One reader with one text."""
    written = {size: text.write(size) for size in (SMALL, LARGE)}
    return compared(name, text, lambda size: read(written[size]))


def of_place(name: str, place: Place, text: HostileText, shown: set[bytes]) -> Iterator[Result]:
    """One place of an artefact: read and judged, then shown, then as AIBOM.

    Args:
        name: The place.
        place: Reads an artefact that has the text in that place.
        text: The text.
        shown: Digests of what was shown before. Texts that leave the same report and the same AIBOM
            are shown once.
    """
    written = {size: text.write(size) for size in (SMALL, LARGE)}
    read: dict[int, tuple[Lineage, Report]] = {}

    def audit(size: int) -> None:
        traced = place(written[size])
        read[size] = traced, judge(traced)

    yield compared(f"{name}: audit", text, audit)
    if LARGE not in read:
        return
    if SMALL not in read:
        audit(SMALL)
    yield compared(f"{name}: aibom", text, lambda size: encode(read[size][0]))
    lineage, report = read[LARGE]
    if _is_new(lineage, report, shown):
        yield compared(f"{name}: shown", text, lambda size: showing(read[size][1]))
        yield compared(f"{name}: spdx", text, lambda size: as_spdx(read[size][0]))


def _is_new(lineage: Lineage, report: Report, shown: set[bytes]) -> bool:
    """Whether no text before left the same report and the same AIBOM, but for digests."""
    written = render(report, "json") + encode(lineage)
    digest = hashlib.sha256(_HEXADECIMAL.sub(b"", written)).digest()
    is_new = digest not in shown
    shown.add(digest)
    return is_new


def showing(report: Report) -> None:
    """Every format, and the record in Korean."""
    for name in FORMATS:
        render(report, name)
    write(Review(report=report, lang="ko"), "html")


def as_spdx(lineage: Lineage) -> bytes:
    """The AIBOM as SPDX 3."""
    return spdx.encode(lineage, stamp=Stamp(timestamp=DAY))


def of_names(options: argparse.Namespace, name: str) -> list[Result]:
    """One reader or place with all texts that are asked for.

    Texts are made here and not passed: a process cannot be sent what writes them.
    """
    cases = [text for text in texts() if options.text in ("", text.title, text.shape)]
    cases = cases[options.part - 1 :: options.of]
    results: list[Result] = []
    if name in READERS:
        warm_up(READERS[name])
        results += (of_reader(name, READERS[name], text) for text in cases)
    if name in PLACES:
        warm_up(lambda text: showing(judge(PLACES[name](text))))
        shown: set[bytes] = set()
        for text in cases:
            results += of_place(name, PLACES[name], text, shown)
    return [result for result in results if options.only in result.reader]


def warm_up(read: Reader) -> None:
    """Read something once: word lists and schemas are compiled at their first use."""
    read("Names, e-mail addresses. 개인정보를 포함하지 않습니다. Licensed under MIT.\n")


def measured(names: list[str], options: argparse.Namespace) -> Iterable[list[Result]]:
    """The results of each reader and place, in as many processes as asked for."""
    measure = partial(of_names, options)
    if options.jobs == 1:
        yield from map(measure, names)
        return
    with ProcessPoolExecutor(options.jobs, mp_context=get_context("spawn")) as pool:
        yield from pool.map(measure, names)


def main() -> int:
    """Measure, and print the worst."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--only", default="", help="readers whose name holds this")
    parser.add_argument("--text", default="", help="texts whose title or shape is this")
    parser.add_argument("--worst", type=int, default=20, help="how many over a limit to name")
    parser.add_argument("--jobs", type=int, default=1, help="how many processes")
    parser.add_argument("--part", type=int, default=1, help="which part of the texts, from 1")
    parser.add_argument("--of", type=int, default=1, help="into how many parts they are divided")
    options = parser.parse_args()
    wanted = options.only.partition(":")[0]
    names = [name for name in (*READERS, *PLACES) if wanted in name]
    results: list[Result] = []
    for measures in measured(names, options):
        results += measures
        if measures:
            print(max(measures, key=lambda result: result.large), flush=True)
    over = sorted(
        (result for result in results if result.is_over), key=lambda result: -result.large
    )
    for result in over[: options.worst]:
        print("over:", result)
    print(
        f"{len(results)} measured, {len(over)} over {MOST_SECONDS:g} s"
        f" or {MOST_TIMES * LARGE / SMALL:g} times"
    )
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
