"""Keys that state the licence of a work, in many spellings and languages."""

from __future__ import annotations

import re
from functools import lru_cache

KEYS = (
    "license",
    "licenses",
    "licence",
    "licences",
    "licensing",
    "licenseid",
    "라이선스",
    "라이센스",
)
"""The usual keys in lower case without marks, the hub's own first."""

_MARKS = re.compile(r"[\s_.-]+")
_LONGEST = 40
# Keys kept with their plain form: cards have much the same ones.
_KEYS_KEPT = 4_096
# The same word misspelt, or in the language of the card.
_SPELLINGS = re.compile(
    r"lisen[cs]es?|lis[sz]en[cs]es?|lisc?en[cs]es?|licens|licn[es]+e|lin?cen[cs]es?"
    r"|lizenz(?:en)?|licencias?|licenza|licen[cç]a|licentie|lisensi|лицензия"
    r"|ライセンス|许可证?|許可證|授权|授權|이용허락(?:조건)?"
)
# `model_license`, `license of weights`: the named part is the work itself.
_PART = r"(?:models?|weights?|checkpoints?|adapters?|artifact|모델|가중치)"
_OF_PART = re.compile(
    rf"{_PART}(?:of|의)?(?:licen[cs]es?|라이[선센]스)"
    rf"|licen[cs]es?(?:of|for)?(?:the)?{_PART}"
)
# Values below these keys are about something other than the work.
_OF_OTHERS = re.compile(
    r"base|data|code|token|source|parent|index|config|widget|citation|upstream|teacher|original"
)


def plain_key(key: object) -> str:
    """A key in lower case without punctuation, for comparing spellings."""
    return _plain(str(key)[:_LONGEST])


@lru_cache(maxsize=_KEYS_KEPT)
def _plain(key: str) -> str:
    return _MARKS.sub("", key).lower()


def is_licence_key(key: object) -> bool:
    """Whether a key states the licence of the work itself, in any spelling."""
    return _names_licence(plain_key(key))


@lru_cache(maxsize=_KEYS_KEPT)
def _names_licence(plain: str) -> bool:
    if plain in KEYS:
        return True
    return bool(_SPELLINGS.fullmatch(plain) or _OF_PART.fullmatch(plain))


def is_about_others(key: object) -> bool:
    """Whether values below a key are about something else: the base, the data, the code."""
    return bool(_OF_OTHERS.search(plain_key(key)))


def key_rank(key: str) -> tuple[int, bool]:
    """The precedence of keys: the hub's own, other spellings of it, other words."""
    plain = plain_key(key)
    place = KEYS.index(plain) if plain in KEYS else len(KEYS)
    return place, key != plain
