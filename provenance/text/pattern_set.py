"""Search a sentence for many patterns at once.

Thousands of sentences meet hundreds of patterns, and most match nowhere. A set knows the letters
with which the matches of each alternative of a pattern begin. The places of a sentence are listed
once, by the letters that stand there, and an alternative is tried only where its letters stand.
Many patterns begin with the same common word: a search tries all of their alternatives there as one
expression, and each pattern only if one of them matches.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import chain

from provenance.text.first_letters import GAP, first_letters

# Characters that a case-insensitive pattern takes for a letter, though their lower case is another.
# None of the others becomes longer in lower case, so places stay the same.
_FOLDED = str.maketrans({"ſ": "s", "İ": "i", "ı": "i"})
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
        # Alternatives by letters and name; compiled once a text with such letters is searched.
        self._sources: dict[str, dict[str, list[str]]] = {}
        self._compiled: dict[tuple[str, str], re.Pattern[str]] = {}
        self._of_all_names: dict[str, re.Pattern[str]] = {}
        self._letters: dict[str, set[str]] = {}
        self._known = KnownBeginnings(self._known_beginnings)
        # A text is searched for several patterns, one after another.
        self._last: tuple[Places | None, Mapping[str, list[int]]] = (None, {})
        unknown: dict[str, list[str]] = {}
        for name, alternatives in patterns.items():
            letters = self._letters.setdefault(name, set())
            for alternative in alternatives:
                beginnings = self._beginnings(alternative)
                if "" in beginnings:
                    unknown.setdefault(name, []).append(alternative)
                    continue
                letters |= beginnings
                for beginning in beginnings:
                    of_name = self._sources.setdefault(beginning, {})
                    of_name.setdefault(name, []).append(alternative)
        self._unknown_words = unknown

    @cached_property
    def _unknown(self) -> Mapping[str, re.Pattern[str]]:
        """What is searched for everywhere."""
        return {name: self._compile(words) for name, words in self._unknown_words.items()}

    def found_in(self, places: Places) -> set[str]:
        """The names of all patterns that match somewhere in a text."""
        text = places.text
        names = {name for name, pattern in self._unknown.items() if pattern.search(text)}
        for letters, offsets in self._matching(places):
            of_names = self._sources[letters]
            for name in of_names.keys() - names:
                is_alone = len(of_names) == 1
                pattern = self._beginning_with(letters, name)
                if is_alone or _matches_at(pattern, text, offsets, len(text)):
                    names.add(name)
        return names

    def has_any(self, places: Places) -> bool:
        """Whether any pattern matches somewhere in a text."""
        if any(self._matching(places)):
            return True
        return any(pattern.search(places.text) for pattern in self._unknown.values())

    def _matching(self, places: Places) -> Iterator[tuple[str, list[int]]]:
        """First letters with which any pattern matches in a text, and where these letters stand."""
        text = places.text
        for letters, offsets in places.by_letters.items():
            for beginning in self._known[letters]:
                pattern = self._of_all_names.get(beginning) or self._any_beginning_with(beginning)
                for at in offsets:
                    if pattern.match(text, at):
                        yield beginning, offsets
                        break

    def matches(self, name: str, places: Places, end: int) -> bool:
        """Whether a pattern matches somewhere in the beginning of a text.

        Args:
            name: Its name.
            places: The text.
            end: How much of the text is searched.
        """
        text = places.text
        beginnings = self._beginnings_in(places)
        for letters in self._letters[name].intersection(beginnings):
            pattern = self._beginning_with(letters, name)
            if _matches_at(pattern, text, beginnings[letters], end):
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
        for letters, of_name in self._sources.items():
            for name in of_name:
                self._beginning_with(letters, name)
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
        return tuple(filter(self._sources.__contains__, self._beginnings_of(letters)))

    def _any_beginning_with(self, letters: str) -> re.Pattern[str]:
        """All patterns together, as far as they begin with some letters."""
        pattern = self._of_all_names[letters] = self._all_beginning_with(letters)
        return pattern

    def _all_beginning_with(self, letters: str) -> re.Pattern[str]:
        of_names = self._sources[letters]
        if len(of_names) == 1:
            return self._beginning_with(letters, *of_names)
        # Names share alternatives.
        return self._compile(dict.fromkeys(chain.from_iterable(of_names.values())))

    def _beginning_with(self, letters: str, name: str) -> re.Pattern[str]:
        """A pattern, as far as it begins with some letters."""
        pattern = self._compiled.get((letters, name))
        if pattern is None:
            pattern = self._compile(self._sources[letters][name])
            self._compiled[letters, name] = pattern
        return pattern

    @staticmethod
    @abstractmethod
    def places(text: str) -> Places:
        """The places where a pattern of such a set can begin."""

    @staticmethod
    @abstractmethod
    def _compile(alternatives: Iterable[str]) -> re.Pattern[str]:
        """Alternatives as one pattern."""

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


class KnownBeginnings(dict[str, tuple[str, ...]]):
    """The beginnings of a word or place by its first letters, worked out once for each.

    Args:
        read: The beginnings of given letters.
    """

    def __init__(self, read: Callable[[str], tuple[str, ...]]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, letters: str) -> tuple[str, ...]:
        if len(self) >= LETTERS_KEPT:
            self.clear()
        self[letters] = known = self._read(letters)
        return known


def _matches_at(pattern: re.Pattern[str], text: str, offsets: Iterable[int], end: int) -> bool:
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
LETTERS_OF_WORD = 4
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
    def _compile(alternatives: Iterable[str]) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)", re.IGNORECASE)

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
    def _compile(alternatives: Iterable[str]) -> re.Pattern[str]:
        return re.compile(f"(?:{'|'.join(alternatives)})", re.IGNORECASE)

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
