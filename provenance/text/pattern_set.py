"""Search a sentence for many patterns at once.

Thousands of sentences meet hundreds of patterns, and most match nowhere. A set knows the letters
with which the matches of each alternative of a pattern begin. The places of a sentence are listed
once, by the letters that stand there, and an alternative is tried only where its letters stand.
Many patterns begin with the same common word: a search tries all of their alternatives there as one
expression, and each pattern only if one of them matches.
"""

from __future__ import annotations

import re
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from itertools import chain
from typing import Generic, TypeVar

from provenance.text.first_letters import GAP, first_letters, without_outer_groups

# Characters that a case-insensitive pattern takes for a letter, though their lower case is another.
# None of the others becomes longer in lower case, so places stay the same.
_FOLDED = str.maketrans({"ſ": "s", "İ": "i", "ı": "i"})
Read = TypeVar("Read")
# Letters kept with the beginnings that a set has for them; each takes a tenth of a kilobyte.
LETTERS_KEPT = 10_000
# Texts kept with their words: several readers search a sentence one after another.
_TEXTS_KEPT = 512


@dataclass(frozen=True, slots=True)
class Places:
    """A text and where the words of a pattern can begin in it.

    Attributes:
        text: The text.
        by_letters: Offsets by the letters that stand there, in lower case.
    """

    text: str
    by_letters: Mapping[str, list[int]] = field(repr=False, compare=False)


