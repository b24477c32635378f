"""What a dossier states, each value with the place it was read from; nothing is guessed, templates
state nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import quote

from provenance.artifact import Document
from provenance.card import Section, Span
from provenance.dossier import Dossier
from provenance.finding import Evidence, shorten
from provenance.stated import texts

Step: TypeAlias = "str | int | Mapping[str, Any]"
Path: TypeAlias = tuple[Step, ...]

APPEND = "-"
"""Last step of a path: after the last entry of an array, as in a JSON Pointer (RFC 6901, section
4)."""

MOST_TEXTS = 8
_TEMPLATE = re.compile(
    r"\W*(more information needed|needs more information|\{\{.*)\W*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One stated value.

    Attributes:
        path: Where it belongs, in a component or in a block of it. A step is a member, an index,
            `APPEND`, or a mapping that the wanted entry of an array contains.
        value: Plain JSON.
        evidence: Where it was read.
    """

    path: Path
    value: Any
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A value as read, with its place."""

    value: Any
    evidence: Evidence


def place(facts: Iterable[Fact]) -> tuple[dict[str, Any], list[Fact]]:
    """Build a block out of facts.

    Args:
        facts: Paths of members, with `APPEND` as the last step where the value is one of several.

    Returns:
        The block, and the facts again with every `APPEND` replaced by the index it came to.
    """
    block: dict[str, Any] = {}
    placed = []
    for fact in facts:
        *members, last = fact.path
        parent: Any = block
        for member in members[:-1] if last == APPEND else members:
            parent = parent.setdefault(member, {})
        if last == APPEND:
            entries = parent.setdefault(members[-1], [])
            entries.append(fact.value)
            placed.append(Fact((*members, len(entries) - 1), fact.value, fact.evidence))
        else:
            parent[last] = fact.value
            placed.append(fact)
    return block, placed


def from_hub(dossier: Dossier, key: str) -> Said | None:
    """A member of the hub's own answer."""
    value = dossier.snapshot.metadata.get(key)
    return None if blank(value) else Said(value, _api(dossier, key))


def from_card(dossier: Dossier, key: str) -> Said | None:
    """A member of the card's front matter: as it stands in the card, else as the hub read it."""
    card, document = dossier.card, dossier.card_document
    if card and document and not blank(card.fields.get(key)):
        span = card.positions.get((key,)) or card.front_matter or Span(1, 1)
        return Said(card.fields[key], Evidence.quoting(document, span.start, span.end))
    fields = dossier.snapshot.metadata.get("cardData")
    if isinstance(fields, Mapping) and not blank(fields.get(key)):
        return Said(fields[key], _api(dossier, f"cardData.{key}"))
    return None


def from_config(dossier: Dossier, key: str, path: str = "config.json") -> Said | None:
    """A member of a configuration file: as it stands in the file, else as the hub read it."""
    value = dossier.configs.get(path, {}).get(key)
    if not blank(value):
        document = dossier.documents.get(path)
        return Said(value, _whole_file(dossier, path, key, document.sha256 if document else None))
    config = dossier.snapshot.metadata.get("config")
    if path == "config.json" and isinstance(config, Mapping) and not blank(config.get(key)):
        return Said(config[key], _api(dossier, f"config.{key}"))
    return None


def from_header(dossier: Dossier, path: str, key: str, value: Any) -> Said:
    """Something a weight file's header says."""
    entry = dossier.snapshot.file(path)
    return Said(value, _whole_file(dossier, path, key, entry.sha256 if entry else None))


def sections(dossier: Dossier) -> Iterator[tuple[Section, Document]]:
    """Every section of the card and of a model card beside it, in document order, with the text it
    stands in."""
    for card, document in dossier.sheets:
        yield from ((section, document) for section in card.walk())


def strings(value: object) -> tuple[str, ...]:
    """The texts of a value, whether it is one, a list or lists in lists; see `stated.texts`."""
    return tuple(shorten(text) for text in texts(value).texts if not blank(text))


def text_fact(sources: Iterable[Said | None], path: Path) -> Iterator[Fact]:
    """The first of several sources that says something, as one text at `path`."""
    for said in sources:
        if said and (found := strings(said.value)):
            more = ", …" if len(found) > MOST_TEXTS else ""
            yield Fact(path, ", ".join(found[:MOST_TEXTS]) + more, (said.evidence,))
            return


def blank(value: object) -> bool:
    """Whether a value states nothing: absent, blank, or left from a template."""
    if isinstance(value, str):
        return not value.strip() or _TEMPLATE.fullmatch(value.strip()[:200]) is not None
    return value is None or (isinstance(value, list | tuple | Mapping) and not value)


def file_ref(bom_ref: str, path: str) -> str:
    """bom-ref of a file: its artefact's with the path as a purl's subpath."""
    return f"{bom_ref}#{quoted(path)}"


def quoted(path: str) -> str:
    """A path as it stands in an address."""
    return quote(path.encode("utf-8", "replace"))


def _api(dossier: Dossier, key: str) -> Evidence:
    snapshot = dossier.snapshot
    return Evidence(
        dossier.purl, snapshot.source, snapshot.ref.revision or "", None, None, key, None
    )


def _whole_file(dossier: Dossier, path: str, key: str, sha256: str | None) -> Evidence:
    return Evidence(dossier.purl, path, dossier.ref.revision or "", None, None, key, sha256)
