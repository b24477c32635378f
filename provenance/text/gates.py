"""Which of many patterns a text may match, told by one number.

A pattern whose matches begin with known words has a gate: one bit. The words of a text open gates,
and all that they open is one number, worked out once for all readers of the text. A pattern with a
closed gate does not match, so that most patterns cost a text one operation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from threading import Lock

from provenance.text.pattern_set import (
    LETTERS_KEPT,
    START_OF_WORD,
    beginnings_of,
    folded,
    word_places,
)

# The readers of a card go through its sentences one reader after another.
_TEXTS_KEPT = 512
# A longer text is asked for its gates alone, and not for the places of its words.
_LONGEST_WITH_PLACES = 2_000


class _Gates:
    """Which patterns a word may open: each pattern has a bit of its own, its gate.

    Attributes:
        of_beginnings: The gates of patterns by the beginnings of words.
        of_letters: The gates that a word opens, by its first letters.
    """

    def __init__(self, of_beginnings: Mapping[str, int]) -> None:
        self.of_beginnings = of_beginnings
        self.of_letters = _OfLetters(of_beginnings)


class _OfLetters(dict[str, int]):
    """The gates that a word opens, worked out once for the first letters of a word.

    Args:
        of_beginnings: The gates of patterns by the beginnings of words.
    """

    def __init__(self, of_beginnings: Mapping[str, int]) -> None:
        super().__init__()
        self._of_beginnings = of_beginnings

    def __missing__(self, letters: str) -> int:
        if len(self) >= LETTERS_KEPT:
            self.clear()
        gates = 0
        for beginning in beginnings_of(letters):
            gates |= self._of_beginnings.get(beginning, 0)
        self[letters] = gates
        return gates


class _Register:
    """The gates of all patterns that a text has met so far.

    Attributes:
        gates: Never changed, but replaced by one with another pattern. What was worked out with an
            older one is of no use to a new pattern, whichever thread it runs in.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._count = 0
        self.gates = _Gates({})

    def add(self, beginnings: Sequence[frozenset[str]]) -> list[int]:
        """See `new_gates`."""
        added: list[int] = []
        with self._lock:
            of_beginnings = dict(self.gates.of_beginnings)
            for of_pattern in beginnings:
                gate = 1 << self._count if of_pattern else 0
                self._count += 1
                added.append(gate)
                for beginning in of_pattern:
                    of_beginnings[beginning] = of_beginnings.get(beginning, 0) | gate
            self.gates = _Gates(of_beginnings)
        return added


_REGISTER = _Register()


def new_gates(beginnings: Sequence[frozenset[str]]) -> list[int]:
    """New gates for patterns.

    Args:
        beginnings: The beginnings of the words with which matches of each pattern can begin, see
            `word_beginnings`.

    Returns:
        A bit for each pattern; 0, which no text opens, for one without beginnings.
    """
    return _REGISTER.add(beginnings)


def gates_of(text: str) -> int:
    """The gates that the words of a text open, one bit each; of those that exist by now.

    Args:
        text: A text.
    """
    return _gates_of(text, _REGISTER.gates)


def gates_of_letters() -> Mapping[str, int]:
    """The gates that a word opens, by its first letters in lower case."""
    return _REGISTER.gates.of_letters


@lru_cache(maxsize=_TEXTS_KEPT)
def _gates_of(text: str, gates: _Gates) -> int:
    if len(text) > _LONGEST_WITH_PLACES:
        words: Iterable[str] = set(START_OF_WORD.findall(folded(text)))
    else:
        words = word_places(text).by_letters
    opened = 0
    of_letters = gates.of_letters
    for letters in words:
        opened |= of_letters[letters]
    return opened
