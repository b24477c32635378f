"""Match a model's geometry and tokenizer to a known family.

Equal geometry and an equal tokenizer show that two models belong to one family. They do not show
that one was derived from the other: a maker may train the same architecture again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from provenance.weights.tokenizer import TokenizerFacts

GEOMETRY = (
    "model_type",
    "hidden_size",
    "num_hidden_layers",
    "num_attention_heads",
    "num_key_value_heads",
    "intermediate_size",
)
_NESTED = ("text_config", "llm_config", "language_config")

Geometry = tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownModel:
    """A base model of the catalogue.

    Attributes:
        repo: Its name on the hub.
        family: Its family.
        geometry: Values of `GEOMETRY`.
        tokenizer: Known facts about its tokenizer.
    """

    repo: str
    family: str
    geometry: Geometry
    tokenizer: TokenizerFacts


def geometry_of(config: Mapping[str, object]) -> Geometry | None:
    """The geometry in a config.json, or in its part for the language model; None if absent."""
    parts = [config, *(config.get(name) for name in _NESTED)]
    for part in parts:
        if isinstance(part, Mapping) and isinstance(part.get("hidden_size"), int):
            values = tuple(part.get(name) for name in GEOMETRY)
            plain = all(isinstance(value, int | str | None) for value in values)
            return values if plain else None
    return None


@cache
def known_models() -> tuple[KnownModel, ...]:
    """The catalogue, without tokenizers that many makers share."""
    path = files("provenance.weights") / "data" / "families.json"
    content = json.loads(path.read_text("utf-8"))
    return tuple(
        KnownModel(
            repo=row["repo"],
            family=row["family"],
            geometry=tuple(row["geometry"]),
            tokenizer=TokenizerFacts(row["vocabulary"], tuple(row["merges"])),
        )
        for row in content["models"]
    )


def same_geometry(geometry: Geometry | None) -> tuple[KnownModel, ...]:
    """Models of the catalogue with that geometry."""
    if geometry is None:
        return ()
    return tuple(known for known in known_models() if known.geometry == geometry)


def same_family(
    geometry: Geometry | None, tokenizer: TokenizerFacts | None
) -> tuple[KnownModel, ...]:
    """Models of the catalogue with that geometry and that tokenizer."""
    if tokenizer is None or not tokenizer.merges:
        return ()
    return tuple(known for known in same_geometry(geometry) if known.tokenizer == tokenizer)
