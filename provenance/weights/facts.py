"""The nouns of weights: which format a file has and what its header says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from provenance.messages import Message
from provenance.weights.templates import ChatTemplate
from provenance.weights.uses import Use

VALUE_LIMIT = 1000
ENTRY_LIMIT = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightFacts:
    """What the header of one weight file says. Nothing here was loaded or unpickled.

    Attributes:
        path: Path inside the repository.
        format: A word of `content_format`.
        parameters: Number of parameters the header describes, or None where it does not tell.
        dtypes: Parameter count by data type (`BF16`, `Q4_K`, ...), sorted by name.
        metadata: The header's own key and value texts (safetensors `__metadata__`, GGUF `general.*`
            and `<arch>.context_length`), sorted by key, each value at most 1,000 characters.
        shard: Whether the file is one of several that make up the weights, so `parameters` counts
            only a part.
        complete: Whether the whole header was read; without it, `metadata` holds what stands at its
            beginning.
        tensors: How many tensors it describes, or None where it does not tell.
        shapes: Digest of their names and shapes (`ShapeDigest`); empty where they were not read.
        uses: What loading it would import, call, run or read beside its own bytes.
        templates: The chat templates that it holds.
        oddities: What two readers of it may understand differently.
    """

    path: str
    format: str
    parameters: int | None
    dtypes: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    metadata: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    shard: bool = False
    complete: bool = True
    tensors: int | None = None
    shapes: str = ""
    uses: tuple[Use, ...] = ()
    templates: tuple[ChatTemplate, ...] = ()
    oddities: tuple[Message, ...] = ()


def metadata_of(texts: Mapping[str, str]) -> Mapping[str, str]:
    """Sort and cut what a header says; a lone surrogate, which no output could hold, becomes
    `?`."""
    cleaned = {
        key.encode("utf-8", "replace").decode(): value[:VALUE_LIMIT]
        .encode("utf-8", "replace")
        .decode()
        for key, value in texts.items()
    }
    return MappingProxyType(dict(sorted(cleaned.items())))
