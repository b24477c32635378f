"""Tell texts that state nothing by themselves: they lead to the next block, send the reader to
another page, or are about the card."""

from __future__ import annotations

import re

# A longer text says something besides.
_LONGEST = 400
_LONGEST_LEAD = 200
# Words that end with a full stop within a sentence are rare in texts this short.
_SENTENCE_ENDS = re.compile(r"[.!?](?=\s+[A-Z])")
_LEADS_ON = (":", "：")
_SENDS = re.compile(
    r"(?:todo\b|(?:also,? |for [^.]{2,60}, )?(?:please |kindly )?"
    r"(?:see|refer to|review|check out|check|visit|consult|have a look at)\b"
    r"|(?:more|further|additional|all|full|detailed|the current|for more)\b[^.]{0,120}?"
    r"\b(?:can be found|is available|are available|please (?:see|refer|visit))\b"
    r"|[^.]{0,160}?\bcan be found (?:here|in|on|at|under)\b"
    r"|подробн\w+ [^.]{0,60}(?:вынесен|см\.|приведен|описан))",
    re.IGNORECASE,
)
# The text below a picture.
_CAPTION = re.compile(r"(?:figure|fig\.?|table) \d{1,3}\b", re.IGNORECASE)
# What opens a section and only says what it is about.
_ANNOUNCES = re.compile(
    r"(?:these|this|the|our) models? ha(?:ve|s) (?:certain|some|several) limitations"
    r"(?: that [^.]{2,60})?\.?"
    r"|data used for (?:model )?(?:pre-?)?training and how the data was processed\.?"
    r"|(?:[\w,]{1,20} ){1,6}evaluation (?:approach|metrics) and results\.?"
    r"|details about the model internals\.?",
    re.IGNORECASE,
)
_OF_THE_CARD = re.compile(
    r"(?:note: ?)?(?:this|the following|the above|most of this) (?:section|text|part|model card)\b"
    r"[^.]{0,60}?\b(?:taken|adapted|copied|written|based|borrowed)\b"
    r"|this (?:model|dataset) card summari[sz]es\b",
    re.IGNORECASE,
)


def states_nothing(text: str) -> bool:
    """Whether a text is a single sentence that leads on, sends elsewhere, or is about the card."""
    words = text.strip()
    if len(words) > _LONGEST or _SENTENCE_ENDS.search(words):
        return False
    if words.endswith(_LEADS_ON) and len(words) <= _LONGEST_LEAD:
        return True
    return sends_elsewhere(words) or _ANNOUNCES.fullmatch(words) is not None


def sends_elsewhere(sentence: str) -> bool:
    """Whether a sentence only names another page or the card itself."""
    patterns = (_SENDS, _OF_THE_CARD, _CAPTION)
    return any(pattern.match(sentence) for pattern in patterns)
