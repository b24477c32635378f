"""Sentences for what a licence requires and states, by words and values of the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from provenance.messages import Message, message

# What recipients must be given, as the catalogue lists it, with its sentence.
_HANDED_ON = {
    "a copy of the licence": "licence",
    "the notice file": "notice-file",
    "a mark on what was changed": "changes",
    "the use restrictions as binding terms": "use-restrictions",
    "existing notices": "notices",
    "the same licence for derivatives": "share-alike",
    "the same to users of a hosted service": "hosted",
}
_CITATION = "citation"
_USERS = "users"
_SHOWN_WORDS = ("display", "display-models", "name-prefix", "name-prefix-outputs")
_LIMITS = ("user-limit", "revenue-limit")
_REGIONS = ("territory", "territory-multimodal")


def duty_text(word: str, scope: str = "", above: str = "") -> Message:
    """What a duty requires, in a few words.

    Args:
        word: Word of the duty, such as `notice-file`.
        scope: Details that it depends on: words to display, a limit, regions. Other scopes are not
            shown.
        above: Number of users or revenue from which it binds; empty if it binds everyone.
    """
    if above:
        return message(f"duty.{word}-above", words=scope, limit=above)
    if word in _SHOWN_WORDS:
        return message(f"duty.{word}", words=scope)
    if word in _LIMITS:
        return message(f"duty.{word}", limit=int(scope))
    if word in _REGIONS:
        return message(f"duty.{word}", places=tuple(scope.split()))
    return message(f"duty.{word}")


def term_text(word: str, value: Any) -> Message:
    """The text of a licence term.

    Args:
        word: Word of the term, such as `outputs-training`.
        value: Its value in the catalogue.
    """
    read = _TERMS.get(word)
    if read:
        return read(value)
    variant = str(value).lower() if isinstance(value, bool) else value
    return message(f"term.{word}.{variant}")


def field_names(fields: Iterable[str]) -> tuple[Message, ...]:
    """Fields of application, such as `medical`, in the reader's language."""
    return tuple(message(f"use.field.{field}") for field in fields)


def _limit(value: Mapping[str, Any]) -> Message:
    limit = int(value["most"])
    if value["metric"] != _USERS:
        return message("term.limit-revenue", limit=limit)
    if value.get("commercial"):
        return message("term.limit-users-commercial", limit=limit)
    if value.get("measured") == "at-release":
        return message("term.limit-users-at-release", limit=limit)
    return message("term.limit-users", limit=limit)


def _territory(value: Mapping[str, Any]) -> Message:
    key = "term.territory-multimodal" if "models" in value else "term.territory"
    return message(key, places=tuple(value["excluded"]))


def _display(value: Mapping[str, Any]) -> Message:
    words = value["words"]
    if not value["required"]:
        return message("term.display-encouraged", words=words)
    if words == _CITATION:
        return message("term.display-citation")
    if value.get("when"):
        return message("term.display-in-product", words=words, condition=value["when"])
    return message("term.display", words=words)


def _handed_on(value: Iterable[str]) -> Message:
    parts = tuple(message(f"term.hand-on.{_HANDED_ON[part]}") for part in value)
    return message("term.hand-on", what=parts) if parts else message("term.hand-on-nothing")


_TERMS: Mapping[str, Callable[[Any], Message]] = {
    "limit": _limit,
    "territory": _territory,
    "display": _display,
    "hand-on": _handed_on,
    "display-models": lambda value: message("term.display-models", words=value),
    "name-prefix": lambda value: message("term.name-prefix", words=value),
    "name-prefix-outputs": lambda value: message("term.name-prefix-outputs", words=value),
    "fields": lambda value: message("term.fields", fields=field_names(value)),
    "fields-conditional": lambda value: message(
        "term.fields-conditional", fields=field_names(value)
    ),
    "law": lambda value: message("term.law", place=value),
}
