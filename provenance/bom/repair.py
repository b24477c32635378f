"""Repair a BOM that does not validate: remove the invalid values and note each one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from provenance.cyclonedx.integrity import IntegrityProblem, integrity
from provenance.cyclonedx.validate import schema_problems
from provenance.model.fault import note

# Removing a value that its parent requires removes the parent too, one level per round; members of
# this BOM nest less than ten levels deep.
MOST_ROUNDS = 24
MOST_AT_ONCE = 1000
MOST_NOTES = 20
_GAP = "provenance:gap"
_WHY = "because it does not validate"
# Without these it is not a BOM, so removing them gains nothing.
_KEPT = frozenset({"", "bomFormat", "specVersion", "metadata", "metadata/component"})

Step = str | int


def repair(document: dict[str, object]) -> list[IntegrityProblem]:
    """Remove everything that does not validate from a BOM, and record in it what was removed.

    An invalid value is a fault of this tool and reported as such; losing the whole document would
    be a second fault.

    Args:
        document: The BOM as plain JSON; modified in place.

    Returns:
        Remaining errors, in parts that the document requires; empty if it is valid.
    """
    for _ in range(MOST_ROUNDS):
        problems = _problems(document)
        if not problems:
            return []
        places = _outermost(_steps(document, problem.pointer) for problem in problems)
        if not places:
            return problems
        for place in places:
            note(f"{_leave_out(document, place)} was left out of the bill of materials, {_WHY}")
    return _problems(document)


def _problems(document: dict[str, object]) -> list[IntegrityProblem]:
    by_schema = list(islice(schema_problems(document), MOST_AT_ONCE))
    return by_schema or list(islice(integrity(document), MOST_AT_ONCE))


def _steps(document: dict[str, object], pointer: str) -> tuple[Step, ...]:
    """The steps of a JSON Pointer (RFC 6901), with indexes as numbers, as far as it resolves."""
    value: Any = document
    steps: list[Step] = []
    for word in pointer.split("/")[1:]:
        name = word.replace("~1", "/").replace("~0", "~")
        if isinstance(value, list) and name.isdecimal() and int(name) < len(value):
            steps.append(int(name))
        elif isinstance(value, dict) and name in value:
            steps.append(name)
        else:
            break
        value = value[steps[-1]]
    return tuple(steps)


def _outermost(places: Iterator[tuple[Step, ...]]) -> list[tuple[Step, ...]]:
    """Removable places, each once and none inside another, last first, so that no index shifts
    before it is used."""
    droppable = {place for place in places if "/".join(map(str, place)) not in _KEPT}
    outermost = [
        place
        for place in droppable
        if not any(place[:length] in droppable for length in range(1, len(place)))
    ]
    return sorted(outermost, key=_order)


def _order(place: tuple[Step, ...]) -> list[tuple[int, str]]:
    return [(-step, "") if isinstance(step, int) else (0, step) for step in place]


def _object_at(document: dict[str, object], name: str) -> dict[str, object]:
    """The object that is a member of a document; created if something else is there."""
    value = document.get(name)
    if isinstance(value, dict):
        return value
    created: dict[str, object] = {}
    document[name] = created
    return created


def _list_at(holder: dict[str, object], name: str) -> list[object]:
    """The list that is a member of an object; created if something else is there."""
    value = holder.get(name)
    if isinstance(value, list):
        return value
    created: list[object] = []
    holder[name] = created
    return created


def _leave_out(document: dict[str, object], place: tuple[Step, ...]) -> str:
    """Remove a value and record it next to its place. Returns the name of its field."""
    *path, last = place
    holder: Any = document
    component = _object_at(document, "metadata")
    for step in path:
        holder = holder[step]
        if isinstance(holder, dict) and "bom-ref" in holder and "name" in holder:
            component = holder
    del holder[last]
    field = ".".join(step for step in place if isinstance(step, str))
    note = {"name": _GAP, "value": f"{field}: fault: A value was left out, {_WHY}."}
    properties = _list_at(component, "properties")
    notes = [entry for entry in properties if isinstance(entry, dict) and entry.get("name") == _GAP]
    if len(notes) < MOST_NOTES and note not in properties:
        properties.append(note)
    return field
