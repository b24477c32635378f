"""Short excerpts of long texts."""

from __future__ import annotations

import re

QUOTE_LIMIT = 300
# A quote is cut from eight times its length, because runs of white space collapse.
_SPACES = 8
QUOTED_FROM = QUOTE_LIMIT * _SPACES
_SPACE = re.compile(r"\s+")


def shorten(text: str, limit: int = QUOTE_LIMIT) -> str:
    """Collapse white space and cut to `limit` characters, with an ellipsis if anything was cut."""
    text = _SPACE.sub(" ", text[: limit * _SPACES]).strip()
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
