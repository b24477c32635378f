"""Messages as JSON: text, id and arguments, so that they can be restored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from provenance.messages.catalogue import Message, restored

TEXT, ID, ARGUMENTS = "text", "messageId", "arguments"


def as_json(text: str) -> str | dict[str, object]:
    """A message as JSON.

    Args:
        text: A message, or any other text.

    Returns:
        An object with the English text, the id and the arguments. Other text stays a string.
    """
    if not isinstance(text, Message):
        return text
    return {TEXT: str(text), **identity(text)}


def identity(text: str) -> dict[str, object]:
    """The id and arguments of a message as JSON; empty for other text."""
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
    """A key that does not depend on wording: the id and arguments of a message.

    Other text is its own key.
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
    """Restore the output of `as_json`.

    Args:
        value: What a file holds. Users edit files and strangers send them, so any value is read.

    Returns:
        The message. Plain text where this version does not know the sentence, or where its id or
        its arguments have another shape.
    """
    if not isinstance(value, Mapping):
        return str(value)
    text, sentence, arguments = str(value.get(TEXT, "")), value.get(ID), value.get(ARGUMENTS)
    if not isinstance(sentence, str) or not isinstance(arguments, Mapping):
        return text
    parts = {name: _restored(part) for name, part in arguments.items()}
    return restored(sentence, parts, text)


def _restored(value: Any) -> Any:
    if isinstance(value, Mapping):
        return from_json(value)
    if isinstance(value, list):
        return tuple(_restored(part) for part in value)
    return value
