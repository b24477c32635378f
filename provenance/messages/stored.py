"""Sentences in JSON: their text, and their id with its arguments, so that they can come back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from provenance.messages.catalogue import Message, restored

TEXT, ID, ARGUMENTS = "text", "messageId", "arguments"


def as_json(text: str) -> str | dict[str, Any]:
    """A sentence as JSON.

    Args:
        text: A message, or any other text.

    Returns:
        An object of the English text, the id and the arguments. Any other text stays a string.
    """
    if not isinstance(text, Message):
        return text
    return {TEXT: str(text), **identity(text)}


def identity(text: str) -> dict[str, Any]:
    """The id and the arguments of a message as JSON; nothing for any other text."""
    if not isinstance(text, Message):
        return {}
    arguments = {name: _argument(value) for name, value in sorted(text.arguments.items())}
    return {ID: text.id, ARGUMENTS: arguments}


def _argument(value: Any) -> Any:
    if isinstance(value, str):
        return as_json(value)
    if isinstance(value, Sequence):
        return [_argument(part) for part in value]
    return value if isinstance(value, int | float) else str(value)


def stable_key(text: str) -> str:
    """A key that a change of wording leaves as it is: the id and the arguments of a message.

    Any other text is its own key.
    """
    if not isinstance(text, Message):
        return text
    arguments = (f"{name}={_part(value)}" for name, value in sorted(text.arguments.items()))
    return f"{text.id}({', '.join(arguments)})"


def _part(value: Any) -> str:
    if isinstance(value, str):
        return stable_key(value)
    if isinstance(value, Sequence):
        return ", ".join(map(_part, value))
    return str(value)


def from_json(value: Any) -> str:
    """What `as_json` wrote. A sentence that this version does not know comes back as its text."""
    if not isinstance(value, Mapping):
        return str(value)
    arguments = {name: _restored(part) for name, part in value[ARGUMENTS].items()}
    return restored(value[ID], arguments, value[TEXT])


def _restored(value: Any) -> Any:
    if isinstance(value, Mapping):
        return from_json(value)
    if isinstance(value, list):
        return tuple(_restored(part) for part in value)
    return value
