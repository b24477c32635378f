"""Patterns that are tried only where a text has a word with which a match can begin.

A card has dozens of sentences, and each meets hundreds of patterns that nearly never match. An
expression that ignores case and has many alternatives tries each of them at each letter. Most
alternatives begin at the edge of a word and with known letters, so they are tried only at the words
of a text that begin so. The words of a text are listed once for all patterns, and one number tells
of which patterns it has a word.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from functools import cached_property

from provenance.text.first_letters import GAP, alternatives_of, first_letters
from provenance.text.gates import gates_of, gates_of_letters, new_gates
from provenance.text.pattern_set import beginnings_of, word_beginnings, word_places

_EDGES = (r"\b", r"(?<!\w)")
# Stands for an empty list of words.
_NEVER = r"(?!)"
# What may not stand before a match does not change how the match begins.
_NOT_BEHIND = re.compile(r"(?:\(\?<!(?:[^()\\]|\\b)*\))*")
# From Greek on no letter stands for an ASCII one in another case, but for the sign of Kelvin.
_FIRST_OF_OTHER_SCRIPTS = "\u0370"
_OTHER_LETTER = "\u0370"


class GatedPattern:
    """An expression without groups that ignores case, with the methods of `re.Pattern`.

    Hundreds of them stand at the top of modules, and a run needs few: each is read when a text
    first meets it, and compiled as far as a text needs it.

    Args:
        expression: Alternatives separated by `|`. Those that begin with `\\b` and known letters are
            tried only at such words, those that begin with a letter of another script only in texts
            that are not plain ASCII, those that begin with a sign such as `@` only in texts that
            have it, and the others always.
    """

    def __init__(self, expression: str) -> None:
        self.expression = expression
        self._at_words = _AtWords(self)

    @cached_property
    def _whole(self) -> re.Pattern[str]:
        return _compiled(self.expression)

    @cached_property
    def alternatives(self) -> _Alternatives:
        """Its alternatives by what a text needs before they can match in it."""
        return _Alternatives(self.expression)

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """The beginnings of the words with which a match can begin."""
        return frozenset(self.alternatives.of_words)

    @cached_property
    def _gate(self) -> int:
        return new_gates([self.beginnings])[0]

    @cached_property
    def _of_signs(self) -> re.Pattern[str] | None:
        of_signs = self.alternatives.of_signs.values()
        return _any_of(dict.fromkeys(each for of_sign in of_signs for each in of_sign))

    @cached_property
    def _signs(self) -> tuple[str, ...]:
        return tuple(self.alternatives.of_signs)

    @cached_property
    def _in_ascii(self) -> re.Pattern[str] | None:
        return _any_of(self.alternatives.others)

    @cached_property
    def _anywhere(self) -> re.Pattern[str] | None:
        if not self.alternatives.of_scripts:
            return self._in_ascii
        return _any_of((*self.alternatives.of_scripts, *self.alternatives.others))

    @cached_property
    def _at_start(self) -> re.Pattern[str] | None:
        """What needs no word, if it begins the text; a search would try each letter of it."""
        return self._in_ascii if all(map(_begins_text, self.alternatives.others)) else None

    def may_match(self, text: str) -> bool:
        """Whether a text has a word or a sign with which a match can begin."""
        if self.alternatives.others or self._gate & gates_of(text):
            return True
        if self._has_sign(text):
            return True
        return bool(self.alternatives.of_scripts and not text.isascii())

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """See `re.Pattern.search`."""
        if end < len(text):  # The end may cut a word, and what is left of it may match.
            return self._whole.search(text, start, end)
        matches: list[re.Match[str]] = []
        if self._gate & gates_of(text):
            matches += self._matches_at_words(text, start, end)
        if self._has_sign(text):
            match = self._of_signs.search(text, start, end) if self._of_signs else None
            if match:
                matches.append(match)
        pattern = self._in_ascii if text.isascii() else self._anywhere
        if pattern is not None:
            at_start = pattern is self._at_start
            search = pattern.match if at_start else pattern.search
            match = search(text, start, end)
            if match:
                matches.append(match)
        if len(matches) > 1:  # The first of them is that of the whole expression.
            return self._whole.search(text, start, end)
        return matches[0] if matches else None

    def _has_sign(self, text: str) -> bool:
        # Called for every sentence of every card, where a generator costs more than the search.
        for sign in self._signs:  # noqa: SIM110
            if sign in text:
                return True
        return False

    def _matches_at_words(self, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """The first match of each alternative that can begin with a word of a text."""
        gates = gates_of_letters()
        for letters, offsets in word_places(text).by_letters.items():
            if not self._gate & gates[letters]:
                continue
            for pattern in self._at_words[letters]:
                for at in offsets:
                    match = pattern.match(text, at, end) if at >= start else None
                    if match:
                        yield match
                        break

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """See `re.Pattern.finditer`."""
        return iter(()) if self.search(text) is None else self._whole.finditer(text)

    def sub(self, replacement: str, text: str) -> str:
        """See `re.Pattern.sub`."""
        return text if self.search(text) is None else self._whole.sub(replacement, text)


class _AtWords(dict[str, tuple[re.Pattern[str], ...]]):
    """The alternatives of a pattern that are tried at a word, by its first letters.

    Args:
        pattern: The pattern.
    """

    def __init__(self, pattern: GatedPattern) -> None:
        super().__init__()
        self._pattern = pattern
        self._compiled: dict[str, re.Pattern[str]] = {}

    def __missing__(self, letters: str) -> tuple[re.Pattern[str], ...]:
        of_words = self._pattern.alternatives.of_words
        beginning = (of_words.get(each, ()) for each in beginnings_of(letters))
        written = dict.fromkeys(alternative for each in beginning for alternative in each)
        self[letters] = patterns = tuple(map(self._as_pattern, written))
        return patterns

    def _as_pattern(self, alternative: str) -> re.Pattern[str]:
        pattern = self._compiled.get(alternative)
        if pattern is None:
            pattern = self._compiled[alternative] = _compiled(alternative)
        return pattern


class _Alternatives:
    """The alternatives of an expression by what a text needs before they can match in it.

    Attributes:
        of_words: By the beginnings of the words with which they can begin.
        of_scripts: Those that begin with a letter that ASCII does not have.
        of_signs: By the signs with which they can begin, such as `@`.
        others: Those that may begin with anything.
    """

    def __init__(self, expression: str) -> None:
        self.of_words: dict[str, list[str]] = {}
        self.of_scripts: list[str] = []
        self.of_signs: dict[str, list[str]] = {}
        self.others: list[str] = []
        for alternative in alternatives_of(expression):
            if alternative == _NEVER:
                continue
            of_words = _beginnings(alternative)
            of_signs = _signs(alternative)
            for beginning in of_words:
                self.of_words.setdefault(beginning, []).append(alternative)
            for sign in of_signs:
                self.of_signs.setdefault(sign, []).append(alternative)
            if of_words or of_signs:
                continue
            is_of_script = _is_of_other_script(alternative)
            (self.of_scripts if is_of_script else self.others).append(alternative)


class AnyGated:
    """Whether any of several patterns may match, at the price of one look.

    Args:
        patterns: The patterns.
    """

    def __init__(self, patterns: Iterable[GatedPattern]) -> None:
        self._patterns = tuple(patterns)

    @cached_property
    def _gate(self) -> int:
        beginnings = frozenset[str]().union(*(each.beginnings for each in self._patterns))
        return new_gates([beginnings])[0]

    @cached_property
    def _signs(self) -> frozenset[str]:
        return frozenset[str]().union(*(each.alternatives.of_signs for each in self._patterns))

    @cached_property
    def _may_match_ascii(self) -> bool:
        return any(each.may_match("") for each in self._patterns)

    @cached_property
    def _may_match_others(self) -> bool:
        return any(each.may_match(_OTHER_LETTER) for each in self._patterns)

    def may_match(self, text: str) -> bool:
        """Whether a text has a word or a sign with which a match of any of them can begin."""
        if self._may_match_ascii or self._gate & gates_of(text):
            return True
        if any(sign in text for sign in self._signs):
            return True
        return self._may_match_others and not text.isascii()


def _beginnings(alternative: str) -> frozenset[str]:
    """The beginnings of the words with which an alternative can begin; empty if it may begin with
    anything or within a word."""
    behind = _NOT_BEHIND.match(alternative)
    start = behind.end() if behind else 0
    if not alternative.startswith(_EDGES, start) and not alternative.startswith(_EDGES):
        return frozenset()
    beginnings = word_beginnings(alternative)
    return frozenset() if "" in beginnings else frozenset(beginnings)


def _signs(alternative: str) -> frozenset[str]:
    """The signs with which an alternative can begin; empty if it may begin with anything else."""
    signs = first_letters(alternative, 1)
    return signs if all(map(_is_sign, signs)) else frozenset()


def _is_sign(letter: str) -> bool:
    return letter not in ("", GAP, "_") and not letter.isalnum() and not letter.isspace()


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
