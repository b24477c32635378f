"""The noun of this room: one thing that is added to somebody's document."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Edit:
    """An addition to one member of an object, in the terms of the JSON form.

    Where the member is an array, the entries are appended to it; where it is not there, it is set;
    a text or a number takes the place of the one that is there.

    Attributes:
        pointer: JSON Pointer (RFC 6901) of the object; empty for the document.
        member: Its member.
        value: Plain JSON.
    """

    pointer: str
    member: str
    value: Any


def edits(there: Mapping[str, Any], added: Mapping[str, Any], pointer: str = "") -> Iterator[Edit]:
    """What makes an object hold what another holds as well; nothing where it does.

    Args:
        there: The object.
        added: What it is to hold beside; an object in it is gone into where there is one already.
        pointer: Where the object stands.
    """
    for member, value in added.items():
        before = there.get(member)
        if isinstance(before, Mapping) and isinstance(value, Mapping):
            yield from edits(before, value, f"{pointer}/{member}")
        elif isinstance(before, list) and isinstance(value, list):
            if new := _new_entries(before, value):
                yield Edit(pointer, member, new)
        elif value not in ([], {}, before):
            yield Edit(pointer, member, value)


def _new_entries(before: list[Any], entries: list[Any]) -> list[Any]:
    known = {_text(entry) for entry in before}
    return [entry for entry in entries if _text(entry) not in known]


def _text(entry: object) -> str:
    return json.dumps(entry, sort_keys=True)
