"""Memory needed for a model, and its total size."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from provenance.weights.facts import WeightFacts
from provenance.weights.naming import is_weights
from provenance.weights.shapes import combined

# Bits per parameter: four-bit formats store scales next to the numbers.
_BITS = {"32-bit": 32.0, "16-bit": 16.0, "8-bit": 8.0, "4-bit": 4.5}
_SHARD = re.compile(r"(.{0,400}?)[-_.]?(\d{1,6})-of-(\d{1,6})(.{0,80})")


def memory_of(parameters: int) -> Mapping[str, int]:
    """Memory for the weights in bytes, by parameter width; a run needs more."""
    return MappingProxyType({name: int(parameters * bits / 8) for name, bits in _BITS.items()})


def whole_of(weights: Iterable[WeightFacts]) -> tuple[int | None, str]:
    """The number of parameters in all weights, and the digest of their names and shapes.

    Args:
        weights: What was read from the files.

    Returns:
        Both if one file, several that agree, or all shards of one set provide them; otherwise None
        and an empty text.
    """
    counted = [facts for facts in weights if facts.parameters is not None]
    counted = [facts for facts in counted if is_weights(facts.path)]
    whole = [facts for facts in counted if not facts.shard]
    return _agreed(whole) if whole else _of_shards(counted)


def _agreed(whole: list[WeightFacts]) -> tuple[int | None, str]:
    """What whole files agree on."""
    numbers = {facts.parameters for facts in whole}
    shapes = {facts.shapes for facts in whole}
    number = numbers.pop() if len(numbers) == 1 else None
    digest = shapes.pop() if len(shapes) == 1 else ""
    return number, digest


def _of_shards(shards: list[WeightFacts]) -> tuple[int | None, str]:
    """The sum over one complete set of shards."""
    sets = set()
    numbers = set()
    for facts in shards:
        match = _SHARD.fullmatch(facts.path)
        if match is None:
            return None, ""
        sets.add((match[1], int(match[3]), match[4]))
        numbers.add(int(match[2]))
    if len(sets) != 1:
        return None, ""
    _, count, _ = sets.pop()
    is_whole = len(shards) == count and numbers == set(range(1, count + 1))
    if not is_whole:
        return None, ""
    total = sum(facts.parameters or 0 for facts in shards)
    return total, combined(facts.shapes for facts in shards)
