r"""The letters with which the matches of a pattern begin, read from the pattern itself.

    \b(?:data ?sets?|corpus)   begins with  data, corp
    (?:we|they) collected      begins with  we, they

Only the beginning of a pattern is understood. Where it goes on with something that cannot be
listed, such as `\w*` or `[a-z]`, the letters end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

# Stands for any one character that belongs to no word, such as `\s` or `[\s\-]`, or for the end
# of a word.
GAP = "\0"
# A class of more characters than this is not listed.
_MOST_IN_CLASS = 6
_PLAIN_GROUP = "(?:"
_GROUP = re.compile(r"\?(?::|-?i:|>|=|!|<=|<!)")
_ASSERTIONS = frozenset({"?=", "?!", "?<=", "?<!"})
_EDGE = r"\b"
_POSITIONS = frozenset({r"\b", r"\B", r"\A", r"\Z"})
_REPEATED = re.compile(r"(?:[?*+]|\{(?P<fewest>\d*)(?:,\d*)?\})[?+]?")
_CLASS = re.compile(r"\[(?P<negated>\^?)(?P<listed>\]?(?:\\.|[^\]\\])*)\]", re.DOTALL)
_CHARACTER = re.compile(r"\\?.", re.DOTALL)
# Whatever neither opens nor closes a group nor ends an alternative; a class may hold such signs.
_PLAIN = re.compile(r"(?:[^\\\[()|]|\\.|\[\^?\]?(?:\\.|[^\]\\])*\])+", re.DOTALL)

# The letters so far, and whether more can be added.
_Beginning = tuple[str, bool]
_EMPTY: _Beginning = ("", True)
_ANYTHING: _Beginning = ("", False)


@lru_cache(maxsize=8_192)  # classes of words include one another
def first_letters(pattern: str, most: int) -> frozenset[str]:
    """The lower-case beginnings of all matches of a pattern.

    Args:
        pattern: A pattern of `re`, for any case of letters.
        most: How many characters of each. More of them separate more patterns, but take longer to
            look up.

    Returns:
        A match begins with one of these. An empty string among them means that a match can begin
        with anything.
    """
    reader = _Reader(pattern, most)
    beginnings = reader.alternatives() if "|" in pattern else reader.beginning()
    return frozenset(letters for letters, _ in beginnings)


def alternatives_of(pattern: str) -> list[str]:
    """The alternatives of a pattern, as far as they are in no group.

    Args:
        pattern: A pattern of `re`.
    """
    reader = _Reader(pattern, 0)
    return list(reader.written_alternatives())


def without_outer_groups(pattern: str) -> Iterator[str]:
    """The alternatives of a pattern; of one that is a single group, those inside the group.

    Args:
        pattern: A pattern of `re`.
    """
    if "|" not in pattern:
        yield pattern
        return
    for alternative in alternatives_of(pattern):
        inside = _Reader(alternative, 0).inside_of_only_group()
        if inside is None:
            yield alternative
        else:
            yield from without_outer_groups(inside)


class _Reader:
    """Reads a pattern from left to right."""

    def __init__(self, pattern: str, most: int) -> None:
        self._pattern = pattern
        self._most = most
        self._at = 0

    def alternatives(self) -> set[_Beginning]:
        """Sequences with `|` between them, up to the end of a group."""
        beginnings = self._sequence()
        while self._next() == "|":
            self._at += 1
            beginnings |= self._sequence()
        return beginnings

    def written_alternatives(self) -> Iterator[str]:
        """The alternatives as they are written."""
        while True:
            start = self._at
            self._skip_sequence()
            yield self._pattern[start : self._at]
            if not self._next():
                return
            self._at += 1

    def inside_of_only_group(self) -> str | None:
        """What stands inside of a group that is the whole pattern; None if there is more."""
        opening = _PLAIN_GROUP
        last = len(self._pattern) - 1
        if not self._pattern.startswith(opening):
            return None
        self._at = len(opening)
        self._skip_sequence()
        while self._next() == "|":
            self._at += 1
            self._skip_sequence()
        return self._pattern[len(opening) : last] if self._at == last else None

    def beginning(self) -> set[_Beginning]:
        """The only alternative, read no further than its letters go."""
        beginnings = {_EMPTY}
        while self._next() and any(is_open for _, is_open in beginnings):
            beginnings = self._with_next_part(beginnings)
        return beginnings

    def _next(self) -> str:
        return self._pattern[self._at : self._at + 1]

    def _sequence(self) -> set[_Beginning]:
        beginnings = {_EMPTY}
        while self._next() not in ("", "|", ")"):
            if not any(is_open for _, is_open in beginnings):
                self._skip_sequence()
                break
            beginnings = self._with_next_part(beginnings)
        return beginnings

    def _skip_sequence(self) -> None:
        """Go to the end of an alternative, whose further letters are not wanted."""
        depth = 0
        while sign := self._next():
            if depth == 0 and sign in "|)":
                return
            depth += (sign == "(") - (sign == ")")
            plain = _PLAIN.match(self._pattern, self._at)
            self._at = plain.end() if plain else self._at + 1

    def _with_next_part(self, beginnings: set[_Beginning]) -> set[_Beginning]:
        if self._pattern.startswith(_EDGE, self._at):
            self._at += len(_EDGE)
            return {self._at_edge(each) for each in beginnings}
        part = self._repeated(self._part())
        return {joined for each in beginnings for joined in self._continued(each, part)}

    def _at_edge(self, beginning: _Beginning) -> _Beginning:
        """A beginning at the edge of a word, where letters in front of the edge are all of it."""
        letters, is_open = beginning
        if not is_open or not letters or not letters[-1].isalnum():
            return beginning
        return letters + GAP, False

    def _continued(self, beginning: _Beginning, part: set[_Beginning]) -> set[_Beginning]:
        """A beginning with each of the parts that can follow."""
        letters, is_open = beginning
        if not is_open:
            return {beginning}
        continued = set()
        for more, stays_open in part:
            together = letters + more
            is_full = len(together) >= self._most
            continued.add((together[: self._most], stays_open and not is_full))
        return continued

    def _repeated(self, part: set[_Beginning]) -> set[_Beginning]:
        """A part with the quantifier behind it; what is repeated ends the letters."""
        quantifier = _REPEATED.match(self._pattern, self._at)
        if quantifier is None:
            return part
        self._at = quantifier.end()
        if quantifier[0][0] == "?":
            return part | {_EMPTY}
        ended = {(letters, False) for letters, _ in part}
        may_be_absent = quantifier[0][0] == "*" or quantifier["fewest"] in ("", "0")
        return ended | {_EMPTY} if may_be_absent else ended

    def _part(self) -> set[_Beginning]:
        sign = self._next()
        if sign == "(":
            return self._group()
        if sign == "[":
            return self._class()
        character = _CHARACTER.match(self._pattern, self._at)
        assert character is not None
        self._at = character.end()
        if character[0] in _POSITIONS or sign in ("^", "$"):
            return {_EMPTY}
        return {_ANYTHING} if sign == "." else {_beginning_of(character[0])}

    def _group(self) -> set[_Beginning]:
        opening = _GROUP.match(self._pattern, self._at + 1)
        self._at = opening.end() if opening else self._at + 1
        inside = self.alternatives()
        self._at += len(")")
        is_assertion = opening is not None and opening[0] in _ASSERTIONS
        return {_EMPTY} if is_assertion else inside

    def _class(self) -> set[_Beginning]:
        written = _CLASS.match(self._pattern, self._at)
        assert written is not None
        self._at = written.end()
        characters = _CHARACTER.findall(written["listed"])
        has_range = "-" in characters[1:-1]
        if written["negated"] or has_range or len(characters) > _MOST_IN_CLASS:
            return {_ANYTHING}
        return {_beginning_of(character) for character in characters}


def _beginning_of(character: str) -> _Beginning:
    """One character of a pattern, possibly behind a backslash."""
    if character in (r"\s", r"\W"):
        return GAP, True
    if len(character) == 1:
        return character.lower(), True
    escaped = character[1]
    return _ANYTHING if escaped.isalnum() else (escaped, True)
