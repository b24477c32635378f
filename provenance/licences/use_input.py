"""Parse an intended use from the command line or from a manifest's `use:`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from provenance.errors import UsageError
from provenance.licences.regions import region_code
from provenance.licences.use import ACTIVITIES, CIRCUMSTANCES, FIELDS, OPPOSITE, IntendedUse
from provenance.model.finding import shorten

KEYS = ("activity", "commercial", "users", "revenue", "regions", "fields", "circumstances")
_KINDS = {
    "activity": "an activity",
    "fields": "a field of application",
    "circumstances": "a circumstance that licences name",
}
_EVERY_CIRCUMSTANCE = CIRCUMSTANCES | {
    f"{OPPOSITE}{word}": f"not: {meaning}" for word, meaning in CIRCUMSTANCES.items()
}
# Synonyms that users write.
_SAME = {
    "api": "hosted-api",
    "distill": "distil",
    "finetune": "fine-tune",
    "defence": "military",
    "defense": "military",
    "health": "medical",
    "healthcare": "medical",
    "infrastructure": "critical-infrastructure",
    "public-sector": "government",
}
_COMMERCIAL = {"commercial": True, "non-commercial": False}
_NUMBER = re.compile(r"([0-9]{1,15}(?:\.[0-9]{1,6})?)([kmb]?)", re.IGNORECASE)
_SEPARATOR = re.compile(r"(?<=\d)[_,](?=\d)")
_UNITS = {"": 1, "k": 10**3, "m": 10**6, "b": 10**9}


def parse_use(given: Mapping[str, object]) -> IntendedUse:
    """Parse an intended use of a model.

    Args:
        given: `activity` (a word of `ACTIVITIES` or a list of them; a product by default),
            `commercial` (true or false), `users` and `revenue` (2000000, 2_000_000 or 2M),
            `regions` (ISO 3166-1 alpha-2 codes or EU), `fields` (words of `FIELDS`) and
            `circumstances` (words of `CIRCUMSTANCES`, with `no-` before those that do not apply);
            each may be missing or None.

    Raises:
        UsageError: A key or word is unknown; the hint names the closest one.
    """
    for key in given:
        if key not in KEYS:
            raise _unknown(key, "a key of an intended use", KEYS)
    commercial = given.get("commercial")
    if commercial is not None and not isinstance(commercial, bool):
        raise UsageError(
            f"commercial: {_shown(commercial)} is not true or false", "Write true or false."
        )
    regions = [_region(word) for word in _words("regions", given.get("regions"))]
    return IntendedUse(
        activities=_chosen("activity", given.get("activity"), ACTIVITIES) or ("product",),
        commercial=commercial,
        users=_number("users", given.get("users")),
        revenue=_number("revenue", given.get("revenue")),
        regions=tuple(sorted(set(regions))),
        fields=_chosen("fields", given.get("fields"), FIELDS),
        circumstances=_circumstances(given.get("circumstances")),
    )


def parse_words(words: Iterable[str]) -> dict[str, object]:
    """Sort words such as `product`, `commercial` and `competing-product` into the keys of a use.

    Args:
        words: In any order, each an activity, `commercial` or `non-commercial`, or a circumstance.

    Returns:
        `activity`, `commercial` and `circumstances`, in the form that `parse_use` takes.

    Raises:
        UsageError: A word is unknown, or the use is both commercial and non-commercial.
    """
    activities, circumstances = list[str](), list[str]()
    purposes = set[bool]()
    for written in words:
        word = _plain(written)
        if word in _COMMERCIAL:
            purposes.add(_COMMERCIAL[word])
        elif word in _EVERY_CIRCUMSTANCE:
            circumstances.append(word)
        elif word in ACTIVITIES:
            activities.append(word)
        else:
            known = (*ACTIVITIES, *_COMMERCIAL, *CIRCUMSTANCES)
            raise _unknown(written, "a word for a use", known)
    if len(purposes) > 1:
        raise UsageError(
            "a use cannot be commercial and non-commercial", "Audit the two uses one at a time."
        )
    commercial = next(iter(purposes), None)
    return {"activity": activities, "commercial": commercial, "circumstances": circumstances}


def _plain(written: str) -> str:
    """A word in our spelling."""
    word = written.strip().lower().replace("_", "-").replace(" ", "-")
    return _SAME.get(word, word)


def _circumstances(value: object) -> tuple[str, ...]:
    chosen = _chosen("circumstances", value, _EVERY_CIRCUMSTANCE)
    for word in CIRCUMSTANCES:
        if word in chosen and f"{OPPOSITE}{word}" in chosen:
            raise UsageError(
                f"{word} and {OPPOSITE}{word} cannot both apply",
                "Audit the two uses one at a time.",
            )
    return chosen


def _words(key: str, value: object) -> list[str]:
    listed = [value] if isinstance(value, str) else value
    if listed is None:
        return []
    if (
        not isinstance(listed, Iterable)
        or isinstance(listed, Mapping)
        or not all(isinstance(item, str) for item in listed)
    ):
        raise UsageError(
            f"{key}: {_shown(value)} is not a word or a list of words", "Write a list of words."
        )
    return [str(item) for item in listed]


def _chosen(key: str, value: object, known: Mapping[str, str]) -> tuple[str, ...]:
    """The chosen words of `known`, in its order."""
    chosen = set()
    for written in _words(key, value):
        word = _plain(written)
        if word not in known:
            raise _unknown(written, _KINDS[key], known)
        chosen.add(word)
    return tuple(word for word in known if word in chosen)


def _region(word: str) -> str:
    code = region_code(word)
    if code is None:
        hint = "Write an ISO 3166-1 alpha-2 code such as KR, DE or US, or EU."
        raise UsageError(f"{_shown(word)} is not a known region", hint)
    return code


def _number(key: str, value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    match = (
        _NUMBER.fullmatch(_SEPARATOR.sub("", value.strip()[:40]))
        if isinstance(value, str)
        else None
    )
    if match is None:
        raise UsageError(
            f"{key}: {_shown(value)} is not a number",
            "Write a number such as 2000000, 2_000_000 or 2M.",
        )
    from decimal import Decimal

    return int(Decimal(match[1]) * _UNITS[match[2].lower()])


def _unknown(written: object, what: str, known: Iterable[str]) -> UsageError:
    words = list(known)
    near = get_close_matches(str(written)[:60].lower(), words, 1)
    hint = f"Did you mean {near[0]}? " if near else ""
    return UsageError(f"{_shown(written)} is not {what}", f"{hint}Known are {', '.join(words)}.")


def _shown(value: object) -> str:
    return repr(shorten(value, 60)) if isinstance(value, str) else shorten(repr(value)[:200], 60)
