"""The words of `data/lexicon.json` as compiled patterns, by language and purpose."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from provenance.privacy.catalogue import load

LANGUAGES = ("en", "ko")
# Capital letters of a pattern that do not belong to an escape such as \S.
_CAPITALS = re.compile(r"(?<!\\)[A-Z]+")
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
def pattern(language: str, *keys: str) -> re.Pattern[str]:
    """A case-insensitive pattern for any of the words under `keys` in a sentence of `language`."""
    words = load_lexicon()[language]
    return compile_words(language, (word for key in keys for word in words.get(key, ())))


def compile_words(language: str, words: Iterable[str]) -> re.Pattern[str]:
    """Compile alternatives in lexicon notation: a space is any gap or hyphen, `~` the rest of a
    word.

    Word parts are possessive or bounded in all lists, so that a text which nearly matches at every
    word costs only one pass.
    """
    gap = r"[\s\-]" if language == "en" else r"\s?"
    rest = r"(?:\w*+)" if language == "en" else r"\w*"
    joined = "|".join(word.replace("~", rest).replace(" ", gap) for word in words) or r"(?!)"
    return re.compile(
        rf"(?<!\w)(?:{joined})(?!\w)" if language == "en" else rf"(?:{joined})", re.IGNORECASE
    )


def compile_screen(language: str, words: Iterable[str]) -> re.Pattern[str]:
    """Compile the same alternatives for lower-cased text: over twice as fast, no match lost."""
    return re.compile(
        _CAPITALS.sub(lambda match: match.group().lower(), compile_words(language, words).pattern)
    )


@cache
def load_lexicon() -> dict[str, dict[str, list[str]]]:
    """The raw lexicon by language and key."""
    data = load("lexicon.json")
    return {language: data[language] for language in LANGUAGES}
