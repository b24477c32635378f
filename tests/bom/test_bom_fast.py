"""jsonschema and jsonschema-rs give one verdict about every damaged bill of materials."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import bom_lineages as lineages
import pytest

from provenance.bom import encode
from provenance.cyclonedx import validate

MOST_ENTRIES = 2


@pytest.mark.parametrize(
    ("make", "version"), [(lineages.fine_tune, "1.7"), (lineages.adapter, "1.6")]
)
def test_both_validators_give_one_verdict(make: Any, version: str) -> None:
    quick, slow = validate._quick(version), validate._validator(version)
    if quick is None:
        pytest.skip("the extra `fast` is not installed")
    whole = json.loads(encode(make(), spec_version=version))
    assert quick.is_valid(whole)
    bom = _shortened(whole)
    assert quick.is_valid(bom)
    for path, broken in _broken(bom):
        assert quick.is_valid(broken) == slow.is_valid(broken), path


def _shortened(value: Any) -> Any:
    """A BOM with the first two entries of each list, in which `_broken` changes something: the
    entries behind them would be validated again with every copy."""
    if isinstance(value, dict):
        return {name: _shortened(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_shortened(entry) for entry in value[:MOST_ENTRIES]]
    return value


def _broken(bom: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Copies of a BOM, each with one member gone, mistyped, invented or twice there."""
    places: list[tuple[Any, ...]] = [()]
    for place in places:
        value = at(bom, place)
        members = (
            value
            if isinstance(value, dict)
            else range(len(value))
            if isinstance(value, list)
            else ()
        )
        places += ((*place, member) for member in members)
    for place in places[1:]:
        changes: tuple[Any, ...] = ("gone", 5, "http://[x", None, {"invented": 1}, [])
        for change in changes:
            copied = copy.deepcopy(bom)
            holder = at(copied, place[:-1])
            if change == "gone":
                del holder[place[-1]]
            else:
                holder[place[-1]] = change
            yield f"{place} {change}", copied


def at(value: Any, place: tuple[Any, ...]) -> Any:
    for step in place:
        value = value[step]
    return value
