"""Korean particles, which depend on the final sound of the preceding word."""

from __future__ import annotations

_FIRST, _LAST, _FINALS = 0xAC00, 0xD7A3, 28
_RIEUL = 8
# Digits and Latin letters whose Korean names end with a consonant.
_CLOSED = frozenset("013678LMNlmn")
# Those whose names end with ㄹ (일, 칠, 팔, 엘), which take 로 and not 으로.
_ENDS_WITH_RIEUL = frozenset("178Ll")


def with_particle(word: str, pair: str) -> str:
    """The word with the matching particle.

    Args:
        word: Any text; trailing brackets and quotes are ignored.
        pair: The particle after a consonant and after a vowel: `은/는`, `이/가`, `을/를`, `과/와`,
            `으로/로`.
    """
    after_consonant, _, after_vowel = pair.partition("/")
    last = next((letter for letter in reversed(word) if letter.isalnum()), "")
    closed, rieul = _final_consonant(last)
    if pair == "으로/로" and rieul:
        closed = False
    return word + (after_consonant if closed else after_vowel)


def _final_consonant(letter: str) -> tuple[bool, bool]:
    """Whether a character's name ends with a consonant, and whether that is ㄹ."""
    if not letter:
        return False, False
    code = ord(letter)
    if _FIRST <= code <= _LAST:
        final = (code - _FIRST) % _FINALS
        return final > 0, final == _RIEUL
    return letter in _CLOSED, letter in _ENDS_WITH_RIEUL
