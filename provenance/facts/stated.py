"""Values that a record states, each with the place it was read from; nothing is guessed, template
text is ignored."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import quote

from provenance.lineage.record import ArtifactRecord
from provenance.model.artifact import SourceText
from provenance.model.card import BlockKind, CardSection
from provenance.model.finding import Evidence, shorten
from provenance.stated import texts
from provenance.text.lines import LineSpan

PROSE = (BlockKind.PARAGRAPH, BlockKind.LIST)
"""Blocks in which the authors of a card speak for themselves."""
QUOTING_PROSE = (*PROSE, BlockKind.QUOTE)
"""The same with quotes, which may be of somebody else."""

Step: TypeAlias = "str | int | Mapping[str, object]"
Path: TypeAlias = tuple[Step, ...]

APPEND = "-"
"""Last step of a path: after the last entry of an array, as in a JSON Pointer (RFC 6901, section
4)."""

MOST_TEXTS = 8
# Template texts are shorter; what follows in a longer value is a statement.
_LONGEST_TEMPLATE = 200
_TEMPLATE = re.compile(
    r"\W*(more information needed|needs more information|\{\{.*)\W*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A stated value.

    Attributes:
        path: Where the value belongs, in a component or in a block of it. A step is a member, an
            index, `APPEND`, or a mapping that the target array entry contains.
        value: Plain JSON.
        evidence: Where it was read.
    """

    path: Path
    value: Any
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class StatedValue:
    """A value as read, with its place."""

    value: Any
    evidence: Evidence


def place(facts: Iterable[Fact]) -> tuple[dict[str, object], list[Fact]]:
    """Build a block from facts.

    Args:
        facts: Facts with paths of members; the last step is `APPEND` if the value is one of
            several.

    Returns:
        The block, and the facts with every `APPEND` replaced by its index.
    """
    block: dict[str, object] = {}
    placed = []
    for fact in facts:
        *members, last = fact.path
        parent: Any = block
        # An appended value has its list as the last member.
        above = members[:-1] if last == APPEND else members
        for member in above:
            parent = parent.setdefault(member, {})
        if last == APPEND:
            entries = parent.setdefault(members[-1], [])
            entries.append(fact.value)
            placed.append(Fact((*members, len(entries) - 1), fact.value, fact.evidence))
        else:
            parent[last] = fact.value
            placed.append(fact)
    return block, placed


def from_hub(record: ArtifactRecord, key: str) -> StatedValue | None:
    """A member of the hub's answer."""
    value = record.snapshot.metadata.get(key)
    return None if blank(value) else StatedValue(value, _api(record, key))


def from_card(record: ArtifactRecord, key: str) -> StatedValue | None:
    """A member of the card's front matter: as written in the card, or else as the hub reports
    it."""
    card, document = record.card, record.card_document
    if card and document and not blank(card.fields.get(key)):
        span = card.positions.get((key,)) or card.front_matter or LineSpan(1, 1)
        return StatedValue(card.fields[key], Evidence.quoting(document, span.start, span.end))
    fields = record.snapshot.metadata.get("cardData")
    if isinstance(fields, Mapping) and not blank(fields.get(key)):
        return StatedValue(fields[key], _api(record, f"cardData.{key}"))
    return None


def from_config(record: ArtifactRecord, key: str, path: str = "config.json") -> StatedValue | None:
    """A member of a configuration file: as written in the file, or else as the hub reports it."""
    value = record.configs.get(path, {}).get(key)
    if not blank(value):
        document = record.documents.get(path)
        return StatedValue(
            value, _whole_file(record, path, key, document.sha256 if document else None)
        )
    config = record.snapshot.metadata.get("config")
    if path == "config.json" and isinstance(config, Mapping) and not blank(config.get(key)):
        return StatedValue(config[key], _api(record, f"config.{key}"))
    return None


def from_header(record: ArtifactRecord, path: str, key: str, value: Any) -> StatedValue:
    """A value from a weight file's header."""
    entry = record.snapshot.file(path)
    return StatedValue(value, _whole_file(record, path, key, entry.sha256 if entry else None))


def sections(record: ArtifactRecord) -> Iterator[tuple[CardSection, SourceText]]:
    """Every section of the card and of a separate model card, in document order, with its source
    text."""
    for card, document in record.sheets:
        for section in card.walk():
            document.check_time()
            yield section, document


def strings(value: object) -> tuple[str, ...]:
    """The texts of a value: a text, a list or nested lists; see `stated.texts`."""
    return tuple(shorten(text) for text in texts(value).texts if not blank(text))


def text_fact(sources: Iterable[StatedValue | None], path: Path) -> Iterator[Fact]:
    """The first source that states something, as one text at `path`."""
    for source in sources:
        if source and (texts := strings(source.value)):
            more = ", …" if len(texts) > MOST_TEXTS else ""
            yield Fact(path, ", ".join(texts[:MOST_TEXTS]) + more, (source.evidence,))
            return


def blank(value: object) -> bool:
    """Whether a value states nothing: absent, blank, or template text."""
    if value is None:
        return True
    if isinstance(value, str):
        text = value.strip()[:_LONGEST_TEMPLATE]
        return not text or _TEMPLATE.fullmatch(text) is not None
    return isinstance(value, list | tuple | Mapping) and not value


def file_ref(bom_ref: str, path: str) -> str:
    """bom-ref of a file: that of its artefact, with the path as purl subpath."""
    return f"{bom_ref}#{quoted(path)}"


def quoted(path: str) -> str:
    """A path, quoted for use in a URL."""
    return quote(path.encode("utf-8", "replace"))


def _api(record: ArtifactRecord, key: str) -> Evidence:
    snapshot = record.snapshot
    return Evidence.without_lines(snapshot.ref, snapshot.source, key)


def _whole_file(record: ArtifactRecord, path: str, key: str, sha256: str | None) -> Evidence:
    return Evidence.without_lines(record.ref, path, key, sha256=sha256)