class PatternSet(ABC):
    """Named patterns, each a list of alternatives. Letters are matched in any case.

    Args:
        patterns: Alternatives by name.
    """

    def __init__(self, patterns: Mapping[str, Iterable[str]]) -> None:
        # The names of each alternative, by the letters with which it begins; compiled once a text
        # with such letters is searched.
        self._names_of: dict[str, dict[str, list[str]]] = {}
        self._compiled: dict[tuple[str, str], tuple[re.Pattern[str], ...]] = {}
        self._letters: dict[str, set[str]] = {}
        self._known = _Known(self._known_beginnings)
        self._tried = _Known(self._alternatives_at)
        # A text is searched for several patterns, one after another.
        self._last: tuple[Places | None, Mapping[str, list[int]]] = (None, {})
        self._unknown_words: dict[str, list[str]] = {}
        for name, alternatives in patterns.items():
            self._letters[name] = set()
            # A class of words that is included as a whole is as many alternatives as it has words.
            written_out = chain.from_iterable(map(without_outer_groups, alternatives))
            for alternative in dict.fromkeys(written_out):
                self._add(name, alternative)

    def _add(self, name: str, alternative: str) -> None:
        beginnings = self._beginnings(alternative)
        if "" in beginnings:
            self._unknown_words.setdefault(name, []).append(alternative)
            return
        self._letters[name] |= beginnings
        for letters in beginnings:
            self._names_of.setdefault(letters, {}).setdefault(alternative, []).append(name)

    @cached_property
    def _unknown(self) -> Mapping[str, re.Pattern[str]]:
        """What is searched for everywhere."""
        return {name: self._compile("|".join(words)) for name, words in self._unknown_words.items()}

    def found_in(self, places: Places) -> set[str]:
        """The names of all patterns that match somewhere in a text."""
        text = places.text
        names = {name for name, pattern in self._unknown.items() if pattern.search(text)}
        for letters, offsets in places.by_letters.items():
            for pattern, of_names in self._tried[letters]:
                if not names.issuperset(of_names) and _matches_at(pattern, text, offsets):
                    names.update(of_names)
        return names

    def spans_in(self, places: Places) -> Iterator[tuple[str, int, int]]:
        """Name, start and end of every match in a text, in no order.

        Alternatives whose matches can begin with anything are not among them.
        """
        text = places.text
        for letters, offsets in places.by_letters.items():
            for pattern, of_names in self._tried[letters]:
                for at in offsets:
                    if match := pattern.match(text, at):
                        for name in of_names:
                            yield name, at, match.end()

    def has_any(self, places: Places) -> bool:
        """Whether any pattern matches somewhere in a text."""
        text = places.text
        for letters, offsets in places.by_letters.items():
            for pattern, _ in self._tried[letters]:
                if _matches_at(pattern, text, offsets):
                    return True
        return any(pattern.search(text) for pattern in self._unknown.values())

    def matches(self, name: str, places: Places, end: int) -> bool:
        """Whether a pattern matches somewhere in the beginning of a text.

        Args:
            name: Its name.
            places: The text.
            end: How much of the text is searched.
        """
        text = places.text
        offsets_of = self._beginnings_in(places)
        for letters in self._letters[name].intersection(offsets_of):
            offsets = offsets_of[letters]
            for pattern in self._beginning_with(letters, name):
                if _matches_at(pattern, text, offsets, end):
                    return True
        unknown = self._unknown.get(name)
        return unknown is not None and unknown.search(text, 0, end) is not None

    @property
    def names(self) -> Iterable[str]:
        """The names of all patterns."""
        return self._letters.keys()

    def beginnings_of(self, name: str) -> frozenset[str] | None:
        """The letters with which all matches of a pattern begin; None if it is searched for
        everywhere."""
        return None if name in self._unknown_words else frozenset(self._letters[name])

    def compile_waiting(self) -> None:
        """Compile what waits for a text with its letters, for whoever measures the patterns."""
        for of_letters in self._names_of.values():
            for alternative in of_letters:
                self._compile(alternative)
        _ = self._unknown

    def _beginnings_in(self, places: Places) -> Mapping[str, list[int]]:
        """Where matches of any pattern can begin in a text, by their first letters."""
        last, beginnings = self._last
        if last is places:
            return beginnings
        offsets_of: dict[str, list[int]] = {}
        for letters, offsets in places.by_letters.items():
            for beginning in self._known[letters]:
                before = offsets_of.get(beginning)
                offsets_of[beginning] = offsets if before is None else before + offsets
        self._last = (places, offsets_of)
        return offsets_of

    def _known_beginnings(self, letters: str) -> tuple[str, ...]:
        """The beginnings of alternatives that stand where some letters stand."""
        return tuple(filter(self._names_of.__contains__, self._beginnings_of(letters)))

    def _alternatives_at(self, letters: str) -> tuple[tuple[re.Pattern[str], list[str]], ...]:
        """The alternatives that may match where some letters stand, each with its names."""
        return tuple(
            (self._compile(alternative), names)
            for beginning in self._known[letters]
            for alternative, names in self._names_of[beginning].items()
        )

    def _beginning_with(self, letters: str, name: str) -> tuple[re.Pattern[str], ...]:
        """The alternatives of a pattern that begin with some letters."""
        patterns = self._compiled.get((letters, name))
        if patterns is None:
            of_letters = self._names_of[letters].items()
            alternatives = (alternative for alternative, names in of_letters if name in names)
            patterns = self._compiled[letters, name] = tuple(map(self._compile, alternatives))
        return patterns

    @staticmethod
    @abstractmethod
    def places(text: str) -> Places:
        """The places where a pattern of such a set can begin."""

    @staticmethod
    @abstractmethod
    def _compile(expression: str) -> re.Pattern[str]:
        """One or several alternatives as a pattern; classes of words share alternatives."""

    @staticmethod
    @abstractmethod
    def _beginnings(alternative: str) -> set[str]:
        """The letters to look for; an empty string among them if a match can begin with
        anything, so that the alternative is searched for everywhere."""

    @staticmethod
    @abstractmethod
    def _beginnings_of(letters: str) -> tuple[str, ...]:
        """What `_beginnings` may give an alternative that matches where `Places` lists some
        letters."""


class _Known(dict[str, Read], Generic[Read]):
    """What a set knows about the first letters of a word or place, worked out once for each.

    Args:
        read: What it knows about given letters.
    """

    def __init__(self, read: Callable[[str], Read]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, letters: str) -> Read:
        if len(self) >= LETTERS_KEPT:
            self.clear()
        self[letters] = known = self._read(letters)
        return known


def _matches_at(
    pattern: re.Pattern[str], text: str, offsets: Iterable[int], end: int = sys.maxsize
) -> bool:
    # Called for most words of most sentences, where a generator costs more than the search.
    for at in offsets:  # noqa: SIM110
        if pattern.match(text, at, end):
            return True
    return False


