"""What hides a word from a reader of the text and not from one of the page: marks without a width
inside it, and letters of other scripts that look like Latin ones.

Sources: https://www.unicode.org/reports/tr36 and https://www.unicode.org/reports/tr39.
"""

from __future__ import annotations

import re

# Soft hyphens, joiners, marks of direction, fillers and tags, which a page does not show.
_INVISIBLE = (
    "\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufe00-\ufe0f\ufeff\U000e0001-\U000e007f"
)
# Persian, Hindi and emoji need joiners; between Latin or Hangul letters and ordinary signs these
# marks only split words.
_SPLITTABLE = "\\x20-\\x7e\u00c0-\u024f\u2010-\u2015\u2018-\u201f\uac00-\ud7a3"
_MARKS_INSIDE = re.compile(f"(?<=[{_SPLITTABLE}])[{_INVISIBLE}]++(?=[{_SPLITTABLE}])")
_CYRILLIC = "аеорсухіјѕһԁԛԝӏАВЕКМНОРСТУХІЈЅ", "aeopcyxijshdqwlABEKMHOPCTYXIJS"
_GREEK = "ονικρυΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ovikpuABEZHIKMNOPTYX"
_OTHERS = "օոսցıɑɡ", "onugiag"
_LOOKALIKES = {
    ord(letter): latin
    for letters, latins in (_CYRILLIC, _GREEK, _OTHERS)
    for letter, latin in zip(letters, latins, strict=True)
}
_FOREIGN = "".join(map(chr, _LOOKALIKES))
# A word that has both: `nоn` with a Cyrillic letter. Words of one script stay as they are.
_MIXED = re.compile(
    rf"(?<![^\W\d_])(?:[A-Za-z]++[{_FOREIGN}]|[{_FOREIGN}]++[A-Za-z])"
    rf"[A-Za-z{_FOREIGN}]*+(?![^\W\d_])"
)


def without_marks(text: str) -> str:
    """A text without invisible marks between Latin or Hangul letters and ordinary signs.

    Args:
        text: Any text; its lines stay what they are.
    """
    return text if text.isascii() else _MARKS_INSIDE.sub("", text)


def with_plain_letters(text: str) -> str:
    """A text in which words of Latin letters and such that only look like them are Latin.

    Args:
        text: A sentence.
    """
    if text.isascii():
        return text
    return _MIXED.sub(lambda word: word.group().translate(_LOOKALIKES), without_marks(text))
