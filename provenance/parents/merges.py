"""Models that a mergekit configuration combines (https://github.com/arcee-ai/mergekit, "Merge
Configuration")."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from provenance.files.safe_yaml import load_yaml
from provenance.files.yaml_errors import YamlError
from provenance.messages import message
from provenance.model.artifact import BASES, Gap, Kind, SourceText
from provenance.model.card import BlockKind, Card
from provenance.model.finding import Evidence
from provenance.parents.statement import ParentStatement
from provenance.stated import NOT_UNDERSTOOD, Leftover, gap_of, names
from provenance.text.lines import LineSpan, ReadingProblem

MERGE_CONFIGS = (
    *("mergekit_config.yml", "mergekit_config.yaml", "mergekit_moe_config.yml"),
    *("mergekit_moe_config.yaml", "merge_config.yml", "merge_config.yaml"),
)
# Keys that identify a configuration in a card's code blocks: a method, or the experts of a mixture.
_MARKS = re.compile(r"^\s*(?:merge_method|experts)\s*:", re.MULTILINE)
_NAMING = ("model", "base_model", "source_model", "path", "lora")
_LONGEST = 100_000
# mergekit-multi writes several configurations, each as a YAML document.
_NEXT_DOCUMENT = re.compile(r"^---[ \t]*(?:\n|$)", re.MULTILINE)


Recipe: TypeAlias = tuple[SourceText, str, LineSpan]
"""A configuration: where it stands, its text, its lines."""


@dataclass(slots=True, kw_only=True)
class _RecipeContents:
    """The contents of one configuration file.

    Attributes:
        names: Models named, in text order; `model+lora` names two.
        steps: Names that a multi-step configuration gives its own outputs.
        leftovers: Values in model fields that name no model.
        problems: What could not be read as YAML, or not as intended.
    """

    names: list[str] = field(default_factory=list)
    steps: set[str] = field(default_factory=set)
    leftovers: list[Leftover] = field(default_factory=list)
    problems: list[ReadingProblem] = field(default_factory=list)


def file_merges(documents: Mapping[str, SourceText]) -> tuple[list[ParentStatement], list[Gap]]:
    """Models named in the configuration file that mergekit writes to its output, and a gap for each
    part that was not understood."""
    return _read(_files(documents))


def card_merges(card: Card, document: SourceText) -> tuple[list[ParentStatement], list[Gap]]:
    """Models named in a mergekit configuration in a card's code block, and a gap for each part that
    was not understood."""
    return _read(_in_card(card, document))


def merge_recipes(
    cards: Iterable[tuple[Card, SourceText]], documents: Mapping[str, SourceText]
) -> Iterator[Recipe]:
    """Every mergekit configuration of an artefact: files first, then code blocks of cards."""
    yield from _files(documents)
    for card, document in cards:
        yield from _in_card(card, document)


def _files(documents: Mapping[str, SourceText]) -> Iterator[Recipe]:
    for path in MERGE_CONFIGS:
        if path in documents:
            document = documents[path]
            yield document, document.text, LineSpan(1, len(document.lines()))


def _in_card(card: Card, document: SourceText) -> Iterator[Recipe]:
    for section in card.walk():
        for block in section.blocks:
            if block.kind is BlockKind.CODE and _MARKS.search(block.text):
                yield document, block.text, block.span


def _read(recipes: Iterable[Recipe]) -> tuple[list[ParentStatement], list[Gap]]:
    statements: list[ParentStatement] = []
    gaps: list[Gap] = []
    for document, text, span in recipes:
        models = _models(text)
        for name in dict.fromkeys(models.names):
            line = document.line_with(name, span)
            evidence = Evidence.quoting(document, line, line)
            statements.append(
                ParentStatement(
                    name=name,
                    kind=Kind.MODEL,
                    relation="merge",
                    source="merge-config",
                    evidence=evidence,
                )
            )
        place = f"{document.path}:{span.start}"
        gaps += [gap_of(document.artifact, BASES, place, left) for left in models.leftovers]
        gaps += [_unread(document, span, problem) for problem in models.problems]
    return statements, gaps


def _unread(document: SourceText, span: LineSpan, problem: ReadingProblem) -> Gap:
    place = f"{document.path}:{min(span.start + problem.line, span.end)}"
    detail = message("gap.merge-unread", place=place, problem=problem.message)
    return Gap(
        artifact=document.artifact,
        what=f"merge in {document.path}",
        reason=NOT_UNDERSTOOD,
        detail=detail,
        topic=BASES,
    )


def _models(text: str) -> _RecipeContents:
    models = _RecipeContents()
    if len(text) > _LONGEST:
        models.problems.append(ReadingProblem(message("gap.yaml.length", limit=_LONGEST), 0))
        return models
    text = text.replace("\r\n", "\n")
    start = 0
    ends = [*_NEXT_DOCUMENT.finditer(text), None]
    for end in ends:
        part = text[start : end.start() if end else len(text)]
        _read_document(part, text.count("\n", 0, start), models)
        start = end.end() if end else start
    models.names = [name for name in models.names if name not in models.steps]
    if text.strip() and not (models.names or models.leftovers or models.problems):
        models.problems.append(ReadingProblem(message("gap.merge-unnamed"), 0))
    return models


def _read_document(text: str, lines_before: int, models: _RecipeContents) -> None:
    try:
        loaded = load_yaml(text)
    except YamlError as error:
        models.problems.append(ReadingProblem(error.message, lines_before + error.line))
        return
    models.problems += [
        ReadingProblem(problem.message, lines_before + problem.line) for problem in loaded.problems
    ]
    waiting: list[Any] = [loaded.value]
    while waiting:
        value = waiting.pop(0)
        if isinstance(value, list):
            waiting[:0] = value
        elif isinstance(value, dict):
            if isinstance(value.get("name"), str):
                models.steps.add(value["name"])
            for key in _NAMING:
                if key in value and not isinstance(value[key], dict):
                    read = names(value[key], (key,))
                    models.names += read.texts
                    models.leftovers += read.leftovers
            models.names += _listed(value.get("models"))
            waiting[:0] = value.values()


def _listed(value: object) -> list[str]:
    """Models that `models` names directly; mergekit itself writes mappings there."""
    items = value if isinstance(value, list) else [value]
    return [name for item in items if isinstance(item, str) for name in names(item).texts]
