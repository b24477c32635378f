"""Text as a reader sees it: collapsed blanks, decoded character references, recognised
addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

# A single blank stays as it is.
_BLANKS = re.compile(r"[^\S\n]{2,}|[^\S\n ]")
_BREAKS = re.compile(r" ?\n[ \n]*")
_IN_URL = r"[^\s<>\"`\[\]{}|\\^。，、；：（）「」『』【】《》]"
# Matches a whole address at once, so that a text full of addresses costs one pass.
_URL = re.compile(rf"https?://{_IN_URL}++")
_LONGEST_URL = 2_000  # what is longer is data, not an address
_ENDINGS = tuple(".,;:!?*_~'")


def tidy(text: str) -> str:
    """Collapse runs of blanks; drop empty lines and the blanks around a line."""
    text = _BLANKS.sub(" ", text)
    return (_BREAKS.sub("\n", text) if "\n" in text else text).strip()


def one_line(text: str) -> str:
    """Collapse all white space to single blanks."""
    return " ".join(text.split())


def decode(text: str) -> str:
    """Replace character references such as `&amp;` by their characters."""
    try:
        return unescape(text) if "&" in text else text
    except ValueError:  # a reference by a number of more digits than Python converts
        return text


def bare_urls(text: str) -> Iterator[tuple[int, str]]:
    """Web addresses in running text, with their offsets.

    As in GitHub Flavored Markdown (section 6.9), trailing punctuation and an unmatched closing
    parenthesis belong to the sentence, not to the address.
    """
    for match in _URL.finditer(text):
        url = match.group()
        if len(url) > _LONGEST_URL:
            continue
        surplus = url.count(")") - url.count("(")
        while url.endswith(_ENDINGS) or (surplus > 0 and url.endswith(")")):
            surplus -= url.endswith(")")
            url = url[:-1]
        if not url.endswith("//"):
            yield match.start(), url
