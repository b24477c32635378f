"""Read which task and library a card's own examples use to load this model."""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.facts.stated import StatedValue, sections
from provenance.lineage.record import ArtifactRecord
from provenance.model.artifact import SourceText
from provenance.model.card import BlockKind, CardBlock
from provenance.model.finding import Evidence

LONGEST_CODE = 20_000
_PIPELINE = re.compile(
    r"\bpipeline\(\s*(?:task\s*=\s*)?[\"']"
    r"([a-z0-9]{2,20}(?:-[a-z0-9]{1,20}){1,5}|summarization|translation|conversational)[\"']"
)
_IMPORT = re.compile(r"^[>.\t ]*+(?:from|import)\s+(\w{2,40})", re.MULTILINE)
_PINNED = re.compile(
    r"\bpip3? install[^\n#]{0,200}?[\s\"'](?P<name>[\w-]{2,40})==(?P<version>\d[\w.]{0,30})"
)
# Modules whose import loads a model, by the hub's name for the library.
_LOADERS = {
    "transformers": "transformers",
    "diffusers": "diffusers",
    "sentence_transformers": "sentence-transformers",
    "peft": "peft",
    "timm": "timm",
    "spacy": "spacy",
    "setfit": "setfit",
    "span_marker": "span-marker",
    "mlx_lm": "mlx",
    "open_clip": "open_clip",
    "flair": "flair",
    "nemo": "nemo",
    "speechbrain": "speechbrain",
    "optimum": "optimum",
}


def example_task(record: ArtifactRecord) -> StatedValue | None:
    """The task of the pipeline in the card's example for this model; None if examples disagree."""
    examples = {
        call[1]: _evidence(block, document, call[0].splitlines()[-1].strip())
        for block, document, _ in _examples(record)
        for call in _PIPELINE.finditer(block.text[:LONGEST_CODE])
    }
    if len(examples) != 1:
        return None
    [(task, place)] = examples.items()
    return StatedValue(task, place)


def example_library(record: ArtifactRecord) -> StatedValue | None:
    """The library that the card's first example for this model imports; a wrapper such as peft
    precedes the library it wraps."""
    for block, document, name in _examples(record):
        imported = _IMPORT.findall(block.text[:LONGEST_CODE])
        modules = [_LOADERS[module] for module in imported if module in _LOADERS]
        if modules:
            first = next((module for module in modules if module != "transformers"), modules[0])
            return StatedValue(first, _evidence(block, document, name))
    return None


def pinned_version(record: ArtifactRecord, library: str) -> StatedValue | None:
    """The library version that the card installs with `==`; None if it names several."""
    versions: dict[str, StatedValue] = {}
    for section, document in sections(record):
        for block in section.blocks:
            if block.kind is not BlockKind.CODE:
                continue
            for match in _PINNED.finditer(block.text[:LONGEST_CODE]):
                version = match["version"]
                if match["name"].replace("_", "-").lower() == library:
                    evidence = _evidence(block, document, match[0])
                    versions[version] = StatedValue(version, evidence)
    return next(iter(versions.values())) if len(versions) == 1 else None


def _examples(record: ArtifactRecord) -> Iterator[tuple[CardBlock, SourceText, str]]:
    """Code blocks that contain the model's name as a string of its own or after its owner, each
    with its document and the name as written."""
    own = record.ref.name.rpartition("/")[2]
    quoted_name = re.compile(
        rf"[\"'][\w.-]{{1,96}}/{re.escape(own)}[\"']|[\"']{re.escape(record.ref.name)}[\"']"
    )
    for section, document in sections(record):
        for block in section.blocks:
            if block.kind is not BlockKind.CODE:
                continue
            match = quoted_name.search(block.text[:LONGEST_CODE])
            if match:
                yield block, document, match[0]


def _evidence(block: CardBlock, document: SourceText, text: str) -> Evidence:
    """The line of a block that contains a text."""
    lines = document.lines()
    needle = text.split("\n", 1)[0]
    line = next(
        (n for n in range(block.span.start, block.span.end + 1) if needle in lines[n - 1]),
        block.span.start,
    )
    return Evidence.quoting(document, line, line)
