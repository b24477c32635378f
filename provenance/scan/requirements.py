"""Requirements that are models: spaCy pipelines, as packages or wheel addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.model.artifact import Kind
from provenance.scan.mention import Mention, MentionedText

# https://spacy.io/models#conventions: language, kind, genre, size.
_SPACY = re.compile(
    r"\b((?:[a-z]{2}|xx)[-_](?:core|dep|ent|sent|udv25|pipeline)[-_][a-z]{3,}[-_](?:sm|md|lg"
    r"|trf))\b"
    r"(?:-(?P<file>[\d.]+)|\s*==\s*(?P<pin>[\d.]+))?"
)
_HUB = re.compile(r"https://huggingface\.co/[\w.-]+/[\w.-]+/resolve/[^\s\"',;#]+")


def read(text: str) -> Iterator[Mention]:
    """The models in a requirements list, a `pyproject.toml` or a package lock file."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.lstrip().startswith("#"):
            continue
        if hub := _HUB.search(line):
            yield Mention(
                kind=Kind.MODEL, value=MentionedText(text=hub[0]), line=number, via="requirement"
            )
        elif model := _SPACY.search(line):
            version = model["file"] or model["pin"]
            revision = MentionedText(text=version.strip(".")) if version else None
            name = model[1].replace("-", "_")
            yield Mention(
                kind=Kind.MODEL,
                value=MentionedText(text=name),
                line=number,
                via="requirement",
                revision=revision,
                elsewhere="spaCy",
            )
