"""Mutated real cards, each the whole way: audit, dossier in both languages, AIBOMs and bundle.

    python -m benchmarks.mutations [--count N] [--seed S] [--first N] [--jobs N] [--only NUMBER]

Takes real model and dataset cards with what stands beside them and spoils them at random: cut,
doubled, swapped bytes and lines, values of other types and deep nesting in front matter, hostile
strings, lines of a megabyte, broken UTF-8, other languages and encodings. Every card goes through
the library in this process as `audit` (every format), `report` (HTML in English and Korean),
`aibom` (CycloneDX and SPDX) and `bundle` take it.

It prints internal errors, cards that took over 5 s of processor time, the slowest ones and the
peak memory of the process, and exits with 1 unless there are none of the first two and the last is
below 300 MB. The corpus is found through PROVENANCE_CORPUS, default ../shared/corpus. It holds
names of people: only numbers of cards and kinds of changes are printed. `--only` repeats one card.
"""

from __future__ import annotations

import argparse
import logging
import os
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType

from benchmarks.hostile.cards import SpoiltCard, corpus_cards, spoilt_card
from provenance.auditing.run import Run, Settings
from provenance.bom import encode
from provenance.bom.spdx import writer as spdx
from provenance.dossier import Review, write
from provenance.errors import ProvenanceError
from provenance.evidence import Options, seal
from provenance.formats import FORMATS, render
from provenance.hubs import open_hub
from provenance.licences import parse_use
from provenance.messages import LANGUAGES
from provenance.model.fault import LOG
from provenance.project.subjects import gather

CORPUS = Path(os.environ.get("PROVENANCE_CORPUS", Path(__file__).parents[2] / "shared" / "corpus"))
MOST_SECONDS = 5.0
MOST_MEGABYTES = 300
# What takes longer is stopped, so that one card does not hold the others.
GIVE_UP_SECONDS = 60
NAME = "acme/thing"
USE = parse_use({"activity": ["product"], "commercial": True, "regions": ["KR"]})
# After how many cards a line is printed: a run of ten thousand takes an hour or more.
PROGRESS = 100
# How many cards a process takes at a time.
SHARE = 25


class TooLongError(BaseException):
    """A card was stopped. No handler of ordinary exceptions catches it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one card.

    Attributes:
        title: Its number and changes.
        seconds: Processor time by stage: audit, report, aibom, bundle.
        faults: Internal errors, each with the stage and the line.
        gaps: How many gaps the audit reported.
        megabytes: Peak memory of the process so far.
    """

    title: str
    seconds: dict[str, float]
    faults: tuple[str, ...]
    gaps: int
    megabytes: int

    @property
    def total(self) -> float:
        return sum(self.seconds.values())


class FaultLog(logging.Handler):
    """Faults that were caught for one artefact, and so ended nothing."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def stages(hub_folder: Path, ref: str) -> Iterator[tuple[str, Callable[[], object]]]:
    """What is done with a card, in this order."""
    subjects = gather((ref,), None, None)
    hub = open_hub(str(hub_folder), None, False, False)
    run = Run(hub=hub, subjects=subjects, settings=Settings(use=USE), tolerant=True)
    yield "audit", lambda: [render(run.report, name) for name in FORMATS]
    yield (
        "report",
        lambda: [write(Review(report=run.report, lang=lang), "html") for lang in LANGUAGES],
    )
    yield "aibom", lambda: (encode(run.lineage), spdx.encode(run.lineage))
    yield "bundle", lambda: seal(hub, (ref,), options=Options(use=USE, lang="ko"))
    yield "gaps", lambda: len(run.report.gaps)


def processed(card: SpoiltCard, log: FaultLog) -> Outcome:
    """Write the card to a folder hub and take it the whole way."""
    seconds: dict[str, float] = {}
    faults: list[str] = []
    gaps = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, f"{card.kind}s", NAME)
        folder.mkdir(parents=True)
        for file, data in card.files.items():
            (folder / file).write_bytes(data)
        ref = NAME if card.kind == "model" else f"hf:datasets/{NAME}"
        for stage, action in stages(Path(name), ref):
            log.messages.clear()
            start = time.process_time()
            try:
                result = within_time(action)
            except ProvenanceError:
                result = None
            except TooLongError as error:
                result = None
                faults.append(f"{stage}: stopped after {GIVE_UP_SECONDS} s in {line_of(error)}")
            except Exception as error:  # an internal error is what this looks for
                result = None
                faults.append(f"{stage}: {type(error).__name__} in {line_of(error)}")
            if stage == "gaps":
                gaps = result if isinstance(result, int) else 0
            else:
                seconds[stage] = time.process_time() - start
            faults += [f"{stage}: {message}" for message in log.messages]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Outcome(
        title=card.title, seconds=seconds, faults=tuple(faults), gaps=gaps, megabytes=peak
    )


def within_time(action: Callable[[], object]) -> object:
    """Do something, and stop it where it takes far too long."""

    def stop(signum: int, frame: FrameType | None) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, GIVE_UP_SECONDS)
    try:
        return action()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def line_of(error: BaseException) -> str:
    """File and line at which an error arose, without its words."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/provenance/" in frame.filename]
    last = (ours or list(frames))[-1]
    return f"{Path(last.filename).name}:{last.lineno}"


