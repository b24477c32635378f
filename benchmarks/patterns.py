"""Which patterns take far longer for a text that almost matches them.

    python -m benchmarks.patterns [--cards N] [--seconds S]

Collects every pattern that the program compiles while it reads spoilt cards of the corpus, and all
patterns of its word lists. For each, it makes texts that match, repeats one, two or four characters
of them a few hundred times, and searches the result. It prints the patterns that take longer than
`--seconds` of processor time, with the time and the beginning of the text, and exits with 1 if
there are any. Patterns of the standard library are among them.

The corpus is found through PROVENANCE_CORPUS, default ../shared/corpus.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import re
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from re import _compiler, _constants, _parser  # type: ignore[attr-defined]
from types import FrameType
from typing import Any

from benchmarks import mutations
from benchmarks.hostile.cards import corpus_cards, spoilt_card
from provenance.text.lazy import LazyPattern
from provenance.text.pattern_set import PatternSet

ROOT = Path(__file__).parents[1]
CORPUS = Path(os.environ.get("PROVENANCE_CORPUS", ROOT.parent / "shared" / "corpus"))
_SEED = 17
_LONGEST_MATCH = 70
_MATCHES = 4
# How many characters are repeated, and how often: about 250 characters each.
_REPEATED = ((1, 250), (2, 120), (4, 60))
# What no pattern goes on with.
_END = "\n\x01"
_STOP_AFTER = 0.7  # seconds for one search
_MOST_SECONDS = 4.0  # for one pattern
_MOST_REPEATS = 12
_REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT)


@dataclass(frozen=True, slots=True)
class Slow:
    """A pattern, the longest search for it in seconds of processor time, and its text."""

    pattern: str
    seconds: float
    text: str


def compiled_patterns(cards: int) -> list[tuple[str, int]]:
    """Patterns and flags of all that is compiled while cards are read, in order."""
    patterns: set[tuple[str, int]] = set()
    compiled = _compiler.compile

    def noted(pattern: Any, flags: int = 0) -> Any:
        if isinstance(pattern, str):
            patterns.add((pattern, int(flags)))
        return compiled(pattern, flags)

    _compiler.compile = noted
    stored = corpus_cards(CORPUS)
    log = mutations.FaultLog()
    for number in range(cards):
        mutations.processed(spoilt_card(stored, _SEED, number), log)
    for kept in gc.get_objects():
        if isinstance(kept, PatternSet | LazyPattern):
            kept.compile_waiting()
    _compiler.compile = compiled
    return sorted(patterns)


class Writer:
    """Writes texts that a pattern matches, mostly: assertions are left out.

    Args:
        seed: The same seed gives the same texts.
    """

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def text_for(self, parsed: Any) -> str:
        """A text for a parsed pattern."""
        return "".join(self._part(operator, value) for operator, value in parsed)

    def _part(self, operator: Any, value: Any) -> str:
        written = ""
        if operator == _constants.LITERAL:
            written = chr(value)
        elif operator == _constants.NOT_LITERAL:
            written = "a" if value != ord("a") else "b"
        elif operator == _constants.ANY:
            written = "a"
        elif operator == _constants.IN:
            written = self._character(value)
        elif operator == _constants.BRANCH:
            written = self.text_for(self._random.choice(value[1]))
        elif operator == _constants.SUBPATTERN:
            written = self.text_for(value[3])
        elif operator == _constants.ATOMIC_GROUP:
            written = self.text_for(value)
        elif operator in _REPEATS:
            written = self._repeated(*value)
        return written

    def _repeated(self, fewest: int, most: int, parsed: Any) -> str:
        times = min(most, fewest + self._random.randrange(3), _MOST_REPEATS)
        return "".join(self.text_for(parsed) for _ in range(times))

    def _character(self, members: Sequence[tuple[Any, Any]]) -> str:
        if members[0][0] == _constants.NEGATE:
            excluded = {chr(value) for kind, value in members if kind == _constants.LITERAL}
            return next(letter for letter in "a1 -_x\uac00z" if letter not in excluded)
        kind, value = self._random.choice(members)
        if kind == _constants.LITERAL:
            return chr(value)
        if kind == _constants.RANGE:
            return chr(self._random.randint(value[0], min(value[1], value[0] + 25)))
        of_category = {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "a_1"}
        return self._random.choice(of_category.get(str(value), "-"))


def almost_matching(writer: Writer, parsed: Any) -> Iterator[str]:
    """Texts that match a pattern but for a part that is repeated."""
    for _ in range(_MATCHES):
        text = writer.text_for(parsed)[:_LONGEST_MATCH]
        for start in range(len(text)):
            for size, times in _REPEATED:
                end = start + size
                yield text[:end] + text[start:end] * times + _END


def slowest(pattern: str, flags: int, writer: Writer) -> Slow:
    """The slowest search for a pattern."""
    compiled = re.compile(pattern, flags)
    worst = Slow(pattern, 0.0, "")
    begin = time.process_time()
    for text in almost_matching(writer, _parser.parse(pattern, flags)):
        start = time.process_time()
        signal.setitimer(signal.ITIMER_VIRTUAL, _STOP_AFTER)
        with suppress(TimeoutError):
            compiled.search(text)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        seconds = time.process_time() - start
        if seconds > worst.seconds:
            worst = Slow(pattern, seconds, text)
        too_long = time.process_time() - begin > _MOST_SECONDS
        if too_long or seconds >= _STOP_AFTER:
            break
    return worst


def _stop(number: int, frame: FrameType | None) -> None:
    raise TimeoutError


def main() -> None:
    """Search for every pattern, and print the slow ones."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cards", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=0.2)
    options = parser.parse_args()
    patterns = compiled_patterns(options.cards)
    signal.signal(signal.SIGVTALRM, _stop)
    writer = Writer(_SEED)
    slow = 0
    for pattern, flags in patterns:
        worst = slowest(pattern, flags, writer)
        if worst.seconds <= options.seconds:
            continue
        slow += 1
        print(f"{worst.seconds:.2f} s  {worst.text[:60]!r}\n        {pattern[:200]}")
    print(f"{len(patterns)} patterns, {slow} over {options.seconds} s")
    sys.exit(1 if slow else 0)


if __name__ == "__main__":
    main()
