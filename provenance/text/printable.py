"""Make untrusted text safe to show: nothing in it controls a terminal, a page or a parser."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import Any

_BATCH = 20_000
# Letters by category that are invisible: Hangul fillers, Khmer inherent vowels, the blank Braille
# pattern, variation selectors.
_BLANK = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | {
    chr(code) for code in range(0xE0100, 0xE01F0)
}
_SURROGATE = re.compile("[\ud800-\udfff]")
_BEYOND_ASCII = re.compile(r"[^\x20-\x7e\n]")
_SUSPECT = re.compile(r"[^\x20-\x7e]")


def printable(text: str) -> str:
    """Turn any text into one printable line.

    White space of every kind becomes a space. Controls (C0 and C1, including escape sequences),
    bidirectional overrides and isolates (Unicode Standard Annex 9), zero-width marks, blank
    letters, tags, and private, unassigned and lone surrogate code points become a control picture
    or their number, such as `<U+202E>`.

    Args:
        text: Any string.

    Returns:
        A string of printable characters and spaces.
    """
    if text.isascii() and text.isprintable():
        return text
    return _SUSPECT.sub(_substitute, text)


def _substitute(match: re.Match[str]) -> str:
    char = match[0]
    if char.isprintable() and char not in _BLANK:
        return char
    if char.isspace() and not "\x1c" <= char <= "\x1f":
        return " "
    if char < " " or char == "\x7f":
        return "\u2421" if char == "\x7f" else chr(0x2400 + ord(char))
    return f"<U+{ord(char):04X}>"


def json_bytes(
    document: Mapping[str, object] | Sequence[object],
    *,
    default: Callable[[Any], object] | None = None,
) -> bytes:
    """Write JSON (RFC 8259) as UTF-8, indented by 2, with a final line break.

    Text stays readable in its own script; characters that could control a terminal are escaped, so
    the file is safe in any pager. A lone surrogate, which UTF-8 cannot encode, becomes U+FFFD.

    Args:
        document: Plain values, and objects that `default` knows.
        default: Turns an object into plain values just before it is written.
    """
    payload = io.BytesIO()
    pieces = json.JSONEncoder(ensure_ascii=False, indent=2, default=default).iterencode(document)
    while batch := "".join(
        islice(pieces, _BATCH)
    ):  # all pieces at once take ten times the memory of the text
        payload.write(_BEYOND_ASCII.sub(_escape, _SURROGATE.sub("\ufffd", batch)).encode())
    payload.write(b"\n")
    return payload.getvalue()


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    if char.isprintable() and char not in _BLANK:
        return char
    units = char.encode("utf-16-be")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