def outcomes(numbers: Sequence[int], seed: int) -> list[Outcome]:
    """The cards of these numbers, one after the other."""
    log = FaultLog()
    LOG.propagate = False
    LOG.addHandler(log)
    cards = corpus_cards(CORPUS)
    try:
        return [processed(spoilt_card(cards, seed, number), log) for number in numbers]
    finally:
        LOG.removeHandler(log)


def all_outcomes(numbers: Sequence[int], seed: int, jobs: int) -> Iterator[Outcome]:
    """The same by several processes, in order."""
    shares = [numbers[at : at + SHARE] for at in range(0, len(numbers), SHARE)]
    work = partial(outcomes, seed=seed)
    if jobs == 1:
        for share in shares:
            yield from work(share)
        return
    with ProcessPoolExecutor(jobs) as pool:
        for part in pool.map(work, shares):
            yield from part


def progress(results: Sequence[Outcome], count: int) -> str:
    """What has come of the cards so far, on one line."""
    faulty = sum(1 for outcome in results if outcome.faults)
    late = sum(1 for outcome in results if outcome.total > MOST_SECONDS)
    megabytes = max(outcome.megabytes for outcome in results)
    slowest = max(outcome.total for outcome in results)
    return (
        f"{len(results)} of {count}: {faulty} with an internal error, {late} over"
        f" {MOST_SECONDS:g} s, slowest {slowest:.1f} s, peak memory {megabytes} MB"
    )


def summary(results: Sequence[Outcome], worst: int) -> bool:
    """Print what came of them. Returns whether all goals are met."""
    faulty = [outcome for outcome in results if outcome.faults]
    late = [outcome for outcome in results if outcome.total > MOST_SECONDS]
    megabytes = max(outcome.megabytes for outcome in results)
    for outcome in faulty:
        print(f"internal error: {outcome.title}")
        for fault in outcome.faults:
            print(f"    {fault}")
    for outcome in sorted(results, key=lambda outcome: -outcome.total)[:worst]:
        parts = ", ".join(f"{stage} {taken:.1f}" for stage, taken in outcome.seconds.items())
        print(f"slowest: {outcome.total:5.1f} s ({parts}) {outcome.title}")
    with_gap = sum(1 for outcome in results if outcome.gaps)
    mean = sum(outcome.total for outcome in results) / len(results)
    print(
        f"{len(results)} mutated cards: {len(faulty)} with an internal error, {len(late)} over"
        f" {MOST_SECONDS:g} s, {with_gap} with a gap, {mean:.2f} s each, peak memory"
        f" {megabytes} MB"
    )
    return not faulty and not late and megabytes < MOST_MEGABYTES


def main() -> int:
    """Mutate, process and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=500, help="how many mutated cards")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="number of the first card")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument("--worst", type=int, default=10, help="how many of the slowest to print")
    parser.add_argument("--only", type=int, metavar="NUMBER", help="repeat one card")
    options = parser.parse_args()
    numbers: Sequence[int] = range(options.first, options.first + options.count)
    if options.only is not None:
        numbers = (options.only,)
    results = []
    for outcome in all_outcomes(numbers, options.seed, options.jobs):
        results.append(outcome)
        for fault in outcome.faults:
            print(f"{outcome.title}: {fault}", file=sys.stderr, flush=True)
        if len(results) % PROGRESS == 0:
            print(progress(results, len(numbers)), file=sys.stderr, flush=True)
    return 0 if summary(results, options.worst) else 1


if __name__ == "__main__":
    sys.exit(main())
