"""The requirements of frameworks for a bill of materials, read from this package's `data/`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from provenance.conformance.document import CYCLONEDX, SPDX, SPDX2, BomDocument
from provenance.messages import Message, message
from provenance.model.source import CitedSource, Seen, source_from
from provenance.privacy.catalogue import catalogue
from provenance.privacy.catalogue import sources as privacy_sources
from provenance.privacy.disclosure import PrivacyCheck

FRAMEWORKS = (
    "g7",
    "cisa-2026",
    "ntia",
    "bsi",
    "annex-xi",
    "eu-model-form",
    "eu-training-summary",
    "kr-ai-act",
    "kr-pipc",
    "us-ca-2013",
    "nist-600-1",
)
# Required of every bill of materials for AI; other frameworks are selected by name.
DEFAULT_FRAMEWORKS = ("g7", "cisa-2026")
ALWAYS = "always"
# CycloneDX 1.5 introduced its members for models and data, and the lifecycle of a document.
_AI_SINCE = "1.5"
_AI_BLOCKS = ("modelCard/", "data/", "metadata/lifecycles/", "$/formulation/")
# Fields with this prefix are answers to questions about personal data
# (privacy/data/catalogue.json).
_QUESTION = "PRIV-"


def in_both(english: str, korean: str) -> Message:
    """A text of a framework in both languages; the English stands for Korean that is missing."""
    return message("check.element-name", name=english, name_ko=korean or english)


@dataclass(frozen=True, slots=True, kw_only=True)
class BomField:
    """A piece of information, and its places in the formats.

    Attributes:
        id: `training-datasets`.
        what: Its description, as the completion of `It states ...`.
        what_ko: The same in Korean.
        paths: Accepted places by standard; see `provenance.conformance.paths`. Empty if the format
            has none.
        since: First version of CycloneDX with the place.
        note: Remark on the mapping.
        graded: Whether its values are grades, of which `partial` is only a partial answer.
    """

    id: str
    what: str
    what_ko: str
    paths: Mapping[str, tuple[str, ...]]
    since: str = ""
    note: str = ""
    graded: bool = False

    @property
    def label(self) -> Message:
        """Its description in the reader's language."""
        return in_both(self.what, self.what_ko)

    def places(self, document: BomDocument) -> tuple[str, ...]:
        """The places that a document of this standard and version can fill."""
        places = self.paths[document.standard]
        if document.standard != CYCLONEDX:
            return places
        if document.version < self.since:
            return ()
        if document.version < _AI_SINCE:
            return tuple(path for path in places if not path.startswith(_AI_BLOCKS))
        return places


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkElement:
    """A requirement of a framework.

    Attributes:
        id: `MDL-03`.
        cluster: Key of the framework's clusters.
        name: The framework's name for it.
        locator: Where the framework states it.
        of: The objects that need it: `document`, `subject`, `model`, `dataset`, `component` (all
            except single files) or `part` (single files, and components without files).
        fields: Required fields, all of them.
        condition: `always`, or the condition.
        accepts: Accepted values by standard; empty if any value is accepted.
        absent: Whether the fields must be absent.
        practice: Whether it is a practice of an organisation, which no document can show.
        name_ko: The name in Korean; empty if there is no translation.
        locator_ko: The locator in Korean; empty if there is no translation.
    """

    id: str
    cluster: str
    name: str
    locator: str
    of: str
    fields: tuple[BomField, ...]
    condition: str
    accepts: Mapping[str, tuple[str, ...]]
    absent: bool
    practice: bool = False
    name_ko: str = ""
    locator_ko: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationDate:
    """From when something that a framework asks for applies.

    Attributes:
        start: The first day, ISO 8601.
        what: What applies from then on.
        what_ko: The same in Korean.
        where: Who says so, and where.
        where_ko: The same in Korean.
        seen: How that is known.
        checked: When it was last looked at, ISO 8601.
    """

    start: str
    what: str
    what_ko: str
    where: str
    where_ko: str
    seen: Seen
    checked: str

    def status(self, day: str) -> str:
        """`since` or `will` as of a day, ISO 8601; `from` if no day is given."""
        if not day:
            return "from"
        return "since" if self.start <= day else "will"


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """A published list of requirements.

    Attributes:
        id: One of `FRAMEWORKS`.
        title: Its title.
        source: The publication, its standing, and how it was read.
        note: Remark on the framework.
        clusters: Titles by key, in order.
        elements: Requirements in order.
        title_ko: The title in Korean; empty where there is none.
        note_ko: The note in Korean; empty if there is none.
        clusters_ko: Cluster titles in Korean by key; empty if there are none.
        dates: From when what it asks for applies, in order.
    """

    id: str
    title: str
    source: CitedSource
    note: str
    clusters: Mapping[str, str]
    elements: tuple[FrameworkElement, ...]
    title_ko: str = ""
    note_ko: str = ""
    clusters_ko: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    dates: tuple[ApplicationDate, ...] = ()

    @property
    def publisher(self) -> str:
        """The publisher."""
        return self.source.publisher

    @property
    def date(self) -> str:
        """Date of publication, ISO 8601."""
        return self.source.date

    @property
    def url(self) -> str:
        """Address of the publication."""
        return self.source.url


