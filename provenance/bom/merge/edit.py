"""The data type of this room: one addition to an existing document."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edit:
    """An addition to one member of an object, in terms of JSON.

    An array member gets the entries appended; a missing member is set; a string or number is
    replaced.

    Attributes:
        pointer: JSON Pointer (RFC 6901) of the object; empty for the document.
        member: Its member.
        value: Plain JSON.
    """

    pointer: str
    member: str
    value: object


def edits(
    there: Mapping[str, object], added: Mapping[str, object], pointer: str = ""
) -> Iterator[Edit]:
    """The edits that add the contents of one object to another; empty if nothing is missing.

    Args:
        there: The existing object.
        added: What to add; nested objects are merged.
        pointer: JSON Pointer of the existing object.
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


def _new_entries(before: list[object], entries: list[object]) -> list[object]:
    known = {_text(entry) for entry in before}
    return [entry for entry in entries if _text(entry) not in known]


def _text(entry: object) -> str:
    return json.dumps(entry, sort_keys=True)
