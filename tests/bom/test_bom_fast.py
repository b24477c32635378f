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

CHANGES: tuple[Any, ...] = (5, "http://[x", None, {"invented": 1}, [])


@pytest.mark.parametrize(
    ("make", "version"), [(lineages.fine_tune, "1.7"), (lineages.adapter, "1.6")]
)
def test_both_validators_give_one_verdict(make: Any, version: str) -> None:
    quick, slow = validate._quick(version), validate._validator(version)
    if quick is None:
        pytest.skip("the extra `fast` is not installed")
    whole = json.loads(encode(make(), spec_version=version))
    assert quick.is_valid(whole)
    # The entries behind the first two would be validated again with every change.
    bom = lineages.shortened(whole)
    assert quick.is_valid(bom)
    before = copy.deepcopy(bom)
    for path in _broken(bom):
        assert quick.is_valid(bom) == slow.is_valid(bom), path
    assert bom == before


def _broken(bom: dict[str, Any]) -> Iterator[str]:
    """Say what is wrong with a BOM now: one member gone, mistyped or invented. What was there is
    put back afterwards, which takes less time than a copy of the BOM for each change."""
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
    for *path, last in places[1:]:
        holder = at(bom, tuple(path))
        whole = holder.copy()
        del holder[last]
        yield f"{path} {last} gone"
        _restore(holder, whole)
        for change in CHANGES:
            holder[last] = change
            yield f"{path} {last} {change}"
        _restore(holder, whole)


def _restore(holder: Any, whole: Any) -> None:
    """Put back the members of an object or list."""
    holder.clear()
    if isinstance(holder, dict):
        holder.update(whole)
    else:
        holder.extend(whole)


def at(value: Any, place: tuple[Any, ...]) -> Any:
    for step in place:
        value = value[step]
    return value
