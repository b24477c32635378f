"""What frameworks ask a bill of materials to hold: data, read from this package's `data/`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from provenance.conformance.document import CYCLONEDX, SPDX, BomDocument
from provenance.model.source import CitedSource, source_from

FRAMEWORKS = ("g7", "ntia", "bsi", "annex-xi")
ALWAYS = "always"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One piece of information and where the formats have a place for it.

    Attributes:
        id: `training-datasets`.
        what: What it is, in words that complete `It states ...`.
        paths: By standard, the places, any of which will do; see `provenance.conformance.paths`.
            None: no place.
        since: The first version of CycloneDX that has the place.
        note: What to know of the mapping.
    """

    id: str
    what: str
    paths: Mapping[str, tuple[str, ...]]
    since: str
    note: str

    def places(self, document: BomDocument) -> tuple[str, ...]:
        """The places that a document of this standard and version could fill."""
        late = document.standard == CYCLONEDX and document.version < self.since
        return () if late else self.paths[document.standard]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkElement:
    """One thing that a framework asks for.

    Attributes:
        id: `MDL-03`.
        cluster: Key of the framework's clusters.
        name: As the framework calls it.
        locator: Where the framework says it.
        of: Of what it is asked: `document`, `subject`, `model`, `dataset`, `component` (all but
            single files) or `part` (single files, and components without any).
        fields: All of them are needed.
        asked: `always`, or when.
        accepts: By standard, the only values that will do; empty where any will.
        absent: Whether it is asked that the fields are not there.
        name_ko: The name in Korean; empty where nobody has put it into Korean.
        locator_ko: The locator in Korean; empty likewise.
    """

    id: str
    cluster: str
    name: str
    locator: str
    of: str
    fields: tuple[Field, ...]
    asked: str
    accepts: Mapping[str, tuple[str, ...]]
    absent: bool
    name_ko: str = ""
    locator_ko: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """A list of elements that somebody publishes.

    Attributes:
        id: One of `FRAMEWORKS`.
        title: Its title.
        source: The document that publishes them, whether it holds, and how it was read.
        note: What to know of it.
        clusters: Titles by key, in order.
        elements: In order.
    """

    id: str
    title: str
    source: CitedSource
    note: str
    clusters: Mapping[str, str]
    elements: tuple[FrameworkElement, ...]

    @property
    def publisher(self) -> str:
        """Who publishes it."""
        return self.source.publisher

    @property
    def date(self) -> str:
        """Of its publication, ISO 8601."""
        return self.source.date

    @property
    def url(self) -> str:
        """Where it is."""
        return self.source.url


@cache
def framework(name: str) -> Framework:
    """The framework of that id (schemas/framework-1.schema.json)."""
    entry = _load(name)
    return Framework(
        id=entry["id"],
        title=entry["title"],
        source=source_from(name, entry["source"], f"conformance/data/{name}.json"),
        note=entry["note"],
        clusters=MappingProxyType(entry["clusters"]),
        elements=tuple(_element(element) for element in entry["elements"]),
    )


@cache
def sources() -> tuple[CitedSource, ...]:
    """The document behind each framework."""
    return tuple(framework(name).source for name in FRAMEWORKS)


@cache
def fields() -> Mapping[str, Field]:
    """Every field by its id (schemas/bom-fields-1.schema.json)."""
    return MappingProxyType(
        {key: _field(key, entry) for key, entry in _load("fields")["fields"].items()}
    )


def _field(key: str, entry: Mapping[str, Any]) -> Field:
    paths: dict[str, tuple[str, ...]] = {
        standard: tuple(entry[standard]) for standard in (CYCLONEDX, SPDX)
    }
    return Field(
        id=key,
        what=entry["what"],
        paths=MappingProxyType(paths),
        since=entry.get("since", ""),
        note=entry.get("note", ""),
    )


def _element(entry: Mapping[str, Any]) -> FrameworkElement:
    accepts = {standard: tuple(values) for standard, values in entry.get("accepts", {}).items()}
    return FrameworkElement(
        **{key: entry[key] for key in ("id", "cluster", "name", "locator", "of")},
        fields=tuple(fields()[key] for key in entry["fields"]),
        asked=entry.get("asked", ALWAYS),
        accepts=MappingProxyType(accepts),
        absent=entry.get("absent", False),
        name_ko=entry.get("name_ko", ""),
        locator_ko=entry.get("locator_ko", ""),
    )


def _load(name: str) -> Any:
    return json.loads(
        (files("provenance.conformance") / "data" / f"{name}.json").read_text("utf-8")
    )
