"""Recognise placeholders: texts that fill a field and say nothing."""

from __future__ import annotations

import re

LONGEST = 120
# What people and serialisers leave in place of a value. `none` comes from Python and YAML; the
# licence value NONE of SPDX, which does say something, is an IRI in SPDX 3 and not a value in
# CycloneDX.
_WORDS = re.compile(
    r"no ?assertion|un ?known|un ?defined|un ?specified|none|null|nil|nan|n\.?/?a\.?|not"
    r" (?:applicable|available"
    r"|specified|provided|stated|known|set)|to ?do|fixme|tbd|tba|tbc|to be"
    r" (?:determined|defined|announced|added"
    r"|completed|confirmed|filled(?: in)?)|place ?holder|change ?me|replace ?me|insert .{1,40} here"
    r"|your[ _-](?:name|organi[sz]ation|company|e-?mail|model|dataset|project)(?:["
    r" _-](?:name|here))?"
    r"|more information needed|lorem ipsum.*|x{3,}|\.{3}|…|[-–—_?*.]+",
    re.IGNORECASE,
)
_WRAPPING = "[](){}<>\"'` \t\n*_:.,;!"
_TEMPLATE = re.compile(r"\{\{[^{}]*\}\}|\$\{[^{}]*\}|<(?:your|insert|todo)[^<>]*>", re.IGNORECASE)
_SPDX_NOTHING = re.compile(
    r"(?:https?://spdx\.org/rdf/3\.[\d.]+/terms/(?:\w+/){1,2}|\w{1,40}_)[Nn]oAssertion\w*"
)
_EPOCH = re.compile(r"(?:1970-01-01|0001-01-01|0000-00-00)(?:T00:00:00.*)?")
_ONE_DIGIT = re.compile(r"([0-9a-f])\1{31,}", re.IGNORECASE)


def is_placeholder(text: str) -> bool:
    """Whether a text is empty or only a placeholder.

    Args:
        text: As written. Only the whole text counts: `unknown origin of 3 files` is a statement.
    """
    if len(text) > LONGEST:
        return bool(_ONE_DIGIT.fullmatch(text)) or not text.strip()
    bare = text.strip(_WRAPPING)
    whole = (_TEMPLATE, _SPDX_NOTHING, _EPOCH, _ONE_DIGIT)
    return (
        not bare
        or bool(_WORDS.fullmatch(bare))
        or any(pattern.fullmatch(text.strip()) for pattern in whole)
    )