@cache
def framework(name: str) -> Framework:
    """The framework with that id (schemas/framework-1.schema.json)."""
    entry = _load(name)
    elements = [_element(element) for element in entry["elements"]]
    if "questions_of" in entry:
        elements += _questions_of(entry["questions_of"], next(iter(entry["clusters"])))
    return Framework(
        id=entry["id"],
        title=entry["title"],
        source=_source(name, entry["source"]),
        note=entry["note"],
        clusters=MappingProxyType(entry["clusters"]),
        elements=tuple(elements),
        title_ko=entry.get("title_ko", ""),
        note_ko=entry.get("note_ko", ""),
        clusters_ko=MappingProxyType(entry.get("clusters_ko", {})),
        dates=tuple(_date(date) for date in entry.get("dates", ())),
    )


@cache
def sources() -> tuple[CitedSource, ...]:
    """The publications behind frameworks, except those in the privacy catalogue."""
    listed = {source.key for source in privacy_sources()}
    every = (framework(name).source for name in FRAMEWORKS)
    return tuple(source for source in every if source.key not in listed)


@cache
def fields() -> Mapping[str, BomField]:
    """All fields by id (schemas/bom-fields-1.schema.json)."""
    return MappingProxyType(
        {key: _field(key, entry) for key, entry in _load("fields")["fields"].items()}
    )


def _date(entry: Mapping[str, str]) -> ApplicationDate:
    return ApplicationDate(
        start=entry["from"],
        what=entry["what"],
        what_ko=entry["what_ko"],
        where=entry["where"],
        where_ko=entry["where_ko"],
        seen=Seen(entry["seen"]),
        checked=entry["checked"],
    )


def _source(name: str, entry: str | Mapping[str, Any]) -> CitedSource:
    """A source from the framework's file, or from the privacy catalogue by its key."""
    if isinstance(entry, str):
        return next(source for source in privacy_sources() if source.key == entry)
    return source_from(name, entry, f"conformance/data/{name}.json")


def _field(key: str, entry: Mapping[str, Any]) -> BomField:
    paths: dict[str, tuple[str, ...]] = {
        standard: tuple(entry.get(standard, ())) for standard in (CYCLONEDX, SPDX, SPDX2)
    }
    return BomField(
        id=key,
        what=entry["what"],
        what_ko=entry["what_ko"],
        paths=MappingProxyType(paths),
        since=entry.get("since", ""),
        note=entry.get("note", ""),
    )


def _field_of(key: str) -> BomField:
    if key.startswith(_QUESTION):
        return _question_field(_questions()[key])
    return fields()[key]


@cache
def _questions() -> Mapping[str, PrivacyCheck]:
    return {check.id: check for check in catalogue()}


def _question_field(check: PrivacyCheck) -> BomField:
    """The field for the answer to a question about personal data: on the artefact itself, or on a
    dataset that it was trained on."""
    name = f"provenance:privacy:{check.id}"
    extension = "extension/extension_cdxProperty"
    own = f"properties/name={name}/value"
    own_spdx = f"{extension}/extension_cdxPropName={name}/extension_cdxPropValue"
    return BomField(
        id=check.id,
        what=check.title[:1].lower() + check.title[1:],
        what_ko=check.title_ko,
        paths=MappingProxyType(
            {
                CYCLONEDX: (own, f"modelCard/modelParameters/datasets/ref/{own}"),
                SPDX: (own_spdx, f">trainedOn/{own_spdx}"),
                SPDX2: (),
            }
        ),
        note="Neither format has a member of its own: a property of that name counts.",
        graded=True,
    )


def _questions_of(source: str, cluster: str) -> Iterator[FrameworkElement]:
    """One element for each question of a source, in catalogue order."""
    for check in catalogue():
        locators = [
            requirement for requirement in check.requirements if requirement.source == source
        ]
        if not locators:
            continue
        yield FrameworkElement(
            id=f"{source}-{check.id.removeprefix(_QUESTION)}",
            cluster=cluster,
            name=check.title,
            locator="; ".join(requirement.locator for requirement in locators),
            of="model",
            fields=(_question_field(check),),
            condition=ALWAYS,
            accepts=MappingProxyType({}),
            absent=False,
            name_ko=check.title_ko,
            locator_ko="; ".join(requirement.locator_ko for requirement in locators),
        )


def _element(entry: Mapping[str, Any]) -> FrameworkElement:
    accepts = {standard: tuple(values) for standard, values in entry.get("accepts", {}).items()}
    return FrameworkElement(
        **{key: entry[key] for key in ("id", "cluster", "name", "locator", "of")},
        fields=tuple(_field_of(key) for key in entry["fields"]),
        condition=entry.get("asked", ALWAYS),
        accepts=MappingProxyType(accepts),
        absent=entry.get("absent", False),
        practice=entry.get("practice", False),
        name_ko=entry.get("name_ko", ""),
        locator_ko=entry.get("locator_ko", ""),
    )


def _load(name: str) -> Any:
    return json.loads(
        (files("provenance.conformance") / "data" / f"{name}.json").read_text("utf-8")
    )
