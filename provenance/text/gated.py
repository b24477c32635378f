"""Patterns that are tried only on texts that have a word with which a match can begin.

A card has dozens of sentences, and each meets hundreds of patterns that nearly never match. An
expression that ignores case and has many alternatives tries each of them at each letter. Most
alternatives begin at the edge of a word and with known letters, so a text without a word that
begins so cannot match them. The words of a text are listed once for all patterns.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

from provenance.text.first_letters import alternatives_of, first_letters
from provenance.text.pattern_set import (
    START_OF_WORD,
    KnownBeginnings,
    beginnings_of,
    folded,
    word_beginnings,
)

# The readers of a card go through its sentences one reader after another.
_TEXTS_KEPT = 512
_EDGES = (r"\b", r"(?<!\w)")
# Stands for an empty list of words.
_NEVER = r"(?!)"
# What may not stand before a match does not change how the match begins.
_NOT_BEHIND = re.compile(r"(?:\(\?<!(?:[^()\\]|\\b)*\))*")
# From Greek on no letter stands for an ASCII one in another case, but for the sign of Kelvin.
_FIRST_OF_OTHER_SCRIPTS = "\u0370"
_OTHER_LETTER = "\u0370"


_BEGINNINGS = KnownBeginnings(beginnings_of)


class GatedPattern:
    """An expression without groups that ignores case, with the methods of `re.Pattern`.

    Hundreds of them stand at the top of modules, and a run needs few: each is read when a text
    first meets it, and compiled as far as a text needs it.

    Args:
        expression: Alternatives separated by `|`. Those that begin with `\\b` and known letters are
            tried only where a text has such a word, those that begin with a letter of another
            script only in texts that are not plain ASCII, and the others always.
    """

    def __init__(self, expression: str) -> None:
        self._expression = expression
        self._compiled: dict[str, re.Pattern[str]] = {}

    @cached_property
    def _whole(self) -> re.Pattern[str]:
        return _compiled(self._expression)

    @cached_property
    def _sorted(self) -> _Alternatives:
        return _Alternatives(self._expression)

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """The beginnings of the words with which a match can begin."""
        return frozenset(self._sorted.of_words)

    @cached_property
    def _in_ascii(self) -> re.Pattern[str] | None:
        return _any_of(self._sorted.others)

    @cached_property
    def _anywhere(self) -> re.Pattern[str] | None:
        if not self._sorted.of_scripts:
            return self._in_ascii
        return _any_of((*self._sorted.of_scripts, *self._sorted.others))

    @cached_property
    def _at_start(self) -> re.Pattern[str] | None:
        """What needs no word, if it begins the text; a search would try each letter of it."""
        return self._in_ascii if all(map(_begins_text, self._sorted.others)) else None

    def may_match(self, text: str) -> bool:
        """Whether a text has a word with which a match can begin."""
        if not self.beginnings.isdisjoint(beginnings_of_words(text)):
            return True
        return bool(self._sorted.others) or bool(self._sorted.of_scripts and not text.isascii())

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """See `re.Pattern.search`."""
        beginnings = self.beginnings & beginnings_of_words(text)
        matches: list[re.Match[str]] = []
        for pattern in self._beginning_with(beginnings):
            match = pattern.search(text, start, end)
            if match:
                matches.append(match)
        match = self._search_without_words(text, start, end)
        if match:
            matches.append(match)
        if len(matches) > 1:  # The first of them is that of the whole expression.
            return self._whole.search(text, start, end)
        return matches[0] if matches else None

    def _search_without_words(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """Search for the alternatives that need no word."""
        pattern = self._in_ascii if text.isascii() else self._anywhere
        if pattern is None:
            return None
        if pattern is self._at_start:
            return pattern.match(text, start, end)
        return pattern.search(text, start, end)

    def _beginning_with(self, beginnings: Iterable[str]) -> list[re.Pattern[str]]:
        """The alternatives that can begin with a word of a text, which are few of many."""
        patterns: list[re.Pattern[str]] = []
        for alternative in self._sorted.beginning_with(beginnings):
            pattern = self._compiled.get(alternative)
            if pattern is None:
                pattern = self._compiled[alternative] = _compiled(alternative)
            patterns.append(pattern)
        return patterns

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """See `re.Pattern.finditer`."""
        pattern = self._likely(text)
        return pattern.finditer(text) if pattern else iter(())

    def sub(self, replacement: str, text: str) -> str:
        """See `re.Pattern.sub`."""
        pattern = self._likely(text)
        return pattern.sub(replacement, text) if pattern else text

    def _likely(self, text: str) -> re.Pattern[str] | None:
        """The alternatives that can match in a text; None if none can."""
        if not self.beginnings.isdisjoint(beginnings_of_words(text)):
            return self._whole
        return self._in_ascii if text.isascii() else self._anywhere


class _Alternatives:
    """The alternatives of an expression by what a text needs before they can match in it.

    Attributes:
        of_words: By the beginnings of the words with which they can begin.
        of_scripts: Those that begin with a letter that ASCII does not have.
        others: Those that may begin with anything.
    """

    def __init__(self, expression: str) -> None:
        self.of_words: dict[str, list[str]] = {}
        self.of_scripts: list[str] = []
        self.others: list[str] = []
        for alternative in alternatives_of(expression):
            if alternative == _NEVER:
                continue
            of_words = _beginnings(alternative)
            if of_words:
                for beginning in of_words:
                    self.of_words.setdefault(beginning, []).append(alternative)
            elif _is_of_other_script(alternative):
                self.of_scripts.append(alternative)
            else:
                self.others.append(alternative)

    def beginning_with(self, beginnings: Iterable[str]) -> set[str]:
        """The alternatives that can begin with one of these, which are few of many."""
        return {alternative for each in beginnings for alternative in self.of_words[each]}


class AnyGated:
    """Whether any of several patterns may match, at the price of one look.

    Args:
        patterns: The patterns.
    """

    def __init__(self, patterns: Iterable[GatedPattern]) -> None:
        self._patterns = tuple(patterns)

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        return frozenset[str]().union(*(each.beginnings for each in self._patterns))

    @cached_property
    def _may_match_ascii(self) -> bool:
        return any(each.may_match("") for each in self._patterns)

    @cached_property
    def _may_match_others(self) -> bool:
        return any(each.may_match(_OTHER_LETTER) for each in self._patterns)

    def may_match(self, text: str) -> bool:
        """Whether a text has a word with which a match of any of them can begin."""
        if self._may_match_ascii or not self._beginnings.isdisjoint(beginnings_of_words(text)):
            return True
        return self._may_match_others and not text.isascii()


@lru_cache(maxsize=_TEXTS_KEPT)
def beginnings_of_words(text: str) -> frozenset[str]:
    """The first letters of all words of a text, two of them and more, in lower case.

    A word of fewer than four letters is also listed with a blank behind it, as a whole word.
    """
    words = set(START_OF_WORD.findall(folded(text)))
    return frozenset().union(*map(_BEGINNINGS.__getitem__, words))


def _beginnings(alternative: str) -> frozenset[str]:
    """The beginnings of the words with which an alternative can begin; empty if it may begin with
    anything or within a word."""
    behind = _NOT_BEHIND.match(alternative)
    start = behind.end() if behind else 0
    if not alternative.startswith(_EDGES, start) and not alternative.startswith(_EDGES):
        return frozenset()
    beginnings = word_beginnings(alternative)
    return frozenset() if "" in beginnings else frozenset(beginnings)


def _is_of_other_script(alternative: str) -> bool:
    """Whether every match of an alternative begins with a letter that ASCII does not have."""
    beginnings = first_letters(alternative, 1)
    return all(letters >= _FIRST_OF_OTHER_SCRIPTS for letters in beginnings)


def _begins_text(alternative: str) -> bool:
    return alternative.startswith("^")


def _any_of(alternatives: Iterable[str]) -> re.Pattern[str] | None:
    expression = "|".join(alternatives)
    return _compiled(expression) if expression else None


def _compiled(expression: str) -> re.Pattern[str]:
    pattern = re.compile(expression, re.IGNORECASE)
    if pattern.groups:
        raise ValueError(f"groups are not supported: {expression}")
    return pattern
