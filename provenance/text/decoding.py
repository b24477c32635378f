"""Decode text files: UTF-8, UTF-16, and Korean in the legacy Windows code page."""

from __future__ import annotations

import codecs

# Enough bytes to see whether the zero bytes of UTF-16 come first or second.
_HEAD = 400
_SHARE_OF_ZEROS = 0.3
# Korean prose uses almost only the 2,350 syllables of KS X 1001, and a third of its syllables are
# endings and particles. Japanese or Chinese bytes that happen to decode as Korean show neither.
_FEWEST_SYLLABLES = 8
_SHARE_OF_HANGUL, _SHARE_OF_ENDINGS = 0.85, 0.15
_ENDINGS = frozenset("이다는의에을를은가고로하한지기있니")
_FIRST_SYLLABLE, _LAST_SYLLABLE = "가", "힣"
_ASCII_END = "\x7f"


def decode_text(data: bytes) -> str:
    """Decode the bytes of a text file.

    Args:
        data: Its bytes. Without a byte order mark they are UTF-8, unless zero bytes indicate
            UTF-16. Bytes that are not UTF-8 and plainly Korean in code page 949 (which includes
            EUC-KR) are decoded as that.

    Returns:
        The text, with U+FFFD for undecodable bytes.
    """
    encoding = _utf_16(data)
    if encoding:
        return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        korean = _as_korean(data)
    return data.decode("utf-8-sig", errors="replace") if korean is None else korean


def _utf_16(data: bytes) -> str:
    """The UTF-16 variant of the bytes, or empty."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    head = data[:_HEAD]
    high, low = head[0::2].count(0), head[1::2].count(0)
    fewest = max(len(head) / 2 * _SHARE_OF_ZEROS, 2)
    if low >= fewest and high == 0:
        return "utf-16-le"
    return "utf-16-be" if high >= fewest and low == 0 else ""


def _as_korean(data: bytes) -> str | None:
    """The text in code page 949, or None if it is not plainly Korean."""
    try:
        text = data.decode("cp949")
    except UnicodeDecodeError:
        return None
    foreign = [character for character in text if character > _ASCII_END]
    syllables = [
        character for character in foreign if _FIRST_SYLLABLE <= character <= _LAST_SYLLABLE
    ]
    common = "".join(syllables).encode("euc_kr", errors="ignore").decode("euc_kr")
    endings = [character for character in common if character in _ENDINGS]
    is_korean = (
        len(syllables) >= _FEWEST_SYLLABLES
        and len(common) >= _SHARE_OF_HANGUL * len(foreign)
        and len(endings) >= _SHARE_OF_ENDINGS * len(common)
    )
    return text if is_korean else None
