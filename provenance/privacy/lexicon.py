"""The words of `data/lexicon.json` as compiled patterns, by language and purpose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from provenance.privacy.catalogue import load
from provenance.text.gated import GatedPattern
from provenance.text.lazy import LazyPattern
from provenance.text.pattern_set import (
    PatternSet,
    Places,
    SyllablePatterns,
    WordPatterns,
    syllable_places,
    word_places,
)

LANGUAGES = ("en", "ko")
_KINDS_OF_SET: Mapping[str, type[PatternSet]] = {"en": WordPatterns, "ko": SyllablePatterns}
KINDS = (
    "names",
    "contact",
    "identifiers",
    "ids",
    "sensitive",
    "biometric",
    "figures",
    "demographic",
)


@cache
def pattern(language: str, *keys: str) -> LazyPattern:
    """A case-insensitive pattern for any of the words under `keys` in a sentence of `language`."""
    words = load_lexicon()[language]
    return compile_words(language, (word for key in keys for word in words.get(key, ())))


def compile_words(language: str, words: Iterable[str]) -> LazyPattern:
    """A pattern of alternatives in lexicon notation: a space is any gap or hyphen, `~` the rest of
    a word. It is compiled at its first use, since one card needs few of them.

    Word parts are possessive or bounded in all lists, so that a text which nearly matches at every
    word costs only one pass.
    """
    joined = "|".join(_as_pattern(language, word) for word in words) or r"(?!)"
    expression = rf"(?<!\w)(?:{joined})(?!\w)" if language == "en" else rf"(?:{joined})"
    return LazyPattern(expression, re.IGNORECASE)


def gate_of(words: Mapping[str, Iterable[str]]) -> GatedPattern:
    """A cheap test of whether a text may have any of the words of several languages.

    Args:
        words: Words in lexicon notation, by language.
    """
    alternatives: list[str] = []
    for language, of_language in words.items():
        edge = r"(?<!\w)" if language == "en" else ""
        alternatives += (f"{edge}(?:{_as_pattern(language, word)})" for word in of_language)
    return GatedPattern("|".join(alternatives))


def _as_pattern(language: str, word: str) -> str:
    gap = r"[\s\-]" if language == "en" else r"\s?"
    rest = r"(?:\w*+)" if language == "en" else r"\w*"
    by_itself = word if language == "en" else _not_inside_other_words(word)
    return by_itself.replace("~", rest).replace(" ", gap)


def _not_inside_other_words(word: str) -> str:
    """A Korean word that does not match the same syllables inside another word: `공지` is a notice,
    and `인공지능` is none."""
    return _syllables_of_other_words().sub(
        lambda syllables: _words_inside_others()[syllables[0]], word
    )


@cache
def _words_inside_others() -> Mapping[str, str]:
    """Patterns by word for words that are part of others."""
    inside: Mapping[str, str] = load("lexicon.json")["inside"]
    return inside


@cache
def _syllables_of_other_words() -> re.Pattern[str]:
    """The words that others contain, where an alternative of a pattern begins with them."""
    syllables = "|".join(_words_inside_others())
    return re.compile(rf"(?:^|(?<=\|)|(?<=\(\?:))(?:{syllables})")


def pattern_set(language: str, names: Mapping[str, Iterable[str]]) -> PatternSet:
    """Words in lexicon notation by name, to be searched for together."""
    patterns = {
        name: [_as_pattern(language, word) for word in words] for name, words in names.items()
    }
    return _KINDS_OF_SET[language](patterns)


def places_of(text: str, language: str) -> Places:
    """Where the patterns of `pattern_set` can begin in a text."""
    return word_places(text) if language == "en" else syllable_places(text)


@cache
def load_lexicon() -> dict[str, dict[str, list[str]]]:
    """The raw lexicon by language and key."""
    data = load("lexicon.json")
    return {language: data[language] for language in LANGUAGES}
