"""Modelfiles of Ollama: FROM and ADAPTER."""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.model.artifact import Kind
from provenance.scan.mention import Mention, MentionedText
from provenance.scan.names import in_ollama

_LINE = re.compile(r"\s*(FROM|ADAPTER)\s+(\S+)\s*", re.IGNORECASE)


def read(text: str) -> Iterator[Mention]:
    """The base of a Modelfile: a hub model, a file, or a model of Ollama's own library."""
    for number, line in enumerate(text.split("\n"), 1):
        instruction = _LINE.fullmatch(line)
        if instruction is None:
            continue
        via, name = instruction[1].upper(), instruction[2]
        if hub := in_ollama(name):
            yield Mention(kind=Kind.MODEL, value=MentionedText(text=hub), line=number, via=via)
        elif name.startswith((".", "/", "~")) or name.endswith((".gguf", ".bin", ".safetensors")):
            yield Mention(
                kind=Kind.MODEL, value=MentionedText(text=name, local=True), line=number, via=via
            )
        else:
            yield Mention(
                kind=Kind.MODEL,
                value=MentionedText(text=name),
                line=number,
                via=via,
                elsewhere="Ollama",
            )
