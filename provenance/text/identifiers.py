"""Ids of rules and questions in any spelling: `priv-70`, `LIC 3`, full-width letters."""

from __future__ import annotations

import re
import unicodedata

# Letters, then at most three digits, with blanks, dots, underscores or dashes between them.
_SPELLING = re.compile(r"([A-Z]{2,8})([\s._\-‐-―−]*)([0-9]{1,3})")
_DIGITS = 3


def identifier_of(word: str) -> str:
    """The canonical letters and three digits of a spelling, such as `LIC003` for `lic 3`.

    Args:
        word: The text that the user typed.

    Returns:
        Empty if the word is not an id in any spelling.
    """
    spelling = _SPELLING.fullmatch(_plain(word))
    return f"{spelling[1]}{spelling[3]:0>{_DIGITS}}" if spelling else ""


def has_separator(word: str) -> bool:
    """Whether a separator stands between the letters and the digits, as in `PRIV-070`."""
    spelling = _SPELLING.fullmatch(_plain(word))
    return bool(spelling and spelling[2])


def _plain(word: str) -> str:
    return unicodedata.normalize("NFKC", word).strip().upper()
