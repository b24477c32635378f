"""Data types for weights: a file's format and the contents of its header."""

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
    """Contents of the header of one weight file. Nothing was loaded or unpickled.

    Attributes:
        path: Path inside the repository.
        format: A word of `content_format`.
        parameters: Number of parameters that the header describes, or None if it does not say.
        dtypes: Parameter count by data type (`BF16`, `Q4_K`, ...), sorted by name.
        metadata: The header's own keys and values (safetensors `__metadata__`, GGUF `general.*` and
            `<arch>.context_length`), sorted by key, each value at most 1,000 characters.
        shard: Whether the file is one of several that make up the weights, so that `parameters`
            counts only a part.
        complete: Whether the whole header was read; if not, `metadata` covers only its beginning.
        tensors: Number of tensors described, or None if the header does not say.
        shapes: Digest of their names and shapes (`ShapeDigest`); empty if they were not read.
        uses: What loading the file would import, call, run or read besides its own bytes.
        templates: Its chat templates.
        names: Digests of the names of all tensors (`digest_names`); empty if they were not read, or
            are more than are kept.
        adapter: Whether the names of its tensors are those of an adapter, such as a LoRA.
        oddities: What two readers of the file may interpret differently.
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
    adapter: bool = False
    names: bytes = b""


def metadata_of(texts: Mapping[str, str]) -> Mapping[str, str]:
    """Sort and truncate metadata; a lone surrogate, which no output can encode, becomes `?`."""
    cleaned = {
        key.encode("utf-8", "replace").decode(): value[:VALUE_LIMIT]
        .encode("utf-8", "replace")
        .decode()
        for key, value in texts.items()
    }
    return MappingProxyType(dict(sorted(cleaned.items())))
