"""Titles of licence texts: name, version and subject."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from provenance.licences.shingles import MONTHS, YEAR, is_copyright, plain_words

_LONGEST_HEAD = 3_000
_MOST_LINES = 8
_MOST_WORDS = 16
# A line above the title proper, such as the model's name.
_MOST_WORDS_ABOVE = 6
_KIND = re.compile(
    r"\b(?:licen[cs]es?|agreement|terms|policy|(?:open)?rail\b)|许可|协议", re.IGNORECASE
)
_CAPITAL = re.compile(r"\b[^\W\d_]")
_VERSION_LINE = re.compile(r"\W*(?:version|v)\.? ?\d", re.IGNORECASE)
_RELEASE = re.compile(r"(?:version )?release date", re.IGNORECASE)
_NUMBER = re.compile(r"v?\d+(?:\.\d+)*")
# How many words of a title may be lower case; with more it is a sentence.
_MOST_LOWER = 0.4
_SHORT_WORD = 3
_FILLER = frozenset({"a", "agreement", "an", "and", "conditions", "license", "licenses"}).union(
    {"dated", "nc", "of", "terms", "the", "use", "v", "version"}
)
_ANY_MONTH = MONTHS | {month[:3] for month in MONTHS}
# Words common in titles: they distinguish kinds of licences but name none.
_KINDS = frozenset(
    {"acceptable", "ai", "code", "commercial", "community", "data", "dataset"}
).union(
    {"general", "language", "large", "learning", "machine", "model", "models", "noncommercial"},
    {"non", "open", "parameters", "policy", "prohibited", "public", "research", "software"},
    {"source", "usage", "weights"},
    "模型许可證证协议議社区區开源商用研究大语語言使权權授通用条款利規約",
)
# `Modified MIT License` is the title of several texts by different authors.
_NAMES_NOTHING = "modified"


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceTitle:
    """The title of a licence text.

    Attributes:
        names: The words of the title, without `License` and the like, and without its version.
        versions: Version numbers.
        subject: What the title applies to: the model in `License for DoRA`, or in the release line
            below it.
    """

    names: frozenset[str] = frozenset()
    versions: frozenset[str] = frozenset()
    subject: frozenset[str] = frozenset()

    @property
    def is_name(self) -> bool:
        """Whether the title names a licence, not only a kind of licence."""
        return bool(self.names - _KINDS) and _NAMES_NOTHING not in self.names

    def is_same_as(self, other: LicenceTitle) -> bool:
        """Whether two titles name the same version of the same licence."""
        same_name = self.is_name and self.names == other.names
        return same_name and self.versions == other.versions

    def differs_from(self, other: LicenceTitle) -> bool:
        """Whether two titles name different licences."""
        return self.is_name and other.is_name and self.names != other.names

    def is_sibling_of(self, other: LicenceTitle) -> bool:
        """Whether two titles name two licences of one family, with a word in common."""
        return self.differs_from(other) and bool((self.names & other.names) - _KINDS)


def read_title(text: str) -> LicenceTitle:
    """Read the title of a licence text.

    Args:
        text: The text as read; its first lines are examined.

    Returns:
        The title; an empty one if the text starts without one.
    """
    lines = list(_first_lines(text))
    at = next((number for number, line in enumerate(lines) if _KIND.search(line)), None)
    if at is None or not _is_title(lines[at]):
        return LicenceTitle()
    above = lines[at - 1] if at else ""
    below = lines[at + 1] if at + 1 < len(lines) else ""
    words = (*_model_above(above), *plain_words(lines[at]), *_version_below(below))
    name, subject = _cut(words)
    stated = frozenset(_without_dates(name)) - _FILLER
    versions = frozenset(word for word in stated if _NUMBER.fullmatch(word))
    names = stated - versions
    return LicenceTitle(
        names=names,
        versions=frozenset(version.removeprefix("v") for version in versions),
        subject=frozenset((*subject, *_released(below))) - names - _FILLER,
    )


def _model_above(line: str) -> tuple[str, ...]:
    """The words of a line above the title proper if it is part of it: the model's name."""
    words = plain_words(line)
    is_part = 0 < len(words) <= _MOST_WORDS_ABOVE and _is_title(line)
    return words if is_part else ()


def _version_below(line: str) -> tuple[str, ...]:
    return plain_words(line) if _VERSION_LINE.match(line) else ()


def _released(line: str) -> tuple[str, ...]:
    """The words of `X Release Date: ...` that name the release."""
    release = _RELEASE.search(line)
    return plain_words(line[: release.start()]) if release else ()


def _first_lines(text: str) -> Iterator[str]:
    """The first lines with words that are not copyright notices, up to a long one."""
    count = 0
    for line in text[:_LONGEST_HEAD].splitlines():
        words = line.strip(' \t#*_=-/>|`“”"')
        if not _CAPITAL.search(words) or is_copyright(line):
            continue
        if len(words.split()) > _MOST_WORDS or count == _MOST_LINES:
            return
        count += 1
        yield words


def _is_title(line: str) -> bool:
    """Whether most words of a line are capitalised, as in titles."""
    if line.endswith((",", ";")):
        return False
    words = [word for word in re.findall(r"[^\W\d_]+", line) if len(word) > _SHORT_WORD]
    lower = [word for word in words if word.islower()]
    return len(lower) <= _MOST_LOWER * len(words)


def _cut(words: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """The words of a title before and after `for`."""
    at = words.index("for") if "for" in words else len(words)
    return words[:at], words[at + 1 :]


def _without_dates(words: Sequence[str]) -> Iterator[str]:
    """The words without years, months and the days beside them."""
    months = {at for at, word in enumerate(words) if word in _ANY_MONTH}
    near_months = {at + step for at in months for step in (-1, 1)}
    for at, word in enumerate(words):
        is_day = at in near_months and word.isdigit()
        is_year = YEAR.fullmatch(word) is not None
        if at not in months and not is_day and not is_year:
            yield word
