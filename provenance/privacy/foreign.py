"""Detect cards written in an unsupported language, by their prose as a whole.

A sentence of Polish, Turkish, Vietnamese or Indonesian looks like terse English to a rule that
judges one sentence; over a whole card the function words of English are either present or missing.
"""

from __future__ import annotations

import re

from provenance.model.card import BlockKind, Card
from provenance.text.pattern_set import folded

# In 1,879 English and Korean cards and policies, the sparsest prose has 7 function words per 100;
# other languages that share some of them (Portuguese: a, as) have at most 4.
FEWEST_FUNCTION_WORDS = 0.05
FEWEST_WORDS = 12
# Chinese, Japanese and Thai have no blanks, so a short card may look like one word.
_FEWEST_LETTERS = 12
_MOST_CHARACTERS = 20_000
_WORD = re.compile(r"[^\W\d_]+")
_ANY_WORD = re.compile(r"\w+")
_URL = re.compile(r"https?://\S+")
_HANGUL = re.compile(r"[가-힣]")
_LETTER = re.compile(r"[^\W\d_]")
_LATIN_OR_HANGUL = re.compile(r"[A-Za-z\u00aa-\u024f\u1100-\u11ff\u3130-\u318f가-힣]")
_FUNCTION_WORDS = frozenset(
    (
        *("the", "of", "and", "to", "is", "are", "was", "were", "be", "been", "not", "in", "that"),
        *("this", "with", "for", "from", "by", "it", "on", "as", "or", "have", "has", "may", "we"),
        *("you", "which", "a", "an", "at", "can", "our"),
    )
)


def is_foreign(card: Card) -> bool:
    """Whether a card's paragraphs, lists and quotes have almost no English function words or
    Hangul.

    Args:
        card: The parsed card. With fewer than 12 words of prose it counts as English, unless it is
            written in another script.
    """
    prose = (BlockKind.PARAGRAPH, BlockKind.LIST, BlockKind.QUOTE)
    texts = (
        block.text
        for part in card.walk()
        for block in part.blocks
        if block.stated and block.kind in prose
    )
    text = _URL.sub("", " ".join(texts)[:_MOST_CHARACTERS])
    if _is_in_another_script(text):
        return True
    words = _WORD.findall(text)
    korean = 0 if text.isascii() else sum(bool(_HANGUL.search(word)) for word in words)
    if len(words) < FEWEST_WORDS or korean * 10 > len(words):
        return False
    function_words = sum(word in _FUNCTION_WORDS for word in _ANY_WORD.findall(folded(text)))
    return function_words < FEWEST_FUNCTION_WORDS * len(words)


def _is_in_another_script(text: str) -> bool:
    """Whether most letters belong neither to Latin script nor to Hangul."""
    if text.isascii():
        return False
    letters = len(_LETTER.findall(text))
    others = letters - len(_LATIN_OR_HANGUL.findall(text))
    return letters >= _FEWEST_LETTERS and others * 2 > letters
