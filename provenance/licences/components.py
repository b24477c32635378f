"""Where a licence text ends and a list of other people's licences begins.

Vendors put the licences of the software in a model below their own terms, often longer than these.
They say nothing of the model, so a text is named after what stands above them.
"""

from __future__ import annotations

import re

from provenance.text.lazy import LazyPattern

# With fewer words above it the list is the text, or what is above is only its title.
_FEWEST_WORDS = 60
# A list names its first component soon.
_NEAR = 2_500
_WHOSE = r"(?:third[- ]part(?:y|ies)|open[- ]source|other|external|bundled|upstream)"
_WHAT = (
    r"(?:software|code|components?|dependenc(?:y|ies)|librar(?:y|ies)|packages?|modules?|materials?"
    r"|notices?|information|licen[cs]es?|attributions?|acknowledge?ments?|models?|works?)"
)
# Lines without these words need no closer look.
_HINT = LazyPattern(rf"\b{_WHOSE} {_WHAT}\b", re.IGNORECASE)
_LONGEST_LINE = 400
# A section of the terms themselves has a number, the list below them has none.
_FRAME = r"[\s#*_=-]{0,12}"
_LIST = LazyPattern(
    rf"{_FRAME}(?:"
    rf"(?:notices? (?:for|on|of) |licen[cs]es? (?:for|of) |list of )?{_WHOSE} {_WHAT}"
    rf"(?:[ ,/&]{{1,3}}(?:and |or )?{_WHAT}){{0,4}}(?: licen[cs]ed? under .{{0,120}})?"
    rf"{_FRAME}:?{_FRAME}"
    r"|(?:the following|below|this section)[^.]{0,60}?"
    rf"\b(?:notices?|licen[cs]es?|attributions?|terms)\b[^.]{{0,60}}?\b{_WHOSE} {_WHAT}\b.{{0,160}}"
    rf"|[^.]{{0,80}}\b(?:includes?|contains?|incorporates?|uses) (?:the following|certain)"
    rf" {_WHOSE} {_WHAT}\b.{{0,160}}"
    r")",
    re.IGNORECASE,
)
_COMPONENT = LazyPattern(
    r"\bcopyright\b|©|\bpermission is hereby granted\b|\bredistribution and use\b"
    r"|\bapache licen[cs]e\b|\b(?:mit|bsd)\b",
    re.IGNORECASE,
)


def end_of_own_terms(text: str) -> int | None:
    """Where the list of components' licences begins.

    Args:
        text: A licence text as read.

    Returns:
        Its offset; None if the text has no such list, or nothing but the list.
    """
    for hint in _HINT.finditer(text):
        start = text.rfind("\n", 0, hint.start()) + 1
        end = text.find("\n", hint.end())
        end = len(text) if end < 0 else end
        if end - start > _LONGEST_LINE or not _LIST.fullmatch(text, start, end):
            continue
        is_list = _COMPONENT.search(text, end, end + _NEAR) is not None
        if is_list and len(text[:start].split()) >= _FEWEST_WORDS:
            return start
    return None
