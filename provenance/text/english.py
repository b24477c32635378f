"""The small words by which English is told from its neighbours."""

from __future__ import annotations

import re

from provenance.text.pattern_set import folded

# No other language that is read writes these often. (`of`, `is` and `we` are Dutch as well, and
# `or` is French, but an English sentence seldom does without them.)
_OWN = (
    "the|of|and|to|is|are|be|been|were|for|from|this|that|with|you|your|we|our|it|by|not|or|if"
    "|have|may|which|there|their|does|did|can|need|needs|some|other|into|than|they|them|would"
    "|should|when|while|what|how|these|those|its"
)
# Words that are common elsewhere too: `no` is Spanish, `in` and `was` are German.
_SHARED = "a|an|was|no|any|in|on|as|has|do|at|none|all|data|information"

ENGLISH = re.compile(rf"\b(?:{_OWN}|{_SHARED})\b", re.IGNORECASE)
"""A word that is frequent in English."""

_WORD = re.compile(r"\w+")
_OWN_WORDS = frozenset(_OWN.split("|"))


def count_english(text: str) -> int:
    """How many words of a text are `ENGLISH_ONLY`; a plain look-up of each is faster than a
    search."""
    return sum(map(_OWN_WORDS.__contains__, _WORD.findall(folded(text))))


ENGLISH_ONLY = re.compile(rf"\b(?:{_OWN})\b", re.IGNORECASE)
"""A word that is frequent in English and hardly occurs in its neighbours."""