def folded(text: str) -> str:
    """A text in lower case, as far as patterns that ignore case fold it; every character keeps its
    place."""
    return text.lower() if text.isascii() else text.translate(_FOLDED).lower()


# This many letters distinguish most English words.
LETTERS_OF_WORD = 5
_FEWEST_LETTERS = 2
END_OF_WORD = " "
START_OF_WORD = re.compile(rf"\b\w{{1,{LETTERS_OF_WORD}}}")
_LETTERS = re.compile(r"\w*")


def word_beginnings(expression: str) -> set[str]:
    """The beginnings of the words with which matches of an expression begin, if these begin at the
    edge of a word.

    Args:
        expression: A pattern of `re`, for any case of letters.

    Returns:
        Two to four letters each, or a short word and a blank behind it; an empty string among them
        if a match can begin with anything.
    """
    beginnings = set()
    for letters in first_letters(expression, LETTERS_OF_WORD):
        word = letters[: _LETTERS.match(letters).end()]  # type: ignore[union-attr]
        if word and len(word) < len(letters):
            beginnings.add(word + END_OF_WORD)
        else:
            beginnings.add(word if len(word) > 1 else "")
    return beginnings


def beginnings_of(letters: str) -> tuple[str, ...]:
    """The beginnings that `word_beginnings` may give an expression that matches at a word.

    Args:
        letters: The first four letters of the word, or all of a shorter one.
    """
    beginnings = [letters[:length] for length in range(_FEWEST_LETTERS, len(letters) + 1)]
    if len(letters) < LETTERS_OF_WORD:
        beginnings.append(letters + END_OF_WORD)
    return tuple(beginnings)


class WordPatterns(PatternSet):
    """Patterns that match whole words, such as those of English."""

    @staticmethod
    def places(text: str) -> Places:
        """See `PatternSet.places`."""
        by_letters: dict[str, list[int]] = {}
        for word in START_OF_WORD.finditer(folded(text)):
            by_letters.setdefault(word[0], []).append(word.start())
        return Places(text, by_letters)

    @staticmethod
    @cache
    def _compile(expression: str) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w)(?:{expression})(?!\w)", re.IGNORECASE)

    @staticmethod
    def _beginnings(alternative: str) -> set[str]:
        return word_beginnings(alternative)

    @staticmethod
    def _beginnings_of(letters: str) -> tuple[str, ...]:
        return beginnings_of(letters)


@lru_cache(maxsize=_TEXTS_KEPT)
def word_places(text: str) -> Places:
    """Where the words of a text begin, listed once for all readers of the text."""
    return WordPatterns.places(text)


_SYLLABLES = 2
# No sentence has the same syllables more often; a text of one word repeated would be searched at
# every one.
_MOST_PLACES = 100


class SyllablePatterns(PatternSet):
    """Patterns that match anywhere, such as those of Korean words, which have others before and
    behind them."""

    @staticmethod
    def places(text: str) -> Places:
        """See `PatternSet.places`."""
        lowered = folded(text)
        by_letters: dict[str, list[int]] = {}
        for at, letter in enumerate(lowered):
            pair = lowered[at : at + _SYLLABLES]
            keys = (letter, pair) if len(pair) == _SYLLABLES else (letter,)
            for key in keys:
                offsets = by_letters.setdefault(key, [])
                if len(offsets) < _MOST_PLACES:
                    offsets.append(at)
        return Places(text, by_letters)

    @staticmethod
    @cache
    def _compile(expression: str) -> re.Pattern[str]:
        return re.compile(f"(?:{expression})", re.IGNORECASE)

    @staticmethod
    def _beginnings(alternative: str) -> set[str]:
        return {letters.partition(GAP)[0] for letters in first_letters(alternative, _SYLLABLES)}

    @staticmethod
    def _beginnings_of(letters: str) -> tuple[str, ...]:
        return (letters,)


@lru_cache(maxsize=_TEXTS_KEPT)
def syllable_places(text: str) -> Places:
    """Where the syllables of a text stand, listed once for all readers of the text."""
    return SyllablePatterns.places(text)
