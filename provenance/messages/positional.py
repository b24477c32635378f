"""Sentences with numbered placeholders and positional arguments, as SARIF and similar formats
require."""

from __future__ import annotations

import string
from functools import cache

from provenance.messages.catalogue import ENGLISH, Message, filled_hole, ids, sentence

# Suffixes of an id with a singular and a plural.
_SINGULAR, _PLURAL = "one", "other"


def strings(prefix: str) -> dict[str, str]:
    """The English sentences below an id prefix, by the rest of the id, with placeholders `{0}`,
    `{1}`.

    Args:
        prefix: Such as `lineage.licence-drift`.

    Returns:
        A sentence with singular and plural appears as two, `message.one` and `message.other`.
    """
    start = f"{prefix}."
    strings: dict[str, str] = {}
    for key in ids():
        if not key.startswith(start):
            continue
        name, template = key.removeprefix(start), sentence(key, ENGLISH)
        if isinstance(template, str):
            strings[name] = _numbered(template)[0]
        else:
            strings |= {f"{name}.{form}": _numbered(text)[0] for form, text in template.items()}
    return strings


def reference(text: Message, prefix: str) -> tuple[str, tuple[str, ...]]:
    """The name of a message in `strings(prefix)`, and its arguments as text, in order.

    Args:
        text: A message.
        prefix: As for `strings`. A message outside it has no name there.

    Returns:
        The name is empty if it has none.
    """
    start = f"{prefix}."
    if not text.id.startswith(start):
        return "", ()
    name, template = text.id.removeprefix(start), sentence(text.id, ENGLISH)
    if not isinstance(template, str):
        form = _SINGULAR if text.arguments["count"] == 1 else _PLURAL
        name, template = f"{name}.{form}", template[form]
    holes = _numbered(template)[1]
    return name, tuple(filled_hole(hole, text.arguments, ENGLISH) for hole in holes)


@cache
def _numbered(template: str) -> tuple[str, tuple[str, ...]]:
    """The template with numbered placeholders, and the original placeholders."""
    holes: list[str] = []
    parts: list[str] = []
    for literal, name, form, _ in string.Formatter().parse(template):
        parts.append(literal.replace("{", "{{").replace("}", "}}"))
        if name is None:
            continue
        hole = f"{{{name}:{form}}}" if form else f"{{{name}}}"
        if hole not in holes:
            holes.append(hole)
        parts.append(f"{{{holes.index(hole)}}}")
    return "".join(parts), tuple(holes)
